"""What changes the public face of a suggestion."""

from django.utils.timezone import localdate

from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.perform import begins, performs
from lianxin.work.suggestions.lifecycle import PUBLICATION
from lianxin.work.suggestions.models import Publication


@begins(PUBLICATION, "open")
def open_publication(*, actor, at, suggestion):
    """It is due some working days after the reply; nothing is published by itself."""
    return Publication(cell_id=suggestion.cell_id, suggestion=suggestion)


def open_for(suggestion):
    """Begin the publication of an answered suggestion."""
    return open_publication(actor=MACHINE, suggestion=suggestion)


@performs(PUBLICATION, "check")
def check(publication, *, actor, at, level, public_title="", public_body="", public_reply=""):
    """The first person looks for secrets and personal data and mends the public text."""
    publication.level = level
    publication.secrecy_checked = publication.privacy_checked = True
    publication.checked_by = actor.pk
    publication.public_title = public_title or publication.suggestion.title
    publication.public_body, publication.public_reply = public_body, public_reply


@performs(PUBLICATION, "send_back")
def send_back(publication, *, actor, at):
    """The second person found something."""
    publication.secrecy_checked = publication.privacy_checked = False


@performs(PUBLICATION, "publish")
def publish(publication, *, actor, at):
    """The second person puts it on the public page, no wider than the deputy agreed to."""
    publication.published_on = localdate(at)


@performs(PUBLICATION, "withhold")
def withhold(publication, *, actor, at):
    """It stays inside, with reasons."""


@performs(PUBLICATION, "object")
def object_to(publication, *, actor, at):
    """The deputy would rather not (河南 art. 29)."""
    publication.objection_open = True


@performs(PUBLICATION, "answer_objection")
def answer_objection(publication, *, actor, at):
    """The office answers; the way is free again."""
    publication.objection_open = False


@performs(PUBLICATION, "take_down")
def take_down(publication, *, actor, at):
    """Something private or secret was found late."""
    publication.published_on = None


@performs(PUBLICATION, "recheck")
def recheck(publication, *, actor, at):
    """Begin the check anew."""
    publication.secrecy_checked = publication.privacy_checked = False
    publication.checked_by = None
