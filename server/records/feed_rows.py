"""What a spreadsheet asks of the feed, asked of the index: each table is a query, each condition SQL.

Nothing of a request is ever part of the SQL but as a parameter: names come from the tables' own lists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from server.domain.feed import CASES, NUMBERS, STATISTICS, VISITS, Edm, EntitySet
from server.domain.feed_expression import Binary, Call, Expression, Field, Literal, Not
from server.domain.feed_query import FeedQuery
from server.records.index import Index
from server.records.receipt_rows import with_receipt

_CENTS: Final = 2
_AREAS: Final = "WITH areas AS MATERIALIZED (SELECT key AS id, value AS name FROM json_each(:areas)) "
_PLACE: Final = """{t}.street AS Street, coalesce(s.name, {t}.street) AS StreetName,
  {t}.community AS Community, coalesce(p.name, {t}.community) AS CommunityName"""
_NAMED: Final = "LEFT JOIN areas AS s ON s.id = {t}.street LEFT JOIN areas AS p ON p.id = {t}.community"
_MINE: Final = "(:street = '' OR {t}.street = :street) AND (:community = '' OR {t}.community = :community)"

_CASES: Final = """SELECT c.number AS Number, {place}, c.stage AS Stage, c.head AS Head,
  c.identity_tail AS IdentityTail, c.address AS Address, {persons_now} AS Persons, c.applied_on AS AppliedOn,
  nullif(c.due_on, '') AS DueOn, c.lead AS Lead, {amount_now} AS AmountYuan, nullif(r.klass, '') AS Class,
  {first_month} AS ReceivedSince, c.last_at AS LastAt
FROM cases AS c {receipt} {named}
WHERE {mine}"""
_VISITS: Final = """SELECT v.file AS "Case", v.n AS Act, v.round AS Round, {place},
  v.visited_on AS VisitedOn, nullif(v.started_at, '') AS StartedAt, nullif(v.sealed_at, '') AS SealedAt,
  v.received_at AS ReceivedAt, v.lead AS Lead, v.assessors AS Assessors, v.photos AS Photos,
  v.persons AS Persons, v.income_total_fen AS IncomeTotalYuan,
  v.income_per_capita_fen AS IncomePerCapitaYuan, v.counts AS Counts, v.digest AS Digest,
  CAST(nullif(v.latitude, '') AS REAL) AS Latitude, CAST(nullif(v.longitude, '') AS REAL) AS Longitude,
  v.accuracy_m AS AccuracyM
FROM visits AS v {named} WHERE {mine}"""
# The words are those of domain.count: stock, added and cancelled, by the month and the month before it.
_STATISTICS: Final = """SELECT g.month AS Month, CAST(substr(g.month, 1, 4) AS INTEGER) AS Year,
  {place}, g.residence AS Residence, g.households AS Households, g.persons AS Persons,
  g.added AS AddedHouseholds, g.added_persons AS AddedPersons, g.cancelled AS CancelledHouseholds,
  g.cancelled_persons AS CancelledPersons, g.amount_fen AS AmountDueYuan
FROM (SELECT m.key AS month, l.street AS street, l.community AS community, l.residence AS residence,
    sum(l.households * (l.since <= m.key AND (l.until = '' OR l.until >= m.key))) AS households,
    sum(l.persons * (l.since <= m.key AND (l.until = '' OR l.until >= m.key))) AS persons,
    sum(l.amount_fen * (l.since <= m.key AND (l.until = '' OR l.until >= m.key))) AS amount_fen,
    sum(l.households * (l.first AND l.since = m.key)) AS added,
    sum(l.persons * (l.first AND l.since = m.key)) AS added_persons,
    sum(l.households * (l.last AND l.until = m.value)) AS cancelled,
    sum(l.persons * (l.last AND l.until = m.value)) AS cancelled_persons
  FROM json_each(:months) AS m CROSS JOIN (SELECT street, community, residence, since, until, n = 1 AS first,
      stop_reason != '' AS last, count(*) AS households, sum(persons) AS persons,
      sum(amount_fen) AS amount_fen
    FROM spells GROUP BY 1, 2, 3, 4, 5, 6, 7) AS l
  GROUP BY 1, 2, 3, 4) AS g {named} WHERE {mine}"""


def _in_area(query: str, table: str) -> str:
    """A query of the reader's area alone, with the names of places beside their ids."""
    for place, text in (("{place}", _PLACE), ("{named}", _NAMED), ("{mine}", _MINE)):
        query = query.replace(place, text.replace("{t}", table))
    return query


_SOURCES: Final[Mapping[str, str]] = {
    CASES.name: with_receipt(_in_area(_CASES, "c")),
    VISITS.name: _in_area(_VISITS, "v"),
    STATISTICS.name: _in_area(_STATISTICS, "g"),
}


@dataclass(frozen=True)
class Bounds:
    """What a person may see: their area; and the names and months the tables are made with."""

    street: str
    community: str
    areas: Mapping[str, str]  # id → name
    months: Mapping[str, str]  # month → the month before it

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "street": self.street,
            "community": self.community,
            "areas": json.dumps(dict(self.areas)),
            "months": json.dumps(dict(self.months)),
        }


def count_entities(index: Index, entities: EntitySet, bounds: Bounds, condition: Expression | None) -> int:
    """How many entities there are that the condition holds of, on every page together."""
    sql = _Sql(bounds.parameters)
    where = sql.condition(condition)
    query = " ".join((_AREAS, "SELECT count(*) FROM (", _SOURCES[entities.name], ") AS e WHERE", where))
    return int(index.query(query, sql.values)[0][0])


