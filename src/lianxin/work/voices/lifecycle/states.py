"""Where a voice can be."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import State

DRAFT = State(code="draft", label=_("Being written"), tone="wait")
SUBMITTED = State(code="submitted", label=_("Received"), tone="wait")
TRIAGE = State(code="triage", label=_("Being sorted"), tone="wait")
ANSWERED_ON_SPOT = State(code="answered_on_spot", label=_("Answered on the spot"), tone="replied")
ASSIGNED_VILLAGE = State(code="assigned_village", label=_("With the village"))
ASSIGNED_TOWN = State(code="assigned_town", label=_("With the town's unit"))
CONVERTED = State(code="converted", label=_("Became a suggestion"))
REDIRECTED = State(code="redirected", label=_("Redirected"), tone="back")
NOT_ACCEPTED = State(code="not_accepted", label=_("Not accepted"), tone="back")
RESULT_BACK = State(code="result_back", label=_("Answered"), tone="replied")
CLOSED = State(code="closed", label=_("Closed and filed"), final=True, tone="done")
WITHDRAWN = State(code="withdrawn", label=_("Taken back"), final=True, tone="back")

HANDED = (ASSIGNED_VILLAGE, ASSIGNED_TOWN)
