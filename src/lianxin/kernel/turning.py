"""
Turn encrypted columns over to the newest key: row by row, whoever else writes meanwhile.

Each row is written only if it still holds what was read, so that nobody's change is undone. What
is done stays done: whoever starts again goes on with the rows that are left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from lianxin.kernel import keyring
from lianxin.kernel.fields import BlindIndex, Locked, SecretText

AT_ONCE = 200  # rows a transaction: nobody waits long for the lock


@dataclass
class Turned:
    """How many rows were turned, of how many; and how many do not open, by table."""

    rows: int = 0
    of: int = 0
    unreadable: dict[str, int] = field(default_factory=dict)


def turn(report: Callable[[Turned], None] | None = None, *, at_once: int = AT_ONCE) -> Turned:
    """Lock everything with the newest key; `report` is told after each piece of it."""
    newest = keyring.ring().newest.id
    done = Turned(of=sum(_behind(model, newest).count() for model, _c in keyring.secret_columns()))
    for model, _columns in keyring.secret_columns():
        for some in _pieces(model, newest, at_once):
            with transaction.atomic():
                for row in some:
                    _turn_row(row, done)
            if report:
                report(done)
    return done


def _behind(model: type[models.Model], newest: int) -> models.QuerySet[Any]:
    """The rows of which a column is locked with an older key."""
    old = models.Q()
    for column in _secrets(model):
        old |= ~models.Q(**{column.name: ""}) & ~models.Q(**{f"{column.name}__locked_with": newest})
    return model._base_manager.filter(old)


def _pieces(model: type[models.Model], newest: int, at_once: int) -> Iterator[list[Any]]:
    found, last = _behind(model, newest).order_by("pk"), None
    while some := list((found if last is None else found.filter(pk__gt=last))[:at_once]):
        last = some[-1].pk
        yield some


def _turn_row(row: models.Model, done: Turned) -> None:
    model = type(row)
    secrets = _secrets(model)
    was = {column.name: column.held(row) for column in secrets}
    try:
        for column in secrets:
            setattr(row, column.name, str(getattr(row, column.name)))
    except keyring.Unreadable:
        done.unreadable[model._meta.label] = done.unreadable.get(model._meta.label, 0) + 1
        return
    fields = [*secrets, *(f for f in model._meta.concrete_fields if isinstance(f, BlindIndex))]
    now = {each.name: each.pre_save(row, add=False) for each in fields}
    done.rows += model._base_manager.filter(pk=row.pk, **was).update(**now)


def _secrets(model: type[models.Model]) -> list[SecretText]:
    return [each for each in model._meta.concrete_fields if isinstance(each, SecretText)]


@dataclass(frozen=True)
class Use:
    """One key of the ring, and how many values are locked with it."""

    key: keyring.Key
    values: int


def uses() -> tuple[list[Use], int]:
    """(what each key of the ring is used for, how many values need a key that is not there)."""
    columns = [(model, each) for model, _c in keyring.secret_columns() for each in _secrets(model)]
    keys, count = keyring.ring(), 0
    found = []
    for key in keys:
        values = sum(
            model._base_manager.filter(**{f"{column.name}__locked_with": key.id}).count()
            for model, column in columns
        )
        found.append(Use(key, values))
        count += values
    everything = sum(
        model._base_manager.exclude(**{column.name: ""}).count() for model, column in columns
    )
    return found, everything - count


def sample_of(key: keyring.Key) -> bool | None:
    """Whether a value of a key opens; none where it locks nothing."""
    for model, _columns in keyring.secret_columns():
        for column in _secrets(model):
            asked = {f"{column.name}__locked_with": key.id}
            if row := model._base_manager.filter(**asked).order_by("-pk").first():
                return _opens(row, column)
    return None


def _opens(row: models.Model, column: SecretText) -> bool:
    try:
        getattr(row, column.name)
    except keyring.Unreadable:
        return False
    return isinstance(column.held(row), Locked)
