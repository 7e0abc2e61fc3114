"""One's own account: password, second step, where one is signed in."""

from django.urls import path

from lianxin.base.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.own, name="own"),
    path("account/confirm/", views.confirm, name="confirm"),
    path("account/password/", views.password, name="password"),
    path("account/phone/", views.phone, name="phone"),
    path("account/second-step/", views.second, name="second"),
    path("account/second-step/<int:pk>/remove/", views.remove, name="remove"),
    path("account/recovery-codes/", views.codes, name="codes"),
    path("account/passkey/", views.passkey, name="passkey"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
    path("account/devices/<int:pk>/end/", views.end, name="end"),
    path("account/devices/end-others/", views.end_others, name="end_others"),
]
