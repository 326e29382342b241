"""``ruhu person``: the first administrator, and a way back in where the last one lost the password.

Whoever can read the data folder may do this; everybody else is added at the desk.
"""

from __future__ import annotations

import argparse
from typing import Any, Final

from server.commands.options import add_couchdb, add_group, add_verb, choose, read_settings, tell
from server.commands.verbs import ABOUT
from server.domain.permission import ADMIN, ROLES, Actor
from server.opening import open_for_command
from server.services.accounts import Posts, add_account, give_password
from server.services.second_factors import remove_factor

_AT_THE_MACHINE: Final = Actor("system", "system", frozenset({ADMIN}))


def add_to(verbs: Any) -> None:
    person = add_group(verbs, "person", ABOUT["person"])
    parser = add_verb(
        person,
        "add",
        run_add,
        about="add somebody who may sign in; prints a password for one use",
        example="ruhu person add li --name 李样如 --role administrator --data /srv/ruhu",
        json_too=True,
    )
    parser.add_argument("id", help="the user name")
    parser.add_argument("--name", required=True, help="what people call them")
    parser.add_argument("--role", action="append", required=True, choices=ROLES, help="may be given again")
    parser.add_argument("--street", default="", help="the street's id, for posts of a street")
    parser.add_argument("--community", default="", help="the community's id, for a community clerk")
    add_couchdb(parser)
    parser = add_verb(
        person,
        "password",
        run_password,
        about="give somebody a new password for one use, and take away the code from their telephone",
        example="ruhu person password li --data /srv/ruhu",
        json_too=True,
    )
    parser.add_argument("id", help="the user name")
    add_couchdb(parser)


def run_add(options: argparse.Namespace) -> int:
    posts = Posts(tuple(options.role), options.street, options.community)
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_for_command(read_settings(options)) as district:
        password = add_account(district, _AT_THE_MACHINE, options.id, options.name, posts)
    return _say(options, password)


def run_password(options: argparse.Namespace) -> int:
    with open_for_command(read_settings(options)) as district:
        password = give_password(district, _AT_THE_MACHINE, options.id)
        remove_factor(district, _AT_THE_MACHINE, options.id)
    return _say(options, password)


def _say(options: argparse.Namespace, password: str) -> int:
    tell(
        options,
        {"ok": True, "user": options.id, "password": password},
        choose(
            f"{options.id} 的密码：{password}（第一次登录要换掉）",
            f"The password of {options.id}: {password} (to be changed at the first sign-in)",
        ),
    )
    return 0
