"""What the numbers of the rule profile are about, in the words of an office."""

from django.utils.translation import gettext_lazy as _

GROUPS = (
    (
        _("Suggestions: review and assignment"),
        {
            "review.within": _("Review a suggestion that was sent in"),
            "assign.intersession.days": _("Assign a suggestion made between sessions"),
            "assign.meeting.within": _("Assign the suggestions of a session"),
            "acknowledge.within": _("The unit acknowledges it"),
            "return.window": _("The unit may hand it back"),
            "reassign.within": _("Assign it anew after it was handed back"),
            "withdraw.cosigners_agree": _("Withdrawing needs the co-signers' consent (1: yes)"),
        },
    ),
    (
        _("Suggestions: reply and evaluation"),
        {
            "contact.first_within": _("First talk with the deputy"),
            "contact.min": _("Talks with the deputy before the reply, at least"),
            "co_opinion.within": _("Opinion of a unit that is asked to help"),
            "co_opinion.redo": _("The same once more, after it was sent back"),
            "reply.normal": _("Reply of a county unit"),
            "reply.max": _("Reply of a county unit, extended at most to"),
            "reply.town.normal": _("Reply of a town unit"),
            "reply.town.max": _("Reply of a town unit, extended at most to"),
            "precheck.on": _("The office checks replies before they are sent (1: yes)"),
            "eval.window": _("The deputy evaluates"),
            "eval.remind.times": _("Reminders to evaluate, at most"),
            "eval.release.min": _("Evaluations of a unit that are passed on together"),
            "eval.release.after": _("Passed on all the same after"),
            "rework.within": _("Second handling"),
            "rework.auto": _("“Not satisfied” asks for a second handling by itself (1: yes)"),
            "rework.max_rounds": _("Second handlings, at most"),
            "publish.within": _("Publication"),
        },
    ),
    (
        _("Residents' voices"),
        {
            "voice.triage": _("Somebody reads a voice and finds who deals with it"),
            "voice.on_spot": _("Answered on the spot: the resident is told within"),
            "voice.town": _("The town deals with it"),
            "voice.county": _("The county deals with it"),
            "voice.county.max": _("The county deals with it, extended at most to"),
            "voice.feedback": _("The resident is told the result"),
            "voice.silence": _("A resident who says nothing is taken to be content after"),
            "redirect.notice": _("The resident is told where another body deals with it"),
        },
    ),
    (
        _("Deputies' duties"),
        {
            "motion.cosign.county": _("Co-signers of a motion in the county"),
            "motion.cosign.town": _("Co-signers of a motion in a town"),
            "group.activities.min": _("Activities of a deputies' group in a year, at least"),
            "lecturer.min": _("Lectures in a year, at least"),
            "pairing.min": _("Contacts with a paired deputy in a year, at least"),
            "reception.venue.min": _("Receptions of a station, at least"),
            "reception.deputy.min": _("Receptions of a deputy, at least"),
            "reception.notice": _("A reception is announced so long before"),
            "duty_days.county": _("Duty days of a county deputy in a year"),
            "duty_days.town": _("Duty days of a town deputy in a year"),
            "vote.surplus.min": _("Candidates of a livelihood project more than are chosen"),
        },
    ),
    (
        _("The platform"),
        {
            "entry.backdate": _("Entering afterwards without giving a reason, at most"),
            "undo.minutes": _("Minutes in which one's own last step can be taken back"),
            "light.yellow.share": _("Yellow when so many per cent of the time are left"),
            "light.yellow.days": _("Yellow when so many working days are left"),
            "notice.quiet.from": _("No e-mail or text message from this hour on"),
            "notice.quiet.until": _("No e-mail or text message before this hour"),
            "notice.quiet.deadline": _("What is due that very day goes all the same (0: no)"),
            "score.enabled": _("Scores for deputies (0: none)"),
            "ranking.visible": _("Rankings of deputies (0: none)"),
        },
    ),
)
LABELS = {key: label for _title, labels in GROUPS for key, label in labels.items()}
