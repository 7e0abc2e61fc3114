"""Run the web processes and the worker together, and stop them together."""

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.translation import gettext as _

from lianxin.base.paper.console import width
from lianxin.config.operate import plain
from lianxin.config.operate.fault import Refused

GUNICORN = (
    "--preload",  # one copy in memory for all workers (config/wsgi.py)
    "--worker-class=gthread",
    "--threads=8",
    "--timeout=60",
    "--graceful-timeout=10",
    "--max-requests=20000",
    "--max-requests-jitter=2000",
    "--log-level=warning",
)


def collect_static():
    """Collect and compress the static files, when they have changed since the last time."""
    mark = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            mark.update(f"{path} {Path(storage.path(path)).stat().st_mtime_ns}".encode())
    stamp = Path(settings.STATIC_ROOT) / "collected"
    if not stamp.exists() or stamp.read_text() != mark.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(mark.hexdigest())


def greeting(accounts):
    """The address, and one line a demonstration account."""
    lines = ["", f"  Lianxin 连心: {address()}", ""]
    if accounts:
        names = max(len(account.name) for account in accounts)
        roles = max(width(str(account.role)) for account in accounts)
        lines.append(_("  Demonstration accounts (invented persons; sign in at /sign-in/):"))
    for each in accounts:
        blanks = " " * (roles - width(str(each.role)))
        lines.append(f"    {each.name:<{names}}  {each.password}  {each.role}{blanks}  {each.who}")
    return "\n".join([*lines, "", _("  Stop with Ctrl-C.")])


def address():
    """Where the pages are: by the first name that is allowed, if TLS is spoken."""
    if not settings.OWN_TLS:
        return f"http://127.0.0.1:{settings.PORT}/"
    port = "" if settings.PORT == 443 else f":{settings.PORT}"
    return f"https://{next(iter(settings.ALLOWED_HOSTS), 'localhost').lstrip('.')}{port}/"


def web_command(port, workers, certificate=None):
    """How the web server is called; with TLS if there is a certificate."""
    command = [sys.executable, "-m", "gunicorn", *GUNICORN, f"--workers={workers}"]
    command.append(f"--bind={settings.BIND}:{port}")
    if certificate:
        command += [
            "--config=python:lianxin.config.operate.gunicorn_tls",
            f"--certfile={certificate.certificate}",
            f"--keyfile={certificate.key}",
        ]
    return [*command, "lianxin.config.wsgi:application"]


def supervise(port, workers, certificate=None):
    """Keep the web server and the worker running until told to stop; a dead worker is restarted."""
    commands = {
        "web": web_command(port, workers, certificate),
        "work": [sys.executable, "-m", "lianxin.config.command", "work"],
    }
    if certificate and settings.PLAIN_PORT:
        listening = settings.BIND, settings.PLAIN_PORT
        try:
            plain.start(listening, port, settings.ALLOWED_HOSTS, certificate.authority)
        except OSError as fault:
            told = {"port": settings.PLAIN_PORT, "why": fault.strerror}
            raise Refused(_("Port %(port)s cannot be used: %(why)s.") % told) from None
    running = {name: subprocess.Popen(command) for name, command in commands.items()}
    stop = []
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_args: stop.append(1))
    while not stop:
        time.sleep(0.2)
        if running["web"].poll() is not None:
            break  # the port is taken, or it cannot start: say so by ending
        if running["work"].poll() is not None:
            time.sleep(1)
            running["work"] = subprocess.Popen(commands["work"])
    for process in running.values():
        process.terminate()
    for process in running.values():
        process.wait()
    return 0 if stop else 1
