"""Addresses of the pages for whoever runs the machine."""

from django.urls import path

from lianxin.config.operate import views

app_name = "operate"
urlpatterns = [
    path("operate/marks/", views.marks, name="marks"),
    path("operate/phones/", views.phones, name="phones"),
    path("operate/authority.crt", views.certificate, name="certificate"),
]
