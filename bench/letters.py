"""CPU per letter, as .docx and as PDF: `python -m bench.letters [ROSTER.csv]`.

With a roster (a column 姓名) every name of it is set, too, and counted.
"""

import csv
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import django
from django.conf import settings

TIMES = 40


def main(arguments: list[str]) -> int:
    """Print a line for each format, and one for the names of a roster."""
    settings.configure(FONT_FOLDERS=(), USE_I18N=False)
    django.setup()
    from lianxin.base.paper import fonts, pdf, word  # noqa: PLC0415 -- after the settings
    from lianxin.base.paper.letter import Letter  # noqa: PLC0415 -- after the settings
    from lianxin.base.paper.qr import Code  # noqa: PLC0415 -- after the settings

    letter = Letter(
        organ="青溪县交通运输局",
        title=("关于青溪县第十九届人大第五次会议", "第007号建议的答复"),
        to="沈明禾、陆怀川代表：",
        paragraphs=("拟增设按钮式信号灯一组，由交警每日值守，费用已列入预算。" * 6,) * 3,
        sign="青溪县交通运输局",
        day=date(2026, 4, 5),
        number="青交函〔2026〕12号",
        mark="A",
        contact="联系人：路平安，电话：0800-5220018",
        copies="县人大常委会选任联工委，县政府督查室",
    )
    code = Code("HTTPS://EXAMPLE.ORG/P/ABCDEFGHJKLMNPQR", ("编号 ABCD EFGH JKLM NPQR",))
    for name, write in (("docx", word.write_letter), ("pdf", pdf.write_letter)):
        cost = _cost(lambda n, write=write: write(replace(letter, number=str(n)), code))
        print(f"{name}: {cost:.1f} ms CPU a letter")
    if arguments:
        with Path(arguments[0]).open(encoding="utf-8-sig", newline="") as file:
            names = [row["姓名"] for row in csv.DictReader(file)]
        library = fonts.here()
        for each in names:
            library.runs("body", each)
            list(fonts.word_runs(fonts.ROLES["body"], each))
        print(f"names: {len(names)} set, none with a character that is missing")
    return 0


def _cost(write: Callable[[int], object]) -> float:
    write(-1)
    before = time.process_time()
    for n in range(TIMES):
        write(n)
    return (time.process_time() - before) * 1000 / TIMES


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
