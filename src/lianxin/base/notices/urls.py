"""Addresses of how somebody is reached, and of what was sent."""

from django.urls import path

from lianxin.base.notices import views

app_name = "notices"
urlpatterns = [
    path("account/notices/", views.reach, name="reach"),
    path("account/notices/<str:way>/ask/", views.ask, name="ask"),
    path("account/notices/<str:way>/confirm/", views.confirm, name="confirm"),
    path("account/notices/<str:way>/wish/", views.wish, name="wish"),
    path("account/notices/<str:way>/drop/", views.drop, name="drop"),
    path("sent/", views.sent, name="sent"),
    path("sent/month/<int:pk>/", views.month, name="month"),
    path("sent/<int:pk>/again/", views.again, name="again"),
]
