"""What every write shares: the rule for the writer, and the answer."""

from __future__ import annotations

from sync.embedded.database import Database
from sync.embedded.edit import Edit
from sync.embedded.edits import Rule
from sync.embedded.errors import Forbidden
from sync.embedded.http import Headers, Request, Response, answer
from sync.embedded.identity import check_database_admin
from sync.write_rules import refusal, rule_for


def rule_of(request: Request, database: Database) -> Rule:
    """Which documents the asker may write here (sync.write_rules; design documents are for admins)."""
    rule = rule_for(database.name, request.access.prefix)
    identity = request.identity
    security = database.info().security if not identity.is_admin else {}

    def check(edit: Edit) -> None:
        if identity.is_admin:
            return
        if edit.id.startswith("_design/"):
            check_database_admin(identity, security)
        sentence = refusal(rule, edit.id, identity.roles)
        if sentence is not None:
            raise Forbidden(sentence)

    return check


def written_answer(
    request: Request, doc_id: str, rev: str, headers: Headers, *, status: int = 201
) -> Response:
    """201 (of a deletion 200); for ``batch=ok`` 202 without a revision, though it is on disk all the same."""
    if request.args.get("batch") == "ok":
        return answer({"ok": True, "id": doc_id}, 202)
    return answer({"ok": True, "id": doc_id, "rev": rev}, status, headers)
