"""A file to be saved, as an answer: its name in any language, kept by no cache."""

from urllib.parse import quote

from django.http import HttpResponse


def download(data: bytes, kind: str, name: str) -> HttpResponse:
    """The bytes as an attachment."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
