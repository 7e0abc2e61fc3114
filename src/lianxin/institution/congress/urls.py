"""The addresses of the roster as it is kept."""

from django.urls import path

from lianxin.institution.congress.views import doubles, listing, mandates, persons

app_name = "roster"
urlpatterns = [
    path("roster/", listing.listed, name="list"),
    path("roster/sheet/", listing.sheet, name="sheet"),
    path("roster/new/", persons.new, name="new"),
    path("roster/doubles/", doubles.listed, name="doubles"),
    path("roster/doubles/<int:one>/<int:other>/", doubles.join, name="join"),
    path("roster/merges/<int:pk>/undo/", doubles.undo, name="undo"),
    path("roster/mandates/<int:pk>/edit/", mandates.edit, name="edit_mandate"),
    path("roster/mandates/<int:pk>/suspend/", mandates.suspend, name="suspend"),
    path("roster/mandates/<int:pk>/resume/", mandates.resume, name="resume"),
    path("roster/<int:pk>/", persons.one, name="person"),
    path("roster/<int:pk>/edit/", persons.edit, name="edit"),
    path("roster/<int:pk>/mandates/new/", mandates.new, name="new_mandate"),
]
