"""What is forgotten: how two persons were before they were made one."""

from lianxin.institution.congress.actions import forget_images


def forget_merges(cell_id, today):
    """Drop the images of merges that cannot be undone any more, of whichever cell."""
    forget_images(today=today)
