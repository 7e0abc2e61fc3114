"""What a seat may do with many voices at once; each is a deed of its own."""

from dataclasses import dataclass

from lianxin.institution.congress.models import Role
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries.scope import visible_to, whole

MOST = 200  # in one go
DESK = (Role.LIAISON_OFFICER, Role.TOWN_CLERK)


@dataclass(frozen=True)
class Many:
    """A move that many voices may need alike."""

    code: str
    roles: tuple[str, ...]
    icon: str
    key: str

    @property
    def move(self):
        """The declared move."""
        return VOICE.move(self.code)

    @property
    def label(self):
        """What its button says."""
        return self.move.label


MANY = (
    Many("take_up", DESK, "list-check", "t"),
    Many("draft_slip", DESK, "send", "d"),
    Many("assign_village", (Role.TOWN_CLERK,), "home", "v"),
    Many("assign_town", (Role.LEADER,), "signature", "a"),
    Many("urge", (*DESK, Role.LEADER), "bell-ringing", "u"),
)
BY_CODE = {each.code: each for each in MANY}


def many_for(seat):
    """What a seat of this kind may do with many at once."""
    return [each for each in MANY if seat.role in each.roles]


def chosen_by(seat, ids):
    """The voices among those that were chosen that the seat may know of, oldest first."""
    numbers = [int(each) for each in ids if each.isdecimal() and len(each) < 19]
    return list(whole(visible_to(seat)).filter(pk__in=numbers[:MOST]).order_by("said_at", "pk"))
