"""The life of a deputy's verdict: private until the office's release day."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Clock, FactLine, Lifecycle, Move, State
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.rules import only

OPEN = State(code="open", label=_("Awaiting the verdict"), tone="wait")
SUBMITTED = State(code="submitted", label=_("Given"), tone="doing")
RELEASED = State(code="released", label=_("Passed on to the unit"), final=True, tone="done")
NOT_RETURNED = State(code="not_returned", label=_("Not returned"), final=True, tone="back")

EVALUATION = Lifecycle(
    name="evaluation",
    states=(OPEN, SUBMITTED, RELEASED, NOT_RETURNED),
    moves=(
        Move(
            code="open",
            label=_("Ask for the verdict"),
            target=OPEN,
            by=(rules.system,),
            provided=(rules.reply_sent,),
            tells=("author",),
            asks={"author": _("Read the reply and give your verdict.")},
            done=_("The deputy is asked for a verdict"),
        ),
        Move(
            code="remind",
            label=_("Remind the deputy"),
            source=(OPEN,),
            target=STAY,
            by=(rules.system, rules.office),
            tells=("author",),
            asks={"author": _("Read the reply and give your verdict.")},
            done=_("The deputy was reminded"),
        ),
        Move(
            code="submit",
            label=_("Give the verdict"),
            dated="submitted_on",
            source=(OPEN,),
            target=SUBMITTED,
            by=(rules.author_deputy, rules.office, rules.town_clerk),
            provided=(
                only(rules.office, rules.signed_scan_attached),
                only(rules.town_clerk, rules.entered_on_behalf),
                only(rules.town_clerk, rules.signed_scan_attached),
            ),
            facts=(
                FactLine(
                    kind="suggestion.evaluated",
                    label=_("Judged a reply"),
                    person="suggestion.mandate.person_id",
                    mandate="suggestion.mandate_id",
                ),
            ),
            tells=("office",),
            asks={"office": _("Pass the verdict on once its day has come.")},
            formal=True,
            done=_("The deputy gave a verdict"),
            tone="primary",
        ),
        Move(
            code="revise",
            label=_("Change the verdict"),
            source=(SUBMITTED,),
            target=STAY,
            by=(rules.author_deputy,),
            done=_("The deputy changed the verdict"),
        ),
        Move(
            code="release",
            label=_("Pass the verdict on"),
            source=(SUBMITTED,),
            target=RELEASED,
            by=(rules.office,),
            provided=(rules.release_day_reached,),
            tells=("unit", "author"),
            formal=True,
            done=_("The verdict was passed on to the unit"),
            tone="primary",
        ),
        Move(
            code="expire",
            label=_("Note that no verdict came"),
            source=(OPEN,),
            target=NOT_RETURNED,
            by=(rules.system,),
            provided=(rules.window_over, rules.reminded_twice),
            tells=("office",),
            done=_("No verdict came; it is not counted"),
        ),
    ),
    clocks=(
        Clock(
            code="window",
            label=_("give the verdict"),
            rule="eval.window",
            starts_on=("open",),
            stops_on=("submit",),
        ),
    ),
)
