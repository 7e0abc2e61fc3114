"""
What allauth asks of us: the steps between password and session, and when to ask again.

The stage is our own, for allauth's loads the passkeys' library into every process that somebody
signs in at; the pages are our own as well.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lianxin.base.accounts.actions import lock_secret, open_secret
from lianxin.base.accounts.queries import address_of, factors_of, lately, proved
from lianxin.config.signing import log

SECOND = f"{__name__}.SecondStage"


class SecondStage(LoginStage):
    """Whoever has set a second step up takes it; a passkey that knew its owner was both."""

    key = LoginStageKey.MFA_AUTHENTICATE.value
    urlname = "mfa_authenticate"

    def handle(self):
        """(answer, whether to go on)"""
        user = self.login.user
        if user is None or proved(self.request, method="mfa", user=user):
            return None, True
        return (redirect(self.urlname), True) if factors_of(user).any else (None, True)


class Accounts(DefaultAccountAdapter):
    """No sign-up, no mail, no messages of its own."""

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return [SECOND]

    def is_reauthentication_required(self, *, app):
        return not lately(self.request)

    def get_client_ip(self, request):
        return address_of(request) or "0.0.0.0"

    def add_message(self, *args, **kwargs):
        pass

    def send_notification_mail(self, *args, **kwargs):
        pass

    def login(self, request, user):
        super().login(request, user)
        log.came_in(request, user)


class Factors(DefaultMFAAdapter):
    """How the secrets of codes are kept, and where a passkey belongs."""

    def encrypt(self, text):
        return lock_secret(text)

    def decrypt(self, encrypted_text):
        # what does not open fits no code; the empty secret would fit codes that anybody can make
        return open_secret(encrypted_text) or generate_totp_secret()

    def _get_site_name(self):
        return str(_("Lianxin"))

    def get_public_key_credential_rp_entity(self):
        host = self.request_host()
        return {"id": host, "name": self._get_site_name()}

    def request_host(self):
        """The host that a passkey is bound to; the first of ours when it is not yet known."""
        from allauth.core import context  # noqa: PLC0415 -- known inside a request only

        host = context.request.get_host() if context.request else settings.ALLOWED_HOSTS[0]
        return host.partition(":")[0]
