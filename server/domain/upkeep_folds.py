"""How each act of the upkeep changes a case: the folds of its nouns in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.receipt import RECEIPT_FOLDS

if TYPE_CHECKING:
    from server.domain.case import Case

UPKEEP_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    **RECEIPT_FOLDS,
}
