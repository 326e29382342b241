"""The photos of a visit, large: one or two beside each other, with time, place and digest (S7-EVAL-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.days import parse_instant
from server.domain.permission import check_in_area
from server.domain.position import metres_between, parse_position
from server.domain.seal import Photo
from server.errors import Refusal
from server.services.photo_places import photo_places
from server.services.positions import find_home
from server.services.visits import VisitView, get_photo, view_visit
from server.web.case_words import PHOTO_KEYS
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit

_PHOTO_SECONDS: Final = 30 * 24 * 3600


@dataclass(frozen=True)
class Shown:
    """A photo with its place in the visit, counted from 1."""

    n: int
    photo: Photo


@dataclass(frozen=True)
class Apart:
    """How far two photos are from each other; ``metres`` is None where one has no position."""

    time: timedelta
    metres: int | None


@desk.get("/cases/<case:number>/photos/<digest:digest>")
@permit("case.read")
def send_photo(number: str, digest: str) -> Response:
    """A photo is named by its digest, so that the browser may keep it; only this person's browser may."""
    content = get_photo(current_district(), current_actor(), number, digest)
    answer = Response(content, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = f"private, max-age={_PHOTO_SECONDS}, immutable"
    answer.headers["Content-Disposition"] = f'inline; filename="{digest[:12]}.jpg"'
    answer.set_etag(digest)
    answer.make_conditional(request)
    return answer


@desk.get("/cases/<case:number>/look/<digest:digest>")
@permit("case.read")
def look_at_photo(number: str, digest: str) -> ResponseReturnValue:
    """One photo large, with what is known of it; ``with`` names another to lie beside it."""
    district, case = current_district(), current_district().get_case(number)
    check_in_area(current_actor(), case.street, case.community)
    view = view_visit(district, case)
    every = [Shown(n, photo) for n, photo in enumerate(view.visit.photos, start=1)]
    shown = [_find(every, digest)]
    beside = request.args.get("with", "")
    if beside and beside != digest:
        shown.append(_find(every, beside))
    return render_template(
        "cases/photo.html",
        case=case,
        visit=view,
        photos=every,
        shown=shown,
        apart=_apart(shown),
        places=photo_places(district, case, view.visit.photos),
        home=find_home(district, case),
        KEYS=PHOTO_KEYS,
        here="find",
        **_turns(number, view, every, shown),
    )


def _find(every: list[Shown], digest: str) -> Shown:
    found = next((each for each in every if each.photo.digest == digest), None)
    if found is None:
        raise Refusal("record.missing", document=f"photo:{digest[:8]}")
    return found


def _turns(number: str, view: VisitView, every: list[Shown], shown: list[Shown]) -> dict[str, Any]:
    """The addresses of the photos before and after the one looked at; of two, the second one changes."""
    fixed, moves = shown[:-1], shown[-1]
    others = [each for each in every if each not in fixed]
    place = others.index(moves)

    def address(each: Shown) -> str:
        pair = [*fixed, each]
        beside: dict[str, Any] = {"with": pair[1].photo.digest} if len(pair) > 1 else {}
        return url_for("desk.look_at_photo", number=number, digest=pair[0].photo.digest, **beside)

    return {
        "before": address(others[place - 1]) if place else "",
        "after": address(others[place + 1]) if place + 1 < len(others) else "",
        "address": address,
        "damaged": view.damaged_photos,
    }


def _apart(shown: list[Shown]) -> Apart | None:
    """The time and the way between two photos."""
    if len(shown) < 2:
        return None
    one, other = (each.photo for each in shown)
    here, there = parse_position(one.position), parse_position(other.position)
    metres = metres_between(here, there) if here and there else None
    return Apart(abs(parse_instant(one.taken_at) - parse_instant(other.taken_at)), metres)
