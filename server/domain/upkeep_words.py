"""The words for acts of the upkeep: everything that happens to a household that receives the guarantee."""

from __future__ import annotations

from typing import Final

UPKEEP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "taken_over": ("从原系统接入", "take over from the system before"),
    "class_set": ("定分类", "set the class"),
    # periodic reviews
    "stopped": ("停发", "stop the guarantee"),
    # payments and recovery
    # employment
    "job_status_set": ("登记就业情况", "record who is looking for work"),
    "job_form_issued": ("发就业情况反馈表", "issue the employment feedback form"),
    "job_form_returned": ("收回就业情况反馈表", "receive the employment feedback form"),
    "job_offered": ("记提供的岗位、培训", "record a post or training that was offered"),
    "training_given": ("记培训", "record a training"),
    "activity_attended": ("记参加公益活动", "record attendance of a public-benefit activity"),
    "exit_begun": ("开始就业渐退", "begin a gradual exit after a job"),
    "job_review_suggested": ("建议复核", "suggest a review after refusals"),
}