def read_entities(
    index: Index, entities: EntitySet, bounds: Bounds, query: FeedQuery, most: int
) -> list[dict[str, Any]]:
    """At most so many entities with every property, ordered by what is asked and then by key."""
    sql = _Sql(bounds.parameters)
    where = [sql.condition(query.condition), *sql.behind(entities, query.after)]
    order = [f"{sql.of(each)} {'DESC' if descends else 'ASC'}" for each, descends in query.order]
    order += [_quoted(name) for name in entities.key]
    names = ", ".join(_quoted(each.name) for each in entities.properties)
    parts = (
        *(_AREAS, "SELECT", names, "FROM (", _SOURCES[entities.name], ") AS e"),
        *("WHERE", " AND ".join(where), "ORDER BY", ", ".join(order)),
        *("LIMIT", sql.value(most), "OFFSET", sql.value(query.skip)),
    )
    found = index.query(" ".join(parts), sql.values)
    return [dict(zip(entities.types, row, strict=True)) for row in found]


def find_entity(
    index: Index, entities: EntitySet, bounds: Bounds, key: Sequence[str | int]
) -> dict[str, Any] | None:
    """One entity by its key."""
    condition: Expression | None = None
    for name, value in zip(entities.key, key, strict=True):
        kind = entities.types[name]
        one = Binary("eq", Field(name, kind), Literal(value, kind))
        condition = one if condition is None else Binary("and", condition, one)
    found = read_entities(index, entities, bounds, FeedQuery(condition), 1)
    return found[0] if found else None


@dataclass
class _Sql:
    """Makes SQL of an expression; every value it holds becomes a parameter."""

    values: dict[str, Any] = field(default_factory=dict)

    def value(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def condition(self, condition: Expression | None) -> str:
        return "1" if condition is None else f"({self.of(condition)})"

    def behind(self, entities: EntitySet, after: Sequence[str | int]) -> list[str]:
        """Behind a key, in the order of keys."""
        if not after:
            return []
        names = ", ".join(_quoted(name) for name in entities.key)
        return [f"({names}) > ({', '.join(self.value(each) for each in after)})"]

    def of(self, expression: Expression) -> str:
        if isinstance(expression, Literal):
            return self.value(_stored(expression))
        if isinstance(expression, Field):
            return _quoted(expression.name)
        if isinstance(expression, Not):
            return f"(NOT {self.of(expression.operand)})"
        if isinstance(expression, Call):
            return self._call(expression)
        return self._binary(expression)

    def _binary(self, both: Binary) -> str:
        if both.operator in ("and", "or"):
            return f"({self.of(both.left)} {both.operator.upper()} {self.of(both.right)})"
        in_fen = Edm.DECIMAL in (both.left.type, both.right.type)
        left, right = (self._number(each, in_fen=in_fen) for each in (both.left, both.right))
        if both.operator in _NULL_SAFE:
            return f"({left} {_NULL_SAFE[both.operator]} {right})"
        return f"coalesce({left} {_ORDERS[both.operator]} {right}, 0)"

    def _number(self, expression: Expression, *, in_fen: bool) -> str:
        """Beside a sum every other number is taken as yuan too."""
        text = self.of(expression)
        whole = in_fen and expression.type in NUMBERS - {Edm.DECIMAL}
        return f"({text} * 100)" if whole else text

    def _call(self, call: Call) -> str:
        arguments = [self.of(each) for each in call.arguments]
        return _FUNCTIONS[call.function](*arguments)


# Equality of null is true or false, order beside null is false (OData Part 2 §5.1.1.1).
_NULL_SAFE: Final = {"eq": "IS", "ne": "IS NOT"}
_ORDERS: Final = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def _substring(text: str, start: str, length: str = "") -> str:
    rest = f", max(0, {length})" if length else ""
    return f"substr({text}, max(0, {start}) + 1{rest})"


def _part(of: int, length: int) -> Callable[[str], str]:
    """A part of a day as text; of an instant, in UTC."""
    return lambda text: f"CAST(substr({text}, {of}, {length}) AS INTEGER)"


_FUNCTIONS: Final[Mapping[str, Callable[..., str]]] = {
    "contains": lambda text, part: f"(instr({text}, {part}) > 0)",
    "startswith": lambda text, part: f"(substr({text}, 1, length({part})) = {part})",
    "endswith": lambda text, part: (
        f"(length({text}) >= length({part}) AND substr({text}, 1 + length({text}) - length({part})) = {part})"
    ),
    "indexof": lambda text, part: f"(instr({text}, {part}) - 1)",
    "concat": lambda one, other: f"({one} || {other})",
    "length": lambda text: f"length({text})",
    "tolower": lambda text: f"lower({text})",
    "toupper": lambda text: f"upper({text})",
    "trim": lambda text: f"trim({text})",
    "substring": _substring,
    "year": _part(1, 4),
    "month": _part(6, 2),
    "day": _part(9, 2),
}


def _stored(literal: Literal) -> str | int | float | None:
    """A literal as the index keeps it; a sum in fen, or between two of them."""
    if literal.type is not Edm.DECIMAL:
        return literal.value
    fen = Decimal(str(literal.value)).scaleb(_CENTS)
    return int(fen) if fen == fen.to_integral_value() else float(fen)


def _quoted(name: str) -> str:
    return f'"{name}"'
