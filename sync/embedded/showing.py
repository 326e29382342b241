"""Documents as clients see them: the stored body between the members CouchDB adds."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.embedded.attachment import Attachment, describe, identity_chunks
from sync.embedded.attachments import Contents
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request
from sync.embedded.json_text import format_json, join_members
from sync.embedded.revisions import Rev, Tree, ancestry, format_rev, parse_rev
from sync.embedded.rows import DocumentRow, RevisionRow


@dataclass(frozen=True, slots=True)
class Show:
    """What to add to a document (https://docs.couchdb.org/en/stable/api/document/common.html#get--db-docid)."""

    revs: bool = False
    revs_info: bool = False
    conflicts: bool = False
    deleted_conflicts: bool = False
    local_seq: bool = False
    attachments: bool = False
    att_encoding_info: bool = False
    atts_since: tuple[Rev, ...] | None = None

    @property
    def needs_tree(self) -> bool:
        return self.revs or self.revs_info or self.atts_since is not None


PLAIN = Show()


def read_show(request: Request) -> Show:
    """The query parameters of a document GET; ``meta`` stands for three of them."""
    meta = request.flag("meta")
    since = request.json_arg("atts_since")
    return Show(
        revs=request.flag("revs"),
        revs_info=request.flag("revs_info") or meta,
        conflicts=request.flag("conflicts") or meta,
        deleted_conflicts=request.flag("deleted_conflicts") or meta,
        local_seq=request.flag("local_seq"),
        attachments=request.flag("attachments") or since is not None,
        att_encoding_info=request.flag("att_encoding_info"),
        atts_since=None if since is None else parse_atts_since(since),
    )


def parse_atts_since(value: object) -> tuple[Rev, ...]:
    """The revisions a client says it has."""
    if not isinstance(value, list):
        raise BadRequest("`atts_since` must be a JSON list of revisions")
    return tuple(parse_rev(rev) for rev in value)


def show_document(
    revision: RevisionRow,
    show: Show,
    contents: Contents,
    *,
    row: DocumentRow | None = None,
    tree: Tree | None = None,
    follows: bool = False,
) -> bytes:
    """The JSON text. ``follows``: attachment bytes come after it in the same multipart answer."""
    added: dict[str, Any] = {}
    if revision.attachments:
        added["_attachments"] = _attachments(revision, show, contents, tree, follows)
    if show is not PLAIN:
        added |= _meta(revision, show, row, tree)
    return join_members(head(revision), revision.body, format_json(added) if added else b"{}")


def head(revision: RevisionRow) -> bytes:
    deleted = b',"_deleted":true' if revision.deleted else b""
    return b'{"_id":%s,"_rev":"%s"%s}' % (format_json(revision.id), revision.rev.encode(), deleted)


def sent_attachments(revision: RevisionRow, show: Show, tree: Tree | None) -> dict[str, Attachment]:
    """The attachments whose bytes are asked for, in the order they are sent."""
    if not show.attachments:
        return {}
    known = _known_generation(revision, show, tree)
    return {name: one for name, one in revision.attachments.items() if one.revpos > known}


def _attachments(
    revision: RevisionRow, show: Show, contents: Contents, tree: Tree | None, follows: bool
) -> dict[str, Any]:
    sent = sent_attachments(revision, show, tree)
    shown = {}
    for name, one in revision.attachments.items():
        member = describe(one, encoding_info=show.att_encoding_info)
        if name not in sent:
            member["stub"] = True
        elif follows:
            member["follows"] = True
        else:
            whose = attachment_name(revision, name)
            member |= {"data": _base64(one, contents, whose, decode=not show.att_encoding_info)}
            member.pop("length")
        shown[name] = member
    return shown


def attachment_name(revision: RevisionRow, name: str) -> str:
    return f"attachment {name!r} of document {revision.id!r}"


def _base64(one: Attachment, contents: Contents, whose: str, *, decode: bool) -> str:
    chunks = contents.read(one.sha256, whose)
    data = b"".join(identity_chunks(one, chunks) if decode else chunks)
    return base64.b64encode(data).decode("ascii")


def _known_generation(revision: RevisionRow, show: Show, tree: Tree | None) -> int:
    """The newest revision on this branch that the client already has; 0: none."""
    if not show.atts_since or tree is None:
        return 0
    branch = set(ancestry(tree, parse_rev(revision.rev)))
    return max((rev[0] for rev in show.atts_since if rev in branch), default=0)


def _meta(revision: RevisionRow, show: Show, row: DocumentRow | None, tree: Tree | None) -> dict[str, Any]:
    added: dict[str, Any] = {}
    if show.revs and tree is not None:
        added["_revisions"] = revisions_member(tree, parse_rev(revision.rev))
    if show.revs_info and tree is not None:
        added["_revs_info"] = _revs_info(tree, parse_rev(revision.rev))
    if row is not None:
        added |= conflict_members(row, show)
    if show.local_seq:
        added["_local_seq"] = revision.seq
    return added


def conflict_members(row: DocumentRow, show: Show) -> dict[str, list[str]]:
    """The losing leaves, living and deleted, where asked for and where there are any."""
    if row.others is None:
        return {}
    others = row.other_leaves()
    members = {}
    if show.conflicts:
        members["_conflicts"] = [rev for rev, deleted in others if not deleted]
    if show.deleted_conflicts:
        members["_deleted_conflicts"] = [rev for rev, deleted in others if deleted]
    return {name: revs for name, revs in members.items() if revs}


def revisions_member(tree: Tree, rev: Rev) -> Mapping[str, Any]:
    return {"start": rev[0], "ids": [name for _, name in ancestry(tree, rev)]}


def _revs_info(tree: Tree, rev: Rev) -> list[dict[str, str]]:
    return [{"rev": format_rev(one), "status": _status(tree, one)} for one in ancestry(tree, rev)]


def _status(tree: Tree, rev: Rev) -> str:
    node = tree[rev]
    if not node.body:
        return "missing"
    return "deleted" if node.deleted else "available"
