"""Addresses of bringing sheets in."""

from django.urls import path

from lianxin.config import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/blank/<slug:slug>/", imports.blank, name="import_blank"),
    path("imports/<int:pk>/", imports.job, name="import_job"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/choose/", imports.choose, name="import_choose"),
    path("imports/<int:pk>/errors/", imports.errors, name="import_errors"),
    path("imports/<int:pk>/cancel/", imports.cancel, name="import_cancel"),
]
