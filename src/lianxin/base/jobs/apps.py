from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Jobs(AppConfig):
    name = "lianxin.base.jobs"
    acts = {
        "Job": {
            "hand_in": _("A sheet was handed in"),
            "land": _("A sheet was landed"),
            "give_up": _("A sheet was given up"),
        }
    }
    daily = {"jobs.forget": "tasks.forget"}
