"""
Who of a sheet is who of the roster: by name, sex and birth, refined by certificate and phone.

An identity number settles it among namesakes, and tells apart whatever else is alike.

A row takes a person, and no other row may take that person for the same congress and term. What
is certain is settled first; a namesake whose birth is not known on one side is taken only when
nobody else could be meant, on either side. What stays open is a doubt, which a person settles.

Births and sexes are mistyped often. A row that nothing but such a slip tells from a namesake may
mean that person: it is neither taken for the same nor for somebody new until a person says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Protocol

Place = tuple[int | None, int | None]  # a congress and a term
MOST = 100  # namesakes that a row is compared with; keeps silly files from taking hours


class Side(Protocol):
    """What is known of a person on one side: in the roster, or in a row."""

    sex: str
    born: str
    phone: str
    identity: str

    @property
    def certificates(self) -> frozenset[str]: ...

    @property
    def districts(self) -> frozenset[str]: ...

    @property
    def posts(self) -> frozenset[str]: ...


@dataclass(eq=False)
class Known:
    """A person of the roster, with what tells them apart; `record` is whatever the caller needs."""

    name: str
    sex: str = ""
    born: str = ""
    phone: str = ""
    certificates: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    post: str = ""
    wholes: frozenset[tuple] = frozenset()  # all that is known, once for each mandate
    record: Any = None
    identity: str = ""  # the identity number

    @property
    def posts(self) -> frozenset[str]:
        return _some(self.post)


@dataclass(eq=False)
class Wanted:
    """A row of a sheet, made plain: blanks are empty texts."""

    name: str
    place: Place
    sex: str = ""
    born: str = ""
    phone: str = ""
    certificate: str = ""
    district: str = ""
    post: str = ""
    whole: tuple = ()
    identity: str = ""

    @property
    def certificates(self) -> frozenset[str]:
        return _some(self.certificate)

    @property
    def districts(self) -> frozenset[str]:
        return _some(self.district)

    @property
    def posts(self) -> frozenset[str]:
        return _some(self.post)


def _some(text: str) -> frozenset[str]:
    return frozenset([text] if text else [])


@dataclass
class Doubt:
    """Several persons may be meant."""

    persons: list[Known] = field(default_factory=list)


@dataclass
class Maybe:
    """A person of the roster who may be meant, or an earlier row that may mean the same one."""

    person: Known | None = None
    row: int = -1


Found = Known | Doubt | Maybe | None


def agree(one: str, other: str) -> bool:
    """Two births that may be the same: 1967 and 1967-03 may, 1967-03 and 1967-04 may not."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def match(wanted: Sequence[Wanted], known: Iterable[Known]) -> list[Found]:
    """For each row the person it means, none for a new one, a doubt, or whom it may mean."""
    return _Matching(wanted, known).settle()


