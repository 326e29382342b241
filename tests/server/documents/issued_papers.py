"""Every paper of a case with valid defaults, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from server.documents import issued
from server.documents.access_copy import AccessCopy, CopiedVisit, access_copy_sheet
from server.documents.approval_form import ApprovalForm, Opinion, approval_form_sheet
from server.documents.assessment_form import AssessmentForm, IncomeClass, assessment_form_sheet
from server.documents.assessment_report import AssessmentReport, assessment_report_sheet
from server.documents.blocks import Hand, Seal
from server.documents.certificate import Certificate, certificate_sheet
from server.documents.disclosure import DisclosureLetter, disclosure_sheet
from server.documents.family_file import Entry, FamilyFile, family_file_sheet
from server.documents.feedback import ResolutionFeedback, feedback_sheet
from server.documents.ineligible import IneligibleNotice, ineligible_sheet
from server.documents.issued import Mark, Sheet
from server.documents.missing_papers import MissingPapers, missing_papers_sheet
from server.documents.not_handled import NotHandledNotice, not_handled_sheet
from server.documents.objection_receipt import ObjectionReceipt, objection_receipt_sheet
from server.documents.originals_call import OriginalsCall, originals_call_sheet
from server.documents.passbook import Leg, PassbookRecord, passbook_sheet
from server.documents.refusal import RefusalNotice, refusal_sheet
from server.documents.undertaking import PROMISES, Undertaking, undertaking_sheet
from tests.server.documents.family_papers import APPLIED, FAMILY, WHO, application, family_register
from tests.server.documents.papers import CREATED, HEAD, INK, MEMBERS

REMEDY: Final = "对决定不服的，可以自收到之日起60日内向区人民政府申请行政复议，或者向人民法院起诉。"
URL: Final = "https://dibao.example/check#" + "eyJhbGciOiJFUzI1NiJ9." * 14


def mark(**changes: Any) -> Mark:
    return replace(
        Mark(
            "松低保〔2026〕137-3 号",
            "SL-2026-0137-3",
            CREATED,
            date(2026, 3, 16),
            URL,
            HEAD,
            demonstration=True,
        ),
        **changes,
    )


def printed(sheet: Sheet, **changes: Any) -> bytes:
    return issued.print_sheet(issued.format_sheet(sheet), mark(**changes))


def disclosure(**changes: Any) -> Sheet:
    letter = DisclosureLetter(
        title="城市居民最低生活保障救助申请公开告知书",
        organ="槐安社区居民委员会",
        to="周例平",
        rules=["本地标准每人每月 1,100.00 元。", "公示三天，公示姓名、人数和金额。"],
        steps=[
            "到社区低保站提出申请。",
            "街道受理后，至少 3 名持证评估员入户。",
            "符合条件的在楼栋公示，再开议事会。",
        ],
        office="松林街道低保所",
        phone="0000-000 0000",
        counter="槐安社区居委会一楼低保站",
        remedy=REMEDY,
        seal_hint="加盖社区居委会公章",
        given=("application", "identity"),
        listed=("application", "identity", "register", "income", "housing", "health", "authority"),
    )
    return disclosure_sheet(replace(letter, **changes))


def assessment_form(**changes: Any) -> Sheet:
    form = AssessmentForm(
        **WHO,
        title="申请低保家庭情况入户调查评估表",
        organ="松林街道低保所",
        community="槐安社区",
        visited="2026年3月12日 10:26 至 10:58",
        phone="0000-000 0000",
        address="槐安路 12 号楼 3 单元 201",
        members=FAMILY,
        incomes=[
            IncomeClass("工资、零工", "周例平，建筑工地", 150_000, 186_000),
            IncomeClass("养老金", "王例兰，居民养老金", 60_000, 60_000),
        ],
        arithmetic=[("全家每月进的钱", "2,460.00 元"), ("计入的人均月收入", "615.00 元")],
        housing=[("住房", "自有住房"), ("面积", "62 平方米"), ("间数", "2"), ("取暖", "集中供暖")],
        property=[("车辆", "没有"), ("存款", "3,000.00 元")],
        spending=[("看病吃药", "每月 400.00 元"), ("上学", "每月 300.00 元")],
        opinion="情况属实，零工收入比申报的多 360.00 元，以这次问到的为准。",
        applicant=[Hand("周例平", INK)],
        assessors=[Hand("林试远", INK), Hand("方示宁", INK), Hand("许样川", INK)],
        seal_digest="ab" * 32,
        photos=8,
    )
    return assessment_form_sheet(replace(form, **changes))


def ineligible(**changes: Any) -> Sheet:
    notice = IneligibleNotice(
        **WHO,
        title="低保不予受理通知书",
        organ="松林街道办事处",
        committee="街道低保评审委员会",
        applied_on=APPLIED,
        found_on=date(2026, 3, 14),
        reason="人均月收入 1,205.00 元，不低于本地标准每人每月 1,100.00 元。",
        remedy=f"对评估结论有异议的，可以向街道低保所提出，街道另派人员重新调查。{REMEDY}",
        seal_hint="加盖街道办事处印章",
    )
    return ineligible_sheet(replace(notice, **changes))


def assessment_report(**changes: Any) -> Sheet:
    report = AssessmentReport(
        **WHO,
        title="评估报告",
        organ="松林街道低保所",
        community="槐安社区",
        persons=4,
        applied_on=APPLIED,
        visited_on=date(2026, 3, 12),
        assessors=["林试远", "方示宁", "许样川"],
        lead="林试远",
        income_total_fen=246_000,
        per_capita_fen=61_500,
        standard_fen=110_000,
        differences=["周例平，建筑工地：申报 1,500.00 元，查到 1,860.00 元"],
        investigation="到建筑工地核对了考勤和工资单。",
        committee="街道低保评审委员会",
        committee_on=date(2026, 3, 14),
        committee_members=7,
        eligible=True,
        amount_fen=194_000,
        notice="公示三天：2026年3月17日至19日24时，没有异议。",
    )
    return assessment_report_sheet(replace(report, **changes))


def approval_form(**changes: Any) -> Sheet:
    form = ApprovalForm(
        **WHO,
        title="城市居民最低生活保障审批表",
        organ="槐安社区低保站",
        community="槐安社区",
        identity_number="110101198001010011",
        address="槐安路 12 号楼 3 单元 201",
        phone="0000-000 0000",
        applied_on=APPLIED,
        members=FAMILY,
        income_total_fen=246_000,
        per_capita_fen=61_500,
        standard_fen=110_000,
        amount_fen=194_000,
        property="",
        present=[Hand(name, INK if n % 2 else None) for n, name in enumerate(MEMBERS[:10])],
        deliberation="社区低保议事会",
        residents=Opinion(
            ["2026年3月20日议事会：全体成员 11 人，同意 8，不同意 1。通过。"],
            [Hand("经办人", words="方示宁", signed_on=date(2026, 3, 20))],
            Seal("加盖社区居委会公章", "槐安社区居委会"),
        ),
        street=Opinion([], [Hand("审核人"), Hand("负责人")], Seal("加盖街道救济专用章", "松林街道低保所")),
        district=Opinion(
            [], [Hand("审核人"), Hand("局负责人")], Seal("加盖区社会救济专用章", "示例区民政局")
        ),
    )
    return approval_form_sheet(replace(form, **changes))


def feedback(**changes: Any) -> Sheet:
    paper = ResolutionFeedback(
        **WHO,
        title="社区低保议事会决议反馈意见书",
        organ="槐安社区居委会",
        deliberation="槐安社区低保议事会",
        held_on=date(2026, 3, 20),
        verdict="通过",
        passed=True,
        arithmetic=["全体成员 11 人，要 8 人同意。同意 8，不同意 1，弃权 0，回避或没来 2。"],
        next_step="您没有异议的，请签字；社区发给《低保档案》，填好后报街道审核。",
        outcome="",
        reason="",
        applicant=Hand("周例平"),
        witness=None,
        seal_hint="加盖社区居委会公章",
    )
    return feedback_sheet(replace(paper, **changes))


def family_file(**changes: Any) -> Sheet:
    paper = FamilyFile(
        **WHO,
        title="青岛市城市居民最低生活保障家庭档案",
        organ="松林街道低保所",
        persons=4,
        address="槐安路 12 号楼 3 单元 201",
        street="松林街道",
        community="槐安社区",
        opened_on=APPLIED,
        stage="议事会通过",
        entries=[
            Entry("申请低保家庭情况入户调查评估表", "松低保〔2026〕137-2 号", date(2026, 3, 12)),
            Entry("社区低保议事会决议反馈意见书", "松低保〔2026〕137-5 号", date(2026, 3, 20), "2"),
        ],
        seal_hint="加盖街道救济专用章",
    )
    return family_file_sheet(replace(paper, **changes))


def certificate(**changes: Any) -> Sheet:
    paper = Certificate(
        **WHO,
        title="低保证",
        number="SL〔2026〕0137",
        organ="示例区民政局",
        members=[member.name for member in FAMILY],
        address="槐安路 12 号楼 3 单元 201",
        review_class="C",
        amount_fen=194_000,
        start_month="2026-04",
        seal_hint="加盖区社会救济专用章",
    )
    return certificate_sheet(replace(paper, **changes))


def refusal(**changes: Any) -> Sheet:
    paper = RefusalNotice(
        **WHO,
        title="不予批准城市居民最低生活保障待遇通知书",
        organ="示例区民政局",
        applied_on=APPLIED,
        refused_on=date(2026, 4, 2),
        reasons=["原件和复印件不一致。", "人均月收入不低于本地标准。"],
        remedy=REMEDY,
        seal_hint="加盖区社会救济专用章",
    )
    return refusal_sheet(replace(paper, **changes))


def passbook(**changes: Any) -> Sheet:
    paper = PassbookRecord(
        **WHO,
        title="银行存折",
        organ="松林街道低保所",
        bank="示例银行松林支行",
        account="**** 0217",
        holder="周例平",
        amount_fen=194_000,
        start_month="2026-04",
        legs=[
            Leg("区到街道", "低保证、低保档案", "区低保中心", "松林街道低保所", date(2026, 4, 3)),
            Leg("街道到社区", "存折、低保证", "松林街道低保所", "槐安社区低保站", None),
            Leg("社区到家庭", "存折、低保证", "槐安社区低保站", "周例平", None),
        ],
        custody="",
        family=Hand("周例平"),
        seal_hint="加盖街道救济专用章",
        organ_seal="松林街道低保所",
    )
    return passbook_sheet(replace(paper, **changes))


def undertaking(**changes: Any) -> Sheet:
    paper = Undertaking(
        **WHO,
        title="四方区享受低保家庭承诺书",
        organ="槐安社区低保站",
        persons=4,
        promises=PROMISES,
        signed=[Hand("周例平"), Hand("李试敏")],
        signed_on=None,
        witness=Hand("方示宁"),
    )
    return undertaking_sheet(replace(paper, **changes))


def not_handled(**changes: Any) -> Sheet:
    paper = NotHandledNotice(
        **WHO,
        organ="槐安社区居民委员会",
        station="槐安社区低保站",
        applied_on=APPLIED,
        refused_on=date(2026, 3, 4),
        reason="申报的人均月收入 1,205.00 元，不低于本地标准。",
        office="松林街道低保所",
        office_phone="0000-000 0000",
        seal_hint="加盖社区居委会公章",
    )
    return not_handled_sheet(replace(paper, **changes))


def missing_papers(**changes: Any) -> Sheet:
    paper = MissingPapers(
        **WHO,
        organ="松林街道办事处",
        applied_on=APPLIED,
        missing=["income", "authority", "赡养协议"],
        due_on=date(2026, 3, 20),
        office="松林街道低保所",
        phone="0000-000 0000",
        counter="松林街道便民大厅 3 号窗口",
        seal_hint="加盖街道办事处印章",
    )
    return missing_papers_sheet(replace(paper, **changes))


def originals_call(**changes: Any) -> Sheet:
    paper = OriginalsCall(
        **WHO,
        organ="松林街道办事处",
        called_on=date(2026, 3, 26),
        days=3,
        day_kind="calendar",
        due_on=date(2026, 3, 29),
        copies=["身份证", "户口簿", "收入证明"],
        district_office="示例区低保中心",
        district_phone="0000-000 0001",
        seal_hint="加盖街道办事处印章",
    )
    return originals_call_sheet(replace(paper, **changes))


def objection_receipt(**changes: Any) -> Sheet:
    paper = ObjectionReceipt(
        organ="松林街道办事处",
        receipt="YY-2026-0003",
        notice="2026-21",
        received_on=date(2026, 3, 18),
        how="当面",
        named=False,
        answer_by=None,
        office="松林街道低保所",
        phone="0000-000 0000",
        seal_hint="加盖街道办事处印章",
    )
    return objection_receipt_sheet(replace(paper, **changes))


def access_copy(**changes: Any) -> Sheet:
    paper = AccessCopy(
        organ="松林街道办事处",
        case="SL-2026-0137",
        asker="周例平（户主）",
        shown_asker="周**",
        is_of_all=True,
        identity="居民身份证",
        made_on=date(2026, 3, 26),
        persons=4,
        address="槐安路 12 号楼 3 单元 201",
        phone="0000-000 0000",
        applied_on=APPLIED,
        stage="公示中",
        members=FAMILY,
        incomes=[("周例平", "工资", "建筑工地", "1,500.00")],
        visits=[CopiedVisit("2026年3月12日 10:26 至 10:58", [("住房", [("建筑面积", "62 平方米")])])],
        decisions=[("2026年3月14日", "街道经办", "评审委员会 7 人评议，符合条件。")],
        spells=[],
        payments=[],
        notices=[("2026年3月16日", "公示 2026-21：户主 周例平，4 人。")],
        shared=[],
        reads=[("2026年3月16日", "区审核员", "打开案卷")],
        kept="停发满 3 年以后销毁。",
        remedy=REMEDY,
        ask="有事请找松林街道低保所。",
        seal_hint="加盖街道办事处印章",
    )
    return access_copy_sheet(replace(paper, **changes))


ALL: Final[Mapping[str, Callable[..., Sheet]]] = {
    "disclosure": disclosure,
    "application": application,
    "family-register": family_register,
    "assessment-form": assessment_form,
    "ineligible": ineligible,
    "assessment-report": assessment_report,
    "approval-form": approval_form,
    "feedback": feedback,
    "family-file": family_file,
    "certificate": certificate,
    "refusal": refusal,
    "passbook": passbook,
    "undertaking": undertaking,
    "not-handled": not_handled,
    "missing-papers": missing_papers,
    "originals-call": originals_call,
    "objection-receipt": objection_receipt,
    "access-copy": access_copy,
}
