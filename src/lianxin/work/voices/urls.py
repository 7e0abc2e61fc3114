"""The desk of residents' voices: list, quick entry, one voice, its moves, its papers."""

from django.urls import path

from lianxin.kernel.urls import register_moves
from lianxin.work.voices import views
from lianxin.work.voices.lifecycle import VOICE

app_name = "voices"
register_moves(VOICE)

urlpatterns = [
    path("voices/", views.index, name="list"),
    path("voices/new/", views.new, name="new"),
    path("voices/many/<str:code>/", views.many, name="many"),
    path("voices/where-to-turn/", views.bureaus, name="bureaus"),
    path("voices/sheet/", views.sheet, name="sheet"),
    path("voices/<int:pk>/", views.detail, name="detail"),
    path("voices/<int:pk>/receipt/<str:code>/", views.receipt, name="receipt"),
    path("voices/<int:pk>/contact/", views.contact, name="contact"),
    path("voices/<int:pk>/notice/", views.notice, name="notice"),
    path("voices/<int:pk>/slip/", views.slip, name="slip"),
    path("voices/<int:pk>/<voice_move:code>/", views.VOICES.page, name="move"),
]
