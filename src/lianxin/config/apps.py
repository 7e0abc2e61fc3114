"""The one place that knows everybody: plugs the upper floors into the engine."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lianxin.config"
    daily = {"config.heads": "operate.heads.daily"}
    jobs = {"keys.turn": "keys.turn_job"}

    def ready(self):
        from lianxin.base.drafts.actions import clear  # noqa: PLC0415 -- app ready
        from lianxin.base.drafts.queries import draft_of, mark_of  # noqa: PLC0415 -- app ready
        from lianxin.base.facts.actions import write as write_facts  # noqa: PLC0415 -- app ready
        from lianxin.base.notices import queries as notices  # noqa: PLC0415 -- app ready
        from lianxin.base.records.actions import Ledger  # noqa: PLC0415 -- app ready
        from lianxin.base.records.queries import runs_of  # noqa: PLC0415 -- app ready
        from lianxin.base.ui import drafting  # noqa: PLC0415 -- app ready
        from lianxin.institution.congress.models import MACHINE  # noqa: PLC0415 -- app ready
        from lianxin.institution.congress.queries import (  # noqa: PLC0415 -- app ready
            calendar_of,
            rules_in_force,
            seats_for,
        )
        from lianxin.kernel.ports import Ports, plug  # noqa: PLC0415 -- app ready

        plug(Ports(rules_in_force, calendar_of, lambda: Ledger(write_facts), runs_of))
        notices.plug(notices.House(MACHINE, lambda cell_id: seats_for(cell_id, "office")))
        drafting.plug(drafting.Keeper(mark_of, draft_of, clear))
