"""The addresses of the roster and of the files."""

from django.urls import path

from lianxin.reckoning.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("deputies/", views.roster, name="list"),
    path("deputies/<int:pk>/file/", views.file, name="file"),
    path("deputies/<int:pk>/numbers/", views.numbers, name="numbers"),
]
