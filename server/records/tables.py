"""The tables of the index whose rows are kept by a noun's own module; add yours here."""

from __future__ import annotations

from typing import Any, Final

from server.records.campaign_rows import CAMPAIGNS, CHECKS, PROBLEMS
from server.records.housing_rows import HOUSING
from server.records.receipt_rows import SPELLS
from server.records.table import Table

TABLES: Final[tuple[Table[Any], ...]] = (SPELLS, HOUSING, CAMPAIGNS, CHECKS, PROBLEMS)
