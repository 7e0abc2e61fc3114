"""What is printed: the reply letter, the form for the verdict, the sheet of the meeting."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lianxin.work.suggestions import documents, queries

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _paper(name, data):
    answer = HttpResponse(data, content_type=WORD)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@require_GET
def letter(request, pk):
    """The reply letter as .docx; before it is sent, only for those who write or watch it."""
    reply = get_object_or_404(queries.replies_visible_to(request.seat), pk=pk)
    return _paper(*documents.letter_file(reply))


@require_GET
def feedback(request, pk):
    """The form for the verdict on paper, empty; for whoever may open the letter it goes with."""
    reply = get_object_or_404(queries.replies_visible_to(request.seat), pk=pk)
    return _paper(*documents.feedback_file(reply))


@require_GET
def sign_sheet(request):
    """What the assignment meeting hands out: the chosen ones, or all that wait to be assigned."""
    seat = request.seat
    if not queries.prints_meeting(seat):
        reasons = [_("Only an office that assigns suggestions prints this sheet.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    ids = [pk for pk in request.GET.getlist("row") if pk.isdecimal()][: queries.MOST]
    lines = queries.to_sign_for(seat, ids)
    return _paper(*documents.sign_for_file(lines, queries.convener(seat), seat.holder))
