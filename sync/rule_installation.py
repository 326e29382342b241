"""Puts the write rule of an assessor's database beside it, where a CouchDB other than our own keeps it."""

from __future__ import annotations

from sync.couch import Database
from sync.write_rules import design_document, rule_for


def install_write_rule(database: Database, prefix: str = "") -> bool:
    """The rule as a design document, unless it is there already; whether the database has a rule at all.

    The embedded store runs the rules natively and needs none of this.
    """
    rule = rule_for(database.name, prefix)
    if rule is None:
        return False
    wanted = design_document(rule)
    stored = database.find(wanted["_id"])
    if stored is None or stored.get("validate_doc_update") != wanted["validate_doc_update"]:
        database.put(wanted | ({"_rev": stored["_rev"]} if stored else {}))
    return True
