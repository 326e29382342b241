"""The tables of the index whose rows are kept by a noun's own module; add yours here."""

from __future__ import annotations

from typing import Any, Final

from server.records.receipt_rows import SPELLS
from server.records.table import Table

TABLES: Final[tuple[Table[Any], ...]] = (SPELLS,)
