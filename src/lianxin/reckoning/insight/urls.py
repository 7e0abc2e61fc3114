"""The addresses of the workbench and the inbox."""

from django.urls import path

from lianxin.reckoning.insight import views

app_name = "insight"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("notices/", views.notices, name="notices"),
]
