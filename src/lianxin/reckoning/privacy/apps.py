from django.apps import AppConfig
from django.utils.functional import cached_property


class Privacy(AppConfig):
    name = "lianxin.reckoning.privacy"
    audiences = {"Erasure": "queries.audience"}
    visible = {"Erasure": "queries.visible_to"}
    pages = {"Erasure": "privacy:detail"}
    daily = {"privacy.propose": "tasks.propose"}

    @cached_property
    def lifecycles(self):
        from lianxin.reckoning.privacy.lifecycle import ERASURE  # noqa: PLC0415 -- app ready

        return {"Erasure": ERASURE}

    def ready(self):
        from lianxin.reckoning.privacy import actions  # noqa: F401, PLC0415 -- app ready
