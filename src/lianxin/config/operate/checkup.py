"""What `doctor` looks at. Each check yields one finding or more, and changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin import __version__
from lianxin.base.paper import fonts
from lianxin.base.records.models import Entry, Parked
from lianxin.config.operate import backup, places, tls
from lianxin.config.operate.doctor import BAD, OK, WARN, Check, Finding, beat_age
from lianxin.config.operate.fault import size
from lianxin.institution.congress.queries import calendar_in

LITTLE, TOO_LITTLE = 2_000_000_000, 300_000_000  # bytes free
ALIVE = timedelta(minutes=3)
UNSEALED = timedelta(minutes=5)
FRESH, STALE = timedelta(hours=26), timedelta(days=7)
AHEAD = timedelta(minutes=1)  # what clocks of two machines may differ by
ANNOUNCED = (12, 1)  # by then the next year's days off are announced


def the_settings() -> Iterator[Finding]:
    """What must not stay as it was on a developer's machine."""
    about = "settings"
    if settings.DEBUG:
        yield Finding(
            about,
            BAD,
            _("LIANXIN_DEBUG is on: faults show data to whoever causes them."),
            _("Unset it and start again."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            about,
            BAD,
            _("LIANXIN_HOSTS allows every name: links in mails could be forged."),
            _("Name the host names that are used."),
        )
    if not settings.DEBUG and "*" not in settings.ALLOWED_HOSTS:
        told = {"version": __version__, "hosts": ", ".join(settings.ALLOWED_HOSTS)}
        yield Finding(about, OK, _("Lianxin %(version)s, answering to %(hosts)s.") % told)


def the_database() -> Iterator[Finding]:
    """Whether it answers, and has the tables of this version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if places.is_sqlite() else "SHOW server_version")
        version = cursor.fetchone()[0]
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    told = {"name": f"{connection.display_name} {version}"}
    if waiting:
        yield Finding(
            "database",
            BAD,
            _("%(name)s answers, but its tables are those of an older version.") % told,
            _("Start Lianxin once: it backs up, then brings them up to date."),
        )
    else:
        yield Finding("database", OK, _("%(name)s answers; its tables are up to date.") % told)


def the_disk() -> Iterator[Finding]:
    """Room for data."""
    free = shutil.disk_usage(places.home()).free
    told = {"free": size(free), "home": places.home()}
    level = BAD if free < TOO_LITTLE else WARN if free < LITTLE else OK
    advice = _("Make room, or move the data folder to a larger disk.") if level != OK else ""
    yield Finding("disk", level, _("%(free)s free for %(home)s.") % told, advice)


def the_clock() -> Iterator[Finding]:
    """Nothing can have been written down later than now."""
    newest = (
        Entry.objects.order_by("-pk").values_list("recorded_at", flat=True)[:1000].iterator()
        if connection.introspection.table_names()
        else ()
    )
    last = max(newest, default=None)
    now = timezone.now()
    if last and last > now + AHEAD:
        told = {"last": _moment(last), "now": _moment(now)}
        yield Finding(
            "clock",
            BAD,
            _("The clock says %(now)s, but something was written down at %(last)s.") % told,
            _("Set the clock right (timedatectl), before anybody works on."),
        )
    else:
        yield Finding("clock", OK, _("The clock says %(now)s.") % {"now": _moment(now)})


def the_worker() -> Iterator[Finding]:
    """Whether background work is done, and how much waits."""
    age = beat_age()
    advice = _("Start it: `lianxin serve` brings it along; under systemd: systemctl status.")
    if age is None:
        yield Finding("worker", BAD, _("The worker has never run here."), advice)
    elif age > ALIVE.total_seconds():
        told = {"minutes": int(age // 60)}
        yield Finding(
            "worker", BAD, _("The worker gave its last sign %(minutes)s min ago.") % told, advice
        )
    else:
        yield Finding("worker", OK, _("The worker is alive."))


def the_book() -> Iterator[Finding]:
    """What waits to be sealed; what a reader of the stream could not take in."""
    waiting = Entry.objects.filter(seq=None).order_by("recorded_at")
    oldest = waiting.values_list("recorded_at", flat=True).first()
    count = waiting.count()
    told = {"count": count}
    sentence = ngettext(
        "%(count)d entry waits to be sealed.", "%(count)d entries wait to be sealed.", count
    )
    late = oldest and timezone.now() - oldest > UNSEALED
    advice = _("The worker does it; see whether it is alive.") if late else ""
    yield Finding("book", BAD if late else OK, sentence % told, advice)
    parked = Parked.objects.count()
    if parked:
        sentence = ngettext(
            "%(count)d entry could not be taken in by a reader.",
            "%(count)d entries could not be taken in by a reader.",
            parked,
        )
        first = Parked.objects.order_by("pk").first()
        advice = f"{first}: {first.error}" if first else ""
        yield Finding("book", WARN, sentence % {"count": parked}, advice)


def the_keys() -> Iterator[Finding]:
    """Whether others on this machine could read what is secret."""
    named = [places.home() / name for name in ("secret.key", "keys.txt")]
    named += tls.folder().glob("*.key")
    if places.is_sqlite():
        named.append(Path(connection.settings_dict["NAME"]))
    if settings.BACKUP_KEY:
        named.append(Path(settings.BACKUP_KEY))
    open_ones = [path for path in named if path.is_file() and path.stat().st_mode & 0o077]
    keys = [path for path in open_ones if path.suffix != ".sqlite3"]
    for path in keys:
        yield Finding(
            "keys",
            BAD,
            _("%(name)s can be read by others.") % {"name": path},
            f"chmod 600 {path}",
        )
    readable = bool(places.home().stat().st_mode & 0o005)
    if readable and len(open_ones) > len(keys):
        yield Finding(
            "keys",
            WARN,
            _("Others on this machine can read the database in %(home)s.")
            % {"home": places.home()},
            f"chmod 700 {places.home()}",
        )
    if not keys:
        yield Finding("keys", OK, _("The key files can be read by their owner only."))


def the_backups() -> Iterator[Finding]:
    """How old the newest is, and whether it lies on the disk that it should save."""
    found = backup.kept(places.backups())
    advice = _("lianxin backup; every night by deploy/lianxin-backup.timer.")
    if not found:
        yield Finding("backups", BAD, _("There is no backup."), advice)
        return
    age = timedelta(seconds=datetime.now().timestamp() - found[0].stat().st_mtime)
    told = {"name": found[0].name, "hours": int(age.total_seconds() // 3600), "all": len(found)}
    sentence = _("The newest of %(all)s backups is %(name)s, %(hours)s h old.")
    level = OK if age < FRESH else WARN if age < STALE else BAD
    yield Finding("backups", level, sentence % told, "" if level == OK else advice)
    if found[0].stat().st_dev == places.home().stat().st_dev:
        yield Finding(
            "backups",
            WARN,
            _("The backups lie on the same disk as the data."),
            _("Set LIANXIN_BACKUPS to another disk, or copy them to another machine."),
        )


def what_was_replaced() -> Iterator[Finding]:
    """What a restore has put aside takes room until somebody removes it."""
    for path in sorted(places.home().glob("replaced-*")):
        told = {"name": path}
        yield Finding(
            "replaced",
            WARN,
            _("%(name)s holds what a restore replaced.") % told,
            _("Remove it when nobody misses anything."),
        )


def the_certificate() -> Iterator[Finding]:
    """Whether TLS is spoken, for which names, and for how long."""
    if settings.BEHIND_PROXY:
        yield Finding("tls", OK, _("A proxy in front speaks TLS; watch its certificate there."))
        return
    read = tls.read() if settings.OWN_TLS or tls.files().certificate.exists() else None
    if read is None:
        yield Finding(
            "tls",
            WARN,
            _("TLS is not spoken: passwords travel in the open, and phones refuse the microphone."),
            _("lianxin serve --tls; see docs/operate/tls.md."),
        )
        return
    days = read.days(datetime.now(UTC))
    told = {"day": date_format(read.until.date(), "DATE_FORMAT"), "days": days}
    level = BAD if days < 7 else WARN if days < tls.RENEW else OK
    own = tls.files().authority is not None
    advice = _("lianxin tls --renew") if own else _("Renew it where it comes from.")
    sentence = _("The certificate is valid until %(day)s (%(days)s days).")
    yield Finding("tls", level, sentence % told, "" if level == OK else advice)


def the_mail() -> Iterator[Finding]:
    """Whether the mail server takes us; whether the last mark of the book went out."""
    if not settings.MAIL_HOST:
        advice = _("Set LIANXIN_HEADS_TO and the mail server, or print the marks by hand.")
        yield Finding("mail", WARN, _("No mail server is set; nothing is mailed."), advice)
        return
    try:
        mail = get_connection(timeout=5)
        mail.open()
        mail.close()
    except (OSError, SMTPException) as fault:
        told = {"host": settings.EMAIL_HOST, "why": fault}
        sentence = _("The mail server %(host)s does not take us: %(why)s") % told
        yield Finding("mail", BAD, sentence, _("See the LIANXIN_MAIL settings."))
    else:
        told = {"host": settings.EMAIL_HOST}
        yield Finding("mail", OK, _("The mail server %(host)s takes us.") % told)
    failed = places.home() / "heads" / "not-sent.txt"
    if failed.exists():
        told = {"why": failed.read_text("utf-8").strip()}
        yield Finding("mail", BAD, _("The last mark of the book was not mailed: %(why)s") % told)


def the_calendar() -> Iterator[Finding]:
    """Whether the days off of this year and the next are known."""
    today = timezone.localdate()
    calendar = calendar_in(None)
    for year in (today.year, today.year + 1):
        told = {"year": year}
        if calendar.published(year):
            yield Finding("calendar", OK, _("The days off of %(year)s are known.") % told)
        elif year == today.year or (today.month, today.day) >= ANNOUNCED:
            yield Finding(
                "calendar",
                BAD if year == today.year else WARN,
                _("The days off of %(year)s are not known; due dates may still move.") % told,
                _("Bring in the State Council's notice, or renew Lianxin."),
            )
        else:
            yield Finding(
                "calendar",
                OK,
                _("The days off of %(year)s are not announced yet, as usual at this time.") % told,
            )


def the_fonts() -> Iterator[Finding]:
    """Whether letters can be set as the standard asks."""
    found = fonts.report()
    missing = [each.named for each in found if each.face is None]
    others = [each.named for each in found if each.face is not None and not each.real]
    advice = _("Put the font files into the folder fonts of the data folder; see LIANXIN_FONTS.")
    if missing:
        told = {"fonts": ", ".join(dict.fromkeys(missing))}
        yield Finding("fonts", BAD, _("No font stands in for %(fonts)s.") % told, advice)
    if others:
        told = {"fonts": ", ".join(dict.fromkeys(others))}
        yield Finding("fonts", WARN, _("Other fonts stand in for %(fonts)s.") % told, advice)
    if not missing and not others:
        yield Finding("fonts", OK, _("Every font that letters ask for is here."))


def _moment(when: datetime) -> str:
    return date_format(timezone.localtime(when), "Y-m-d H:i")


CHECKS: tuple[tuple[str, Check], ...] = (
    ("settings", the_settings),
    ("database", the_database),
    ("disk", the_disk),
    ("clock", the_clock),
    ("worker", the_worker),
    ("book", the_book),
    ("keys", the_keys),
    ("backups", the_backups),
    ("replaced", what_was_replaced),
    ("tls", the_certificate),
    ("mail", the_mail),
    ("calendar", the_calendar),
    ("fonts", the_fonts),
)
