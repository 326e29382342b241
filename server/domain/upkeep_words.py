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
    "review_team_called_off": ("入户复核不派人去了", "call the team of a home review off"),
    "review_visited": ("收讫入户复核", "receive the home review"),
    "review_audited": ("街道审核复核意见", "audit the review"),
    "review_decided": ("审批复核结果", "decide the review"),
    "review_returned": ("退回复核意见", "return the review"),
    "review_notified": ("送达调整、停发通知书", "deliver the letter of the change"),
    "renewal_registered": ("续保登记", "register the renewal"),
    "standard_applied": ("按新标准调整", "apply the new standard"),
    "stopped": ("停发", "stop the guarantee"),
    # payments and recovery
    "overpayment_found": ("认定多发", "find an overpayment"),
    "recovery_agreed": ("定退款方式", "agree how it is paid back"),
    "recovery_received": ("记退款", "record a repayment"),
    "recovery_waived": ("批准免退", "let off an overpayment"),
    # employment
    "job_status_set": ("登记就业情况", "record who is looking for work"),
    "job_form_issued": ("发就业情况反馈表", "issue the employment feedback form"),
    "job_team_assigned": ("派人填就业情况反馈表", "send a team with the employment feedback form"),
    "job_team_called_off": ("填反馈表不派人去了", "call the team with the feedback form off"),
    "job_form_returned": ("收回就业情况反馈表", "receive the employment feedback form"),
    "job_form_scanned": ("存反馈表的照片、扫描", "keep a picture of the feedback form"),
    "job_offered": ("记提供的岗位、培训", "record a post or training that was offered"),
    "job_answered": ("记岗位、培训的结果", "record what came of an offer"),
    "training_given": ("记培训", "record a training"),
    "training_put_right": ("改培训记录", "put a training right"),
    "activity_attended": ("记参加公益活动", "record attendance of a public-benefit activity"),
    "exit_begun": ("开始就业渐退", "begin a gradual exit after a job"),
    "exit_ended": ("提前结束就业渐退", "end a gradual exit early"),
    "job_review_suggested": ("建议复核", "suggest a review after refusals"),
    # retention
    "erased": ("到期销毁", "erase what identifies people"),
}
