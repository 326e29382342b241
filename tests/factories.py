"""A small district with valid defaults, and a tablet made of paper that seals with a real key."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey
from PIL import Image

from server.domain.case import Case
from server.domain.days import format_instant, shanghai_date
from server.domain.permission import Actor
from server.domain.seal import visit_bytes, visit_digest
from server.opening import open_own
from server.records.codec import SEALED_BYTES, encode_outbox, encode_photo
from server.records.entries import Area, Assessor, Profile, Roll, User
from server.records.envelope import CaseloadKey
from server.records.keys import public_jwk
from server.services.applications import accept_application, forward_application, register_application
from server.services.assignments import assign_team
from server.services.countersignatures import confirm_visit
from server.services.credentials import Certificate, get_assessor, issue_credential
from server.services.devices import enrol_device, open_enrolment
from server.services.district import District, open_district
from server.services.forms import HOME_VISIT, get_form
from server.services.reconciliation import build_reconciler
from server.services.tasks import outbox_name, read_task, tasks_name
from server.settings import Settings
from sync.couch import Database
from sync.reconcile.loop import Pass
from tests.courses import pass_course
from tests.findings import answers, photo_record, signature_record
from tests.telling import in_one_go

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, nine o'clock in China
TEAM = ("a-0217", "a-0218", "a-0219")
NAMES = {"a-0217": "林试远", "a-0218": "罗样青", "a-0219": "沈例和", "a-0220": "何示安"}
STREET_ID, COMMUNITY_ID = "songlin", "huaian"

CLERK = Actor("fang", "方示宁", frozenset({"community_clerk"}), STREET_ID, COMMUNITY_ID)
OFFICER = Actor("gao", "高样如", frozenset({"street_officer"}), STREET_ID)
CHAIRMAN = Actor("lin", "林试远", frozenset({"chair"}), STREET_ID, assessor_id="a-0217")
REVIEWER = Actor("xie", "谢试文", frozenset({"district_reviewer"}))
HEAD_OF_BUREAU = Actor("qian", "钱样衡", frozenset({"bureau_head"}))
ADMINISTRATOR = Actor("admin", "管理员", frozenset({"administrator"}))
COMMITTEE = ("gao", "he", "w1", "w2", "w3", "w4", "w5")  # staff, the leader, five social workers
MEMBERS = tuple(f"m{number:02d}" for number in range(1, 12))


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    instant: datetime = START

    def __call__(self) -> datetime:
        return self.instant

    def move(self, **by: int) -> None:
        self.instant += timedelta(**by)


@contextmanager
def make_district(folder: Path, clock: Clock | None = None, **settings: Any) -> Iterator[District]:
    """A district with a street, a community, four assessors and those who decide, on a real store."""
    with make_empty_district(folder, clock, **settings) as district:
        furnish(district)
        yield district


@contextmanager
def make_empty_district(folder: Path, clock: Clock | None = None, **settings: Any) -> Iterator[District]:
    """A district without anybody in it, its randomness fixed."""
    chosen = Settings(data=folder, reconciler=False, **settings)
    opened = open_own(chosen)
    # Tests want the same salts each time; nothing here is secret.
    district = open_district(chosen, opened.couch, clock=clock or Clock(), rng=random.Random(7))
    try:
        yield district
    finally:
        district.close()
        if opened.store:
            opened.store.close()


def furnish(district: District) -> None:
    """Puts areas, people, a roll and four certified assessors into an empty district."""
    office = district.office
    office.save(Profile("district", name_zh="示例区", name_en="Example District", issuer="示例区低保中心"))
    office.save(Area(STREET_ID, "street", "松林街道", "Songlin Street", "SL", phone="0000-000 0000"))
    office.save(Area(COMMUNITY_ID, "community", "槐安社区", "Huaian Community", "SLHA", STREET_ID))
    for user in people():
        office.save(user)
    office.save(Roll(COMMUNITY_ID, tuple({"id": member, "name": f"成员{member}"} for member in MEMBERS)))
    for assessor, name in NAMES.items():
        office.save(Assessor(assessor, name, STREET_ID))
    pass_course(district, *NAMES)
    for assessor, name in NAMES.items():
        issue_credential(district, REVIEWER, assessor, certificate(name, assessor))


def people() -> list[User]:
    """Everybody with an account; nobody has a password, so nobody can sign in until a test gives one."""
    signed = [
        User(one.user_id, one.name, tuple(one.roles), "", one.street, one.community, one.assessor_id)
        for one in (CLERK, OFFICER, CHAIRMAN, REVIEWER, HEAD_OF_BUREAU, ADMINISTRATOR)
    ]
    sitting = [
        User(user, user, ("committee_member",), "", STREET_ID, post="leader" if user == "he" else "")
        for user in COMMITTEE[1:]
    ]
    return signed + sitting


def certificate(name: str = "林试远", assessor: str = "a-0217", **changes: Any) -> Certificate:
    valid = Certificate(
        name=name,
        street=STREET_ID,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 6, 30),
        portrait=picture(assessor),
        serial=assessor.removeprefix("a-"),
    )
    return replace(valid, **changes)


def picture(seed: str, size: tuple[int, int] = (48, 64)) -> bytes:
    """A small JPEG that differs with ``seed``."""
    shade = hashlib.sha256(seed.encode("utf-8")).digest()
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade[0], shade[1], shade[2])).save(buffer, "JPEG")
    return buffer.getvalue()


def household(**changes: Any) -> dict[str, Any]:
    """Two adults with one income: a family that is eligible, identity numbers valid by checksum."""
    data = {
        "members": [
            {
                "id": "m1",
                "name": "周例平",
                "sex": "male",
                "birth": "1971-04-09",
                "relation": "head",
                "identity_number": "110000197104090010",
                "incomes": [{"id": "i1", "kind": "wages", "source": "零工", "amount_fen": 120000}],
            },
            {"id": "m2", "name": "陈示兰", "sex": "female", "birth": "1973-08-21", "relation": "spouse"},
        ],
        "address": "槐安路 12 号 3 单元 501",
        "building": "槐安路 12 号楼",
        "phone": "0000-000 0001",
    }
    return data | changes


@in_one_go
def accepted_case(district: District, **changes: Any) -> Case:
    """A case the street has accepted."""
    checklist = district.policy.apply.materials
    number = register_application(district, CLERK, household(**changes), materials=checklist).number
    if district.policy.pre_review.enabled:
        forward_application(district, CLERK, number)
    return accept_application(district, OFFICER, number)


@in_one_go
def assigned_case(district: District, team: Sequence[str] = TEAM, lead: str = "a-0217") -> Case:
    """A case a team was sent to."""
    due = district.today() + timedelta(days=7)
    relations = dict.fromkeys(team, "none")
    return assign_team(district, OFFICER, accepted_case(district).number, team, lead, due, relations)


@dataclass
class PaperTablet:
    """An enrolled tablet without a screen: seals visits and puts them into its outbox."""

    district: District
    assessor: str = "a-0217"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", private=True))
    receiver: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", private=True))

    def enrol(self) -> dict[str, Any]:
        opened = open_enrolment(self.district, OFFICER, self.assessor)
        return enrol_device(self.district, opened.code, self.jwk, self.ecdh, "paper")

    @property
    def jwk(self) -> dict[str, str]:
        return _public(self.key)

    @property
    def ecdh(self) -> dict[str, str]:
        return _public(self.receiver)

    @property
    def caseload(self) -> CaseloadKey:
        """The key it seals with, as the district gives it to every tablet of the assessor."""
        return self.district.caseloads.newest(self.assessor)

    @property
    def id(self) -> str:
        return self.key.thumbprint()

    @property
    def outbox(self) -> Database:
        return self.district.database(outbox_name(self.assessor))

    def fill_in(self, case: Case, photos: Sequence[bytes] = (), **changes: Any) -> dict[str, Any]:
        """A complete visit of a case; ``changes`` replace fields of it before it is sealed."""
        assert case.team is not None
        now = self.district.now()
        pictures = [photo_record(content, now) for content in photos or default_photos()]
        given = answers(self.district, [photo["digest"] for photo in pictures], shanghai_date(now))
        visit = {
            "case": case.number,
            "round": case.team.round,
            "form": HOME_VISIT,
            "form_digest": get_form(self.district, HOME_VISIT)["digest"],
            "policy": case.policy,
            "assessor": self.assessor,
            "device": self.id,
            "task_assigned_at": case.team.assigned_at,
            "roster_issued_at": format_instant(now),
            "started_at": format_instant(now - timedelta(minutes=40)),
            "sealed_at": format_instant(now),
            "team": [self.member(assessor) for assessor in case.team.assessors],
            "answers": given,
            "photos": pictures,
            "signatures": [
                signature_record(who, NAMES.get(who, "周例平"), now)
                for who in ("applicant", *case.team.assessors)
            ],
            "totals": {
                name: given[name] for name in ("persons", "income_gross", "income_total", "income_per_capita")
            },
        }
        return visit | changes

    def member(self, assessor_id: str, **changes: Any) -> dict[str, Any]:
        """A member of the team as the tablet notes it: its own assessor, or one whose badge was scanned."""
        assessor = get_assessor(self.district, assessor_id)
        own = assessor_id == self.assessor
        noted = {
            "assessor": assessor_id,
            "serial": assessor.serial,
            "badge": None if own else assessor.badge,
            "how": "this_tablet" if own else "scanned",
            "seen_at": format_instant(self.district.now()),
        }
        return noted | changes

    def seal(self, visit: Mapping[str, Any], key: ECKey | None = None) -> dict[str, Any]:
        """The body of a sealed visit: the visit and its detached JWS (RFC 7515 appendix F)."""
        header = {"alg": "ES256", "kid": self.id}
        signed = jws.serialize_compact(header, visit_bytes(visit), key or self.key, algorithms=["ES256"])
        protected, _, signature = signed.split(".")
        return {"state": "sealed", "visit": dict(visit), "seal": f"{protected}..{signature}"}

    def contribute(
        self,
        visit: Mapping[str, Any],
        answers: Mapping[str, Any],
        photos: Sequence[bytes] = (),
        **changes: Any,
    ) -> dict[str, Any]:
        """The body of what this tablet's owner recorded beside a visit, sealed by them."""
        now = self.district.now()
        shared = {key: visit[key] for key in ("case", "round", "form", "form_digest", "roster_issued_at")}
        recorded = {
            "type": "contribution",
            "schema": 1,
            **shared,
            "assessor": self.assessor,
            "device": self.id,
            "answers": dict(answers),
            "photos": [photo_record(content, now) for content in photos],
            "started_at": format_instant(now - timedelta(minutes=20)),
            "sealed_at": format_instant(now),
        }
        sealed = self.seal(recorded | changes)
        return {"state": "sealed", "contribution": sealed["visit"], "seal": sealed["seal"]}

    def push_contribution(self, body: Mapping[str, Any], photos: Sequence[bytes] = ()) -> str:
        """Photos first, then what names them; returns its id."""
        for content in photos:
            self.push_photo(content)
        recorded = body["contribution"]
        document_id = f"contribution:{recorded['case']}:{recorded['round']}:{recorded['device']}"
        self.push_document(document_id, body)
        return document_id

    def countersign(self, visit: Mapping[str, Any], key: ECKey | None = None, **changes: Any) -> str:
        """This tablet's owner signs a sealed visit; ``changes`` replace what is signed."""
        payload = {
            "type": "countersign",
            "case": visit["case"],
            "round": visit["round"],
            "visit": visit_digest(visit),
            "assessor": self.assessor,
            "signed_at": format_instant(self.district.now()),
        }
        header = {"alg": "ES256", "kid": self.id, "jwk": self.jwk}
        text = json.dumps(payload | changes).encode("utf-8")
        return jws.serialize_compact(header, text, key or self.key, algorithms=["ES256"])

    def push(self, body: Mapping[str, Any], photos: Sequence[bytes] = ()) -> str:
        """Pushes a sealed visit and its photos as a tablet does: photos first; returns the visit's id."""
        for content in photos or default_photos():
            self.push_photo(content)
        visit = body["visit"]
        visit_id = f"visit:{visit['case']}:{visit['round']}:{visit['device']}"
        self.push_document(visit_id, body)
        return visit_id

    def push_document(self, document_id: str, body: Mapping[str, Any]) -> None:
        """Pushes a document in its envelope, in place of the one of this name if there is one."""
        stored = self.outbox.find(document_id)
        kept = {"_rev": stored["_rev"]} if stored else {}
        self.outbox.put(encode_outbox(self.caseload, document_id, body) | kept)

    def push_countersign(self, token: str, signer: str = "") -> str:
        """Pushes a countersignature: one's own, or one read from a colleague's screen."""
        claims = json.loads(jws.extract_compact(token.encode()).payload)
        document_id = f"countersign:{claims['case']}:{claims['round']}:{signer or claims['assessor']}"
        self.push_document(document_id, {"token": token})
        return document_id

    def push_photo(self, content: bytes, digest: str | None = None) -> None:
        digest = digest or hashlib.sha256(content).hexdigest()
        photo_id = f"photo:{digest}"
        body = {"digest": digest, "content_type": "image/jpeg", "length": len(content)}
        document = encode_outbox(self.caseload, photo_id, body)
        sealed = encode_photo(self.caseload, photo_id, content)
        self.outbox.create_with_attachment(document, "photo", sealed, SEALED_BYTES)

    def read(self, document_id: str) -> dict[str, Any]:
        """What the tablet reads in a document of its tasks; fails where it would not open."""
        stored = self.district.database(tasks_name(self.assessor)).get(document_id)
        payload = read_task(self.district, self.assessor, stored)
        assert payload is not None, document_id
        return payload

    def receipt(self, visit_id: str) -> dict[str, Any]:
        return self.read("receipt:" + visit_id.removeprefix("visit:"))


