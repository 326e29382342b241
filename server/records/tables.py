"""The tables of the index whose rows are kept by a noun's own module; add yours here."""

from __future__ import annotations

from typing import Any, Final

from server.records.activity_rows import ACTIVITIES, ATTENDANCE
from server.records.burden_rows import BURDENS
from server.records.campaign_rows import CAMPAIGNS, CHECKS, PROBLEMS
from server.records.cause_rows import CAUSES
from server.records.complaint_rows import COMPLAINTS
from server.records.consultation_rows import CONSULTATIONS
from server.records.draw_rows import DRAWS, FINDINGS
from server.records.employment_rows import JOB_FORMS, SEEKERS
from server.records.errand_rows import ERRANDS
from server.records.expiry_rows import EXPIRIES
from server.records.goods_rows import HANDOUT_LINES, HANDOUTS
from server.records.housing_rows import HOUSING
from server.records.info_check_rows import INFO_CHECKS
from server.records.list_rows import LISTS
from server.records.makeup_rows import MONTH_CAUSES, PEOPLE
from server.records.payment_rows import PAYMENT_LINES, PAYMENTS, ROLLS
from server.records.question_rows import QUESTIONS
from server.records.receipt_rows import SPELLS
from server.records.reconsideration_rows import RECONSIDERATIONS
from server.records.recovery_rows import RECOVERIES
from server.records.retention_rows import RETENTION
from server.records.review_rows import PLANS, RENEWALS, REVIEWS
from server.records.standard_rows import APPLIED, STANDARDS
from server.records.table import Table
from server.records.takeover_rows import RECIPIENTS, TAKEN_OVER
from server.records.training_rows import COURSES, RESULTS
from server.records.visit_rows import VISITS

TABLES: Final[tuple[Table[Any], ...]] = (
    SPELLS,
    INFO_CHECKS,
    QUESTIONS,
    PLANS,
    REVIEWS,
    RENEWALS,
    EXPIRIES,
    STANDARDS,
    APPLIED,
    SEEKERS,
    JOB_FORMS,
    CAUSES,
    ACTIVITIES,
    ATTENDANCE,
    HOUSING,
    CAMPAIGNS,
    CHECKS,
    PROBLEMS,
    ERRANDS,
    ROLLS,
    PAYMENTS,
    PAYMENT_LINES,
    RECOVERIES,
    COMPLAINTS,
    RECONSIDERATIONS,
    HANDOUTS,
    HANDOUT_LINES,
    # spot checks and quarterly lists
    BURDENS,
    DRAWS,
    FINDINGS,
    LISTS,
    # retention
    RETENTION,
    # imports
    TAKEN_OVER,
    RECIPIENTS,
    # what leaves the house
    VISITS,
    # the monthly table
    PEOPLE,
    MONTH_CAUSES,
    # consultations and training
    CONSULTATIONS,
    COURSES,
    RESULTS,
)
