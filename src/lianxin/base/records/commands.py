"""This app's part of the `lianxin` command: the trail and its worker step."""

from lianxin.base.records import actions, queries
from lianxin.kernel.registry import consumers


def step():
    """Seal and deliver once. Returns whether there was anything to do."""
    busy = 0
    for cell_id in queries.cells_of_the_book():
        busy += actions.seal(cell_id)
        for name, handle in consumers():
            busy += actions.deliver(name, handle, cell_id)
    return bool(busy)


def drain(arguments):
    """Seal and deliver until nothing waits."""
    while step():
        pass


def verify_trail(arguments):
    """Print one line per cell; the exit status is the number of broken chains."""
    broken = 0
    for cell_id in queries.cells_of_the_book():
        verdict = queries.verify(cell_id)
        broken += not verdict.whole
        state = "whole" if verdict.whole else f"BROKEN at {verdict.broken_at}: {verdict.why}"
        print(
            f"cell {cell_id}: {state}; {verdict.sealed} sealed, {verdict.erased} erased texts, "
            f"{verdict.unsealed} unsealed, oldest {verdict.oldest_unsealed or '-'}, "
            f"head {verdict.head[:16] or '-'}"
        )
    return broken


COMMANDS = {"drain": drain, "verify-trail": verify_trail}
