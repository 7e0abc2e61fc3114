"""The scene of a measurement: a county with so many voices, and the addresses to visit.

    python -m bench.load 10000

fills the database of the environment (DB, LIANXIN_HOME, PG…) and prints the scene as JSON:

    cookies     seat -> {"sessionid": …}: signed in without the sign-in page
    list        address of the voices' list      case    address of a suggestion, thirty entries
    searches    addresses of the search under several words
    form        address of the public form       voice   its fields; voice_text: the one varied
    moves       addresses of one move each on records that wait for it      move    its fields
"""

import json
import os
import sys
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import quote

import django

MOVES = 2000  # records that wait for the measured move
FIELDS = ("道路", "供水", "路灯", "班车", "垃圾清运", "学校门口", "卫生室", "渡口")
SEARCHED = ("道路", "老人和孩", "井盖", "卫生室", "渡口问题", "代表来看", "无人应答")
WORDS = (
    "反映{place}的{field}问题：这里已经好几个月没有人管了，老人和孩子每天都要经过，请代表来看一看。"
)


def prepare() -> None:
    """Django, an up-to-date database, and the invented institution."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.config.settings")
    django.setup()
    from lianxin.config.commands import prepare as up_to_date  # noqa: PLC0415 -- after setup

    up_to_date()


def voices(county: Any, count: int) -> None:
    """So many voices by the import's own door, a third of them answered, spread over places."""
    from django.utils import timezone  # noqa: PLC0415 -- after setup

    from lianxin.institution.congress.models import MACHINE  # noqa: PLC0415 -- after setup
    from lianxin.kernel.ports import Via  # noqa: PLC0415 -- after setup
    from lianxin.work.voices.actions import bring_in_all  # noqa: PLC0415 -- after setup
    from lianxin.work.voices.models import Voice  # noqa: PLC0415 -- after setup

    villages = [village for town in county.villages for village in town]
    now, rows = timezone.now(), []
    for n in range(count):
        village, field = villages[n % len(villages)], FIELDS[n % len(FIELDS)]
        rows.append(
            Voice(
                cell_id=county.cell.pk,
                title=f"{village.name}的{field}问题第 {n} 件",
                body=WORDS.format(place=village.name, field=field),
                region=village,
                town_id=village.parent_id,
                venue=county.venues[n % len(county.venues)],
                channel="sheet",
                category=field,
                said_at=now - timedelta(minutes=7 * n),
                source_ref=f"bench-{n}",
                answer="已经办好，请放心。" if n % 3 == 0 else "",
                answered_on=datetime.now().date() if n % 3 == 0 else None,
            )
        )
    for start in range(0, count, 5000):
        bring_in_all(rows[start : start + 5000], actor=MACHINE, via=Via("import"))


def waiting(county: Any) -> list[str]:
    """Voices at the station's desk that wait to be taken up, and the address of that move."""
    from lianxin.work.voices.models import Voice  # noqa: PLC0415 -- after setup

    mine = Voice.objects.filter(state="submitted", venue=county.venues[1]).order_by("-pk")
    return [f"/voices/{pk}/take_up/" for pk in mine.values_list("pk", flat=True)[:MOVES]]


def long_case(county: Any) -> str:
    """A suggestion in hand with thirty entries."""
    from lianxin.base.records.models import Entry  # noqa: PLC0415 -- after setup
    from lianxin.work.suggestions.actions import assignment  # noqa: PLC0415 -- after setup
    from lianxin.work.suggestions.models import Assignment  # noqa: PLC0415 -- after setup

    part = Assignment.objects.filter(state="handling", kind="lead").order_by("pk").first()
    key = {"root_type": "suggestions.suggestion", "root_id": part.suggestion_id}
    clerk = next(s for s in county.seats.values() if s.unit_id == part.unit_id)
    while Entry.objects.filter(**key).count() < 30:
        assignment.note_progress(part, actor=clerk, note="现场又推进了一步。")
    return f"/suggestions/{part.suggestion_id}/"


def signed_in(seat: Any) -> dict[str, str]:
    """The session cookie of a seat, made without the sign-in page."""
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.contrib.auth import (  # noqa: PLC0415 -- after setup
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(seat.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = seat.user.get_session_auth_hash()
    session["seat"] = seat.pk
    session.create()
    return {"sessionid": session.session_key}


def scene(count: int) -> dict[str, object]:
    """Build the county and say where everything is."""
    prepare()
    from django.utils import translation  # noqa: PLC0415 -- after setup

    from lianxin.base.records.commands import step as read_on  # noqa: PLC0415 -- after setup
    from lianxin.demo import house, scenario, stories  # noqa: PLC0415 -- after setup

    with translation.override("zh-hans"):
        county = house.build(scenario.PASSWORD)
        stories.play(county, scenario.Days(datetime.now().date()))
        voices(county, count)
        case = long_case(county)
        while read_on():  # the worker's backlog belongs to the loading, not to what is measured
            pass
        return {
            "cookies": {
                "clerk": signed_in(county.seats["office"]),
                "officer": signed_in(county.seats["station"]),
            },
            "list": "/voices/?view=all",
            "searches": [f"/find/?q={quote(words)}" for words in SEARCHED],
            "case": case,
            "form": "/say/",
            "voice": {
                "body": "",
                "region": county.villages[0][0].pk,
                "naming": "deputy",
                "name": "测试",
                "phone": "13900000000",
            },
            "voice_text": "body",
            "moves": waiting(county),
            "move": {"mandate": county.mandates["沈明禾"].pk},
        }


if __name__ == "__main__":
    print(json.dumps(scene(int(sys.argv[1])), ensure_ascii=False))
