"""Where one comes in; two names beside ours are those that allauth looks for."""

from django.urls import path

from lianxin.config.signing import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/second/", views.second, name="mfa_authenticate"),
    path("sign-in/passkey/", views.passkey, name="passkey"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("seat/", views.take_seat, name="seat"),
]
