"""Which rules a test's district goes by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from server.domain.policy import Policy
from server.services.district import District


def use_pack(district: District, key: str, **changes: Any) -> Policy:
    """New cases go by this pack; ``changes`` replace groups of it, for cases begun before as well."""
    district.office.save(replace(district.profile, policy=key))
    policies = cast(dict[str, Policy], district.policies)
    policies[key] = replace(policies[key], **changes)
    return policies[key]
