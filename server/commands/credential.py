"""``ruhu credential``: badges issued, withdrawn and checked, the signed roster, the succession of the key."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.commands.options import Parser, add_couchdb, add_verb, choose, read_settings, tell
from server.commands.verbs import ABOUT
from server.domain.credential import STANDING_WORDS, Standing
from server.domain.permission import ADMIN, Actor
from server.errors import Refusal
from server.opening import open_for_command
from server.records.entries import Assessor
from server.services.credentials import (
    Certificate,
    badge_url,
    get_portrait,
    issue_credential,
    judge,
    set_standing,
)
from server.services.district import District
from server.services.rosters import roster, roster_payload
from server.services.successions import rotate_key, rotate_log_key

OPERATOR: Final = Actor("command", "ruhu", frozenset({ADMIN}))


def add_to(verbs: Any) -> None:
    credential = verbs.add_parser("credential", help=ABOUT["credential"]).add_subparsers(
        dest="credential_verb", required=True, metavar="VERB"
    )
    for add in (_add_issue, _add_revoke, _add_suspend, _add_verify, _add_roster, _add_rotate_key):
        add(credential)


def _add_issue(credential: Any) -> None:
    parser = add_verb(
        credential,
        "issue",
        run_issue,
        about="certify an assessor who passed the examination, and print the address of the badge's QR;"
        " or print a badge anew, for one certified already",
        example="ruhu credential issue --data .demo --assessor a-0249 --from 2026-03-12 --until 2028-03-11"
        " --portrait face.jpg",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("--assessor", required=True, metavar="ID", help="such as a-0249")
    parser.add_argument("--name", default="", help="as registered, where it is not given")
    parser.add_argument("--street", default="", metavar="ID", help="as registered, where it is not given")
    _add_day(parser, "--from", "valid_from", "the first day", required=True)
    _add_day(parser, "--until", "valid_until", "the last day", required=True)
    parser.add_argument("--portrait", type=Path, metavar="FILE", help="JPEG or PNG; the one kept")
    parser.add_argument("--serial", default="", help="the next one where it is not given")


def _add_revoke(credential: Any) -> None:
    parser = add_verb(
        credential,
        "revoke",
        run_revoke,
        about="revoke a credential, with the reason; the roster says so at once",
        example="ruhu credential revoke --data .demo --reason 调离 a-0217",
        json_too=True,
    )
    _add_whom(parser)


def _add_suspend(credential: Any) -> None:
    parser = add_verb(
        credential,
        "suspend",
        run_suspend,
        about="suspend a credential, until a day or until it is lifted with --lift",
        example="ruhu credential suspend --data .demo --reason 补考前暂停 --until 2026-06-30 a-0217",
        json_too=True,
    )
    _add_whom(parser)
    _add_day(parser, "--until", "last_day", "the last day it is suspended; without it, until it is lifted")
    parser.add_argument("--lift", action="store_true", help="end the suspension now")


def _add_verify(credential: Any) -> None:
    parser = add_verb(
        credential,
        "verify",
        run_verify,
        about="judge a badge; exit 0 only for a credential valid on that date",
        example="ruhu credential verify --data .demo --on 2026-03-12 'https://dibao.example/check#eyJ…'",
        json_too=True,
    )
    add_couchdb(parser)
    _add_day(parser, "--on", "on", "the day (today)")
    parser.add_argument("token", metavar="TOKEN-OR-URL")


def _add_roster(credential: Any) -> None:
    parser = add_verb(
        credential,
        "roster",
        run_roster,
        about="print the roster signed by the district (JWS), or with --json what it says",
        example="ruhu credential roster --data .demo --json",
        json_too=True,
    )
    add_couchdb(parser)


def _add_rotate_key(credential: Any) -> None:
    parser = add_verb(
        credential,
        "rotate-key",
        run_rotate_key,
        about="make a new credential key, signed by the one before; old badges stay verifiable unless the old"
        " key is declared compromised",
        example="ruhu credential rotate-key --data .demo",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument(
        "--compromised",
        action="store_true",
        help="the old key may be in other hands: no badge it signed counts any more",
    )
    parser.add_argument(
        "--log",
        action="store_true",
        help="of the key that signs heads, tasks, papers and packs instead; what it signed goes on counting",
    )


def run_issue(options: argparse.Namespace) -> int:
    with open_for_command(read_settings(options)) as district:
        assessor = issue_credential(district, OPERATOR, options.assessor, _certificate(district, options))
        url = badge_url(district, assessor.id)
    tell(options, {"assessor": assessor.id, "serial": assessor.serial, "url": url}, url)
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    return _withdraw(options, Standing.REVOKED)


def run_suspend(options: argparse.Namespace) -> int:
    return _withdraw(options, Standing.VALID if options.lift else Standing.SUSPENDED)


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
        content = roster_payload(district, for_tablets=False)
        tell(options, content, roster(district))
    return 0


def run_rotate_key(options: argparse.Namespace) -> int:
    if options.log:
        return _rotate_log_key(options)
    with open_for_command(read_settings(options)) as district:
        done = rotate_key(district, OPERATOR, compromised=options.compromised)
    content = {
        "ok": True,
        "before": done.before,
        "now": done.now,
        "compromised": done.compromised,
        "badges": [assessor.id for assessor in done.badges],
    }
    zh = f"新钥匙 {done.now[:16]}，接在 {done.before[:16]} 之后；{len(done.badges)} 张证已重签，可以重印。"
    en = f"New key {done.now[:16]} after {done.before[:16]}; {len(done.badges)} badges signed anew, to print."
    lost_zh, lost_en = "旧证全部作废，请尽快换发。", " No badge of the old key counts: hand out the new ones."
    tell(options, content, choose(zh + lost_zh * done.compromised, en + lost_en * done.compromised))
    return 0


def _rotate_log_key(options: argparse.Namespace) -> int:
    if options.compromised:
        raise Refusal("run.argument", why="--log --compromised")
    with open_for_command(read_settings(options)) as district:
        done = rotate_log_key(district, OPERATOR)
    zh = f"总账新钥匙 {done.now[:16]}，接在 {done.before[:16]} 之后；以前签的照样有效。"
    en = f"New log key {done.now[:16]} after {done.before[:16]}; what was signed before goes on counting."
    tell(options, {"ok": True, "before": done.before, "now": done.now}, choose(zh, en))
    return 0


def _add_whom(parser: Parser) -> None:
    add_couchdb(parser)
    parser.add_argument("assessor", metavar="ASSESSOR", help="such as a-0217")
    parser.add_argument("--reason", required=True)
    _add_day(parser, "--from", "first_day", "the first day it counts (today)")


def _add_day(
    parser: argparse.ArgumentParser, name: str, target: str, words: str, *, required: bool = False
) -> None:
    parser.add_argument(
        name, dest=target, type=date.fromisoformat, metavar="DATE", help=words, required=required
    )


def _withdraw(options: argparse.Namespace, standing: Standing) -> int:
    with open_for_command(read_settings(options)) as district:
        changed = set_standing(
            district,
            OPERATOR,
            options.assessor,
            standing,
            options.reason,
            first_day=options.first_day,
            last_day=getattr(options, "last_day", None),
        )
    content = {
        "assessor": changed.id,
        "serial": changed.serial,
        "status": changed.status,
        "from": changed.status_from,
        "until": changed.status_until,
    }
    tell(options, content, f"{changed.name} {changed.serial} {choose(*STANDING_WORDS[standing])}")
    return 0


def _certificate(district: District, options: argparse.Namespace) -> Certificate:
    """What the options say, and what is on file where they say nothing."""
    known = district.office.find(Assessor, options.assessor)
    name, street = (options.name, options.street)
    if known:
        name, street = name or known.name, street or known.street
    if not (name and street):
        raise Refusal("person.unknown", id=options.assessor)
    return Certificate(
        name=name,
        street=street,
        valid_from=options.valid_from,
        valid_until=options.valid_until,
        portrait=_portrait(district, options, known),
        serial=options.serial,
    )


def _portrait(district: District, options: argparse.Namespace, known: Assessor | None) -> bytes:
    path: Path | None = options.portrait
    if path is None:
        if known and known.portrait:
            return get_portrait(district, known.id)
        raise Refusal("run.argument", why="--portrait FILE")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("run.argument", why=f"--portrait {path}: {error.strerror}") from error
