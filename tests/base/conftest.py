"""What the tests of messages share: a house by day, with a recorder for text messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.institution.congress.actions import override_day, set_rule
from lianxin.institution.congress.models import RuleProfile


@pytest.fixture
def by_day(rules, settings):
    """At any hour, whatever day it is on which the tests are run."""
    ours = RuleProfile.objects.get(cell=None, congress=None)
    for name, hour in (("from", 24), ("until", 0)):
        rule = {"unit": "n", "basis": "test", "valid_from": timezone.localdate()}
        set_rule(ours, f"notice.quiet.{name}", hour, **rule)
    for days in range(-1, 3):
        override_day(timezone.localdate() + timedelta(days), works=True, notice="test")
    settings.SMS, settings.SMS_PRICE, settings.SMS_MONTH = "recorder", 5, 1
    settings.SMS_SIGN = "县人大"


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def by_mail(settings):
    settings.MAIL_NOTICES = True
