"""Who may write what into the two one-way streets of an assessor (design §2), from one source.

``tasks-…``: members never write. ``outbox-…``: members write only visits, contributions,
photos, signatures given apart from a visit, and calls for urgent help.
The embedded store runs ``refusal``; Apache CouchDB runs the same rule as ``validate_doc_update``
(https://docs.couchdb.org/en/stable/ddocs/ddocs.html#validate-document-update-functions).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ADMIN_ROLE = "_admin"
DESIGN_ID = "_design/write-rule"


@dataclass(frozen=True, slots=True)
class WriteRule:
    """``prefixes``: how the ids begin that members may write; none: they write nothing."""

    kind: str
    prefixes: tuple[str, ...]
    sentence: str


RULES = (
    WriteRule("tasks-", (), "Only the server writes tasks."),
    WriteRule(
        "outbox-",
        ("visit:", "contribution:", "photo:", "countersign:", "authorisation:", "hardship:"),
        "An outbox takes only visits, contributions, photos, signatures and calls.",
    ),
)


def rule_for(database: str, prefix: str = "") -> WriteRule | None:
    """The rule of a database by its name (less the district's prefix); None: members may write."""
    name = database.removeprefix(prefix)
    return next((rule for rule in RULES if name.startswith(rule.kind)), None)


def refusal(rule: WriteRule | None, doc_id: str, roles: Sequence[str]) -> str | None:
    """Why somebody with these roles may not write this document; None when they may."""
    if rule is None or ADMIN_ROLE in roles or doc_id.startswith(rule.prefixes):
        return None
    return rule.sentence


def design_document(rule: WriteRule) -> dict[str, Any]:
    """The same rule for Apache CouchDB."""
    return {"_id": DESIGN_ID, "language": "javascript", "validate_doc_update": javascript(rule)}


def javascript(rule: WriteRule) -> str:
    return (
        "function (newDoc, oldDoc, userCtx) {\n"
        f"  var prefixes = {json.dumps(list(rule.prefixes))};\n"
        f"  if (userCtx.roles.indexOf({json.dumps(ADMIN_ROLE)}) !== -1) {{ return; }}\n"
        "  for (var i = 0; i < prefixes.length; i += 1) {\n"
        "    if (newDoc._id.indexOf(prefixes[i]) === 0) { return; }\n"
        "  }\n"
        f"  throw({{forbidden: {json.dumps(rule.sentence)}}});\n"
        "}"
    )
