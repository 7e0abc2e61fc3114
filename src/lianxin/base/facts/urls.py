"""Where one's own last act is taken back."""

from django.urls import path

from lianxin.base.facts import views

app_name = "facts"

urlpatterns = [path("undo/<int:first>/", views.undo, name="undo")]
