"""Every verb of ``ruhu``: what it is for, and the module that is loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verb:
    """``module`` is one of ``server.commands``; its ``add_to`` adds the verb and those beside it."""

    name: str
    module: str
    about: str


VERBS: Final = (
    Verb("serve", "serving", "serve the district: desk, tablets, public board and store"),
    Verb("couch", "serving", "serve the embedded store alone, at the root, to any CouchDB client"),
    Verb("seed", "seeding", "fill an empty data folder with a synthetic district, and say who can sign in"),
    Verb(
        "verify",
        "record",
        "check every act, chain, digest, byte of evidence and published head;"
        " exit 1 where something does not hold",
    ),
    Verb("reconcile", "record", "bring what tablets sent into the record (the server does this by itself)"),
    Verb(
        "backup",
        "backup",
        "bring a backup up to date beside a running server, and prove it by restoring it;"
        " exit 1 where it does not hold",
    ),
    Verb(
        "restore",
        "restore",
        "restore a backup into an empty data folder or CouchDB, and verify it; exit 1 where it does not hold",
    ),
    Verb("couchdb", "databases", "prepare an Apache CouchDB for this district"),
    Verb(
        "export",
        "export",
        "cases or visits as CSV, workbook, JSON Lines or GeoJSON; on the record of whoever takes them",
    ),
    Verb("replicate", "replication", "bring a database, or with --all a whole district, to another server"),
    Verb("form", "forms", "check, compile or look at an XLSForm workbook"),
    Verb("policy", "policy", "check, show or compare policy packs; explain a benefit"),
    Verb("report", "report", "figures of the record: statistics of a year, the draws of a quarter"),
    Verb(
        "credential",
        "credential",
        "issue, withdraw or check assessors' credentials; the roster; the credential key",
    ),
    Verb("person", "person", "add the first administrator, or let somebody in again"),
    Verb(
        "import",
        "importing",
        "take streets, assessors, rolls or households in receipt over from a CSV or XLSX file,"
        " all of it or nothing; an import that broke off goes on when it is run again",
    ),
    Verb(
        "doctor", "health", "look at the installation and the data folder; exit 1 where something needs care"
    ),
)
ABOUT: Final = {verb.name: verb.about for verb in VERBS}
