"""The addresses that anybody may open."""

from django.urls import path

from lianxin.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("say/", views.say, name="say"),
    path("privacy/", views.privacy, name="privacy"),
    path("track/", views.track, name="track"),
    path("track/<str:code>/", views.case, name="case"),
    path("track/<str:code>/forget/", views.forget, name="forget"),
    path("track/<str:code>/<slug:verb>/", views.move, name="move"),
    path("published/", views.published, name="published"),
    path("published/<int:pk>/", views.published_one, name="published_one"),
    path("deputies/find/", views.deputies, name="deputies"),
]
