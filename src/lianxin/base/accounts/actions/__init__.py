"""Verbs about accounts: knock, come in, end a sign-in, change a password, set up a second step."""

from lianxin.base.accounts.actions.door import (
    Shut,
    forget,
    knock,
    note,
    turned_out,
    unlock,
)
from lianxin.base.accounts.actions.factors import lock_secret, open_secret
from lianxin.base.accounts.actions.own import (
    add_passkey,
    add_totp,
    change_password,
    check_second,
    drop_factor,
    end_sessions,
    fresh_codes,
    set_phone,
    take_factors_away,
)
from lianxin.base.accounts.actions.slips import (
    NoSlip,
    issue_slip,
    never_opened,
    redeem_slip,
    slip_of,
)
from lianxin.base.accounts.actions.tokens import (
    make_token,
    revoke_token,
    revoke_tokens_of,
    token_digest,
    use_token,
)

__all__ = [
    "NoSlip",
    "Shut",
    "add_passkey",
    "add_totp",
    "change_password",
    "check_second",
    "drop_factor",
    "end_sessions",
    "forget",
    "fresh_codes",
    "issue_slip",
    "knock",
    "lock_secret",
    "make_token",
    "never_opened",
    "note",
    "open_secret",
    "set_phone",
    "redeem_slip",
    "revoke_token",
    "revoke_tokens_of",
    "slip_of",
    "take_factors_away",
    "token_digest",
    "turned_out",
    "unlock",
    "use_token",
]
