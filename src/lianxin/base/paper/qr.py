"""Square codes: drawn for the paper that goes out, read from the scans that come back."""

import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """What a paper's code leads to, and the small print beside it."""

    address: str
    words: tuple[str, ...] = ()


def matrix(text: str) -> list[list[bool]]:
    """The dark squares of the code of a text."""
    import qrcode  # type: ignore[import-untyped]  # noqa: PLC0415 -- in the worker only

    # One mask is as good as another to a reader; trying all eight takes four times as long.
    drawn = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=2)
    drawn.add_data(text)
    drawn.make(fit=True)
    return drawn.get_matrix()


def as_svg(text: str) -> str:
    """The code as SVG, one path."""
    rows = matrix(text)
    side = len(rows)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def as_png(text: str, scale: int = 8) -> bytes:
    """The code as a picture in black and white."""
    from PIL import Image  # noqa: PLC0415 -- in the worker only

    rows = matrix(text)
    side = len(rows)
    drawn = Image.new("1", (side, side), 1)
    drawn.putdata([0 if dark else 1 for row in rows for dark in row])
    out = io.BytesIO()
    drawn.resize((side * scale, side * scale)).save(out, "PNG")
    return out.getvalue()
