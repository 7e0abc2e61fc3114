"""Words for the codes that stand in a voice: grounds of a refusal, ways of telling."""

from django.utils.translation import gettext_lazy as _

REASONS = {  # R01-R11
    "R01": _("a matter of one person or family"),
    "R02": _("a petition, a complaint for a hotline, or a letter to be passed on"),
    "R03": _("a case for a court, an arbitrator, the police or a supervisor"),
    "R04": _("an accusation, an appeal or a complaint against somebody"),
    "R05": _("a discussion, an advertisement or a question about policy"),
    "R06": _("nothing concrete"),
    "R07": _("outside the powers of this place"),
    "R08": _("a tender that is under way"),
    "R09": _("several matters in one"),
    "R10": _("the same as another voice"),
    "R11": _("unlawful, or for another reason"),
}
REDIRECT_REASONS = ("R02", "R03", "R04")
NOTICE_WAYS = {
    "in_person": _("in person"),
    "phone": _("by telephone"),
    "message": _("by text message"),
    "letter": _("by letter"),
}
