"""The JavaScript of the write rules, run in Node: it decides as the native rule does."""

from __future__ import annotations

import json
import subprocess

import pytest

from sync.write_rules import javascript, refusal, rule_for
from tests.sync.test_access import ROLE, WRITES

PROGRAM = """
const [rule, cases] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const validate = eval('(' + rule + ')');
console.log(JSON.stringify(cases.map(([id, roles]) => {
  try { validate({_id: id}, null, {roles}); return null; } catch (error) { return error.forbidden; }
})));
"""


@pytest.mark.parametrize("database", ["tasks-a-0217", "outbox-a-0217"])
def test_both_forms_of_a_rule_decide_alike(database: str) -> None:
    rule = rule_for(database)
    assert rule is not None
    cases = [(doc_id, roles) for _, doc_id, _ in WRITES for roles in ([ROLE], ["_admin"], [])]
    run = subprocess.run(
        ["node", "-e", PROGRAM],
        input=json.dumps([javascript(rule), cases]),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert json.loads(run.stdout) == [refusal(rule, doc_id, roles) for doc_id, roles in cases]
