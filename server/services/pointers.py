"""What an act points at in the evidence: its words, its papers, its photos, each named by its digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.domain.act import Act
from server.domain.signature import ON_PAPER
from server.records.evidence import PHOTO, STATEMENT

_NAMES_PHOTOS: Final = (
    "visit_received",
    "review_visited",
    "contribution_received",
    "community_looked_at",
    "campaign_checked",
    "housing_surveyed",
    "job_form_returned",
)
_STAMPED: Final = ("audited", "approved", "refused")  # with a picture of the stamped page, where there is one
_POINTERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "applied": (("declared", "declared"),),
    "taken_over": (("declared", "declared"), ("source", "source")),
    "figures_reported": (("figures", "figures"),),
    "team_assigned": (("reason", "reason"),),
    "visit_received": (("visit", "visit"),),
    "visit_confirmed": (("countersign", "countersign"),),
    "contribution_received": (("contribution", "contribution"),),
    "discrepancy_decided": (("reason", "reason"),),
    "committee_found": (("reason", "reason"),),
    "notice_posted": (("place", "place"), (STATEMENT, STATEMENT)),
    "notice_proved": (("photo", PHOTO), ("details", "notice-proof")),
    "objection_filed": (("words", "objection"),),
    "objection_answered": (("words", "answer"),),
    "examined": (("words", "reason"),),
    "approved": (("reason", "reason"),),
    "refused": (("reason", "reason"),),
    "passbook_arranged": (("passbook", "passbook"),),
    "passed_on": (("receiver", "reason"), ("words", "reason")),
    "returned": (("reason", "reason"),),
    "question_asked": (("words", "reason"),),
    "question_answered": (("words", "reason"),),
    "note_written": (("words", "reason"),),
    "flag_dismissed": (("reason", "reason"),),
    "job_status_set": (("reason", "reason"),),
    "job_team_called_off": (("reason", "reason"),),
    "job_form_returned": (("content", "job-form"), ("visit", "visit")),
    "job_form_scanned": (("photo", PHOTO),),
    "job_offered": (("words", "reason"), ("reason", "reason")),
    "job_answered": (("reason", "reason"),),
    "training_given": (("words", "reason"),),
    "training_put_right": (("words", "reason"),),
    "exit_ended": (("reason", "reason"),),
    "activity_attended": (("words", "reason"),),
    "job_review_suggested": (("reason", "reason"),),
    "activity_organised": (("words", "activity"),),
    "activity_corrected": (("words", "activity"),),
    "activity_called_off": (("reason", "activity"),),
    "research_exported": (("content", "research"), ("purpose", "purpose")),
    "class_set": (("reason", "reason"),),
    "stopped": (("words", "reason"),),
    "overpayment_found": (("lines", "recovery"), ("words", "reason")),
    "recovery_received": (("words", "reason"),),
    "recovery_waived": (("words", "reason"),),
    "review_opened": (("words", "reason"),),
    "review_recorded": (("household", "review"), ("reason", "reason")),
    "review_told": (("words", "reason"), ("unsigned", "reason")),
    "review_team_called_off": (("reason", "reason"),),
    "review_visited": (("visit", "visit"),),
    "review_audited": (("reason", "reason"),),
    "review_decided": (("reason", "reason"),),
    "review_returned": (("reason", "reason"),),
    "review_notified": (("words", "reason"),),
    "renewal_registered": (("words", "reason"),),
    "standard_confirmed": (
        ("rows", "standard"),
        ("notice", "notice-text"),
        ("basis", "standard-basis"),
        ("reason", "reason"),
    ),
    "standard_applied": (("steps", "benefit"), ("reason", "reason")),
    "paper_issued": (("paper", "paper"),),
    "paper_withdrawn": (("reason", "reason"),),
    "standing_changed": (("reason", "reason"),),
    "payroll_opened": (("lines", "payroll"),),
    "payroll_proposed": (("lines", "payroll"),),
    "payroll_signed": (("lines", "payroll"),),
    "payroll_sent_back": (("reason", "reason"),),
    "set_aside_accepted": (("reason", "reason"),),
    "set_aside_returned": (("reason", "reason"),),
    "set_aside_closed": (("reason", "reason"),),
    # budget and goods
    "budget_proposed": (("words", "budget-words"),),
    "budget_amended": (("words", "budget-words"),),
    "budget_returned": (("reason", "budget-words"),),
    "goods_listed": (("words", "goods-words"), ("lines", "goods-lines")),
    "goods_collected": (("words", "goods-words"), ("signature", "signature")),
    "goods_taken_back": (("reason", "goods-words"),),
    "goods_sheet_kept": (("photo", PHOTO), ("details", "notice-proof")),
    "goods_ended": (("words", "goods-words"),),
    "goods_called_off": (("words", "goods-words"),),
    # complaints
    "complaint_received": (("words", "complaint"),),
    "complaint_looked_into": (("words", "complaint-words"),),
    "complaint_found": (("reason", "complaint-words"),),
    "complaint_answered": (("words", "answer"),),
    "complaint_nothing_owed": (("words", "complaint-words"),),
    "reconsideration_received": (("words", "reconsideration"),),
    "reconsideration_paper": (("words", "reconsideration"),),
    "reconsideration_decided": (("words", "reconsideration"),),
    "reconsideration_followed": (("words", "reconsideration"),),
    # spot checks and quarterly lists
    "burden_recorded": (("source", "source"),),
    "draw_committed": (("seed_kept", "draw-seed"),),
    "community_looked_at": (("words", "audit-words"),),
    "list_generated": (("table", "list-table"),),
    "list_proved": (("photo", PHOTO), ("details", "notice-proof")),
    "list_inspected": (("words", "list-words"),),
    "list_heard": (("words", "list-words"),),
    "indicator_entered": (("source", "indicator_source"), ("set_by", "indicator_set_by")),
    "housing_lines_published": (("source", "housing_lines_source"),),
    "housing_team_called_off": (("reason", "housing_words"),),
    "housing_surveyed": (("words", "housing_words"), ("address", "housing_words"), ("visit", "visit")),
    "housing_decided": (("reason", "housing_words"), ("steps", "rent_subsidy")),
    "housing_reviewed": (("reason", "housing_words"), ("steps", "rent_subsidy")),
    "housing_moved": (("reason", "housing_words"),),
    "housing_offered": (("place", "housing_words"),),
    "housing_answered": (("reason", "housing_words"),),
    "housing_ended": (("words", "housing_words"),),
    "campaign_opened": (("words", "campaign_plan"),),
    "campaign_team_called_off": (("reason", "campaign_words"),),
    "campaign_checked": (("words", "campaign_words"), ("visit", "visit")),
    "campaign_problem": (("words", "campaign_words"),),
    "campaign_corrected": (("proof", "campaign_words"),),
    "campaign_removed_filed": (("words", "campaign_words"),),
    "campaign_closed": (("report", "campaign_words"),),
    "hardship_referred": (("words", "reason"), ("call", "hardship-call")),
    # daily records
    "consulted": (("person", "consultation"),),
    "erased": (("lines", "payroll"),),
    "part_erased": (("notes", "attendance_notes"),),
}


def pointed_at(act: Act) -> Iterator[str]:
    """The ids of the documents that have to be there as long as the file is not erased."""
    for key, kind in _POINTERS.get(act.kind, ()):
        if act.facts.get(key):
            yield f"{kind}:{act.file}:{act.facts[key]}"
    if act.kind in _STAMPED and act.facts.get("stamp", ON_PAPER) not in ("", ON_PAPER):
        yield f"{PHOTO}:{act.file}:{act.facts['stamp']}"
    if act.kind in _NAMES_PHOTOS:
        yield from (f"{PHOTO}:{act.file}:{digest}" for digest in act.facts.get("photos", ()))
    if act.kind == "community_looked_at":
        yield from (f"notice-proof:{act.file}:{digest}" for digest in act.facts["details"])
        yield from (f"audit-finding:{act.file}:{words}" for _, _, words in act.facts["findings"] if words)
    if act.kind == "certified":
        yield f"{PHOTO}:{act.file}:{act.facts['portrait']}"
    if act.kind == "signed":
        signatures = act.facts.get("signatures", {}).values()
        yield from (f"signature:{act.file}:{digest}" for digest in signatures if digest != "on_paper")
