"""Addresses of suggestions and of all that hangs on one."""

from django.urls import path

from lianxin.kernel.urls import register_moves
from lianxin.work.suggestions import views
from lianxin.work.suggestions.lifecycle import (
    ASSIGNMENT,
    COSIGNATURE,
    EVALUATION,
    EXTENSION,
    PUBLICATION,
    SUGGESTION,
)

app_name = "suggestions"
for lifecycle in (SUGGESTION, ASSIGNMENT, COSIGNATURE, EVALUATION, PUBLICATION, EXTENSION):
    register_moves(lifecycle)

SIGNATURE, VERDICT = "<cosignature_move:code>", "<evaluation_move:code>"
PUBLIC, TIME = "<publication_move:code>", "<extension_move:code>"
WORD, PDF = {"wanted": "word"}, {"wanted": "pdf"}

urlpatterns = [
    path("suggestions/", views.index, name="list"),
    path("suggestions/new/", views.new, name="new"),
    path("suggestions/many/<str:code>/", views.many, name="many"),
    path("suggestions/sheet/", views.sheet, name="sheet"),
    path("suggestions/sign-for.docx", views.sign_sheet, WORD, name="sign_sheet"),
    path("suggestions/sign-for.pdf", views.sign_sheet, PDF, name="sign_sheet_pdf"),
    path("suggestions/<int:pk>/", views.detail, name="detail"),
    path("suggestions/<int:pk>/propose/", views.propose, name="propose"),
    path("suggestions/<int:pk>/join/", views.join, name="join"),
    path("suggestions/<int:pk>/invite/", views.invite, name="invite"),
    path("suggestions/<int:pk>/attach/", views.attach, name="attach"),
    path("suggestions/<int:pk>/<suggestion_move:code>/", views.SUGGESTIONS.page, name="move"),
    path("assignments/<int:pk>/more-time/", views.ask_time, name="ask_time"),
    path("assignments/<int:pk>/preview/", views.preview, name="preview"),
    path("assignments/<int:pk>/<assignment_move:code>/", views.ASSIGNMENTS.page, name="part"),
    path(f"cosignatures/<int:pk>/{SIGNATURE}/", views.COSIGNATURES.page, name="name"),
    path(f"evaluations/<int:pk>/{VERDICT}/", views.EVALUATIONS.page, name="verdict"),
    path(f"publications/<int:pk>/{PUBLIC}/", views.PUBLICATIONS.page, name="public"),
    path(f"extensions/<int:pk>/{TIME}/", views.EXTENSIONS.page, name="more_time"),
    path("replies/<int:pk>.docx", views.letter, WORD, name="letter"),
    path("replies/<int:pk>.pdf", views.letter, PDF, name="letter_pdf"),
    path("replies/<int:pk>/feedback.docx", views.feedback, WORD, name="feedback"),
    path("replies/<int:pk>/feedback.pdf", views.feedback, PDF, name="feedback_pdf"),
]
