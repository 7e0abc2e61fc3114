"""
What is searched, what a seat has opened lately, and which lists it has put a name to.

The words themselves lie where each database searches best: in a full-text table beside
`SearchDoc` (SQLite), or in a column of it that Django does not know (PostgreSQL).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDoc(models.Model):
    """The text of one record as everybody may read it who may see the record."""

    cell_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    record_id = models.PositiveBigIntegerField()
    root_id = models.PositiveBigIntegerField()  # the record by whose entries it is kept up
    place = models.BigIntegerField()  # its moment and its own id: whatever is newer is greater
    title = models.TextField()
    body = models.TextField()
    near = models.CharField(max_length=200, blank=True)  # narrows what a seat's search looks at

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_text")]
        indexes = [
            models.Index(fields=["place"]),
            models.Index(fields=["kind", "root_id"]),
            models.Index(fields=["cell_id", "kind", "-place"]),
        ]

    def __str__(self):
        return f"{self.kind}/{self.record_id}"


class Opened(models.Model):
    """A record that a seat has opened: its own bookmark, nobody else's business."""

    seat_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    record_id = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat_id", "kind", "record_id"], name="opened_once")
        ]
        indexes = [models.Index(fields=["seat_id", "-at"])]

    def __str__(self):
        return f"{self.kind}/{self.record_id}"


class SavedView(models.Model):
    """A list as a seat has narrowed it, under a name of its own."""

    seat_id = models.PositiveBigIntegerField()
    page = models.CharField(max_length=64)  # the route of the list
    name = models.CharField(_("name of the view"), max_length=20)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat_id", "page", "name"], name="one_view_a_name")
        ]

    def __str__(self):
        return self.name
