"""Where a case stands, and the words for its stages and acts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from server.domain.upkeep_words import UPKEEP_WORDS
from server.errors import Refusal


class Stage(StrEnum):
    """Where a case stands; the value is stable, the words are the page's."""

    APPLIED = "applied"
    DIRECT = "direct"
    NOT_HANDLED = "not_handled"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    VISITED = "visited"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NOTICED = "noticed"
    NOTICED_ONLY = "noticed_only"
    OBJECTED = "objected"
    PASSED = "passed"
    ADVISED = "advised"
    NOT_PASSED = "not_passed"
    FED_BACK = "fed_back"
    FILED = "filed"
    AUDIT_FAILED = "audit_failed"
    AUDITED = "audited"
    EXAMINED = "examined"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    IN_RECEIPT = "in_receipt"
    STOPPED = "stopped"
    ENDED = "ended"
    ERASED = "erased"


STAGE_WORDS: Final[dict[Stage, tuple[str, str]]] = {
    Stage.APPLIED: ("已登记", "registered"),
    Stage.DIRECT: ("直接向街道申请", "applied at the street"),
    Stage.NOT_HANDLED: ("社区不代理", "not handled by the community"),
    Stage.FORWARDED: ("社区已转来", "forwarded by the community"),
    Stage.ACCEPTED: ("已受理", "accepted"),
    Stage.ASSIGNED: ("等入户", "waiting for the visit"),
    Stage.VISITED: ("已入户", "visited"),
    Stage.ELIGIBLE: ("评议符合条件", "found eligible"),
    Stage.INELIGIBLE: ("评议不符合条件", "found not eligible"),
    Stage.NOTICED: ("公示中", "on notice"),
    Stage.NOTICED_ONLY: ("公示中，不用开会", "on notice, no meeting needed"),
    Stage.OBJECTED: ("有异议，要重新调查", "objected to, to be investigated again"),
    Stage.PASSED: ("议事会通过", "passed by the meeting"),
    Stage.ADVISED: ("议事会有不同意见", "the meeting advised against"),
    Stage.NOT_PASSED: ("议事会没通过", "not passed by the meeting"),
    Stage.FED_BACK: ("决议已反馈", "resolution fed back"),
    Stage.FILED: ("档案已报街道", "file sent to the street"),
    Stage.AUDIT_FAILED: ("街道审核没通过", "not passed by the street's audit"),
    Stage.AUDITED: ("街道审核合格", "audited by the street"),
    Stage.EXAMINED: ("区里审查过", "examined by the district"),
    Stage.RETURNED: ("区里退回", "returned by the district"),
    Stage.APPROVED: ("已批准", "approved"),
    Stage.REFUSED: ("不予批准", "not approved"),
    Stage.IN_RECEIPT: ("享受中", "in receipt"),
    Stage.STOPPED: ("已停发", "stopped"),
    Stage.ENDED: ("已办结", "closed"),
    Stage.ERASED: ("到期已销毁", "erased after its time"),
}

ACT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "applied": ("登记申请", "register the application"),
    "materials_noted": ("登记材料", "note the materials"),
    "materials_asked": ("一次告知缺的材料", "tell everything that is missing"),
    "materials_brought": ("收补来的材料", "receive what was missing"),
    "relative_registered": ("登记近亲属备案", "register a relative of the staff"),
    "authorisation_signed": ("签核查授权书", "sign the authorisation to check"),
    "forwarded": ("转街道", "forward to the street"),
    "not_handled": ("不代理，说明原因", "decline to handle, with the reason"),
    "accepted": ("受理", "accept"),
    "originals_compared": ("核对原件", "compare originals"),
    "info_check_requested": ("提请信息核对", "request the information check"),
    "info_check_recorded": ("记核对结果", "record the information check"),
    "info_check_told": ("告知核对结果", "tell the applicant what the check found"),
    "info_check_objected": ("记对核对结果的异议", "record an objection to the information check"),
    "team_assigned": ("派评估员", "assign the team"),
    "visit_received": ("收讫入户记录", "receive the visit"),
    "visit_confirmed": ("会签入户记录", "countersign the visit"),
    "contribution_received": ("收讫补充记录", "receive a contribution"),
    "discrepancy_decided": ("决定不一致的地方", "decide a discrepancy"),
    "investigated": ("记综合调查", "record the comprehensive investigation"),
    "committee_found": ("记评审委员会结论", "record the committee's finding"),
    "paper_delivered": ("送达通知书", "deliver the notice"),
    "notice_posted": ("张贴公示", "post the notice"),
    "notice_settled": ("确定公示期满日", "settle the last day of the notice"),
    "notice_proved": ("存公示照片", "keep the photo of the notice"),
    "objection_filed": ("登记异议", "record an objection"),
    "objection_answered": ("答复异议", "answer an objection"),
    "resolved": ("开议事会", "hold the meeting"),
    "feedback_given": ("反馈决议", "feed the resolution back"),
    "file_completed": ("报《低保档案》", "send the family's file"),
    "audited": ("街道审核", "audit"),
    "originals_called": ("记通知送到", "record that the call was received"),
    "originals_reminded": ("催带原件", "remind of the originals"),
    "originals_extended": ("延期带原件", "extend the time for originals"),
    "originals_checked": ("核原件", "check the originals"),
    "examined": ("区里审查", "examine"),
    "approved": ("批准", "approve"),
    "refused": ("不予批准", "refuse"),
    "returned": ("退回", "return"),
    "passbook_arranged": ("办存折", "arrange the passbook"),
    "passed_on": ("转发证件", "pass the papers on"),
    "hardship_referred": ("转急难救助", "refer to temporary relief"),
    "hardship_decided": ("记急难救助结果", "record the temporary relief"),
    "hardship_completed": ("补齐急难救助手续", "complete the papers of the relief"),
    "withdrawn": ("申请人撤回", "withdraw the application"),
    "set_aside_accepted": ("收下搁置的上传", "accept what was set aside"),
    "set_aside_returned": ("把搁置的上传退回平板", "send back what was set aside"),
    "set_aside_closed": ("结掉搁置的上传", "close what was set aside"),
    "paper_issued": ("印发文件", "issue a paper"),
    "paper_withdrawn": ("收回文件", "withdraw a paper"),
    "question_asked": ("向街道提问", "ask the street"),
    "question_answered": ("答复提问", "answer a question"),
    "note_written": ("记一笔", "leave a note"),
    "flag_dismissed": ("看过提醒", "put a flag away"),
    **UPKEEP_WORDS,
}


def wrong_step(stage: Stage, act: str) -> Refusal:
    """The refusal of an act that does not follow at a stage, in both languages."""
    (step, step_en), (words, words_en) = STAGE_WORDS[stage], ACT_WORDS[act]
    return Refusal("case.wrong_step", step=step, act=words, step_en=step_en, act_en=words_en)
