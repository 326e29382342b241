"""What each act of a case says to a person: one sentence in each language (ui.md: Timeline)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.day_words import say_day
from server.domain.days import parse_date
from server.domain.money import format_yuan
from server.domain.paper import PAPER_WORDS
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Assessor, User
from server.services.district import District
from server.services.sentences_beside import BESIDE_SENTENCES, SET_ASIDE_SENTENCES
from server.services.sentences_upkeep import UPKEEP_SENTENCES


@dataclass(frozen=True)
class ActLine:
    """One line of the timeline; ``words`` is what a person wrote with the act."""

    n: int
    at: datetime
    kind: str
    who: str
    zh: str
    en: str
    words: str
    sealed: bool  # an office or a person set a seal to it
    digest: str


class Names:
    """Names by id, read once for a page: acts hold the ids alone."""

    def __init__(self, district: District) -> None:
        self._users = {user.id: user.name for user in district.office.every(User)}
        self._assessors = {assessor.id: assessor.name for assessor in district.office.every(Assessor)}

    def user(self, user_id: str) -> str:
        return self._users.get(user_id, user_id)

    def assessor(self, assessor_id: str) -> str:
        return self._assessors.get(assessor_id, assessor_id)

    def actor(self, by: str) -> str:
        """The name of whoever an act is by: a user, ``assessor:<id>``, or ``system``."""
        kind, _, assessor_id = by.partition(":")
        return self.assessor(assessor_id) if kind == "assessor" and assessor_id else self.user(by)


def act_lines(district: District, case: Case, names: Names) -> list[ActLine]:
    """The acts of a case in order, each as a sentence."""
    lines = [_line(district, act, names) for act in case.acts]
    return [replace(line, words="") for line in lines] if case.stage is Stage.ERASED else lines


def _line(district: District, act: Act, names: Names) -> ActLine:
    zh, en = _SENTENCES[act.kind](_facts_of(district, act), names)
    return ActLine(
        n=act.n,
        at=act.at,
        kind=act.kind,
        who=names.actor(act.by),
        zh=zh,
        en=en,
        words=_words(district, act),
        sealed=act.kind in ("visit_received", "resolved", "audited", "approved", "refused"),
        digest=act.digest,
    )


def _facts_of(district: District, act: Act) -> Facts:
    """What an act holds; of a vote also what its pack calls the outcome (S7-AMB-04)."""
    if act.kind != "resolved":
        return act.facts
    rules = district.policy_of(act.policy).meeting
    return {**act.facts, "verdict": rules.pass_words if act.facts["passed"] else rules.fail_words}


def _words(district: District, act: Act) -> str:
    """The reason or place a person wrote, kept as evidence; of an objection nothing is read out here.

    Who objects, and in which words, is for the street and the district alone (S7-AMB-06).
    """
    if act.kind in ("objection_filed", "objection_answered"):
        return ""
    facts = _CODED.get(act.kind, (("reason", "reason"), ("words", "reason"), ("place", "place")))
    for fact, kind in facts:
        if act.facts.get(fact):
            try:
                return f"{district.get_text(act.file, kind, act.facts[fact])}{_seen_by(district, act)}"
            except Refusal as refusal:
                return refusal.sentence()
    return ""


# Acts whose reason is a code, with words beside it.
_CODED: Final = {"stopped": (("words", "reason"),)}


def _seen_by(district: District, act: Act) -> str:
    """Who saw that somebody did not sign (S7-AMB-05, S7-AMB-12)."""
    witness = act.facts.get("witness")
    return f"（在场：{district.get_text(act.file, 'reason', witness)}）" if witness else ""


Sentence = tuple[str, str]
Facts = Mapping[str, Any]


def _applied(facts: Facts, _names: Names) -> Sentence:
    return (
        f"登记申请，{facts['persons']} 人。",
        f"registered the application, {_persons(facts['persons'])}.",
    )


def _assigned(facts: Facts, names: Names) -> Sentence:
    team = [names.assessor(assessor) for assessor in facts["assessors"]]
    lead, (due_zh, due_en) = names.assessor(facts["lead"]), say_day(parse_date(facts["due_on"]))
    zh, en = ("换人，派", "sent others instead:") if facts.get("reason") else ("派", "assigned")
    return (
        f"{zh}{'、'.join(team)}，{lead}主办，{due_zh}前入户；都声明无亲属关系。",
        f"{en} {', '.join(team)}, led by {lead}, until {due_en}; none is related.",
    )


def _received(facts: Facts, _names: Names) -> Sentence:
    count, photos = len(facts["assessors"]), len(facts["photos"])
    per_head, differences = format_yuan(facts["income_per_capita_fen"]), facts["differences"]
    zh = f"{count} 人入户并封存，{photos} 张照片，人均 {per_head} 元。"
    en = f"visited with a team of {count} and sealed, {photos} photos, {per_head} yuan a head."
    if differences:
        differ = "differs" if differences == 1 else "differ"
        return f"{zh}{differences} 处和申报不一样。", f"{en} {differences} {differ} from the declaration."
    return zh, en


def _confirmed(_facts: Facts, _names: Names) -> Sentence:
    return "用自己的平板会签，确认到过现场。", "countersigned on their own tablet: was there."


def _contributed(facts: Facts, _names: Names) -> Sentence:
    taken, differing = facts["taken"], len(facts["differing"])
    return (
        f"交来补充记录：补上 {taken} 处，不一致 {differing} 处。",
        f"added what they recorded: {taken} answers taken, {differing} differ.",
    )


def _decided(facts: Facts, _names: Names) -> Sentence:
    if facts["choice"] == "visit":
        return "一处不一致，以主办人的记录为准。", "one difference decided: the lead's record counts."
    return "一处不一致，以补充记录为准。", "one difference decided: the added record counts."


def _found(facts: Facts, _names: Names) -> Sentence:
    count = len(facts["members"])
    if not facts["eligible"]:
        return f"评审委员会 {count} 人评议，不符合条件。", f"committee of {count}: not eligible."
    amount = format_yuan(facts["amount_fen"])
    return (
        f"评审委员会 {count} 人评议，符合条件，每月 {amount} 元。",
        f"committee of {count}: eligible, {amount} yuan a month.",
    )


def _posted(facts: Facts, _names: Names) -> Sentence:
    last_zh, last_en = say_day(parse_date(facts["last_day"]))
    return (
        f"张贴公示，{last_zh} 24 时期满。",
        f"posted the notice; it runs until the end of {last_en}.",
    )


def _settled(facts: Facts, _names: Names) -> Sentence:
    last_zh, last_en = say_day(parse_date(facts["last_day"]))
    return (
        f"放假安排公布了，公示到{last_zh} 24 时满。",
        f"holidays are published; the notice runs until the end of {last_en}.",
    )


def _resolved(facts: Facts, _names: Names) -> Sentence:
    base, agree, verdict = facts["base"], facts["agree"], facts["verdict"]
    zh = f"议事会 {base} 人中 {agree} 人同意，{verdict.zh}。"
    return zh, f"meeting: {agree} of {base} agreed: {verdict.en}."


def _approved(facts: Facts, _names: Names) -> Sentence:
    amount, month = format_yuan(facts["amount_fen"]), facts["start_month"]
    return f"批准，每月 {amount} 元，从 {month} 起。", f"approved, {amount} yuan a month from {month}."


def _accepted(facts: Facts, _names: Names) -> Sentence:
    if facts.get("way") == "direct":
        return "申请人直接来申请，街道受理。", "accepted by the street, applied for directly."
    return "街道受理。", "accepted by the street."


def _relative(facts: Facts, _names: Names) -> Sentence:
    if facts["district_visit"]:
        return "近亲属备案，区里要入户。", "registered as a relative of the staff; the district visits."
    return "近亲属备案。", "registered as a relative of the staff."


def _compared(facts: Facts, _names: Names) -> Sentence:
    documents = facts["documents"]
    same, count = list(documents.values()).count("same"), len(documents)
    return f"核对原件：{count} 份里 {same} 份一致。", f"originals compared: {same} of {count} agree."


def _info_requested(facts: Facts, _names: Names) -> Sentence:
    count = len(facts["adults"])
    return f"提请核对 {count} 人的信息。", f"requested the information check of {count} persons."


def _info_recorded(facts: Facts, _names: Names) -> Sentence:
    if facts["says"] == "agrees":
        return "信息核对，没有出入。", "information check: nothing contradicts."
    return "信息核对，有出入，要告诉申请人。", "information check: contradicts; the applicant is to be told."


def _proved(facts: Facts, _names: Names) -> Sentence:
    if facts.get("replaces"):
        return "换了一张公示的照片，原来那张留着。", "replaced a photo of the notice; the one before is kept."
    if facts["which"] == "posted":
        return "存了张贴的照片。", "kept the photo of the notice as posted."
    return "存了揭下的照片。", "kept the photo of the place after the notice was taken down."


def _objected(facts: Facts, _names: Names) -> Sentence:
    zh, en = ("具名", "a named") if facts["named"] else ("不具名", "an anonymous")
    return (
        f"收到{zh}异议 {facts['objection']}，停下重新调查。",
        f"received {en} objection {facts['objection']}; stopped to be investigated again.",
    )


def _fed_back(facts: Facts, _names: Names) -> Sentence:
    return {
        "agreed": ("反馈决议，申请人无异议、签字。", "fed back; the applicant agrees and signed."),
        "not_signed": ("反馈决议，申请人没有签字。", "fed back; the applicant did not sign."),
        "objected": ("反馈决议，申请人有异议。", "fed back; the applicant objects."),
    }[facts["outcome"]]


def _audited(facts: Facts, names: Names) -> Sentence:
    count, other = len(facts["members"]), names.user(facts["responsible"])
    if not facts["passed"]:
        return f"评审委员会 {count} 人审核，没通过。", f"committee of {count} audited: not passed."
    return (
        f"评审委员会 {count} 人审核合格，{other}负责人签字，盖章。",
        f"committee of {count} audited and passed, {other} signed as responsible, stamped.",
    )


def _called(facts: Facts, _names: Names) -> Sentence:
    if not facts.get("received_on"):
        return (
            "通知申请人带原件到区里，收到那天起算。",
            "called for the originals; the days run from receipt.",
        )
    due_zh, due_en = say_day(parse_date(facts["due_on"]))
    return (
        f"通知送到了申请人，{due_zh}前带原件到区里。",
        f"the applicant received the call: the originals are due by {due_en}.",
    )


def _extended(facts: Facts, _names: Names) -> Sentence:
    due_zh, due_en = say_day(parse_date(facts["due_on"]))
    return f"带原件延期到{due_zh}。", f"time for the originals extended to {due_en}."


def _examined(facts: Facts, _names: Names) -> Sentence:
    fails = list(facts["checks"].values()).count("fails")
    zh, en = ("批准", "approve") if facts["opinion"] == "approve" else ("不予批准", "refuse")
    return (
        f"四项审查，{fails} 项不符，拟{zh}。" if fails else f"四项审查都符合，拟{zh}。",
        f"four checks, {fails} failed; proposes to {en}.",
    )


def _passed_on(facts: Facts, _names: Names) -> Sentence:
    zh, en = ("证件", "the papers") if facts.get("granted", True) else ("通知书", "the notice of refusal")
    signed = ("，签收", ", signed for") if facts["signed"] else ("，没有签字", ", not signed for")
    return {
        "street": (f"区里把{zh}发给街道。", f"the district sent {en} to the street."),
        "community": (f"街道把{zh}发给社区。", f"the street sent {en} to the community."),
        "family": (f"社区把{zh}送到家里{signed[0]}。", f"the community handed {en} over{signed[1]}."),
    }[facts["leg"]]


def _delivered(facts: Facts, _names: Names) -> Sentence:
    (on_zh, on_en), receipt = say_day(parse_date(facts["on"])), facts["receipt"]
    zh, en = ("签收", "signed for") if receipt else ("没有签收", "not signed for")
    return f"{on_zh}通知书送到申请人，{zh}。", f"notice delivered on {on_en}, {en}."


def _says(zh: str, en: str) -> Callable[[Facts, Names], Sentence]:
    return lambda _facts, _names: (zh, en)


def _released(facts: Facts, _names: Names) -> Sentence:
    """Which rules did not hold when it was accepted all the same, each by its stable code."""
    zh, en = SET_ASIDE_SENTENCES["set_aside_accepted"]
    codes = facts["overridden"]
    if not codes:
        return zh, en
    return f"{zh}没有满足的：{'、'.join(codes)}。", f"{en} Overridden: {', '.join(codes)}."


PAPER_ISSUED: Final[Mapping[str, Sentence]] = {
    kind: (f"印发{zh}。", f"issued the {en}.") for kind, (zh, en) in PAPER_WORDS.items()
}
_SENTENCES: Final[Mapping[str, Callable[[Facts, Names], Sentence]]] = {
    "applied": _applied,
    "relative_registered": _relative,
    "authorisation_signed": _says(
        "收下一位家庭成员签的核查授权书。", "took the authorisation of a member of the family."
    ),
    "forwarded": _says("初审后转街道，签字。", "reviewed, signed and forwarded to the street."),
    "not_handled": _says(
        "初审不代理，说明了原因，告知可以直接到街道申请。",
        "not handled, with the reason; told that the street takes applications directly.",
    ),
    "accepted": _accepted,
    "originals_compared": _compared,
    "info_check_requested": _info_requested,
    "info_check_recorded": _info_recorded,
    "info_check_told": _says(
        "把核对结果告诉了申请人，告知可以提出异议。",
        "told the applicant what the check found and that they may object.",
    ),
    "info_check_objected": _says("申请人对核对结果有异议。", "the applicant objects to what was found."),
    "team_assigned": _assigned,
    "visit_received": _received,
    "visit_confirmed": _confirmed,
    "contribution_received": _contributed,
    "discrepancy_decided": _decided,
    "investigated": _says("做了综合调查。", "recorded a comprehensive investigation."),
    "committee_found": _found,
    "paper_delivered": _delivered,
    "notice_posted": _posted,
    "notice_settled": _settled,
    "notice_proved": _proved,
    "objection_filed": _objected,
    "objection_answered": _says("答复了异议。", "answered the objection."),
    "resolved": _resolved,
    "feedback_given": _fed_back,
    "file_completed": _says("《低保档案》填好，报街道。", "the family's file went to the street."),
    "audited": _audited,
    "originals_called": _called,
    "originals_reminded": _says("催申请人带原件。", "reminded the applicant of the originals."),
    "originals_extended": _extended,
    "originals_checked": _compared,
    "examined": _examined,
    "approved": _approved,
    "refused": _says("不予批准。", "not approved."),
    "returned": _says("退回街道。", "returned to the street."),
    "passbook_arranged": _says("办好存折。", "arranged the passbook."),
    "passed_on": _passed_on,
    "withdrawn": _says("申请人撤回申请。", "the applicant withdrew."),
    "set_aside_accepted": _released,
    "set_aside_returned": lambda _facts, _names: SET_ASIDE_SENTENCES["set_aside_returned"],
    "set_aside_closed": lambda _facts, _names: SET_ASIDE_SENTENCES["set_aside_closed"],
    "paper_issued": lambda facts, _names: PAPER_ISSUED[facts["kind"]],
    "paper_withdrawn": _says("收回一份文件。", "withdrew a paper."),
    **BESIDE_SENTENCES,
    **UPKEEP_SENTENCES,
}


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} persons"
