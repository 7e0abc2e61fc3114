from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Stations(AppConfig):
    name = "lianxin.institution.stations"
    acts = {"Bureau": {"keep": _("Where residents turn was filled in")}}
