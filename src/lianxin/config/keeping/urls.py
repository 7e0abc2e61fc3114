"""Addresses of keeping the house."""

from django.urls import path

from lianxin.config.keeping import door, log, mandates, seats

app_name = "keeping"
urlpatterns = [
    path("stand-in/", seats.own_stand_in, name="own_stand_in"),
    path("keeping/seats/", seats.listed, name="seats"),
    path("keeping/seats/new/", seats.give, name="give"),
    path("keeping/seats/<int:pk>/", seats.one, name="seat"),
    path("keeping/seats/<int:pk>/stand-in/", seats.stand_in, name="stand_in"),
    path("keeping/seats/<int:pk>/end/", seats.end, name="end"),
    path("keeping/accounts/<int:pk>/new-way-in/", door.ask, name="ask"),
    path("keeping/door/", door.overview, name="door"),
    path("keeping/door/<int:pk>/unlock/", door.unlock, name="unlock"),
    path("keeping/door/<int:pk>/sign-out/", door.sign_out, name="sign_out"),
    path("keeping/resets/<int:pk>/confirm/", door.confirm, name="confirm"),
    path("keeping/resets/<int:pk>/refuse/", door.refuse, name="refuse"),
    path("roster/mandates/<int:pk>/end/", mandates.end, name="end_mandate"),
    path("keeping/log/", log.listed, name="log"),
]
