"""What article 2 itself says of causes and needs, to be laid beside the district's own figures.

Two shares and an order are all it gives; what it does not give is said, not filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Given(NamedTuple):
    """A line of the article: its rank, its share in tenths of a per cent or None, and its own words."""

    rank: int
    permille: int | None
    words: str
    rule: str


SOURCE: Final = (
    "第2篇《城市居民致贫原因》，原文没有写明样本有多少户、是哪一年。",
    "Article 2; it names neither the sample nor its year.",
)
CAUSES_GIVEN: Final[Mapping[str, Given]] = {
    "no_fixed_job": Given(1, 400, "无固定职业的比例最大，为40%", "S2-CAUSE-01"),
    "laid_off": Given(2, 160, "其次是下岗，所占比例为16%", "S2-CAUSE-02"),
    "schooling": Given(3, None, "并列第三的是子女上学和其他", "S2-CAUSE-03"),
    "other": Given(3, None, "并列第三的是子女上学和其他", "S2-CAUSE-04"),
    "accident": Given(5, None, "第五是意外事故", "S2-CAUSE-05"),
    "disaster": Given(6, None, "第六是天灾", "S2-CAUSE-06"),
}
NEEDS_GIVEN: Final[Mapping[str, Given]] = {
    "job": Given(1, None, "给介绍一份合适的工作", "S2-NEED-01"),
    "level": Given(2, None, "提高最低保障水平", "S2-NEED-02"),
    "medical": Given(3, None, "建立医疗保险机制", "S2-NEED-03"),
    "schooling": Given(4, None, "助学机制", "S2-NEED-04"),
    "pension": Given(5, None, "建立养老机制", "S2-NEED-05"),
}
NOT_GIVEN: Final = (
    ("第三到第六位原因的比例没有写。", "The shares of the causes ranked third to sixth are not given."),
    (
        "需求只有先后，没有比例；说列出六项，只印了五项。",
        "Needs have an order but no shares; six are announced and five printed.",
    ),
    (
        "一户能不能选几个原因没有写；我们一户可以选几个，比例加起来会超过 100%。",
        "Whether a household could name several causes is not said; here it can, so shares may exceed 100%.",
    ),
)
