"""What the acts of reviews, renewals and new standards say to a person (see ``sentences``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server.domain.days import parse_date
from server.domain.money import format_yuan
from server.domain.month import day_en, month_en, month_zh

if TYPE_CHECKING:
    from server.services.sentences import Names

Facts = Mapping[str, Any]
Pair = tuple[str, str]

OCCASION_WORDS: Final[Mapping[str, Pair]] = {
    "periodic": ("定期复核", "a periodic review"),
    "change": ("家里报了变化", "a change the family reported"),
    "death": ("家里有人过世", "a death in the family"),
    "spot": ("抽审", "a spot audit"),
    "campaign": ("专项检查", "an inspection campaign"),
    "inquiry": ("核查举报", "an inquiry"),
    "work": ("就业联动建议复核", "a suggestion of the employment linkage"),
    "expiry": ("不计收入的规定到期", "an exemption that ended"),
}
OPINION_WORDS: Final[Mapping[str, Pair]] = {
    "keep": ("不变", "keep"),
    "adjust": ("调整", "adjust"),
    "stop": ("停发", "stop"),
}
REASON_WORDS: Final[Mapping[str, Pair]] = {
    "died": ("家里有人过世", "somebody died"),
    "born": ("添了孩子", "a child was born"),
    "joined": ("有人来共同生活", "somebody joined the household"),
    "left": ("有人不再共同生活", "somebody left the household"),
    "moved": ("迁出本区", "moved out of the district"),
    "income": ("收入有变化", "income changed"),
    "property": ("财产有变化", "property changed"),
    "voluntary": ("自己要求退出", "asked to leave"),
    "employed": ("就业了", "found work"),
    "refusals": ("没有正当理由拒绝工作", "work was refused without good reason"),
    "resumed": ("不再减发本人份额", "the share is reduced no more"),
    "fraud": ("骗取保障金", "fraud"),
    "other": ("其他", "another reason"),
}
_WHO: Final[Mapping[str, Pair]] = {
    "head": ("户主", "the head"),
    "member": ("家里人", "a member"),
    "proxy": ("代办的人", "a proxy"),
}


def _opened(facts: Facts, _names: Names) -> Pair:
    zh, en = OCCASION_WORDS[facts["occasion"]]
    due = parse_date(facts["due_on"])
    if facts.get("change"):
        what_zh, what_en = REASON_WORDS[facts["change"]]
        return (
            f"开始复核：{what_zh}，{_day(facts['happened_on'])}；{_day(due.isoformat())}前办完。",
            f"opened a review: {what_en} on {day_en(parse_date(facts['happened_on']))}; due {day_en(due)}.",
        )
    return f"开始复核（{zh}），{_day(due.isoformat())}前办完。", f"opened {en}, due {day_en(due)}."


def _recorded(facts: Facts, _names: Names) -> Pair:
    zh, en = OPINION_WORDS[facts["opinion"]]
    before, after = format_yuan(facts["before_fen"]), format_yuan(facts["amount_fen"])
    per_head = format_yuan(facts["income_per_capita_fen"])
    amount_zh = f"，{before} 元改为 {after} 元" if facts["opinion"] == "adjust" else ""
    amount_en = f" from {before} to {after} yuan" if facts["opinion"] == "adjust" else ""
    if reduced := len(facts.get("reduced", ())):
        amount_zh += f"，减发 {reduced} 人的份额"
        amount_en += f", with the share of {reduced} reduced"
    where_zh, where_en = ("入户", "at home") if facts["source"] == "home" else ("", "")
    return (
        f"{where_zh}复核 {facts['persons']} 人，人均 {per_head} 元；初步意见：{zh}{amount_zh}。",
        f"reviewed {where_en + ' ' if where_en else ''}{facts['persons']} persons, {per_head} yuan a head; "
        f"opinion: {en}{amount_en}.",
    )


def _told(facts: Facts, _names: Names) -> Pair:
    if facts["needs_home"]:
        return (
            "告诉了家里，家里有异议，要入户复核。",
            "told the family, which objects; to be reviewed at home.",
        )
    if facts["objected"]:
        return "告诉了家里，家里有异议。", "told the family, which objects."
    return "告诉了家里，没有异议。", "told the family, which does not object."


def _team(facts: Facts, names: Names) -> Pair:
    team = [names.assessor(assessor) for assessor in facts["assessors"]]
    lead, due = names.assessor(facts["lead"]), facts["due_on"]
    return (
        f"派{'、'.join(team)}入户复核，{lead}主办，{_day(due)}前。",
        f"sent {', '.join(team)}, led by {lead}, to review at home until {day_en(parse_date(due))}.",
    )


def _visited(facts: Facts, _names: Names) -> Pair:
    count, per_head = len(facts["assessors"]), format_yuan(facts["income_per_capita_fen"])
    return (
        f"{count} 人入户复核并封存，人均 {per_head} 元。",
        f"reviewed at home with a team of {count} and sealed, {per_head} yuan a head.",
    )


def _audited(facts: Facts, names: Names) -> Pair:
    who = f"{names.user(facts['auditor'])}、{names.user(facts['responsible'])}"
    if facts["passed"]:
        return f"{who}审核，同意复核意见。", f"{who} audited the review and agree."
    if facts.get("home"):
        return f"{who}审核，退回重新入户。", f"{who} audited the review and sent it back to the home."
    return f"{who}审核，退回重新复核。", f"{who} audited the review and sent it back."


def _decided(facts: Facts, _names: Names) -> Pair:
    if facts["outcome"] == "stop":
        zh, en = REASON_WORDS[facts["reason_code"]]
        return (
            f"批准停发：{zh}，发到{month_zh(facts['until'])}。",
            f"approved the stop: {en}; paid until {month_en(facts['until'])}.",
        )
    yuan, since = format_yuan(facts["amount_fen"]), facts["since"]
    return (
        f"批准调整：从{month_zh(since)}起每月 {yuan} 元，{facts['persons']} 人。",
        f"approved the change: {yuan} yuan a month from {month_en(since)}, {facts['persons']} persons.",
    )


def _notified(facts: Facts, _names: Names) -> Pair:
    signed = ("已签收", "signed for") if facts["signed"] else ("没有签字", "not signed")
    return f"通知书送达，{signed[0]}。", f"delivered the letter, {signed[1]}."


def _renewed(facts: Facts, _names: Names) -> Pair:
    zh, en = _WHO[facts["who"]]
    more = ("，报了变化", ", with a change") if facts["changed"] else ("", "")
    return f"续保登记：{zh}来的{more[0]}。", f"registered the renewal: {en} came{more[1]}."


def _applied(facts: Facts, _names: Names) -> Pair:
    before, after, since = format_yuan(facts["before_fen"]), format_yuan(facts["amount_fen"]), facts["since"]
    along_zh = "，案卷算的不一样，写明理由一起调整" if facts.get("reason") else ""
    along_en = ", moved along with a reason though the file gave something else" if along_zh else ""
    return (
        f"按新标准，从{month_zh(since)}起每月 {before} 元改为 {after} 元{along_zh}。",
        f"by the new standard {after} yuan a month instead of {before} from {month_en(since)}{along_en}.",
    )


def _stopped(facts: Facts, _names: Names) -> Pair:
    zh, en = REASON_WORDS.get(facts["reason"], REASON_WORDS["other"])
    return (
        f"停发：{zh}，发到{month_zh(facts['until'])}。",
        f"stopped: {en}; paid until {month_en(facts['until'])}.",
    )


def _day(text: str) -> str:
    day = parse_date(text)
    return f"{day.month} 月 {day.day} 日"


REVIEW_SENTENCES: Final[Mapping[str, Callable[[Facts, Names], Pair]]] = {
    "review_opened": _opened,
    "review_recorded": _recorded,
    "review_told": _told,
    "review_team_assigned": _team,
    "review_team_called_off": lambda _facts, _names: (
        "入户复核不派人去了。",
        "called the team of the home review off.",
    ),
    "review_visited": _visited,
    "review_audited": _audited,
    "review_decided": _decided,
    "review_returned": lambda facts, _names: (
        ("退回，重新入户。", "returned, the home to be seen again.")
        if facts.get("home")
        else ("退回，重新复核。", "returned, to be reviewed again.")
    ),
    "review_notified": _notified,
    "renewal_registered": _renewed,
    "standard_applied": _applied,
    "stopped": _stopped,
}
