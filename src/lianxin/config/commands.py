"""Start, serve, work: what concerns the whole house."""

import argparse
import logging
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.jobs import actions as jobs
from lianxin.base.paper import console
from lianxin.base.records.commands import step as read_on
from lianxin.config import keys, openapi, serving, tokens
from lianxin.config.operate import (
    backup,
    backups,
    doctor,
    heads,
    locks,
    passphrases,
    places,
    tls,
)
from lianxin.config.operate.fault import Refused
from lianxin.config.operate.restore import is_empty
from lianxin.config.setup.command import init as begin
from lianxin.config.trail import verify_trail
from lianxin.demo import scenario
from lianxin.institution.congress.actions import load_default_rules
from lianxin.institution.congress.models import Cell
from lianxin.kernel import handbook, keyring

PAUSE = 0.3  # seconds between two looks for work
MINUTE = 60
AWAY = 5  # seconds to wait for a database that does not answer

log = logging.getLogger(__name__)


def prepare():
    """Bring database, rules and static files up to date; costs next to nothing when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if not is_empty():
            _back_up_before_upgrade()
        call_command("migrate", interactive=False, verbosity=0)
    keyring.ring()  # made at the first start; where keys are missing, nothing else starts
    load_default_rules()
    serving.collect_static()


def _back_up_before_upgrade():
    """A new version changes the tables: what was there before is kept first."""
    print(_("Backing up before the upgrade …"), flush=True)
    connection.close()
    try:
        made = backup.make(
            places.backups(), passphrase=passphrases.from_file(""), kind="before-upgrade"
        )
    except Refused as fault:
        raise SystemExit(console.misuse(str(fault), status=console.FAULTS)) from None
    print(made.path, flush=True)


def up(arguments):
    """A demonstration on an empty database, then serve; never beside real data."""
    prepare()
    if Cell.objects.filter(demo=False).exists():
        text = _(
            "This database holds a real county; the demonstration never stands beside it. To serve "
            "the county: lianxin serve. For a demonstration choose another home (LIANXIN_HOME)."
        )
        return console.misuse(text)
    if not Cell.objects.exists():
        print(_("Building the demonstration county; this takes a minute …"), flush=True)
        scenario.build()
    return _serve(scenario.accounts())


def serve(arguments):
    """Serve what is there, with background work, and load nothing; `--tls` as it should be."""
    parser = console.Parser("lianxin serve")
    meaning = _("speak TLS, with the certificate of the settings or one of our own authority")
    parser.add_argument("--tls", action="store_true", help=meaning)
    if parser.parse_args(arguments).tls and not settings.OWN_TLS:
        os.environ["LIANXIN_TLS"] = "own"  # settings were read already: begin anew with it
        os.execv(sys.executable, [sys.executable, "-m", "lianxin.config.command", "serve", "--tls"])
    prepare()
    return _serve([])


def _serve(accounts):
    try:
        with locks.hold(locks.RUNNING, shared=True):
            certificate = tls.ready() if settings.OWN_TLS else None
            print(serving.greeting(accounts), flush=True)
            connections.close_all()
            return serving.supervise(settings.PORT, settings.WORKERS, certificate)
    except locks.Taken:
        return console.misuse(_("A restore is under way on this data; start when it is done."))
    except Refused as fault:
        return console.misuse(str(fault), status=console.FAULTS)


def work(arguments):
    """Seal, deliver, run jobs and daily tasks for ever (`--once`: until nothing waits)."""
    try:
        with locks.hold(locks.RUNNING, shared=True):
            return _work(once="--once" in arguments)
    except locks.Taken:
        return console.misuse(_("A restore is under way on this data; start when it is done."))


def _work(*, once):
    looked = 0.0
    jobs.restart_left_running(older_than=timedelta(0))
    while True:
        try:
            due = time.monotonic() - looked > MINUTE
            busy = read_on() | jobs.step() | (due and _look_round())
            looked = time.monotonic() if due else looked
        except (OperationalError, InterfaceError) as fault:
            if once:
                raise
            busy = _wait_for_database(fault)
        if not busy:
            if once:
                return 0
            time.sleep(PAUSE)


def _look_round():
    """Once a minute: a sign of life, jobs left running, the tasks of a new day."""
    doctor.beat()
    cells = list(Cell.objects.order_by("pk").values_list("pk", flat=True))
    busy = bool(jobs.daily(cells, today=timezone.localdate()))
    jobs.restart_left_running()
    return busy


def _wait_for_database(fault):
    """The database is away: nothing is lost, since what waits lies in it."""
    log.warning("The database does not answer: %s", str(fault).strip().partition("\n")[0])
    connections.close_all()
    time.sleep(AWAY)
    return True


def write_handbook(arguments):
    """Write docs/handbook and docs/reference from the declarations."""
    from lianxin.config.api import api  # noqa: PLC0415 -- half a second that only this needs

    docs = settings.ROOT / "docs"
    for path in [*handbook.write(docs / "handbook"), openapi.write(api, docs / "reference")]:
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


def init(arguments):
    """Begin with a real county."""
    return begin(arguments, prepare)


COMMANDS = {
    **keys.COMMANDS,
    **tokens.COMMANDS,
    "backup": backups.backup_command,
    "django": django_command,
    "doctor": doctor.command,
    "handbook": write_handbook,
    "init": init,
    "heads": heads.command,
    "ready": ready,
    "restore": backups.restore_command,
    "serve": serve,
    "tls": tls.command,
    "up": up,
    "verify-trail": verify_trail,
    "work": work,
}
