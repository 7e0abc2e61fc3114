"""The password printed in the demonstration opens nothing where a real county stands."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lianxin.demo.scenario import PASSWORD
from lianxin.institution.congress.models import Cell


def opens_nothing(password) -> bool:
    """Whether it is the password that everybody knows, and real data is here."""
    return password == PASSWORD and Cell.objects.filter(demo=False).exists()


class NotTheDemonstrations:
    """Nobody chooses the printed password."""

    def validate(self, password, user=None):
        """Raises ValidationError."""
        if password == PASSWORD:
            raise ValidationError(_("This password is printed in the demonstration."))

    def get_help_text(self):
        """What Django shows beside a field."""
        return _("Not the password of the demonstration.")
