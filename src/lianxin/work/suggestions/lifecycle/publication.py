"""The life of what the public may read of a suggestion; it runs beside closing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxin.kernel.lifecycle import STAY, Clock, FactLine, Lifecycle, Move, State
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.rules import named

PENDING = State(code="pending", label=_("Awaiting the check"), tone="wait")
CHECKED = State(code="checked", label=_("Checked"))
PUBLISHED = State(
    code="published", label=pgettext_lazy("state", "Published"), final=True, tone="done"
)
WITHHELD = State(code="withheld", label=_("Withheld"), final=True, tone="back")
TAKEN_DOWN = State(code="taken_down", label=_("Taken down"), final=True, tone="back")

OPEN_STATES = (PENDING, CHECKED, PUBLISHED)
SECOND = named(rules.not_checker, "not_same_seat")

PUBLICATION = Lifecycle(
    name="publication",
    states=(PENDING, CHECKED, PUBLISHED, WITHHELD, TAKEN_DOWN),
    moves=(
        Move(
            code="open",
            label=_("Prepare publication"),
            target=PENDING,
            by=(rules.system,),
            provided=(named(rules.suggestion_replied, "suggestion_replied/voice_closed"),),
            tells=("office",),
            asks={"office": _("Check what may be published.")},
            done=_("Waiting to be published"),
        ),
        Move(
            code="check",
            label=_("Check for secrets and personal data"),
            source=(PENDING,),
            target=CHECKED,
            by=(rules.office,),
            tells=("leader",),
            asks={"leader": _("Decide whether it is published.")},
            done=_("Checked for secrets and personal data"),
            tone="primary",
        ),
        Move(
            code="send_back",
            label=_("Have it checked again"),
            source=(CHECKED,),
            target=PENDING,
            by=(rules.leader,),
            tells=("office",),
            asks={"office": _("Check it again.")},
            done=_("Sent back to be checked again"),
        ),
        Move(
            code="publish",
            label=_("Publish it"),
            dated="published_on",
            source=(CHECKED,),
            target=PUBLISHED,
            by=(rules.leader,),
            provided=(SECOND, rules.level_within_author_consent, rules.no_open_objection),
            facts=(
                FactLine(
                    kind="suggestion.published",
                    label=_("A suggestion was published"),
                    person="suggestion.mandate.person_id",
                    mandate="suggestion.mandate_id",
                ),
            ),
            tells=("author", "units"),
            formal=True,
            done=pgettext_lazy("state", "Published"),
            tone="primary",
        ),
        Move(
            code="withhold",
            label=_("Do not publish it"),
            source=(CHECKED,),
            target=WITHHELD,
            by=(rules.leader,),
            provided=(SECOND,),
            tells=("author",),
            formal=True,
            done=_("Not published"),
            tone="danger",
        ),
        Move(
            code="object",
            label=_("Object to publication"),
            source=OPEN_STATES,
            target=STAY,
            by=(rules.author_deputy,),
            tells=("office",),
            asks={"office": _("Answer the objection.")},
            done=_("The deputy objected to publication"),
        ),
        Move(
            code="answer_objection",
            quiet=True,
            label=_("Answer the objection"),
            source=OPEN_STATES,
            target=STAY,
            by=(rules.office,),
            provided=(rules.objection_open,),
            tells=("author",),
            done=_("The objection was answered"),
        ),
        Move(
            code="take_down",
            label=_("Take it down"),
            source=(PUBLISHED,),
            target=TAKEN_DOWN,
            by=(rules.office, rules.leader),
            tells=("author",),
            formal=True,
            done=_("Taken down"),
            tone="danger",
        ),
        Move(
            code="recheck",
            label=_("Prepare it anew"),
            source=(WITHHELD, TAKEN_DOWN),
            target=PENDING,
            by=(rules.office,),
            done=_("Being prepared anew"),
        ),
    ),
    clocks=(
        Clock(
            code="publish",
            label=_("publish"),
            rule="publish.within",
            starts_on=("open", "recheck"),
            stops_on=("publish", "withhold"),
            beside=True,
        ),
    ),
)
