"""The door of the pages: a route is refused unless it names a permission or stands on the open list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager

from server.domain.permission import PERMISSIONS, check_may
from server.errors import Refusal
from server.services import people
from server.services.reads import note_read
from server.services.second_factors import owes_factor
from server.services.sessions import find_session
from server.web.again import ask_again
from server.web.current import SignedIn, current_actor, current_district, find_actor, owes_password

OPEN: Final = frozenset(
    {
        "static", "healthz", "readyz", "desk.sign_in", "desk.give_code", "desk.sign_out",
        "public.home", "public.board", "public.notice", "public.language", "public.robots",
        "public.object_to", "public.find_objection", "public.follow",
        "public.complain", "public.find_complaint_page", "public.follow_complaint_page",
        "public.check", "public.check_worker", "public.portrait", "public.paper_standing",
        "public.draws", "public.draw", "public.draw_json", "public.quarter_list",
        "public.log", "public.log_json", "public.signed_head", "public.openapi",
        "public.tablet", "public.tablet_door", "public.tablet_file",
        "public.service_worker",
        "public.metrics", "public.favicon", "public.manifest",
        "feed.read",  # its own door: a token (server.web.feed.blueprint)
        "device.enrol", "device.challenge", "device.token", "device.wiped", "device.keys", "device.roster",
    }
)  # fmt: skip

_GIVEN: Final = 200
_FIRST_OF_ALL: Final = "desk.change_own_password"
_SECOND: Final = "desk.set_up_code"

View = TypeVar("View", bound=Callable[..., Any])


def permit(permission: str) -> Callable[[View], View]:
    """Says which permission of ``server.domain.permission`` a view needs."""

    def mark(view: View) -> View:
        view.__dict__["permission"] = PERMISSIONS[permission] and permission
        return view

    return mark


def grave(view: View) -> View:
    """Says that what a view does cannot be undone: it asks for the password again (``server.web.again``)."""
    view.__dict__["grave"] = True
    return view


def grave_unless(field: str, value: str) -> Callable[[View], View]:
    """:func:`grave`, where the page also offers what can be taken back: ``field`` says ``value`` then."""

    def mark(view: View) -> View:
        view.__dict__["grave"] = (field, value)
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> str | None:
    """The permission a route names, None where it names none (and so lets nobody in)."""
    return getattr(app.view_functions[endpoint], "permission", None)


def install_guard(app: Flask) -> None:
    """Puts the guard before every request of ``app``."""
    manager = LoginManager(app)
    manager.session_protection = "strong"
    manager.user_loader(_load_person)
    app.before_request(_check_request)
    app.after_request(_note_read)


def _check_request() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN:
        return None
    if find_actor() is None and request.method == "GET":
        return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")))
    permission = permission_of(current_app, endpoint)
    if permission is None:
        raise Refusal("person.may_not")
    check_may(current_actor(), permission)
    if owes_password() and endpoint != _FIRST_OF_ALL:
        return redirect(url_for(_FIRST_OF_ALL))
    if not owes_password() and endpoint != _SECOND and owes_factor(current_district(), current_actor()):
        return redirect(url_for(_SECOND))
    number = (request.view_args or {}).get("number")
    if number is not None and request.method == "GET":
        g.reads = str(number)
    return ask_again() if request.method == "POST" and _is_grave(endpoint) else None


def _is_grave(endpoint: str) -> bool:
    marked = getattr(current_app.view_functions[endpoint], "grave", False)
    return request.form.get(marked[0]) != marked[1] if isinstance(marked, tuple) else bool(marked)


def _note_read(response: Response) -> Response:
    """A page about a case that was given out is on the record as read; one that was refused is not."""
    case = g.pop("reads", None)
    if case is not None and response.status_code == _GIVEN:
        note_read(current_district(), current_actor(), case)
    return response


def _load_person(token: str) -> SignedIn | None:
    """The person of a session that lasts; one who was taken off the list is signed out."""
    district = current_district()
    session = find_session(district, token)
    if session is None:
        return None
    try:
        user = people.get_user(district, session.user)
    except Refusal:
        return None
    return SignedIn(people.actor_of(district, user), token, must_change=user.must_change)
