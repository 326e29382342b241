"""``ruhu report``: figures of the record, a module for each subject."""

from __future__ import annotations

from typing import Any, Final

from server.commands import report_annual, report_spot_check
from server.commands.options import add_group
from server.commands.verbs import ABOUT

SUBJECTS: Final = (report_annual, report_spot_check)


def add_to(verbs: Any) -> None:
    report = add_group(verbs, "report", ABOUT["report"])
    for subject in SUBJECTS:
        subject.add_to(report)
