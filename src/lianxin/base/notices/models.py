"""What is put in an inbox: one line per seat that an act concerns."""

from django.db import models


class Notice(models.Model):
    seat_id = models.PositiveBigIntegerField()
    entry_id = models.PositiveBigIntegerField()  # deliberately not unique: the cursor must do it
    act_id = models.PositiveBigIntegerField()  # the entry of what a person did, that led to it
    cell_id = models.PositiveBigIntegerField()
    root_type = models.CharField(max_length=64)
    root_id = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=64)
    move = models.CharField(max_length=32)
    who = models.CharField(max_length=80, blank=True)  # who did it, by name and office
    title = models.CharField(max_length=160, blank=True)
    # where the sentence stands that says what is to be done: "record type:move:audience"
    asks = models.CharField(max_length=128, blank=True)
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["seat_id", "read_at", "-id"]),
            models.Index(fields=["root_type", "root_id", "seat_id"]),
        ]

    def __str__(self):
        return f"#{self.pk} {self.move}"
