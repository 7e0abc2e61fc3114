"""Get a paper as a person does: ask for it, wait for the worker, open the file."""

from lianxin.base.jobs import actions as jobs


def fetch(browser, address):
    """The answer with the file; the worker makes it in between if it is not there yet."""
    answer = browser.get(address)
    if answer.status_code == 302:
        while jobs.step():
            pass
        answer = browser.get(address)
    return answer
