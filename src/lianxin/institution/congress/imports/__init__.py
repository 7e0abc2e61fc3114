"""The roster of deputies as a sheet: its layout, who is who, and how it lands."""

from lianxin.institution.congress.imports.layout import LEVELS, ROSTER
from lianxin.institution.congress.imports.road import ROAD, run

__all__ = ["LEVELS", "ROAD", "ROSTER", "run"]
