"""The addresses of the workbench, the search and the inbox."""

from django.urls import path

from lianxin.reckoning.insight import views

app_name = "insight"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/sheet/", views.sheet, name="sheet"),
    path("find/", views.find, name="find"),
    path("notices/", views.notices, name="notices"),
]
