"""The people who may sign in, for the administrator; and the map of who may do what, for everybody."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.domain.area import COMMUNITY, STREET
from server.domain.permission import PERMISSIONS, ROLES
from server.errors import Refusal
from server.records.entries import Area, User
from server.services import accounts
from server.services.accounts import Posts
from server.services.areas import open_areas
from server.services.second_factors import has_factor, remove_factor
from server.services.sentences import Names
from server.services.sessions import list_sessions
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import grave, permit
from server.web.permission_words import ACCOUNT_ACTS, group_permissions

POSTS = ("", "leader", "staff", "social_worker")


@desk.get("/people")
@permit("account.read")
def show_people() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "").strip() for name in ("role", "q")}
    people = accounts.list_accounts(current_district(), current_actor(), asked["role"], asked["q"])
    return render_template("people/list.html", people=people, asked=asked, roles=ROLES, here="reference")


@desk.route("/people/new", methods=["GET", "POST"])
@permit("account.manage")
@grave
def add_person() -> ResponseReturnValue:
    form = posted_form() if request.method == "POST" else Form()
    if request.method == "GET":
        return _form_page("people/new.html", form, ())
    user_id, posts = form.text("id"), _posted_posts(form)
    try:
        password = accounts.add_account(
            current_district(), current_actor(), user_id, form.text("name"), posts
        )
    except Refusal as refusal:
        form.refuse_with(_field_of(refusal), refusal)
        return _form_page("people/new.html", form, posts.roles), refusal.status
    return _say_password(user_id, password)


@desk.get("/people/<office:user_id>")
@permit("account.read")
def show_person(user_id: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    user = accounts.get_account(district, actor, user_id)
    return _person_page(user, Form(_values(user)), user.roles)


@desk.post("/people/<office:user_id>")
@permit("account.manage")
@grave
def change_person(user_id: str) -> ResponseReturnValue:
    district, actor, form = current_district(), current_actor(), posted_form()
    posts = _posted_posts(form)
    try:
        accounts.change_account(district, actor, user_id, form.text("name"), posts)
    except Refusal as refusal:
        form.refuse_with(_field_of(refusal), refusal)
        user = accounts.get_account(district, actor, user_id)
        return _person_page(user, form, posts.roles), refusal.status
    flash(_("改好了，马上算数。"))
    return redirect(url_for("desk.show_person", user_id=user_id))


@desk.post("/people/<office:user_id>/password")
@permit("account.manage")
@grave
def give_password(user_id: str) -> ResponseReturnValue:
    return _say_password(user_id, accounts.give_password(current_district(), current_actor(), user_id))


@desk.post("/people/<office:user_id>/code")
@permit("account.manage")
@grave
def remove_code(user_id: str) -> ResponseReturnValue:
    remove_factor(current_district(), current_actor(), user_id)
    flash(_("验证码撤掉了，本人可以重新设。"))
    return redirect(url_for("desk.show_person", user_id=user_id))


@desk.post("/people/<office:user_id>/closed")
@permit("account.manage")
def close_person(user_id: str) -> ResponseReturnValue:
    accounts.close_account(current_district(), current_actor(), user_id)
    flash(_("停用了，正在登录的也退出了。"))
    return redirect(url_for("desk.show_person", user_id=user_id))


@desk.post("/people/<office:user_id>/opened")
@permit("account.manage")
@grave
def reopen_person(user_id: str) -> ResponseReturnValue:
    accounts.reopen_account(current_district(), current_actor(), user_id)
    flash(_("又可以登录了。"))
    return redirect(url_for("desk.show_person", user_id=user_id))


@desk.get("/permissions")
@permit("permission.read")
def show_permissions() -> ResponseReturnValue:
    """The whole map on one screen, in words."""
    groups = group_permissions()
    return render_template(
        "people/permissions.html", groups=groups, roles=ROLES, permissions=PERMISSIONS, here="reference"
    )


def _say_password(user_id: str, password: str) -> ResponseReturnValue:
    """The one time a password is on a screen."""
    user = accounts.get_account(current_district(), current_actor(), user_id)
    return render_template("people/password.html", user=user, password=password, here="reference")


def _person_page(user: User, form: Form, chosen: tuple[str, ...]) -> str:
    district, actor = current_district(), current_actor()
    return render_template(
        "people/page.html",
        user=user,
        form=form,
        chosen=chosen,
        acts=accounts.read_account_acts(district, actor, user.id),
        words=ACCOUNT_ACTS,
        names=Names(district),
        sessions=list_sessions(district, user.id),
        has_factor=has_factor(district, user.id),
        **_choices(),
    )


def _form_page(template: str, form: Form, chosen: tuple[str, ...]) -> str:
    return render_template(template, form=form, chosen=chosen, **_choices())


def _choices() -> dict[str, object]:
    return {
        "streets": open_areas(current_district(), STREET),
        "communities": open_areas(current_district(), COMMUNITY),
        "roles": ROLES,
        "posts": POSTS,
        "here": "reference",
    }


def _values(user: User) -> dict[str, str]:
    return {"name": user.name, "street": user.street, "community": user.community, "post": user.post}


def _posted_posts(form: Form) -> Posts:
    """The posts that are ticked; a community brings its street along."""
    roles = tuple(role for role in ROLES if role in request.form.getlist("role"))
    community, street = form.text("community"), form.text("street")
    area = current_district().office.find(Area, community) if community else None
    return Posts(roles, area.parent if area else street, community, form.text("post"))


def _field_of(refusal: Refusal) -> str:
    """Which field a refusal is about."""
    fields = {
        "account.bad_id": "id",
        "account.taken": "id",
        "person.unnamed": "name",
        "account.community_needed": "community",
        "account.street_needed": "street",
        "area.unknown": "street",
        "area.closed": "street",
    }
    return fields.get(refusal.code, "role")
