"""The words for acts of the upkeep: everything that happens to a household that receives the guarantee."""

from __future__ import annotations

from typing import Final

UPKEEP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "taken_over": ("从原系统接入", "take over from the system before"),
    "class_set": ("定分类", "set the class"),
    # periodic reviews
    "review_opened": ("开始复核", "open a review"),
    "review_recorded": ("记复核", "record the review"),
    "review_told": ("告诉家里复核意见", "tell the family of the review"),
    "review_team_assigned": ("派人入户复核", "send a team for a home review"),
    "review_visited": ("收讫入户复核", "receive the home review"),
    "review_audited": ("街道审核复核意见", "audit the review"),
    "review_decided": ("审批复核结果", "decide the review"),
    "review_returned": ("退回复核意见", "return the review"),
    "review_notified": ("送达调整、停发通知书", "deliver the letter of the change"),
    "renewal_registered": ("续保登记", "register the renewal"),
    "standard_applied": ("按新标准调整", "apply the new standard"),
    "stopped": ("停发", "stop the guarantee"),
    # payments and recovery
    # employment
}
