"""``ruhu credential``: badges issued and checked, and the signed roster (S7-CRED)."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.domain.credential import STANDING_WORDS
from server.domain.permission import ADMIN, Actor
from server.errors import Refusal
from server.opening import open_for_command
from server.services.credentials import Certificate, badge_url, issue_credential, judge
from server.services.rosters import roster, roster_payload

OPERATOR: Final = Actor("command", "ruhu", frozenset({ADMIN}))


def add_to(verbs: Any) -> None:
    credential = verbs.add_parser(
        "credential", help="issue or check assessors' credentials, print the roster"
    ).add_subparsers(dest="credential_verb", required=True, metavar="VERB")
    _add_issue(credential)
    parser = add_verb(
        credential,
        "verify",
        run_verify,
        about="judge a badge; exit 0 only for a credential valid on that date",
        example="ruhu credential verify --data .demo --on 2026-03-12 'https://dibao.example/check#eyJ…'",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day (today)")
    parser.add_argument("token", metavar="TOKEN-OR-URL")
    parser = add_verb(
        credential,
        "roster",
        run_roster,
        about="print the roster signed by the district (JWS), or with --json what it says",
        example="ruhu credential roster --data .demo --json",
        json_too=True,
    )
    add_couchdb(parser)


def _add_issue(credential: Any) -> None:
    parser = add_verb(
        credential,
        "issue",
        run_issue,
        about="certify an assessor and print the address of the badge's QR",
        example="ruhu credential issue --data .demo --assessor a-0301 --name 林试远 --street songlin"
        " --from 2026-01-01 --until 2027-06-30 --portrait face.jpg",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("--assessor", required=True, metavar="ID", help="such as a-0301")
    parser.add_argument("--name", required=True)
    parser.add_argument("--street", required=True, metavar="ID")
    parser.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--until", dest="valid_until", required=True, type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--portrait", required=True, type=Path, metavar="FILE", help="JPEG or PNG")
    parser.add_argument("--serial", default="", help="the next one where it is not given")


def run_issue(options: argparse.Namespace) -> int:
    try:
        portrait = options.portrait.read_bytes()
    except OSError as error:
        raise Refusal("run.argument", why=f"--portrait {options.portrait}: {error.strerror}") from error
    certificate = Certificate(
        name=options.name,
        street=options.street,
        valid_from=options.valid_from,
        valid_until=options.valid_until,
        portrait=portrait,
        serial=options.serial,
    )
    with open_for_command(read_settings(options)) as district:
        assessor = issue_credential(district, OPERATOR, options.assessor, certificate)
        url = badge_url(district, assessor.id)
    tell(options, {"assessor": assessor.id, "serial": assessor.serial, "url": url}, url)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Exit 0 for a valid credential, 1 for any other standing."""
    with open_for_command(read_settings(options)) as district:
        on = options.on or district.today()
        judged = judge(district, options.token, on)
    standing = judged.verdict.standing
    content: dict[str, Any] = {
        "status": standing.value,
        "code": f"credential.{standing.value}",
        "on": str(on),
    }
    if judged.claims:
        content |= {"serial": judged.claims.serial, "name": judged.claims.name}
    tell(options, content, choose(*STANDING_WORDS[standing]))
    return 0 if judged.verdict.is_valid else 1


def run_roster(options: argparse.Namespace) -> int:
    with open_for_command(read_settings(options)) as district:
        content = roster_payload(district, with_portraits=False)
        tell(options, content, roster(district))
    return 0
