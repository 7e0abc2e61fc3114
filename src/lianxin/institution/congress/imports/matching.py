"""
Who of a sheet is who of the roster: by name, sex and birth, refined by certificate and phone.

A row takes a person, and no other row may take that person for the same congress and term. What
is certain is settled first; a namesake whose birth is not known on one side is taken only when
nobody else could be meant, on either side. What stays open is a doubt, which a person settles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Place = tuple[int | None, int | None]  # a congress and a term


@dataclass(eq=False)
class Known:
    """A person of the roster, with what tells them apart; `record` is whatever the caller needs."""

    name: str
    sex: str = ""
    born: str = ""
    phone: str = ""
    certificates: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    wholes: frozenset[tuple] = frozenset()  # all that is known, once for each mandate
    record: Any = None


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
    whole: tuple = ()


@dataclass
class Doubt:
    """Several persons may be meant."""

    persons: list[Known] = field(default_factory=list)


def agree(one: str, other: str) -> bool:
    """Two births that may be the same: 1967 and 1967-03 may, 1967-03 and 1967-04 may not."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def match(wanted: Sequence[Wanted], known: Iterable[Known]) -> list[Known | Doubt | None]:
    """For each row the person it means, none for a new one, or a doubt."""
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
        self.found: dict[Wanted, Known | Doubt | None] = {}
        self.taken: set[tuple[Known, Place]] = set()

    def settle(self) -> list[Known | Doubt | None]:
        for is_the_same in (_in_everything, _by_certificate, _by_birth, _by_birth_as_known):
            for row in self._open():
                self._settle_surely(row, is_the_same)
        for is_likely in (_by_phone, _by_district):
            for row in self._open():
                self._take_if_one(row, is_likely)
        for row in self._open():
            if row not in self.found:  # as somebody's rival
                self._settle_the_rest(row)
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

    def _take(self, row: Wanted, person: Known) -> None:
        self.found[row] = person
        self.taken.add((person, row.place))


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
