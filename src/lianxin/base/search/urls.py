"""Addresses of a seat's own things."""

from django.urls import path

from lianxin.base.search import views

app_name = "search"
urlpatterns = [
    path("kept-views/", views.keep_view, name="keep_view"),
    path("kept-views/<int:pk>/drop/", views.drop_view, name="drop_view"),
    path("opened/forget/", views.forget, name="forget"),
]
