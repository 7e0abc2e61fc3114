from django.apps import AppConfig
from django.utils.functional import cached_property


class Voices(AppConfig):
    name = "lianxin.work.voices"
    jobs = {"import.voices": "imports.run"}
    audiences = {"Voice": "queries.audience"}
    visible = {"Voice": "queries.visible_to"}
    pages = {"Voice": "voices:detail"}
    daily = {"voices.close_silent": "tasks.close_silent"}

    @cached_property
    def lifecycles(self):
        from lianxin.work.voices.lifecycle import VOICE  # noqa: PLC0415 -- app ready

        return {"Voice": VOICE}

    def ready(self):
        from lianxin.work.voices import actions  # noqa: F401, PLC0415 -- app ready
