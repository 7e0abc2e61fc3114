"""All addresses: config's own pages, then every app's."""

from django.urls import include, path

from lianxin.config import views
from lianxin.config.api import description
from lianxin.config.api import urls as api_urls
from lianxin.config.setup import activation

urlpatterns = [
    path("", include("lianxin.config.signing.urls")),
    path("mode/", views.mode, name="mode"),
    path("language/", views.language, name="language"),
    path("files/<str:token>/", views.file, name="file"),
    path("health/", views.health, name="health"),
    path("api/v1/openapi.json", description, name="openapi"),
    path("api/v1/", api_urls()),
    path("", include("lianxin.config.operate.urls")),
    path("", include("lianxin.base.drafts.urls")),
    path("", include("lianxin.base.facts.urls")),
    path("", include("lianxin.base.accounts.urls")),
    path("", include("lianxin.base.notices.urls")),
    path("", include("lianxin.config.keeping.urls")),
    path("", include("lianxin.base.prints.urls")),
    path("", include("lianxin.portal.urls")),
    path("", include("lianxin.base.search.urls")),
    path("", include("lianxin.institution.congress.urls")),
    path("", include("lianxin.work.voices.urls")),
    path("", include("lianxin.work.suggestions.urls")),
    path("", include("lianxin.reckoning.dossiers.urls")),
    path("", include("lianxin.reckoning.privacy.urls")),
    path("", include("lianxin.reckoning.insight.urls")),
    path("", include("lianxin.config.imports_urls")),
    path("activate/", activation.activate, name="activate"),
    path("activate/<slug:code>/", activation.activate, name="activate_code"),
    path("", include("lianxin.config.setup.urls")),
]
handler404 = views.unknown
handler500 = views.fault
