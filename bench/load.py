"""The scene of a measurement: a county with so many voices, and the addresses to visit.

    python -m bench.load 10000

fills the database of the environment (DB, LIANXIN_HOME, PG…) and prints the scene as JSON:

    cookies     seat -> {"sessionid": …}: signed in without the sign-in page
    list        address of the voices' list      case    address of a suggestion, thirty entries
    form        address of the public form       voice   its fields; voice_text: the one varied
    moves       addresses of one move each on records that wait for it      move    its fields
"""

import sys


def scene(voices: int) -> dict[str, object]:
    """Build the county and say where everything is."""
    raise NotImplementedError(f"the county of {voices} voices is not written yet")


if __name__ == "__main__":
    print(scene(int(sys.argv[1])))
