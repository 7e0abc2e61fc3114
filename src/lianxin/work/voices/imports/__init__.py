"""Messages of residents as a sheet: the layout, and how its rows become voices."""

from lianxin.work.voices.imports.layout import VOICES
from lianxin.work.voices.imports.road import ROAD, run

__all__ = ["ROAD", "VOICES", "run"]
