"""A calculation that rests on itself is refused, naming the circle.

The points are those of static/app/core/form_graph.mjs: whether a row is shown, and what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from forms.errors import Problem
from forms.outline import SurveyRow, Workbook

Point = tuple[str, str]
Graph = dict[Point, set[Point]]


def find_circles(nodes: list[dict[str, Any]], book: Workbook) -> list[Problem]:
    """One problem for each circle of calculations and conditions."""
    rows = {row.scope_id: row for row in book.root.walk()}
    graph: Graph = {}
    for node, chain, around in _walk(nodes, [], None):
        _rest_on(graph, node, chain, around)
    return [_problem(circle, rows) for circle in _circles(graph)]


def _walk(
    nodes: list[dict[str, Any]], chain: list[str], around: str | None
) -> Iterator[tuple[dict[str, Any], list[str], str | None]]:
    for node in nodes:
        yield node, chain, around
        if "nodes" in node:
            inner = [*chain, node["name"]] if node["type"] == "repeat" else chain
            yield from _walk(node["nodes"], inner, _id(chain, node["name"]))


def _rest_on(graph: Graph, node: dict[str, Any], chain: list[str], around: str | None) -> None:
    own = _id(chain, node["name"])
    shown = {("value", name) for name in referred(node.get("relevant"), chain)}
    graph[("shown", own)] = shown | ({("shown", around)} if around else set())
    worked = {("value", name) for name in referred(node.get("calculate"), chain)}
    triggers = {("value", name) for tree in node.get("trigger", []) for name in referred(tree, chain)}
    if triggers:
        worked = {point for point in worked if point != ("value", own)}
    counted = {("value", name) for name in referred(node.get("count"), chain)}
    graph[("value", own)] = worked | triggers | counted | {("shown", own)}


def referred(tree: Any, chain: list[str], outer: list[str] | None = None) -> set[str]:
    """The scope ids a tree refers to, seen from inside the repeats of `chain`.

    Inside a predicate, `outer` are the repeats around the whole expression.
    """
    if not isinstance(tree, list) or not tree or tree[0] == "text":
        return set()
    whole = chain if outer is None else outer
    if tree[0] == "current":
        return referred(tree[1], whole)
    if tree[0] in _REFERENCES:
        return _REFERENCES[tree[0]](tree, chain, whole)
    return set().union(*(referred(part, chain, whole) for part in tree[1:]))


def _nth(tree: Any, chain: list[str], outer: list[str]) -> set[str]:
    found = _descended(chain[: tree[1]], [name for name, _ in tree[2]], tree[3])
    return found.union(*(referred(at, chain, outer) for _, at in tree[2]))


def _found(tree: Any, chain: list[str], outer: list[str]) -> set[str]:
    """What a path with predicates leads through, and what the predicates read."""
    _, level, steps, name, *kept = tree
    names = [step[0] for step in steps]
    found = _descended(chain[:level], names, name)
    for at, (_, *predicates) in enumerate(steps):
        inner = [*chain[:level], *names[: at + 1]]
        found = found.union(*(referred(each, inner, outer) for each in predicates))
    return found.union(*(referred(each, [*chain[:level], *names], outer) for each in kept))


_REFERENCES: dict[str, Callable[[Any, list[str], list[str]], set[str]]] = {
    "at": lambda tree, chain, _outer: {_id(chain[: tree[1]], tree[2])},
    "all": lambda tree, chain, _outer: _descended(chain[: tree[1]], tree[2], tree[3]),
    "rows": lambda tree, chain, _outer: _descended(chain[: tree[1]], tree[2], None),
    "position": lambda tree, chain, _outer: {".".join(chain[: tree[1]])},
    "nth": _nth,
    "find": _found,
}


def _descended(start: list[str], repeats: list[str], name: str | None) -> set[str]:
    found = {_id([*start, *repeats[:at]], repeat) for at, repeat in enumerate(repeats)}
    return found | ({_id([*start, *repeats], name)} if name else set())


def _id(chain: Iterable[str], name: str) -> str:
    return ".".join([*chain, name])


def _circles(graph: Graph) -> Iterator[list[Point]]:
    done: set[Point] = set()
    for start in graph:
        circle = _circle_from(start, graph, [], done)
        if circle:
            yield circle


def _circle_from(point: Point, graph: Graph, way: list[Point], done: set[Point]) -> list[Point] | None:
    if point in way:
        return way[way.index(point) :]
    if point in done:
        return None
    done.add(point)
    for rests_on in sorted(graph.get(point, ())):
        circle = _circle_from(rests_on, graph, [*way, point], done)
        if circle:
            return circle
    return None


def _problem(circle: list[Point], rows: dict[str, SurveyRow]) -> Problem:
    names = list(dict.fromkeys(name for _, name in circle))
    way = " → ".join([*names, names[0]])
    row = rows[names[0]]
    column = "calculation" if "calculate" in row.bind else "relevant"
    zh, en = f"公式转了一圈又回到自己：{way}。", f"The calculation goes round in a circle: {way}."
    return Problem("form.circle", zh, en, "survey", row.row, column)
