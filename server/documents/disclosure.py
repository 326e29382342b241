"""DOC-01, the disclosure letter: what the rules are and what to bring (S7-APPLY-02…04)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from server.documents.blocks import Seal, heading, ledger, say
from server.documents.issued import Sheet


@dataclass(frozen=True)
class Material:
    """One line of the checklist; ``note`` says who brings it and in which form."""

    code: str
    name: str
    note: str


MATERIALS: Sequence[Material] = (
    Material("application", "最低生活保障申请书", "户主或者委托的家庭成员签字；不会写的，工作人员代写"),
    Material("identity", "身份证", "每个成员，原件和复印件"),
    Material("register", "户口簿", "全家，原件和复印件；有居住证的一并带来"),
    Material("income", "收入证明", "工资、养老金、经营和其他收入，原件和复印件"),
    Material("housing", "住房证明", "房产证、租房合同或者公房凭证，原件和复印件"),
    Material("health", "疾病、残疾证明", "有的才要，原件和复印件"),
    Material("authority", "家庭经济状况核对授权书", "每个成年成员签字"),
)


@dataclass(frozen=True)
class DisclosureLetter:
    """``rules`` and ``listed`` are the pack's; ``given`` and ``waived`` codes already settled."""

    title: str
    organ: str
    to: str  # empty: whom it may concern
    rules: Sequence[str]
    listed: Sequence[str]  # codes of the checklist
    steps: Sequence[str]
    office: str
    phone: str
    counter: str
    remedy: str
    seal_hint: str
    given: Collection[str] = ()
    waived: Collection[str] = ()
    may_be_declined: bool = True  # whether the community reviews, and may refuse to handle it (S7-PRE-03)
    is_noted: bool = False  # whether what was handed in has been looked through


def disclosure_sheet(paper: DisclosureLetter) -> Sheet:
    """The letter; its checklist is what the application comes with (S7-APPLY-04)."""
    where = "，".join(words for words in (paper.counter, paper.phone and f"电话 {paper.phone}") if words)
    direct = f"社区不予代理的，您可以直接到{paper.office}申请。" if paper.may_be_declined else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary="申请须知和材料清单",
        to=paper.to,
        blocks=[
            say("您申请最低生活保障救助，有关规定和要准备的材料告诉您如下。办理不收任何费用。"),
            heading("一、规定"),
            *(say(words) for words in paper.rules),
            heading("二、怎么办"),
            *(say(f"{number}、{words}") for number, words in enumerate(paper.steps, start=1)),
            heading("三、要准备的材料"),
            _checklist(paper),
            say(
                "材料不齐的，我们一次把缺的全部告诉您。填写的情况要真实；家里人口、收入、财产有变化的，请及时告诉我们。"
            ),
            heading("四、有疑问或者不同意见"),
            say(f"请问{paper.office}{f'（{where}）' if where else ''}。{direct}{paper.remedy}"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
    )


def _checklist(paper: DisclosureLetter) -> dict[str, object]:
    listed = [material for material in MATERIALS if material.code in paper.listed]
    rows = [
        [str(number), material.name, material.note, _mark(material.code, paper)]
        for number, material in enumerate(listed, start=1)
    ]
    return ledger(["序号", "材料", "要求", "交来"], [0, 5, 8, 0], rows, "cllc")


def _mark(code: str, paper: DisclosureLetter) -> str:
    if code in paper.given:
        return "✓"
    if code in paper.waived:
        return "不用"
    return "缺" if paper.is_noted else "□"
