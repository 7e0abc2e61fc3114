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
TO_TELL = {  # what is written to the resident, unless the officer words it better
    "R02": _(
        "What you told us is a petition, or a matter of the government's hotline. By the "
        "Regulations on Petition Work it is registered and dealt with by the organ that is "
        "responsible for it; deputies cannot decide it in that organ's place."
    ),
    "R03": _(
        "What you told us is to be settled by a court, an arbitrator, the police or a supervisor, "
        "in the way the law provides. Deputies do not deal with single cases. Please mind the "
        "time limits that hold there."
    ),
    "R04": _(
        "What you told us is an accusation, an appeal or a complaint against somebody. The organ "
        "that the law names looks into it; deputies do not, and hold no inquiry."
    ),
}
REDIRECT_REASONS = ("R02", "R03", "R04")
NAMING = {  # who may know who spoke, as a desk says it of somebody else
    "deputy": _("the deputy and the station only"),
    "public": _("by name; the surname may stand with a published answer"),
    "none": _("nobody: neither name nor number is kept"),
}
NOTICE_WAYS = {
    "in_person": _("in person"),
    "phone": _("by telephone"),
    "message": _("by text message"),
    "letter": _("by letter"),
}


def to_tell(reason_code: str) -> str:
    """What the resident is told of a ground, in whole sentences; none where there are none."""
    return str(TO_TELL.get(reason_code, ""))


def reason_told(voice) -> str:
    """Why it is not taken up here, as the resident reads it."""
    return voice.reason_told or str(REASONS.get(voice.reason_code, ""))
