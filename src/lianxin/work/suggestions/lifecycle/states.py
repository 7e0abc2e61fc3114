"""Where a suggestion can be."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxin.kernel.lifecycle import State

DRAFT = State(code="draft", label=_("Draft"), tone="wait")
COSIGNING = State(code="cosigning", label=_("Gathering signatures"), tone="wait")
SUBMITTED = State(code="submitted", label=pgettext_lazy("state", "Handed in"), tone="wait")
IN_REVIEW = State(code="in_review", label=_("Under review"))
RETURNED = State(code="returned", label=_("Returned to the deputy"), tone="back")
NOT_FILED = State(code="not_filed", label=_("Not filed"), final=True, tone="back")
WITHDRAWN = State(code="withdrawn", label=_("Withdrawn"), final=True, tone="back")
REGISTERED = State(code="registered", label=_("Registered"), tone="wait")
WITH_UNITS = State(code="with_units", label=_("With the units"))
REPLIED = State(code="replied", label=_("Replied"), tone="replied")
EVALUATED = State(code="evaluated", label=_("Evaluated"), tone="replied")
IN_REWORK = State(code="in_rework", label=_("Handled again"), tone="back")
ESCALATED = State(code="escalated", label=_("In consultation"), tone="back")
CLOSED = State(code="closed", label=pgettext_lazy("state", "Closed"), final=True, tone="done")
