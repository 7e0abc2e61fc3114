"""Abstract bases only; the kernel owns no tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.ports import current, ports, today


class Living(models.Model):
    """A record with a lifecycle. Only `kernel.perform` and the clocks write these fields."""

    root_field = ""  # a child names the foreign key that leads to its root, "a__b" if far

    act_reads: tuple[str, ...] = ()  # foreign keys that its rules and facts read in an act

    cell_id = models.PositiveBigIntegerField(_("cell"), editable=False)
    state = models.CharField(_("state"), max_length=24, editable=False)
    came_from = models.CharField(max_length=24, blank=True, editable=False)
    state_since = models.DateTimeField(_("since"), null=True, editable=False)
    moved_at = models.DateTimeField(_("last step"), null=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    due_date = models.DateField(_("due"), null=True, editable=False)

    class Meta:
        abstract = True

    def root(self):
        """The record whose lock guards this one; itself, for most."""
        found = self
        for step in filter(None, self.root_field.split("__")):
            found = getattr(found, step)
        return found

    @property
    def runs(self):
        """The clock runs of this record: read afresh, unless a page or an act has primed them."""
        if (act := current.get()) is not None:
            return act.deed.ledger.runs_of(self)
        primed = self.__dict__.get("_runs")
        return ports().runs_of(self) if primed is None else primed

    def open_run(self, clock: str):
        """The running clock of that code, or none."""
        return next((r for r in self.runs if r.code == clock and r.stopped_on is None), None)

    def in_time(self, clock: str) -> bool:
        """Whether that clock is running and its last day has not passed."""
        run = self.open_run(clock)
        return run is not None and today() <= run.due_on
