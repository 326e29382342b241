"""Papers to print: the notice, the minutes, the badge; each a PDF made from the record when asked for."""

from __future__ import annotations

from flask import Response

from server.services.papers import badge_pdf, badge_sheet_pdf, benefit_pdf, minutes_pdf, notice_pdf
from server.web.answers import pdf
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit


@desk.get("/notices/<notice:notice_id>/notice.pdf")
@permit("notice.read")
def print_notice(notice_id: str) -> Response:
    return pdf(notice_pdf(current_district(), current_actor(), notice_id), f"notice-{notice_id}.pdf")


@desk.get("/meetings/<meeting:meeting_id>/minutes.pdf")
@permit("meeting.read")
def print_minutes(meeting_id: str) -> Response:
    return pdf(minutes_pdf(current_district(), current_actor(), meeting_id), f"{meeting_id}.pdf")


@desk.get("/cases/<case:number>/benefit.pdf")
@permit("case.read")
def print_benefit(number: str) -> Response:
    """How the benefit is worked out, for the family."""
    return pdf(benefit_pdf(current_district(), current_actor(), number), f"benefit-{number}.pdf")


@desk.get("/assessors/badges.pdf")
@permit("assessor.read")
def print_badges() -> Response:
    """Every badge that is good or will be, four to an A4 sheet."""
    return pdf(badge_sheet_pdf(current_district(), current_actor()), "badges.pdf")


@desk.get("/assessors/<office:assessor_id>/badge.pdf")
@permit("assessor.read")
def print_badge(assessor_id: str) -> Response:
    return pdf(badge_pdf(current_district(), current_actor(), assessor_id), f"badge-{assessor_id}.pdf")
