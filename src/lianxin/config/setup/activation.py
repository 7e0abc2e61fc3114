"""The page that a printed slip leads to: its holder chooses a password, once."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lianxin.base.accounts import actions as accounts
from lianxin.base.accounts.models import Outcome
from lianxin.base.accounts.queries import client_of
from lianxin.portal.actions import count, counted, too_many


class Code(forms.Form):
    """The signs of a slip."""

    code = forms.CharField(
        label=gettext_lazy("The code on your slip"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class Password(Code):
    """A code, and a password twice."""

    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.HiddenInput()
        self.user = user

    def clean_password(self):
        """Long enough and not a common one."""
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self):
        given = super().clean() or {}
        if given.get("password") and given.get("again") not in (None, given["password"]):
            self.add_error("again", _("The two passwords are not the same."))
        return given


@sensitive_post_parameters("code", "password", "again")
@never_cache
@login_not_required
def activate(request, code=""):
    """First the code, by hand or by the square on the slip; then the password."""
    typed = (request.POST.get("code") or code)[:40].replace("\x00", "")
    if not typed:
        asked = request.method == "POST"
        return _page(request, Code(request.POST if asked else None), status=422 if asked else 200)
    client = client_of(request)
    if too_many("guesses", counted("guesses", client)):
        return _page(request, Code(), _("Too many codes were tried; wait a little."), status=429)
    try:
        slip = accounts.slip_of(typed, now=timezone.now())
        form = Password(
            request.POST if "password" in request.POST else None,
            user=slip.user,
            initial={"code": typed},
        )
        if not form.is_bound or not form.is_valid():
            return _page(request, form, user=slip.user, status=422 if form.is_bound else 200)
        user = accounts.redeem_slip(typed, form.cleaned_data["password"], now=timezone.now())
    except accounts.NoSlip as refusal:
        count("guesses", client)
        return _page(request, Code(initial={"code": typed}), str(refusal), status=422)
    accounts.note(request, Outcome.PASSWORD, user)
    told = _("Your password is set. Sign in with the account name %(name)s.")
    messages.success(request, told % {"name": user.username})
    return redirect("sign_in")


def _page(request, form, error="", *, user=None, status=200):
    page = {"form": form, "error": error, "account": user, "shell_template": "ui/public.html"}
    return render(request, "setup/activate.html", page, status=status)
