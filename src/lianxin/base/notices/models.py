"""What is put in an inbox: one line per seat that an entry concerns."""

from django.db import models


class Notice(models.Model):
    seat_id = models.PositiveBigIntegerField()
    entry_id = models.PositiveBigIntegerField()  # deliberately not unique: the cursor must do it
    cell_id = models.PositiveBigIntegerField()
    root_type = models.CharField(max_length=64)
    root_id = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=64)
    move = models.CharField(max_length=32)
    title = models.CharField(max_length=160, blank=True)
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seat_id", "read_at", "-id"])]

    def __str__(self):
        return f"#{self.pk} {self.move}"
