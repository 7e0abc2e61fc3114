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
    Setting(
        "LIANXIN_TLS",
        "",
        "1: a proxy in front speaks TLS; own: Lianxin does, as after `lianxin serve --tls`. Both: "
        "secure cookies, strict transport, redirect.",
    ),
    Setting("LIANXIN_CERTIFICATE", "", "Certificate file (PEM, with its chain) for serve --tls."),
    Setting("LIANXIN_CERTIFICATE_KEY", "", "Key file of that certificate."),
    Setting("LIANXIN_BIND", "", "Address to listen on; empty: this machine, with --tls all."),
    Setting("LIANXIN_PLAIN_PORT", 0, "Port for plain HTTP that leads to TLS; 0: none."),
    Setting(
        "LIANXIN_SECRET", "", "Key of sessions and tokens; empty: made once in the home.", True
    ),
    Setting(
        "LIANXIN_KEYS", "", "File of the keys of encrypted columns; empty: keys.txt in the home."
    ),
    Setting("LIANXIN_KEY_RING", "", "The keys themselves, instead of a file.", True),
    Setting("LIANXIN_CIPHER", "sm4", "Cipher of new keys: sm4 or aes."),
    Setting("LIANXIN_LANGUAGE", "zh-hans", "Language of whoever has chosen none: zh-hans or en."),
    Setting("LIANXIN_DEBUG", False, "Show faults with their source; never where real data is."),
    Setting("LIANXIN_UPLOAD_MB", 20, "Largest upload in megabytes."),
    Setting("LIANXIN_RECORDING_MINUTES", 10, "Longest recording in minutes."),
    Setting("LIANXIN_DRAFT_DAYS", 30, "Days that a form which was not sent is kept as a draft."),
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
    Setting(
        "LIANXIN_WRONG_PASSWORDS",
        5,
        "Wrong passwords or codes that one account takes within LIANXIN_LOCKED_MINUTES; then it "
        "is locked until they are over. 0: no limit.",
    ),
    Setting("LIANXIN_LOCKED_MINUTES", 15, "Minutes that LIANXIN_WRONG_PASSWORDS counts for."),
    Setting(
        "LIANXIN_WRONG_FROM_ADDRESS",
        100,
        "Wrong tries to sign in from one network address within LIANXIN_LOCKED_MINUTES, whatever "
        "the accounts; a whole office may share one address. 0: no limit.",
    ),
    Setting(
        "LIANXIN_SECOND_FACTOR",
        "office,leader,town_clerk,gov_supervision,sys_admin,security_admin,auditor",
        "Roles, by commas, that may come in by two steps only; demonstration counties are exempt.",
    ),
    Setting("LIANXIN_SIGN_IN_LOG_DAYS", 400, "Days that the sign-in log is kept, 184 at least."),
    Setting(
        "LIANXIN_TOKEN_DAYS", 90, "Days that a token for programs lives unless told otherwise."
    ),
    Setting(
        "LIANXIN_API_CALLS",
        600,
        "Requests that one seat's programs may make within a minute. 0: no limit.",
    ),
    Setting("LIANXIN_BACKUPS", "", "Folder of backups; empty: backups in the home."),
    Setting("LIANXIN_BACKUP_KEEP", 14, "How many backups are kept there; 0: all."),
    Setting(
        "LIANXIN_BACKUP_KEY", "", "Key file that backups are encrypted with; empty: only if asked."
    ),
    Setting("LIANXIN_MAIL_SERVER", "", "Mail server, with its port: host:587; empty: no mail."),
    Setting("LIANXIN_MAIL_SECURITY", "starttls", "How mail travels: starttls, tls or none."),
    Setting("LIANXIN_MAIL_USER", "", "Who sends mail."),
    Setting("LIANXIN_MAIL_PASSWORD", "", "Password of the mail account.", True),
    Setting("LIANXIN_MAIL_FROM", "", "Address that mail comes from; empty: LIANXIN_MAIL_USER."),
    Setting(
        "LIANXIN_MAIL_NOTICES",
        False,
        "1: reminders go by e-mail to those who wish it; needs the mail server.",
    ),
    Setting("LIANXIN_SMS", "", "Text messages: recorder (for trials), http, or empty for none."),
    Setting("LIANXIN_SMS_URL", "", "Address of the operator, or of a gateway to it, for http."),
    Setting("LIANXIN_SMS_KEY", "", "Key that is shown to it.", True),
    Setting("LIANXIN_SMS_SIGN", "", "Signature registered with the operator, without brackets."),
    Setting(
        "LIANXIN_SMS_TEMPLATES",
        "",
        "The operator's template numbers by occasion: answer=SMS_1,received=SMS_2.",
    ),
    Setting("LIANXIN_SMS_PRICE", 5, "What one part of a text message costs, in fen."),
    Setting("LIANXIN_SMS_MONTH", 200, "Most that a county's text messages cost a month, in yuan."),
    Setting("LIANXIN_HEADS_TO", "", "Addresses, by commas, that get the day's mark of the book."),
    Setting(
        "LIANXIN_FONTS",
        "",
        "Folders of the office's own fonts, by colons; `fonts` in the home too.",
    ),
    Setting(
        "LIANXIN_ADDRESS",
        "",
        "Address of this site that printed codes lead to, such as https://rd.example.org; empty: "
        "the one that whoever prints has open.",
    ),
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
