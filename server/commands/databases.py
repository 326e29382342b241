"""``ruhu couchdb``: prepares an Apache CouchDB for a district."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final

from server.commands.couchdb_settings import (
    Lacking,
    apply_settings,
    find_lacking,
    format_ini,
    wanted_settings,
)
from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.verbs import ABOUT
from server.errors import Refusal
from server.opening import open_for_command
from server.records.entries import Assessor
from server.records.keys import open_keys
from server.services.district import District
from server.services.tasks import open_streets
from sync.couch import CouchError

_PRIVATE: Final = {
    "admins": {"names": [], "roles": ["_admin"]},
    "members": {"names": [], "roles": ["_admin"]},
}
_NOT_OFFERED: Final = ("not_found", "not_implemented")
_ORIGIN: Final = (
    "where the tablets' page comes from (https://ruhu.example), where CouchDB has another address"
)


def add_to(verbs: Any) -> None:
    couchdb = verbs.add_parser("couchdb", help=ABOUT["couchdb"]).add_subparsers(
        dest="couchdb_verb", required=True, metavar="VERB"
    )
    parser = add_verb(
        couchdb,
        "config",
        run_config,
        about="print what belongs into local.ini of every node, so that tablets' tokens are understood",
        example="ruhu couchdb config --data .demo",
    )
    parser.add_argument("--origin", default="", help=_ORIGIN)
    parser.add_argument("--nodes", type=int, default=1, help="how many nodes the cluster has (1)")
    parser = add_verb(
        couchdb,
        "setup",
        run_setup,
        about="write that into every node of a running CouchDB, make the district's databases, and say who"
        " may open and write them; done again it changes nothing",
        example="ruhu couchdb setup http://admin:secret@127.0.0.1:5984 --data .demo --json",
        json_too=True,
    )
    parser.add_argument("url", nargs="?", metavar="URL", help="the same as --couchdb")
    add_couchdb(parser)
    parser.add_argument("--origin", default="", help=_ORIGIN)


def run_config(options: argparse.Namespace) -> int:
    """https://docs.couchdb.org/en/stable/api/server/authn.html#jwt-authentication"""
    if not options.data.is_dir():
        raise Refusal("run.no_folder", folder=options.data)
    key = open_keys(options.data / "keys").token
    print(format_ini(wanted_settings(key, options.origin, options.nodes)))
    return 0


def run_setup(options: argparse.Namespace) -> int:
    options.couchdb = options.url or options.couchdb
    settings = read_settings(options)
    if not settings.couchdb:
        raise Refusal("run.argument", why="ruhu couchdb setup URL")
    with open_for_command(settings) as district:
        changed = _configure(district, options.origin)
        names = list(_set_up(district))
    content = {"ok": True, "databases": names, "configurable": changed is not None}
    content["changed"] = [f"{one.node} {one.setting.section}/{one.setting.key}" for one in changed or ()]
    tell(options, content, "\n".join([*names, _say_changed(changed)]))
    return 0


def _configure(district: District, origin: str) -> Sequence[Lacking] | None:
    """What was written into the nodes; None where the server offers no way to."""
    try:
        nodes = district.couch.nodes()
        lacking = list(
            find_lacking(district.couch, nodes, wanted_settings(district.keys.token, origin, len(nodes)))
        )
    except CouchError as error:
        if error.error not in _NOT_OFFERED:
            raise Refusal("run.store", why=error.reason) from error
        return None
    apply_settings(district.couch, lacking)
    return lacking


def _say_changed(changed: Sequence[Lacking] | None) -> str:
    if changed is None:
        return choose(
            "这个库不能远程配置：请把 ruhu couchdb config 印出来的写进 local.ini。",
            "This server takes no settings from afar: put what ruhu couchdb config prints into local.ini.",
        )
    if not changed:
        return choose("配置都齐了，没有改动。", "Every setting was there; nothing was changed.")
    names = "、".join(f"{one.node} {one.setting.section}/{one.setting.key}" for one in changed)
    return choose(f"写进了：{names}。", f"Written: {names.replace('、', ', ')}.")


def _set_up(district: District) -> list[str]:
    """The three databases of the district for its server alone, and each assessor's two for their tablets."""
    for name in ("casebook", "evidence", "office"):
        district.database(name).set_security(_PRIVATE)
    for assessor in district.office.every(Assessor):
        open_streets(district, assessor.id)
    return [name for name in district.couch.names() if name.startswith(district.settings.prefix)]
