"""Countable facts, one line each: the only source of files, ledgers, quotas and figures."""

from django.db import models

VOID = "void"  # the kind of a fact that only takes another one's place, and counts for nothing


class Fact(models.Model):
    cell_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=48)
    on = models.DateField()
    person_id = models.PositiveBigIntegerField(null=True)
    mandate_id = models.PositiveBigIntegerField(null=True)
    venue_id = models.PositiveBigIntegerField(null=True)
    group_id = models.PositiveBigIntegerField(null=True)
    unit_id = models.PositiveBigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, default=1)
    source_type = models.CharField(max_length=64)
    source_id = models.PositiveBigIntegerField()
    root_type = models.CharField(max_length=64)  # the record whose page tells the whole story
    root_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=160, blank=True)  # what that record was called then
    entry_id = models.PositiveBigIntegerField()
    confirmed_by = models.PositiveBigIntegerField(null=True)  # a seat: the organiser's word
    supersedes = models.OneToOneField("self", models.PROTECT, null=True)  # a correction
    key = models.CharField(max_length=160, unique=True)  # the same fact is never counted twice

    class Meta:
        indexes = [
            models.Index(fields=["cell_id", "kind", "on"]),
            models.Index(fields=["person_id", "on"]),
            models.Index(fields=["unit_id", "on"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.on} ×{self.quantity}"
