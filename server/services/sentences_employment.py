"""What the acts of employment linkage say to a person (S7-EMP): codes and days, never whose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server.domain.day_words import say_month
from server.domain.money import format_yuan

if TYPE_CHECKING:
    from server.services.sentences import Names

Facts = Mapping[str, Any]
STATUS_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "seeking": ("能劳动、没有工作", "able to work, without work"),
    "working": ("有工作", "working"),
    "unable": ("不能劳动", "unable to work"),
    "excused": ("暂时不能找工作", "cannot look for work for now"),
    "other": ("有工作或者在上学", "employed or a student"),
    "unknown": ("还没问过", "not asked yet"),
}
OUTCOME_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "employed": ("上班了", "employed"),
    "casual": ("打零工", "casual work"),
    "own": ("自己做买卖", "own business"),
    "training": ("在培训", "in training"),
    "seeking": ("还在找", "still looking"),
    "stopped": ("不找了", "has stopped looking"),
    "lost": ("联系不上", "cannot be reached"),
}
MEASURE_WORDS: Final[Mapping[str, tuple[str, str]]] = {  # S2-JOB
    "market": ("市场上的岗位", "a post on the market"),
    "neighbourhood": ("便民利民的活", "work for the neighbourhood"),
    "public": ("公益劳动的岗位", "public-benefit work"),
    "home": ("家庭手工", "work at home"),
    "base": ("生产自救基地", "a production base"),
    "own": ("个体经营", "own business"),
    "training": ("技能培训", "training"),
}
ANSWER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "accepted": ("去了", "accepted"),
    "waiting": ("还没定", "not decided"),
    "refused": ("没有去", "refused"),
    "not_taken": ("单位没有要", "not taken on"),
}
ATTENDED_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "attended": ("来了", "came"),
    "excused": ("请了假", "excused"),
    "absent": ("没来", "did not come"),
}


def _status(facts: Facts, _names: Names) -> tuple[str, str]:
    zh, en = STATUS_WORDS[facts["status"]]
    return f"登记一位成员：{zh}。", f"recorded of a member: {en}."


def _issued(facts: Facts, _names: Names) -> tuple[str, str]:
    year, period = facts["year"], facts["period"]
    return (
        f"发 {year} 年第 {period} 张就业情况反馈表，一式两联。",
        f"issued employment feedback form {period} of {year}, in two copies.",
    )


def _sent(facts: Facts, names: Names) -> tuple[str, str]:
    team = [names.assessor(assessor) for assessor in facts["assessors"]]
    year, period, lead = facts["year"], facts["period"], names.assessor(facts["lead"])
    return (
        f"派{'、'.join(team)}去填 {year} 年第 {period} 张就业情况反馈表，{lead}主办。",
        f"sent {', '.join(team)}, led by {lead}, with employment feedback form {period} of {year}.",
    )


def _returned(facts: Facts, _names: Names) -> tuple[str, str]:
    zh, en = OUTCOME_WORDS[facts["outcome"]]
    year, period, offers = facts["year"], facts["period"], len(facts["offers"])
    return (
        f"收回 {year} 年第 {period} 张就业情况反馈表：提供 {offers} 次，{zh}。",
        f"employment feedback form {period} of {year} came back: {offers} offers, {en}.",
    )


def _offered(facts: Facts, _names: Names) -> tuple[str, str]:
    (zh, en), (answer, told) = MEASURE_WORDS[facts["measure"]], ANSWER_WORDS[facts["answer"]]
    if facts["answer"] == "refused":
        good = facts["justified"]
        answer += "，有正当理由" if good else "，没有正当理由"
        told += " with good reason" if good else " without good reason"
    return f"提供{zh}：{answer}。", f"offered {en}: {told}."


def _trained(facts: Facts, _names: Names) -> tuple[str, str]:
    zh, en = ("学完了", "finished") if facts["finished"] else ("没有学完", "not finished")
    return f"技能培训 {facts['days']} 天，{zh}。", f"training of {facts['days']} days, {en}."


def _attended(facts: Facts, _names: Names) -> tuple[str, str]:
    zh, en = ATTENDED_WORDS[facts["how"]]
    return f"公益活动：{zh}。", f"public-benefit activity: {en}."


def _exit(facts: Facts, _names: Names) -> tuple[str, str]:
    wage = format_yuan(facts["wage_fen"])
    (since_zh, since), (until_zh, until) = say_month(facts["since"]), say_month(facts["until"])
    return (
        f"就业渐退，{since_zh}到{until_zh}新工资 {wage} 元不计入收入，期满复核。",
        f"gradual exit: the new wages of {wage} yuan do not count from {since} to {until}; then a review.",
    )


def _suggested(facts: Facts, _names: Names) -> tuple[str, str]:
    count = facts["refusals"]
    return (
        f"没有正当理由拒绝 {count} 次，建议复核；金额没有变。",
        f"suggested a review after {count} refusals without good reason; the amount stays.",
    )


EMPLOYMENT_SENTENCES: Final[Mapping[str, Callable[[Facts, Names], tuple[str, str]]]] = {
    "job_status_set": _status,
    "job_form_issued": _issued,
    "job_team_assigned": _sent,
    "job_team_called_off": lambda facts, _names: (
        f"填 {facts['year']} 年第 {facts['period']} 张就业情况反馈表，不派人去了。",
        f"called off the team with employment feedback form {facts['period']} of {facts['year']}.",
    ),
    "job_form_returned": _returned,
    "job_offered": _offered,
    "training_given": _trained,
    "activity_attended": _attended,
    "exit_begun": _exit,
    "job_review_suggested": _suggested,
}
