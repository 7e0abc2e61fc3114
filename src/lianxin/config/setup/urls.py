"""Addresses of setting up."""

from django.urls import path

from lianxin.config.setup import people, views

app_name = "setup"
urlpatterns = [
    path("setup/", views.home, name="home"),
    path("setup/places/", views.places, name="places"),
    path("setup/units/", views.units, name="units"),
    path("setup/roster/", views.roster, name="roster"),
    path("setup/calendar/", views.calendar, name="calendar"),
    path("setup/people/", people.people, name="people"),
    path("setup/finish/", views.finish, name="finish"),
]
