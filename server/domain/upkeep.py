"""Upkeep: which acts follow once a household is in receipt (S7 parts 7.4 to 7.6, S7-DUTY).

Lines of the same table as ``procedure``; each noun keeps its lines and folds in a module of its own.
"""

from __future__ import annotations

from typing import Final

from server.domain.permission import ADMIN, ASSESSOR, CLERK, HEAD, STREET
from server.domain.stage import Stage
from server.domain.transition import Transition, at

RECEIVING: Final = at(Stage.APPROVED, Stage.IN_RECEIPT)
_OVER: Final = at(Stage.STOPPED, Stage.ENDED)
_PAID: Final = RECEIVING | at(Stage.STOPPED)

UPKEEP: Final[tuple[Transition, ...]] = (
    Transition("taken_over", "S7-DUTY-S7", "case.take_over", ADMIN, to=at(Stage.IN_RECEIPT), begins=True),
    Transition("class_set", "S7-AMB-14", "class.set", STREET, beside=RECEIVING, begins=True),
    # periodic reviews
    Transition("review_opened", "S7-REV-01", "review.open", CLERK, beside=RECEIVING, begins=True),
    Transition("review_recorded", "S7-DUTY-C6", "review.record", CLERK, beside=RECEIVING),
    Transition("review_told", "C-26", "review.record", CLERK, beside=RECEIVING),
    Transition("review_team_assigned", "S7-REV-15", "team.assign", STREET, beside=RECEIVING),
    Transition("review_team_called_off", "S7-REV-15", "team.assign", STREET, beside=RECEIVING),
    Transition("review_visited", "S7-REV-15", "", ASSESSOR, beside=RECEIVING),
    Transition("review_audited", "S7-AMB-23", "review.audit", STREET, beside=RECEIVING),
    Transition("review_decided", "S7-AMB-23", "review.decide", HEAD, beside=RECEIVING, to=at(Stage.STOPPED)),
    Transition("review_returned", "S7-AMB-23", "review.decide", HEAD, beside=RECEIVING),
    Transition("review_notified", "C-26", "review.notify", CLERK, beside=RECEIVING | at(Stage.STOPPED)),
    Transition("renewal_registered", "S7-DUTY-C7", "renewal.register", CLERK, beside=RECEIVING, begins=True),
    Transition("standard_applied", "S1-ADJ-08", "standard.confirm", HEAD, beside=RECEIVING),
    Transition("stopped", "S7-REV-01", "receipt.stop", HEAD, beside=RECEIVING, to=at(Stage.STOPPED)),
    # payments and recovery
    Transition("overpayment_found", "S7-DUTY-D2", "recovery.find", STREET, beside=_PAID),
    Transition("recovery_agreed", "S7-DUTY-D2", "recovery.receive", STREET, beside=_PAID),
    Transition("recovery_received", "S7-DUTY-D2", "recovery.receive", STREET, beside=_PAID),
    Transition("recovery_waived", "S7-DUTY-D2", "recovery.waive", HEAD, beside=_PAID),
    # employment
    Transition("job_status_set", "S7-EMP-01", "job.record", STREET, beside=RECEIVING),
    Transition("job_form_issued", "S7-EMP-03", "job.issue", STREET, beside=RECEIVING, papers=("DOC-14",)),
    Transition("job_team_assigned", "S7-EMP-06", "job.record", CLERK, beside=RECEIVING),
    Transition("job_team_called_off", "S7-EMP-06", "job.record", CLERK, beside=RECEIVING),
    Transition("job_form_returned", "S7-EMP-07", "job.record", CLERK, beside=RECEIVING),
    Transition("job_form_scanned", "S7-EMP-07", "job.record", CLERK, beside=RECEIVING),
    Transition("job_offered", "S7-EMP-05", "job.record", STREET, beside=RECEIVING),
    Transition("job_answered", "S7-EMP-06", "job.record", STREET, beside=RECEIVING),
    Transition("training_given", "S7-EMP-05", "job.record", STREET, beside=RECEIVING),
    Transition("training_put_right", "S7-EMP-06", "job.record", STREET, beside=RECEIVING),
    Transition("activity_attended", "S7-EMP-08", "activity.record", CLERK, beside=RECEIVING),
    Transition("exit_begun", "C-27", "job.issue", STREET, beside=RECEIVING, begins=True),
    Transition("exit_ended", "C-27", "job.issue", STREET, beside=RECEIVING),
    Transition("job_review_suggested", "C-28", "job.issue", STREET, beside=RECEIVING),
    # retention
    Transition("erased", "PR-13", "case.erase", HEAD, beside=_OVER, to=at(Stage.ERASED)),
)
