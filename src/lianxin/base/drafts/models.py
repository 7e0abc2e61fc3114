"""What somebody has typed into a form and not sent yet."""

import json

from django.db import models

from lianxin.kernel.fields import RowId, SecretText


class Draft(models.Model):
    """
    One form of one seat, as far as it was filled in; nobody but the person who typed it reads it.

    Once the form is sent the words are emptied and `used_at` stays, so that a page that was
    opened before then cannot bring them back.
    """

    row_id = RowId()
    seat_id = models.PositiveBigIntegerField()
    user_id = models.PositiveBigIntegerField()  # a seat may pass on, what was typed does not
    cell_id = models.PositiveBigIntegerField()
    form = models.CharField(max_length=200)  # its address, with the record's id and round
    typed = SecretText(row="row_id")  # {name: [values]} as JSON; may hold personal data
    saved_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat_id", "form"], name="one_draft_of_a_form")
        ]
        indexes = [models.Index(fields=["cell_id", "saved_at"])]

    def __str__(self):
        return f"#{self.pk} {self.form}"

    @property
    def fields(self):
        """{name: [values]}, as a browser would send them; empty once it was used."""
        return json.loads(self.typed) if self.typed else {}


class Sent(models.Model):
    """
    A form that a program sent under a key of its own, and what became of it.

    Sent again under the same key it is not done again; what was typed is not kept, only its digest.
    """

    seat_id = models.PositiveBigIntegerField()
    cell_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=100)
    form = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    record_id = models.PositiveBigIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat_id", "key"], name="a_key_is_used_once")
        ]
        indexes = [models.Index(fields=["cell_id", "sent_at"])]

    def __str__(self):
        return f"#{self.pk} {self.form}"
