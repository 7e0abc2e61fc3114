"""Erasing personal data: one proposes, another does it, and both stand in the book."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import Lifecycle, Move, State
from lianxin.reckoning.privacy import rules

PROPOSED = State(code="proposed", label=_("proposed"), tone="wait")
DONE = State(code="done", label=_("erased"), final=True, tone="done")
DECLINED = State(code="declined", label=_("not erased"), final=True, tone="back")

ERASURE = Lifecycle(
    name="erasure",
    states=(PROPOSED, DONE, DECLINED),
    moves=(
        Move(
            code="propose",
            label=_("Propose to erase"),
            target=PROPOSED,
            by=(rules.keeper, rules.system),
            tells=("office",),
            asks={"office": _("Look at it, and erase or decline.")},
            done=_("Proposed to be erased"),
        ),
        Move(
            code="carry_out",
            label=_("Erase for good"),
            source=(PROPOSED,),
            target=DONE,
            by=(rules.decides,),
            provided=(rules.second_person, rules.nobody_in_office),
            formal=True,
            done=_("Erased"),
            tone="danger",
        ),
        Move(
            code="decline",
            label=_("Do not erase"),
            source=(PROPOSED,),
            target=DECLINED,
            by=(rules.decides,),
            done=_("Not erased"),
        ),
    ),
)
