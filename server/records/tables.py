"""The tables of the index whose rows are kept by a noun's own module; add yours here."""

from __future__ import annotations

from typing import Any, Final

from server.records.info_check_rows import INFO_CHECKS
from server.records.receipt_rows import SPELLS
from server.records.table import Table

TABLES: Final[tuple[Table[Any], ...]] = (SPELLS, INFO_CHECKS)
