"""A revision tree as the bytes kept in the store, and back.

One entry a revision, oldest generation first: generation, hash, positions of its parents, deleted
(0 or 1), row of its body (0: not kept).
"""

from __future__ import annotations

from sync.embedded.json_text import format_json, parse_json
from sync.embedded.revisions import Node, Rev, Tree


def format_tree(tree: Tree) -> bytes:
    if len(tree) == 1:
        return format_json([[*rev, [], int(node.deleted), node.body] for rev, node in tree.items()])
    order = sorted(tree)
    place = {rev: position for position, rev in enumerate(order)}
    entries = []
    for rev in order:
        node = tree[rev]
        parents = [place[parent] for parent in node.parents if parent in place]
        if len(parents) > 1:
            parents.sort()
        entries.append([rev[0], rev[1], parents, int(node.deleted), node.body])
    return format_json(entries)


def parse_tree(text: bytes) -> Tree:
    entries = parse_json(text)
    order: list[Rev] = [(generation, name) for generation, name, _, _, _ in entries]
    return {
        order[position]: Node(frozenset([order[place] for place in parents]), bool(deleted), body)
        for position, (_, _, parents, deleted, body) in enumerate(entries)
    }
