"""How the synthetic district trained, examined and certified its assessors (S7-CRED-02…04, S7-AMB-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from server.domain.credential import Standing
from server.domain.permission import Actor
from server.domain.training import CoursePlan
from server.services.credentials import Certificate, issue_credentials, set_standing
from server.services.district import District
from server.services.seeding.dice import Dice
from server.services.seeding.pictures import draw_portrait, portrait_jpeg
from server.services.seeding.places import STREETS
from server.services.seeding.staff import FULL_MARK, PASS_MARK, AssessorPost, Staff
from server.services.training import Entered, add_participants, open_course, record_results, register_assessor

_PLACE: Final = "示例区低保中心三楼会议室"
TRAINED_BEFORE: Final = timedelta(days=210)
_GOOD_BEFORE: Final = timedelta(days=200)
_VALIDITY: Final = timedelta(days=730)
_LAST_COURSE_BEFORE: Final = timedelta(days=12)
# Two months of stories follow the first day; the next course comes a week after them.
_NEXT_COURSE_AFTER: Final = timedelta(days=67)


@dataclass(frozen=True)
class _Loss:
    """A credential that is no longer good, and why."""

    post: AssessorPost
    standing: Standing
    reason: str
    last_day: date | None = None


def certify(
    district: District, reviewer: Actor, staff: Staff, dice: Dice, opened_on: date
) -> dict[str, list[str]]:
    """Trains, examines and certifies everybody; in each street one credential is no longer good.

    Returns the assessors who may be sent, by street.
    """
    for post in (*staff.assessors, *staff.candidates):
        register_assessor(district, reviewer, post.name, post.street, post.id)
    for street in STREETS:
        posts = staff.assessors_of(street.id)
        hold_course(
            district, reviewer, f"低保业务培训（{street.name_zh}）", opened_on - TRAINED_BEFORE, posts
        )
        issue_credentials(
            district, reviewer, {post.id: certificate_of(post, dice, opened_on) for post in posts}
        )
    _train_candidates(district, reviewer, staff.candidates, opened_on)
    lost = _losses(staff, opened_on)
    for loss in lost:
        set_standing(district, reviewer, loss.post.id, loss.standing, loss.reason, last_day=loss.last_day)
    gone = {loss.post.id for loss in lost} | {post.id for post in staff.assessors if _is_expiring(post)}
    return {
        street.id: [post.id for post in staff.assessors_of(street.id) if post.id not in gone]
        for street in STREETS
    }


def hold_course(
    district: District, reviewer: Actor, title: str, held_on: date, posts: Sequence[AssessorPost]
) -> None:
    """A course with its examination; whoever has no mark did not come yet."""
    plan = CoursePlan(title, held_on, 16, _PLACE, FULL_MARK, PASS_MARK)
    course = open_course(district, reviewer, plan)
    add_participants(district, reviewer, course.id, [post.id for post in posts])
    entered = {post.id: Entered(True, post.mark) for post in posts if post.mark is not None}
    if entered:
        record_results(district, reviewer, course.id, entered)


def certificate_of(post: AssessorPost, dice: Dice, opened_on: date) -> Certificate:
    good_from = opened_on - _GOOD_BEFORE
    good_until = opened_on + timedelta(days=30) if _is_expiring(post) else good_from + _VALIDITY
    return Certificate(
        post.name, post.street, good_from, good_until, portrait_jpeg(draw_portrait(dice)), post.serial
    )


def _train_candidates(
    district: District, reviewer: Actor, candidates: Sequence[AssessorPost], opened_on: date
) -> None:
    """The last course, whose marks are in, and the next one, which is announced."""
    examined = [post for post in candidates if post.mark is not None]
    waiting = [post for post in candidates if post.mark is None]
    hold_course(district, reviewer, "新任评估员培训", opened_on - _LAST_COURSE_BEFORE, examined)
    hold_course(district, reviewer, "新任评估员培训（第二期）", opened_on + _NEXT_COURSE_AFTER, waiting)


def _losses(staff: Staff, opened_on: date) -> list[_Loss]:
    first, second, third = (staff.assessors_of(street.id)[-1] for street in STREETS)
    return [
        _Loss(first, Standing.REVOKED, "调离低保岗位，资格证收回。"),
        _Loss(second, Standing.SUSPENDED, "年度考试没有参加，补考前暂停。"),
        _Loss(third, Standing.SUSPENDED, "停职学习。", opened_on + timedelta(days=120)),
    ]


def _is_expiring(post: AssessorPost) -> bool:
    """The third street's last but one."""
    return post.street == STREETS[2].id and post.serial.endswith("47")
