"""Uploads: bytes on disk, named by their content; a row says what they belong to."""

from django.db import models


class Upload(models.Model):
    """
    One file that somebody handed in. Until `subject_type` is set it is a stash: kept while the
    form it came with is mended, shown to nobody.
    """

    token = models.CharField(max_length=32, unique=True)  # unguessable; the address of the file
    cell_id = models.PositiveBigIntegerField(null=True)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=160)  # as the sender called it
    kind = models.CharField(max_length=100)  # by its content, never by its name
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    seat_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self):
        return f"#{self.pk} {self.kind}"

    @property
    def is_image(self):
        return self.kind.startswith("image/")
