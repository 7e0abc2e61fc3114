"""Read the square codes on what comes back: photos, scans, PDFs of many pages. In the worker."""

import io
from collections.abc import Iterator
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image, UnidentifiedImageError

PDF = "application/pdf"
MOST_PAGES = 120
DOTS = 200  # an inch; the modules of our codes are then four dots wide
LARGEST = 40_000_000  # pixels of a page


class Unreadable(Exception):
    """The file cannot be opened as pages."""


def codes_in(data: bytes, kind: str) -> list[list[str]]:
    """The texts of the square codes of every page, in the order of the pages."""
    try:
        return [_codes_on(page) for page in _pages(data, kind)]
    except (UnidentifiedImageError, OSError, pypdfium2.PdfiumError, ValueError) as fault:
        raise Unreadable(str(fault)) from fault


def _pages(data, kind) -> Iterator[Image.Image]:
    if kind != PDF:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > LARGEST:
                raise Unreadable("too many pixels")
            yield picture.convert("L")
        return
    with closing(pypdfium2.PdfDocument(data)) as document:
        if len(document) > MOST_PAGES:
            raise Unreadable("too many pages")
        for place in range(len(document)):
            with closing(document[place]) as page:
                width, height = page.get_size()
                fits = (LARGEST / max(width * height, 1)) ** 0.5
                yield page.render(scale=min(DOTS / 72, fits), grayscale=True).to_pil()


def _codes_on(page):
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(page, formats=formats)
    return [each.text for each in found if each.text]


def part_of(data: bytes, first: int, last: int) -> bytes:
    """Some pages of a PDF as a PDF of their own; both ends belong to it, counted from nought."""
    with closing(pypdfium2.PdfDocument(data)) as whole, closing(pypdfium2.PdfDocument.new()) as new:
        new.import_pages(whole, list(range(first, last + 1)))
        out = io.BytesIO()
        new.save(out)
        return out.getvalue()
