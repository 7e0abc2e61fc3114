"""The reader of workbooks, run as a program of its own: workbook in, pickled grids out.

The reader is fast because it trusts the file. A damaged or malicious one can make it ask for
any amount of memory and abort; here that ends this little process and nobody else's.
"""

import pickle
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
PROTECTED = b"protected"


class Broken(Exception):
    """The reader could not read the workbook."""


class Protected(Exception):
    """The workbook is encrypted."""


def read_apart(content: bytes, max_cells: int) -> list[dict[str, Any]]:
    """One dictionary a sheet: name, hidden, grid, merges."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(max_cells)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Broken from None
    if done.returncode:
        raise Broken
    if done.stdout == PROTECTED:
        raise Protected
    return pickle.loads(done.stdout)  # our own child wrote it


def _grids(content: bytes, max_cells: int) -> list[dict[str, Any]]:
    from python_calamine import (  # noqa: PLC0415 -- only the child needs it
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    found = []
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                if sheet.total_height * sheet.total_width > max_cells:
                    raise Broken
                grid = sheet.to_python(skip_empty_area=False)
                hidden = about.visible != SheetVisibleEnum.Visible
                merges = sheet.merged_cell_ranges
                found.append({"name": about.name, "hidden": hidden, "grid": grid, "merges": merges})
    return found


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read the workbook from standard input."""
    from python_calamine import PasswordError  # noqa: PLC0415 -- only the child needs it

    _limit_memory()
    try:
        answer = pickle.dumps(_grids(sys.stdin.buffer.read(), int(sys.argv[1])))
    except PasswordError:
        answer = PROTECTED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
