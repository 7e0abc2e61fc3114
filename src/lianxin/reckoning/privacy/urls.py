"""The addresses of erasing."""

from django.urls import path

from lianxin.kernel.urls import register_moves
from lianxin.reckoning.privacy import views
from lianxin.reckoning.privacy.lifecycle import ERASURE

app_name = "privacy"
register_moves(ERASURE)

urlpatterns = [
    path("erasures/", views.index, name="list"),
    path("erasures/<int:pk>/", views.detail, name="detail"),
    path("erasures/<int:pk>/<erasure_move:code>/", views.ERASURES.page, name="move"),
    path("voices/<int:pk>/forget/", views.of_voice, name="of_voice"),
    path("deputies/<int:pk>/forget/", views.of_person, name="of_person"),
]
