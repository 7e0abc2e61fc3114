"""The one address of drafts."""

from django.urls import path

from lianxin.base.drafts import views

urlpatterns = [path("drafts/", views.drafts, name="drafts")]
