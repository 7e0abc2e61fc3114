"""What of a voice can be searched: only what everybody may read who may see it."""

from lianxin.base.search.queries import Searchable, Text
from lianxin.institution.congress.models import Role
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries.scope import without_numbers

READ = (
    *("pk", "cell_id", "number", "title", "body", "place", "category", "answer", "result"),
    *("said_at", "town_id", "venue_id", "mandate_id", "beside_id", "unit_id"),
)


def _texts(ids):
    for voice in Voice.objects.filter(pk__in=ids).only(*READ).order_by("pk"):
        told = [voice.body, voice.place, voice.answer]
        told += [voice.result] if voice.result != voice.answer else []
        words = without_numbers("\n".join(filter(None, told)))
        yield Text(
            record_id=voice.pk,
            root_id=voice.pk,
            cell_id=voice.cell_id,
            title=voice.title,
            body="\n".join(filter(None, (words, voice.category, voice.number))),
            at=voice.said_at,
            near=tuple(_marks(voice)),
        )


def _marks(voice):
    """Whose desk it is on."""
    for letter, key in (
        ("t", voice.town_id),
        ("v", voice.venue_id),
        ("m", voice.mandate_id),
        ("m", voice.beside_id),
        ("u", voice.unit_id),
    ):
        if key:
            yield f"{letter}{key}"


def _near(seat):
    """The mark that every voice bears which a seat may see; none for a county's office."""
    marks = {
        Role.DEPUTY: ("m", seat.mandate_id),
        Role.LIAISON_OFFICER: ("v", seat.venue_id),
        Role.TOWN_CLERK: ("t", seat.region_id),
        Role.LEADER: ("t", seat.region_id),
        Role.UNIT_CLERK: ("u", seat.unit_id),
        Role.UNIT_LEADER: ("u", seat.unit_id),
    }
    letter, key = marks.get(seat.role, ("", None))
    return (f"{letter}{key}",) if key else ()


SEARCH = Searchable("voices.voice", "voices.voice", _texts, _near)
