from django.apps import AppConfig
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Voices(AppConfig):
    name = "lianxin.work.voices"
    jobs = {"import.voices": "imports.run"}
    consumers = {"voices.answers": "actions.tell_resident"}
    audiences = {"Voice": "queries.audience"}
    visible = {"Voice": "queries.visible_to"}
    lists = ("voices:list",)
    searchable = {"Voice": "queries.SEARCH"}
    pages = {"Voice": "voices:detail"}
    acts = {
        "Contact": {
            "show": _("Name and number were looked at"),
            "forget": _("Name and number were erased"),
            "export": _("What is kept was written down for the person"),
        }
    }
    daily = {"voices.close_silent": "tasks.close_silent"}

    @cached_property
    def lifecycles(self):
        from lianxin.work.voices.lifecycle import VOICE  # noqa: PLC0415 -- app ready

        return {"Voice": VOICE}

    def ready(self):
        from lianxin.work.voices import actions  # noqa: F401, PLC0415 -- app ready
