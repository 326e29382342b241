"""``ruhu couchdb``: prepares an Apache CouchDB for a district."""

from __future__ import annotations

import argparse
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, read_settings, tell
from server.errors import Refusal
from server.opening import open_for_command
from server.records.entries import Assessor
from server.records.keys import open_keys, public_pem
from server.services.district import District
from server.services.tasks import open_streets

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


def _set_up(district: District) -> list[str]:
    """The three databases of the district for its server alone, and each assessor's two for their tablets."""
    for name in ("casebook", "evidence", "office"):
        district.database(name).set_security(_PRIVATE)
    for assessor in district.office.every(Assessor):
        open_streets(district, assessor.id)
    return [name for name in district.couch.names() if name.startswith(district.settings.prefix)]
