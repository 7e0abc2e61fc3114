"""`lianxin keys`: the ring of the encrypted columns, a new key, and turning the rows over to it."""

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.paper import console
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel import keyring, turning
from lianxin.kernel.keyring import Ring

TURN = "keys.turn"  # the kind of the job
WAITS = timedelta(days=31)  # sheets and staged rows wait no longer than that


def list_keys(arguments):
    """`lianxin keys list [--json]`: each key, what it locks, whether it opens."""
    parser = console.Parser("lianxin keys list", description=_("List the keys of the ring."))
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    given = parser.parse_args(arguments)
    found, without = turning.uses()
    rows = [
        {
            "id": use.key.id,
            "cipher": use.key.cipher,
            "made": use.key.made.isoformat(),
            "locks": use.key == keyring.ring().newest,
            "values": use.values,
            "opens": turning.sample_of(use.key),
        }
        for use in found
    ]
    if given.json:
        print(json.dumps({"keys": rows, "without_key": without}, ensure_ascii=False))
    else:
        print("\n".join(_line(row) for row in rows))
        if without:
            print(_("%(n)s values need a key that is not in the ring.") % {"n": f"{without:,}"})
    broken = without or any(row["opens"] is False for row in rows)
    return console.FAULTS if broken else console.DONE


def _line(row):
    told = {
        "id": row["id"],
        "cipher": row["cipher"].upper(),
        "made": row["made"],
        "values": f"{row['values']:,}",
    }
    said = _("key %(id)s  %(cipher)s  made %(made)s  locks %(values)s values") % told
    if row["opens"] is False:
        return said + _(", but does NOT open them: it is another key of this number")
    return said + (_(", and whatever is written now") if row["locks"] else "")


def new_key(arguments):
    """`lianxin keys new`: put one more key into the ring, and let the worker turn the rows."""
    parser = console.Parser(
        "lianxin keys new",
        description=_("Make a new key; what is written from now on is locked with it."),
    )
    parser.parse_args(arguments)
    if settings.KEYS_GIVEN:
        return console.misuse(
            _("The keys come from the environment (LIANXIN_KEY_RING); add the new one there.")
        )
    ring = keyring.ring()
    free = [n for n in range(1, keyring.MOST + 1) if ring.key(n) is None]
    if not free:
        return console.misuse(_("The ring is full; drop keys that lock nothing."))
    number = next((n for n in free if n > ring.newest.id), free[0])
    key = keyring.fresh(number, on=timezone.localdate())
    keyring.write(Ring([*ring, key]))
    jobs.ask(TURN, seat=MACHINE, cell_id=0)
    print(
        _(
            "Key %(id)s (%(cipher)s) is in %(path)s. The worker turns the rows over to it; "
            "`lianxin keys turn` does so at once. Copy the file to where the copy of the keys is."
        )
        % {"id": key.id, "cipher": key.cipher.upper(), "path": keyring.path()}
    )
    return console.DONE


def turn(arguments):
    """`lianxin keys turn`: turn all rows over to the newest key now; may be stopped and resumed."""
    parser = console.Parser(
        "lianxin keys turn",
        description=_("Lock everything with the newest key; start again whenever it was stopped."),
    )
    parser.parse_args(arguments)
    done = turning.turn()
    told = {"rows": f"{done.rows:,}", "id": keyring.ring().newest.id}
    print(_("%(rows)s rows were turned over to key %(id)s.") % told)
    for table, count in sorted(done.unreadable.items()):
        print(_("%(table)s: %(n)s rows do not open.") % {"table": table, "n": f"{count:,}"})
    return console.FAULTS if done.unreadable else console.DONE


def turn_job(job):
    """The worker's part of `keys new`."""

    def tell(done):
        jobs.report(job, done=done.rows, total=done.of)

    done = turning.turn(tell)
    Job.objects.filter(pk=job.pk).update(
        result={"rows": done.rows, "unreadable": done.unreadable},
    )
    return Job.Phase.FAILED if done.unreadable else Job.Phase.DONE


def drop(arguments):
    """`lianxin keys drop ID`: take a key out of the ring that locks nothing any more."""
    parser = console.Parser(
        "lianxin keys drop", description=_("Take a key out of the ring that locks nothing.")
    )
    parser.add_argument("id", metavar="ID", type=int, help=_("number of the key"))
    given = parser.parse_args(arguments)
    ring = keyring.ring()
    use = next((each for each in turning.uses()[0] if each.key.id == given.id), None)
    if use is None or settings.KEYS_GIVEN:
        return console.misuse(_("There is no key %(id)s in the file.") % {"id": given.id})
    if use.key == ring.newest:
        return console.misuse(_("This key locks what is written; make a new one first."))
    if use.values:
        told = {"id": given.id, "n": f"{use.values:,}"}
        return console.misuse(
            _("Key %(id)s still locks %(n)s values; `lianxin keys turn` first.") % told
        )
    after = ring[ring.index(use.key) + 1]
    if timezone.localdate() - after.made < WAITS:
        day = {"day": (after.made + WAITS).isoformat()}
        return console.misuse(
            _("Sheets that wait may be locked with it until %(day)s; drop it then.") % day
        )
    keyring.write(Ring(key for key in ring if key != use.key))
    print(_("Key %(id)s is gone. Backups from before open with its copy alone.") % {"id": given.id})
    return console.DONE


COMMANDS = {"keys drop": drop, "keys list": list_keys, "keys new": new_key, "keys turn": turn}
