"""Start, serve, work: what concerns the whole house."""

import argparse
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.jobs import actions as jobs
from lianxin.base.paper import console
from lianxin.base.records.commands import step as read_on
from lianxin.config import serving
from lianxin.config.trail import verify_trail
from lianxin.demo import scenario
from lianxin.institution.congress.actions import load_default_rules
from lianxin.institution.congress.models import Cell
from lianxin.kernel import handbook

PAUSE = 0.3  # seconds between two looks for work
MINUTE = 60


def prepare():
    """Bring database, rules and static files up to date; costs next to nothing when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    load_default_rules()
    serving.collect_static()


def up(arguments):
    """A demonstration on an empty database, then serve; on a filled one, just serve."""
    prepare()
    if not Cell.objects.exists():
        print(_("Building the demonstration county; this takes a minute …"), flush=True)
        scenario.build()
    return _serve(scenario.accounts())


def serve(arguments):
    """Serve what is there, with background work, and load nothing."""
    prepare()
    return _serve([])


def _serve(accounts):
    print(serving.greeting(accounts), flush=True)
    connections.close_all()
    return serving.supervise(settings.PORT, settings.WORKERS)


def work(arguments):
    """Seal, deliver, run jobs and daily tasks for ever (`--once`: until nothing waits)."""
    once, looked = "--once" in arguments, 0.0
    jobs.restart_left_running(older_than=timedelta(0))
    while True:
        busy = read_on() | jobs.step()
        if time.monotonic() - looked > MINUTE:
            looked = time.monotonic()
            cells = list(Cell.objects.order_by("pk").values_list("pk", flat=True))
            busy |= bool(jobs.daily(cells, today=timezone.localdate()))
            jobs.restart_left_running()
        if not busy:
            if once:
                return 0
            time.sleep(PAUSE)


def write_handbook(arguments):
    """Write docs/handbook from the declarations."""
    for path in handbook.write(settings.ROOT / "docs" / "handbook"):
        print(path.relative_to(settings.ROOT))


def django_command(arguments):
    """Run one of Django's own commands: `lianxin django migrate`."""
    parser = console.Parser("lianxin django")
    parser.add_argument("words", nargs=argparse.REMAINDER)
    words = parser.parse_args(arguments).words
    call_command(*words)


def ready(arguments):
    """Exit with 0 when the home folder is there and the database answers."""
    connection.ensure_connection()
    return 0 if Path(settings.HOME).is_dir() else 1


COMMANDS = {
    "django": django_command,
    "handbook": write_handbook,
    "ready": ready,
    "serve": serve,
    "up": up,
    "verify-trail": verify_trail,
    "work": work,
}
