"""``ruhu couchdb`` and ``ruhu replicate``: from the own store to an Apache CouchDB, and back."""

from __future__ import annotations

import argparse
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.errors import Refusal
from server.opening import open_couchdb, open_for_command
from server.records.entries import Assessor
from server.records.keys import open_keys, public_pem
from server.services.district import District
from server.services.tasks import open_streets
from sync.couch import Couch, Database
from sync.replicate import compare, replicate

_PRIVATE: Final = {
    "admins": {"names": [], "roles": ["_admin"]},
    "members": {"names": [], "roles": ["_admin"]},
}


def add_to(verbs: Any) -> None:
    couchdb = verbs.add_parser("couchdb", help="prepare an Apache CouchDB for this district").add_subparsers(
        dest="couchdb_verb", required=True, metavar="VERB"
    )
    add_verb(
        couchdb,
        "config",
        run_config,
        about="print what belongs into local.ini of every node, so that tablets' tokens are understood",
        example="ruhu couchdb config --data .demo",
    )
    parser = add_verb(
        couchdb,
        "setup",
        run_setup,
        about="make the district's databases, and say who may open and write them",
        example="ruhu couchdb setup --data .demo --couchdb http://admin:secret@127.0.0.1:5984 --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser = add_verb(
        verbs,
        "replicate",
        run_replicate,
        about="copy every database of the district, revisions and attachments, to another server",
        example="ruhu replicate --data .demo --to http://admin:secret@127.0.0.1:5984 --compare --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("--to", required=True, metavar="URL", help="where to: http://user:password@host:5984")
    parser.add_argument("--compare", action="store_true", help="compare both sides afterwards, byte for byte")


def run_config(options: argparse.Namespace) -> int:
    """https://docs.couchdb.org/en/stable/api/server/authn.html#jwt-authentication"""
    if not options.data.is_dir():
        raise Refusal("run.no_folder", folder=options.data)
    key = open_keys(options.data / "keys").token
    pem = public_pem(key).replace("\n", "\\n")
    handlers = ", ".join(
        f"{{chttpd_auth, {name}}}"
        for name in (
            "cookie_authentication_handler",
            "jwt_authentication_handler",
            "default_authentication_handler",
        )
    )
    print(f"[chttpd]\nauthentication_handlers = {handlers}\n")
    print("[jwt_auth]\nrequired_claims = exp\n")
    print(f"[jwt_keys]\nec:{key.thumbprint()} = {pem}")
    return 0


def run_setup(options: argparse.Namespace) -> int:
    settings = read_settings(options)
    if not settings.couchdb:
        raise Refusal("run.argument", why="--couchdb URL")
    with open_for_command(settings) as district:
        names = list(_set_up(district))
    tell(options, {"ok": True, "databases": names}, "\n".join(names))
    return 0


def run_replicate(options: argparse.Namespace) -> int:
    """Exit 1 where a comparison afterwards finds something that is not the same."""
    target = open_couchdb(options.to)
    with open_for_command(read_settings(options)) as district:
        names = [name for name in district.couch.names() if name.startswith(options.prefix)]
        copied = {name: _copy(district.couch, target, name) for name in names}
        different = list(_differences(district.couch, target, names)) if options.compare else []
    content = {"ok": not different, "written": copied, "differences": different}
    lines = [f"{name}: {count}" for name, count in copied.items()]
    tell(options, content, "\n".join([*lines, *different, _say(options, different)]))
    return 1 if different else 0


def _set_up(district: District) -> list[str]:
    """The three databases of the district for its server alone, and each assessor's two for their tablets."""
    for name in ("casebook", "evidence", "office"):
        district.database(name).set_security(_PRIVATE)
    for assessor in district.office.every(Assessor):
        open_streets(district, assessor.id)
    return [name for name in district.couch.names() if name.startswith(district.settings.prefix)]


def _copy(source: Couch, target: Couch, name: str) -> int:
    """Documents written; who may open the database goes with them, first."""
    copy = target.database(name)
    copy.set_security(source.database(name).security())
    return replicate(source.database(name), copy).written


def _differences(source: Couch, target: Couch, names: list[str]) -> list[str]:
    def compared(name: str) -> list[str]:
        sides: tuple[Database, Database] = source.database(name), target.database(name)
        return [f"{name}/{difference.doc_id}: {difference.what}" for difference in compare(*sides)]

    return [line for name in names for line in compared(name)]


def _say(options: argparse.Namespace, different: list[str]) -> str:
    if not options.compare:
        return choose("抄完了。", "Copied.")
    if different:
        return choose(f"{len(different)} 处不一样。", f"{len(different)} differ.")
    return choose("抄完了，两边一样。", "Copied; both sides are the same.")
