"""
Every setting that an office can set, once: name, type, default, what it is for.

Read from the environment by `settings.py`; `docs/operate/settings.md` is compared with it.
"""

import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: Any
    meaning: str
    secret: bool = False

    def read(self) -> Any:
        """The value in force: the environment's, turned into the type of the default."""
        given = os.environ.get(self.name)
        if given is None:
            return self.default
        if isinstance(self.default, bool):
            return given.strip().lower() in ("1", "true", "yes", "on")
        return int(given) if isinstance(self.default, int) else given


SETTINGS = (
    Setting("LIANXIN_HOME", "", "Folder of the database, uploads and keys; empty: var/ here."),
    Setting("LIANXIN_HOSTS", "localhost,127.0.0.1,[::1]", "Host names it answers to, by commas."),
    Setting("LIANXIN_TLS", False, "Served over TLS: secure cookies, strict transport, redirect."),
    Setting(
        "LIANXIN_SECRET", "", "Key of sessions and tokens; empty: made once in the home.", True
    ),
    Setting("LIANXIN_LANGUAGE", "zh-hans", "Language of whoever has chosen none: zh-hans or en."),
    Setting("LIANXIN_DEBUG", False, "Show faults with their source; never where real data is."),
    Setting("LIANXIN_UPLOAD_MB", 20, "Largest upload in megabytes."),
    Setting(
        "LIANXIN_SENDS",
        120,
        "Times that one network address may send the public form within LIANXIN_SENDS_MINUTES; "
        "a village or a station may share one address, so be generous. 0: no limit.",
    ),
    Setting("LIANXIN_SENDS_MINUTES", 60, "Minutes that LIANXIN_SENDS counts for."),
    Setting(
        "LIANXIN_WRONG_CODES",
        60,
        "Wrong query codes that one network address may try within LIANXIN_WRONG_CODES_MINUTES. "
        "0: no limit.",
    ),
    Setting("LIANXIN_WRONG_CODES_MINUTES", 10, "Minutes that LIANXIN_WRONG_CODES counts for."),
    Setting("PORT", 8000, "Port that `lianxin up` and `lianxin serve` listen on."),
    Setting("WORKERS", 2, "Web worker processes."),
    Setting("DB", "sqlite", "Database: sqlite or pg."),
    Setting("PGHOST", "127.0.0.1", "PostgreSQL: host, or the folder of its socket."),
    Setting("PGPORT", 5432, "PostgreSQL: port."),
    Setting("PGDATABASE", "lianxin", "PostgreSQL: database."),
    Setting("PGUSER", "lianxin", "PostgreSQL: user."),
    Setting("PGPASSWORD", "", "PostgreSQL: password.", True),
)


def values() -> dict[str, Any]:
    """All settings as they are in force."""
    return {setting.name: setting.read() for setting in SETTINGS}