def _public(key: ECKey) -> dict[str, str]:
    return {name: value for name, value in public_jwk(key).items() if name != "kid"}


def default_photos() -> list[bytes]:
    return [picture("door"), picture("room")]


def enrolled_tablet(district: District, assessor: str = "a-0217") -> PaperTablet:
    tablet = PaperTablet(district, assessor)
    tablet.enrol()
    return tablet


@in_one_go
def visited_case(district: District) -> Case:
    """A case whose visit was sealed, sent, received and signed by both colleagues."""
    _, visit = unconfirmed_case(district)
    return confirm(district, visit)


@in_one_go
def unconfirmed_case(district: District) -> tuple[Case, dict[str, Any]]:
    """A case whose visit was received and waits for the colleagues' own signatures; and the visit."""
    tablet, case = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    return district.get_case(case.number), visit


def confirm(district: District, visit: Mapping[str, Any]) -> Case:
    """Every colleague of a received visit signs it on a tablet of their own."""
    for member in visit["team"]:
        if member["assessor"] != visit["assessor"]:
            confirm_visit(district, enrolled_tablet(district, member["assessor"]).countersign(visit))
    return district.get_case(visit["case"])


def reconcile(district: District) -> Pass:
    """One pass of a new reconciler."""
    return build_reconciler(district).run_once()
