"""How each act of the upkeep changes a case: the folds of its nouns in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.employment_folds import EMPLOYMENT_FOLDS
from server.domain.periodic_review import REVIEW_FOLDS, STOP_FOLDS
from server.domain.receipt import RECEIPT_FOLDS
from server.domain.recovery import RECOVERY_FOLDS
from server.domain.renewal import RENEWAL_FOLDS
from server.domain.retention import RETENTION_FOLDS
from server.domain.standard import STANDARD_FOLDS

if TYPE_CHECKING:
    from server.domain.case import Case

UPKEEP_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    **RECEIPT_FOLDS,
    **EMPLOYMENT_FOLDS,
    **REVIEW_FOLDS,
    **STOP_FOLDS,
    **RENEWAL_FOLDS,
    **RECOVERY_FOLDS,
    **STANDARD_FOLDS,
    **RETENTION_FOLDS,
}
