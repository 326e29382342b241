"""What the protocol page shows is what the code does, to the byte."""

from __future__ import annotations

import pytest
from joserfc import jws

from server.domain.act import digest_of, format_act
from server.domain.canonical import canonical_bytes
from server.domain.seal import SealedVisit
from server.records.codec import TYPE, decode_outbox
from server.web.device.asked import AskedEnrolment, AskedProof, AskedStatus, AskedToken
from sync.write_rules import RULES
from tests.docs.protocol import (
    EXAMPLES,
    MARK,
    PAGE,
    act,
    caseload,
    fill,
    jose,
    public_key,
    receipt,
    to_base64url,
    vectors,
)

TEXT = PAGE.read_text("utf-8")


def test_the_examples_are_the_bytes_the_code_works_out() -> None:
    assert fill(TEXT) == TEXT, "run make tables"
    assert sorted(found[1] for found in MARK.findall(TEXT)) == sorted(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_says_something(name: str) -> None:
    assert len(EXAMPLES[name]()) > 40
    assert EXAMPLES[name]() in TEXT


def test_the_sealed_record_of_the_page_verifies_with_the_key_it_shows() -> None:
    made = vectors("contribution")
    header, _, signature = made["body"]["seal"].split(".")
    payload = to_base64url(canonical_bytes(made["body"]["contribution"]))
    key = public_key(made["device"]["jwk"])
    opened = jws.deserialize_compact(f"{header}.{payload}.{signature}", key, algorithms=["ES256"])
    assert opened.headers() == {"alg": "ES256", "kid": made["device"]["kid"]}
    assert key.thumbprint() == made["device"]["kid"]


def test_the_draft_of_the_page_opens_under_its_own_name_and_the_task_is_the_districts() -> None:
    made = vectors("envelope")
    assert decode_outbox([caseload()], made["visit"]["document"]) == made["visit"]["body"]
    task = EXAMPLES["task"]().splitlines()
    token = next(line for line in task if line.startswith("ey"))
    key = public_key(made["district"]["log"])
    assert jws.deserialize_compact(token, key, algorithms=["ES256"])
    assert jose(token)[0]["typ"] == TYPE


def test_the_act_of_the_page_has_the_digest_it_says() -> None:
    assert digest_of(format_act(act())) == act().digest
    assert act().n == 2


def test_every_member_of_what_is_asked_and_sealed_is_named() -> None:
    fields = {*AskedEnrolment.model_fields, *AskedProof.model_fields, *AskedToken.model_fields}
    fields |= {
        *AskedStatus.model_fields,
        *receipt(),
        *vectors("contribution")["body"]["contribution"]["photos"][0],
    }
    fields |= set(SealedVisit.__dataclass_fields__) - {"document"}
    missing = [name for name in sorted(fields) if f"`{name}`" not in TEXT and f'"{name}"' not in TEXT]
    assert missing == []


def test_every_kind_of_document_a_tablet_may_write_is_named() -> None:
    kinds = [prefix for rule in RULES for prefix in rule.prefixes]
    assert len(kinds) > 3
    assert [kind for kind in kinds if f"`{kind}" not in TEXT] == []
