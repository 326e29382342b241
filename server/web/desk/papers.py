"""Papers to print: those of a case, the notice, the minutes, the badge; each a PDF made from the record."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from server.domain.paper import PaperKind
from server.errors import Refusal
from server.services.family_files import family_file_pdf, stream_family_file
from server.services.issued_papers import print_again, withdraw_paper
from server.services.minutes import minutes_pdf
from server.services.papers import badge_pdf, badge_sheet_pdf, benefit_pdf, notice_pdf, review_benefit_pdf
from server.services.papers_of_cases import issue_kind, letter_pdf, list_papers
from server.web.answers import pdf, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import posted_form
from server.web.guard import permit
from server.web.language import sentence_of


@desk.get("/cases/<case:number>/papers")
@permit("case.read")
def case_papers(number: str) -> ResponseReturnValue:
    return _papers_page(number)


@desk.post("/cases/<case:number>/papers")
@permit("paper.issue")
def issue_paper(number: str) -> ResponseReturnValue:
    """Issues a paper, or finds the one that says the same, and shows it."""
    form = posted_form()
    try:
        kind = PaperKind(form.text("kind"))
    except ValueError as error:
        raise Refusal("paper.unknown") from error
    ordinal = issue_kind(current_district(), current_actor(), number, kind, form.text("about"))
    return see(url_for("desk.issued_paper", number=number, ordinal=ordinal))


@desk.get("/cases/<case:number>/papers/<int:ordinal>/paper.pdf")
@permit("case.read")
def issued_paper(number: str, ordinal: int) -> Response:
    content = print_again(current_district(), current_actor(), number, ordinal)
    return pdf(content, f"{number}-{ordinal}.pdf")


@desk.post("/cases/<case:number>/papers/<int:ordinal>/withdraw")
@permit("paper.withdraw")
def withdraw_issued(number: str, ordinal: int) -> ResponseReturnValue:
    reason = posted_form().text("reason")
    try:
        withdraw_paper(current_district(), current_actor(), number, ordinal, reason)
    except Refusal as refusal:
        return _papers_page(number, refused=refusal, ordinal=ordinal), refusal.status
    return see(url_for("desk.case_papers", number=number, _anchor="issued"))


@desk.get("/cases/<case:number>/file.pdf")
@permit("case.read")
def family_file(number: str) -> Response:
    """The whole 《低保档案》 to be bound."""
    return pdf(family_file_pdf(current_district(), current_actor(), number), f"{number}.pdf")


@desk.get("/cases/<case:number>/file.zip")
@permit("case.read")
def family_archive(number: str) -> Response:
    """The raw documents of the case with their digests, sent as they are read."""
    parts = stream_family_file(current_district(), current_actor(), number)
    answer = Response(parts, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@desk.get("/letters/<office:area>/letter.pdf")
@permit("consultation.record")
def disclosure_letter(area: str) -> Response:
    """The disclosure letter for whoever asks at the counter (S7-APPLY-03)."""
    return pdf(letter_pdf(current_district(), current_actor(), area), f"letter-{area}.pdf")


@desk.get("/notices/<notice:notice_id>/notice.pdf")
@permit("notice.read")
def print_notice(notice_id: str) -> Response:
    return pdf(notice_pdf(current_district(), current_actor(), notice_id), f"notice-{notice_id}.pdf")


@desk.get("/notices/<notice:notice_id>/poster-a3.pdf")
@permit("notice.read")
def print_poster(notice_id: str) -> Response:
    content = notice_pdf(current_district(), current_actor(), notice_id, "a3")
    return pdf(content, f"notice-{notice_id}-a3.pdf")


@desk.get("/meetings/<meeting:meeting_id>/minutes.pdf")
@permit("meeting.read")
def print_minutes(meeting_id: str) -> Response:
    return pdf(minutes_pdf(current_district(), current_actor(), meeting_id), f"{meeting_id}.pdf")


@desk.get("/cases/<case:number>/benefit.pdf")
@permit("case.read")
def print_benefit(number: str) -> Response:
    """How the benefit is worked out, for the family."""
    return pdf(benefit_pdf(current_district(), current_actor(), number), f"benefit-{number}.pdf")


@desk.get("/cases/<case:number>/reviews/benefit.pdf")
@permit("review.read")
def print_review_benefit(number: str) -> Response:
    """The same as the newest review works it out, to be told to the family with (C-26)."""
    content = review_benefit_pdf(current_district(), current_actor(), number)
    return pdf(content, f"review-{number}.pdf")


@desk.get("/assessors/badges.pdf")
@permit("assessor.read")
def print_badges() -> Response:
    """Every badge that is good or will be, four to an A4 sheet."""
    return pdf(badge_sheet_pdf(current_district(), current_actor()), "badges.pdf")


@desk.get("/assessors/<office:assessor_id>/badge.pdf")
@permit("assessor.read")
def print_badge(assessor_id: str) -> Response:
    return pdf(badge_pdf(current_district(), current_actor(), assessor_id), f"badge-{assessor_id}.pdf")


def _papers_page(number: str, refused: Refusal | None = None, ordinal: int = 0) -> str:
    papers = list_papers(current_district(), current_actor(), number)
    sentence = sentence_of(refused) if refused else ""
    return render_template(
        "cases/papers.html", number=number, papers=papers, refused=sentence, refused_ordinal=ordinal
    )
