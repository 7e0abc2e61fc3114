"""Hand a sheet in as a clerk does, let the worker read it, and say yes."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job

LIST = reverse("imports")


def signed_in(seat, **told):
    client = Client(**told)
    client.force_login(seat.user)
    return client


def hand_in(client, county, content, name="名册.xlsx", kind="roster", **told):
    where = {"congress": county.congress.pk} if kind == "roster" else {}
    data = {"kind": kind, "file": SimpleUploadedFile(name, content), **where, **told}
    return client.post(LIST, data)


def shown(client, county, content, **told):
    """Hand it in, let the worker read it, and open its page."""
    answer = hand_in(client, county, content, **told)
    assert answer.status_code == 302
    jobs.step()
    return Job.objects.order_by("pk").last()


def address(name, job):
    return reverse(name, args=[job.pk])


def say_yes(client, job, **told):
    digest = told.pop("digest", job.result["digest"])
    answer = client.post(address("import_confirm", job), {"digest": digest, **told}, follow=True)
    job.refresh_from_db()
    return answer


def page(client, job, query=""):
    answer = client.get(address("import_job", job) + query)
    assert answer.status_code == 200
    return answer.content.decode()
