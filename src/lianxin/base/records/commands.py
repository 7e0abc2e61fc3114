"""This app's part of the `lianxin` command: its worker step, and all that waits at once."""

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


COMMANDS = {"drain": drain}
