"""Get a paper as a person does: ask for it, wait for the worker, open the file."""

from lianxin.base.jobs import actions as jobs
from lianxin.base.prints import documents
from lianxin.base.prints.models import Print


def fetch(browser, address):
    """The answer with the file; the worker makes it in between if it is not there yet."""
    answer = browser.get(address)
    if answer.status_code == 302:
        while jobs.step():
            pass
        answer = browser.get(address)
    return answer


def work():
    """Let the worker do all that waits."""
    while jobs.step():
        pass


def printed(browser, reply, ending="docx"):
    """The print of a reply as the worker made it."""
    browser.get(f"/replies/{reply.pk}.{ending}")
    work()
    return Print.objects.latest("pk")


def content(upload):
    """The bytes of a file of a paper."""
    return documents.content_of(upload)


def opens(browser, upload):
    """The status of the address of a file."""
    answer = browser.get(f"/files/{upload.token}/")
    for close in answer._resource_closers:
        close()
    return answer.status_code