class _Matching:
    def __init__(self, wanted: Sequence[Wanted], known: Iterable[Known]) -> None:
        self.rows = wanted
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for person in known:
            self.by_name[person.name].append(person)
        self.rows_by_name: dict[str, list[Wanted]] = defaultdict(list)
        for row in wanted:
            self.rows_by_name[row.name].append(row)
        self.found: dict[Wanted, Found] = {}
        self.taken: set[tuple[Known, Place]] = set()

    def settle(self) -> list[Found]:
        for is_the_same in (
            _by_identity,
            _in_everything,
            _by_certificate,
            _by_birth,
            _by_birth_as_known,
        ):
            for row in self._open():
                self._settle_surely(row, is_the_same)
        for is_likely in (_by_phone, _by_district):
            for row in self._open():
                self._take_if_one(row, is_likely)
        for row in self._open():
            if row not in self.found:  # as somebody's rival
                self._settle_the_rest(row)
        self._look_again_at_the_new()
        return [self.found[row] for row in self.rows]

    def _open(self) -> list[Wanted]:
        return [row for row in self.rows if row not in self.found]

    def _pool(self, row: Wanted) -> list[Known]:
        """Namesakes that no row has taken yet and that nothing tells apart."""
        return [
            person
            for person in self.by_name.get(row.name, ())
            if (person, row.place) not in self.taken
            and (not row.sex or not person.sex or row.sex == person.sex)
            and not _told_apart(row, person)
        ]

    def _settle_surely(self, row: Wanted, is_the_same: Callable[[Wanted, Known], bool]) -> None:
        fits = [person for person in self._pool(row) if is_the_same(row, person)]
        if len(fits) > 1:
            fits = _narrowed(row, fits)
        if len(fits) > 1 and is_the_same is not _in_everything:
            self.found[row] = Doubt(fits)
        elif fits:
            self._take(row, fits[0])

    def _may_be(self, row: Wanted) -> list[Known]:
        return [person for person in self._pool(row) if agree(row.born, person.born)]

    def _take_if_one(self, row: Wanted, is_likely: Callable[[Wanted, Known], bool]) -> None:
        fits = [person for person in self._may_be(row) if is_likely(row, person)]
        if len(fits) == 1:
            self._take(row, fits[0])

    def _settle_the_rest(self, row: Wanted) -> None:
        """Without a birth on one side: only when nobody else can be meant, nor another row."""
        fits = self._may_be(row)
        if not fits:
            self.found[row] = None
            return
        rivals = [
            other
            for other in self.rows_by_name[row.name]
            if other is not row
            and other not in self.found
            and other.place == row.place
            and any(person in fits for person in self._may_be(other))
        ]
        if len(fits) == 1 and not rivals:
            self._take(row, fits[0])
            return
        for each in (row, *rivals):
            self.found[each] = Doubt(fits)

    def _look_again_at_the_new(self) -> None:
        """Who would be new, but is like a namesake of the roster or of an earlier row."""
        places = {row: place for place, row in enumerate(self.rows)}
        for row in self.rows:
            if self.found[row] is not None:
                continue
            free = [
                person
                for person in self.by_name.get(row.name, ())[:MOST]
                if (person, row.place) not in self.taken and is_like(row, person)
            ]
            if free:
                self._take(row, free[0])
                self.found[row] = Maybe(free[0])
            elif other := self._earlier_like(row, places):
                self.found[row] = Maybe(row=places[other])

    def _earlier_like(self, row: Wanted, places: dict[Wanted, int]) -> Wanted | None:
        for other in self.rows_by_name[row.name][:MOST]:
            if places[other] >= places[row]:
                return None
            apart = (row.phone, other.phone), (row.certificate, other.certificate)
            told = any(one and two and one != two for one, two in apart)
            if not told and not isinstance(self.found[other], Doubt) and is_like(row, other):
                return other
        return None

    def _take(self, row: Wanted, person: Known) -> None:
        self.found[row] = person
        self.taken.add((person, row.place))


def _by_identity(row: Wanted, person: Known) -> bool:
    return bool(row.identity) and row.identity == person.identity


def _told_apart(one: Side, other: Side) -> bool:
    return bool(one.identity and other.identity and one.identity != other.identity)


def _in_everything(row: Wanted, person: Known) -> bool:
    return row.whole in person.wholes


def _by_certificate(row: Wanted, person: Known) -> bool:
    return bool(row.certificate) and row.certificate in person.certificates


def _by_birth_as_known(row: Wanted, person: Known) -> bool:
    return bool(row.born and person.born) and agree(row.born, person.born)


def _by_birth(row: Wanted, person: Known) -> bool:
    return bool(row.born) and row.born == person.born


def _by_phone(row: Wanted, person: Known) -> bool:
    return bool(row.phone) and row.phone == person.phone


def _by_district(row: Wanted, person: Known) -> bool:
    return bool(row.district) and row.district in person.districts


def _narrowed(row: Wanted, fits: list[Known]) -> list[Known]:
    """As few as certificate, phone and district leave; none of them may leave nobody."""
    for tells in (_by_certificate, _by_phone, _by_district):
        fits = [person for person in fits if tells(row, person)] or fits
    return fits


# Mistyped?


def is_like(one: Side, other: Side) -> bool:
    """Whether two namesakes may be one person of whom the birth or the sex was mistyped."""
    if _told_apart(one, other):
        return False
    births_differ = not agree(one.born, other.born)
    sexes_differ = bool(one.sex and other.sex and one.sex != other.sex)
    if not (births_differ or sexes_differ):
        return False
    if one.certificates & other.certificates or (one.phone and one.phone == other.phone):
        return True
    if births_differ and sexes_differ:
        return False
    district, post = bool(one.districts & other.districts), bool(one.posts & other.posts)
    if sexes_differ:
        return bool(one.born and other.born) and (district or post)
    posts_differ = bool(one.posts and other.posts) and not post
    slip = parts_that_differ(one.born, other.born) == 1
    return (district and post) or (slip and (post or (district and not posts_differ)))


def parts_that_differ(one: str, other: str) -> int:
    """How many of year, month and day are given on both sides and differ."""
    pairs = zip_longest(one.split("-"), other.split("-"), fillvalue="")
    return sum(bool(a and b and a != b) for a, b in pairs)
