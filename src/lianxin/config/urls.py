"""All addresses: config's own pages, then every app's."""

from django.urls import include, path

from lianxin.config import views
from lianxin.config.api import urls as api_urls

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("seat/", views.take_seat, name="seat"),
    path("mode/", views.mode, name="mode"),
    path("language/", views.language, name="language"),
    path("files/<str:token>/", views.file, name="file"),
    path("health/", views.health, name="health"),
    path("api/v1/", api_urls()),
    path("", include("lianxin.portal.urls")),
    path("", include("lianxin.work.voices.urls")),
    path("", include("lianxin.work.suggestions.urls")),
    path("", include("lianxin.reckoning.dossiers.urls")),
    path("", include("lianxin.reckoning.insight.urls")),
    path("", include("lianxin.config.imports_urls")),
]
