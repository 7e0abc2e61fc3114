"""Addresses of papers, of templates and of signed scans."""

from django.urls import path

from lianxin.base.prints import views

app_name = "prints"

urlpatterns = [
    path("p/", views.find, name="find"),
    path("p/<str:token>/", views.one, name="one"),
    path("P/<str:token>", views.one, name="code"),  # as it is scanned
    path("p/<str:token>/again/", views.again, name="again"),
    path("p/<str:token>/scan/", views.hand_in_here, name="hand_in_here"),
    path("scans/", views.scans, name="scans"),
    path("scans/<int:pk>/", views.scan, name="scan"),
    path("templates/", views.templates, name="templates"),
    path("templates/own-form.docx", views.own_form, name="own_form"),
    path("templates/<str:kind>/hand-in/", views.hand_in, name="hand_in"),
    path("templates/<str:kind>/reset/", views.reset, name="reset"),
    path("templates/<int:pk>/use/", views.use, name="use"),
    path("templates/<int:pk>/preview/", views.preview, name="preview"),
    path("templates/<int:pk>/file/", views.version, name="version"),
]
