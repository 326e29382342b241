"""Upkeep: which acts follow once a household is in receipt (S7 parts 7.4 to 7.6, S7-DUTY).

Lines of the same table as ``procedure``; each noun keeps its lines and folds in a module of its own.
"""

from __future__ import annotations

from typing import Final

from server.domain.permission import ADMIN, HEAD, STREET
from server.domain.stage import Stage
from server.domain.transition import Transition, at

RECEIVING: Final = at(Stage.APPROVED, Stage.IN_RECEIPT)

UPKEEP: Final[tuple[Transition, ...]] = (
    Transition("taken_over", "S7-DUTY-S7", "case.take_over", ADMIN, to=at(Stage.IN_RECEIPT)),
    Transition("class_set", "S7-AMB-14", "class.set", STREET, beside=RECEIVING),
    # periodic reviews
    Transition("stopped", "S7-REV-01", "receipt.stop", HEAD, beside=RECEIVING, to=at(Stage.STOPPED)),
    # payments and recovery
    # employment
)
