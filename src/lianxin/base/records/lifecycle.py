"""The one verb that every record knows without listing it: its last step is taken back."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Move, everywhere

UNDO = Move(
    code="undo",
    label=_("Take the last step back"),
    target=STAY,
    by=(),
    aside=True,
    done=_("The last step was taken back"),
)
everywhere[UNDO.code] = UNDO
