"""What spreadsheet users read over OData: its tables, their columns and types (OData 4.0 Part 3, CSDL).

https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part3-csdl.html

Money is Edm.Decimal in yuan outside and whole fen inside; a day is Edm.Date, an instant Edm.DateTimeOffset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE: Final = "ruhu"
VERSION: Final = "4.0"
_EDMX: Final = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM: Final = "http://docs.oasis-open.org/odata/ns/edm"


class Edm(StrEnum):
    """The primitive types used (Part 3 §4.4)."""

    STRING = "Edm.String"
    INT = "Edm.Int32"
    DECIMAL = "Edm.Decimal"
    DOUBLE = "Edm.Double"
    BOOLEAN = "Edm.Boolean"
    DATE = "Edm.Date"
    INSTANT = "Edm.DateTimeOffset"


NUMBERS: Final = frozenset({Edm.INT, Edm.DECIMAL, Edm.DOUBLE})


@dataclass(frozen=True)
class Property:
    name: str
    type: Edm
    nullable: bool = True


@dataclass(frozen=True)
class EntitySet:
    """A table: the name of its set and of one entity, the key, and the permission beside ``feed.use``."""

    name: str
    entity: str
    permission: str
    key: Sequence[str]
    properties: Sequence[Property]

    @cached_property
    def types(self) -> Mapping[str, Edm]:
        return {each.name: each.type for each in self.properties}


def _texts(*names: str) -> tuple[Property, ...]:
    return tuple(Property(name, Edm.STRING, nullable=False) for name in names)


def _numbers(*names: str) -> tuple[Property, ...]:
    return tuple(Property(name, Edm.INT, nullable=False) for name in names)


_PLACE: Final = _texts("Street", "StreetName", "Community", "CommunityName")
CASES: Final = EntitySet(
    "Cases",
    "Case",
    "case.read",
    ("Number",),
    (
        *_texts("Number"),
        *_PLACE,
        *_texts("Stage", "Head", "IdentityTail", "Address"),
        *_numbers("Persons"),
        Property("AppliedOn", Edm.DATE, nullable=False),
        Property("DueOn", Edm.DATE),
        *_texts("Lead"),
        Property("AmountYuan", Edm.DECIMAL, nullable=False),
        Property("Class", Edm.STRING),
        Property("ReceivedSince", Edm.STRING),
        Property("LastAt", Edm.INSTANT, nullable=False),
    ),
)
VISITS: Final = EntitySet(
    "Visits",
    "Visit",
    "case.read",
    ("Case", "Act"),
    (
        *_texts("Case"),
        *_numbers("Act", "Round"),
        *_PLACE,
        Property("VisitedOn", Edm.DATE, nullable=False),
        Property("StartedAt", Edm.INSTANT),
        Property("SealedAt", Edm.INSTANT),
        Property("ReceivedAt", Edm.INSTANT, nullable=False),
        *_texts("Lead"),
        *_numbers("Assessors", "Photos", "Persons"),
        Property("IncomeTotalYuan", Edm.DECIMAL, nullable=False),
        Property("IncomePerCapitaYuan", Edm.DECIMAL, nullable=False),
        Property("Counts", Edm.BOOLEAN, nullable=False),
        *_texts("Digest"),
        Property("Latitude", Edm.DOUBLE),
        Property("Longitude", Edm.DOUBLE),
        *_numbers("AccuracyM"),
    ),
)
STATISTICS: Final = EntitySet(
    "Statistics",
    "Statistic",
    "statistics.read",
    ("Month", "Community", "Residence"),
    (
        *_texts("Month"),
        *_numbers("Year"),
        *_PLACE,
        *_texts("Residence"),
        *_numbers("Households", "Persons", "AddedHouseholds", "AddedPersons"),
        *_numbers("CancelledHouseholds", "CancelledPersons"),
        Property("AmountDueYuan", Edm.DECIMAL, nullable=False),
    ),
)
ENTITY_SETS: Final[Mapping[str, EntitySet]] = {each.name: each for each in (CASES, VISITS, STATISTICS)}


def format_metadata() -> bytes:
    """The metadata document of the service (Part 3 §3 to §6, §13)."""
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": VERSION})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": NAMESPACE})
    for each in ENTITY_SETS.values():
        _add_entity_type(schema, each)
    container = SubElement(schema, "EntityContainer", {"Name": "Container"})
    for each in ENTITY_SETS.values():
        type_name = f"{NAMESPACE}.{each.entity}"
        SubElement(container, "EntitySet", {"Name": each.name, "EntityType": type_name})
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entity_type(schema: Element, entities: EntitySet) -> None:
    kind = SubElement(schema, "EntityType", {"Name": entities.entity})
    key = SubElement(kind, "Key")
    for name in entities.key:
        SubElement(key, "PropertyRef", {"Name": name})
    for each in entities.properties:
        SubElement(kind, "Property", {"Name": each.name, "Type": each.type, **_facets(each)})


def _facets(each: Property) -> dict[str, str]:
    """Only what is not so by itself (Part 3 §6.2); an instant is kept to the second."""
    facets = {} if each.nullable else {"Nullable": "false"}
    if each.type is Edm.DECIMAL:
        facets |= {"Precision": "14", "Scale": "2"}
    return facets
