"""Who sits on the street's review committee (S7-ORG-04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from server.domain.permission import CLERK, COMMITTEE, STREET
from server.domain.policy import CommitteeRules
from server.errors import Refusal

LEADER: Final = "leader"
STAFF: Final = "staff"
SOCIAL_WORKER: Final = "social_worker"
POST_WORDS: Final = {
    LEADER: ("分管领导", "the leader in charge"),
    STAFF: ("低保工作人员", "the street's dibao staff"),
    SOCIAL_WORKER: ("社区社工", "social workers of the communities"),
}
_BY_ROLE: Final = ((STREET, STAFF), (COMMITTEE, SOCIAL_WORKER), (CLERK, SOCIAL_WORKER))


def post_of(post: str, roles: Iterable[str]) -> str:
    """The post somebody sits by: the one the office wrote down, else the one their role implies."""
    held = set(roles)
    return post or next((implied for role, implied in _BY_ROLE if role in held), "")


def check_composition(posts: Iterable[str], rules: CommitteeRules) -> None:
    """The leader, the staff and so many social workers, where the pack says so (S7-ORG-04)."""
    if not rules.social_workers:
        return
    counted = Counter(posts)
    needed = {LEADER: 1, STAFF: 1, SOCIAL_WORKER: rules.social_workers}
    missing = [POST_WORDS[post] for post, count in needed.items() if counted[post] < count]
    if missing:
        zh, en = "、".join(zh for zh, _ in missing), ", ".join(en for _, en in missing)
        raise Refusal("finding.composition", needed=rules.social_workers, zh=zh, en=en)
