"""Where a unit's part can be."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import State

PROPOSED = State(code="proposed", label=_("Proposed"), tone="wait")
ASSIGNED = State(code="assigned", label=_("Assigned"), tone="wait")
RECEIVED = State(code="received", label=_("Signed for"))
RETURN_REQUESTED = State(code="return_requested", label=_("Return asked for"), tone="back")
REASSIGNED = State(code="reassigned", label=_("Given to another unit"), final=True, tone="back")
HANDLING = State(code="handling", label=_("Being handled"))
CO_OPINION_SENT = State(code="co_opinion_sent", label=_("Opinion sent"), final=True, tone="replied")
REPLY_DRAFT = State(code="reply_draft", label=_("Reply being signed"))
REPLY_SIGNED = State(code="reply_signed", label=_("Reply signed"), tone="replied")
ENDED = State(code="ended", label=_("Ended"), final=True, tone="back")
