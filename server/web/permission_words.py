"""What each permission lets a person do, in words: acts of the procedure by their own, the rest here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.permission import PERMISSIONS, ROLE_WORDS
from server.domain.procedure import PROCEDURE
from server.domain.stage import ACT_WORDS
from server.web.language import in_language

POST_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("按岗位定", "By the role"),
    "leader": ("分管领导", "Leader"),
    "staff": ("低保工作人员", "Staff"),
    "social_worker": ("社区工作者", "Social worker"),
}
ACCOUNT_ACTS: Final[Mapping[str, tuple[str, str]]] = {
    "account_added": ("加进来，给了岗位", "added, with these posts"),
    "account_changed": ("改了岗位或者所在", "posts or area changed"),
    "account_closed": ("停用", "closed"),
    "account_reopened": ("重新启用", "opened again"),
    "password_given": ("给了新密码", "given a new password"),
    "password_changed": ("本人换了密码", "changed their own password"),
    "factor_set": ("本人设了验证码", "set up a code"),
    "feed_token_begun": ("本人开了一个取数令牌", "made a token for a spreadsheet"),
    "feed_token_ended": ("本人停了一个取数令牌", "ended a token for a spreadsheet"),
    "recovery_used": ("本人用了一个恢复码登录", "signed in with a recovery code"),
    "sign_in_shut": ("有人连着试错，试错的人先登不进来", "shut to whoever tried wrong passwords"),
    "factor_removed": ("撤掉了验证码", "the code was taken away"),
}
AREA_ACTS: Final[Mapping[str, tuple[str, str]]] = {
    "area_added": ("加进来", "added"),
    "area_changed": ("改了", "changed"),
    "area_closed": ("撤销", "closed"),
    "area_reopened": ("恢复", "opened again"),
    "profile_changed": ("改了区的名称", "the district's names changed"),
}
GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "desk": ("办公桌", "The desk"),
    "case": ("案卷", "Cases"),
    "account": ("人员账号", "Accounts"),
    "meeting": ("议事会", "Meetings"),
    "notice": ("公示", "Notices"),
    "objection": ("异议", "Objections"),
    "set_aside": ("搁置的上传", "Uploads set aside"),
    "flag": ("提醒", "Flags"),
    "question": ("提问", "Questions"),
    "assessor": ("评估员", "Assessors"),
    "export": ("带出去的数据", "Data that leaves the house"),
    "feed": ("带出去的数据", "Data that leaves the house"),
    "hook": ("带出去的数据", "Data that leaves the house"),
    "credential": ("资格证", "Certificates"),
    "review": ("定期复核", "Periodic reviews"),
    "draw": ("抽审和督查", "Draws and audits"),
    "list": ("季度公示榜", "Quarterly lists"),
    "payroll": ("发放", "Payments"),
    "budget": ("年度预算", "Budgets"),
    "goods": ("发放物资", "Goods"),
    "campaign": ("专项核查", "Campaigns"),
    "housing": ("住房保障", "Housing"),
    "policy": ("政策", "Policy"),
    "complaint": ("举报", "Complaints"),
    "daily": ("日常材料", "Daily records"),
    "copy": ("本人查阅", "Copies for the person"),
    "reconsideration": ("行政复议", "Reconsideration"),
    "area": ("街道和社区", "Streets and communities"),
    "import": ("导入", "Imports"),
}
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "desk.use": ("登录办公桌，管自己的账号", "Sign in, and look after one's own account"),
    "retention.read": ("看保存到期的案卷", "See which files were kept long enough"),
    "case.read": ("看自己片区的案卷", "Read the cases of one's own area"),
    "register.read": ("看登记册", "Read the registers"),
    "consultation.record": ("登记来咨询的", "Record who came to ask"),
    "objection.read": ("看异议的内容", "Read what is objected"),
    "notice.read": ("看公示", "Read the notices"),
    "meeting.read": ("看议事会", "Read the meetings"),
    "meeting.convene": ("召集议事会", "Convene a meeting"),
    "meeting.arrange": ("改期、取消、撤下一户", "Move or call off a meeting, take a case off it"),
    "paper.read": ("看登记的文书", "Read the register of papers"),
    "meeting.stamp": ("给会议文件盖章", "Stamp a meeting's papers"),
    "roll.edit": ("编成员名册", "Keep the roll of members"),
    "identity.read": (
        "看完整的身份证号，每次都记下来",
        "See an identity number in full, each time on the record",
    ),
    "reading.read": ("看谁看过哪份案卷", "See who read which file"),
    "account.read": ("看有哪些人", "See who has an account"),
    "account.manage": ("加人、改岗位、停用", "Add people, change posts, close accounts"),
    "permission.read": ("看谁能办什么", "See who may do what"),
    "policy.read": ("看政策", "Read the policies"),
    "policy.plan": ("按新标准先算一遍", "Work a new standard out beforehand"),
    "assessor.read": ("看评估员", "See the assessors"),
    "device.enrol": ("登记平板", "Enrol a tablet"),
    "assessor.register": ("登记评估员", "Register an assessor"),
    "training.read": ("看培训考试", "See courses and examinations"),
    "training.record": ("记培训考试", "Record courses and examinations"),
    "credential.issue": ("发、停、吊销资格证", "Issue, suspend and revoke certificates"),
    "credential.rotate": ("换发证的密钥", "Replace the key that signs certificates"),
    "log.read": ("看总账", "Read the log"),
    "employment.read": ("看就业情况", "Read the employment register"),
    "cause.read": ("看致贫原因和需要", "Read causes and needs"),
    "research.export": ("导出去标识的研究数据", "Export anonymised data for research"),
    "review.read": ("看定期复核", "Read the periodic reviews"),
    "burden.record": ("记社区力量薄弱、工作难", "Record weak staffing and difficult work"),
    "draw.read": ("看抽审和督查", "Read the draws and audits"),
    "draw.make": ("抽社区", "Make a draw"),
    "draw.record": ("记抽审、督查的结果", "Record what an audit found"),
    "list.read": ("看季度公示榜", "Read the quarterly lists"),
    "list.make": ("生成、张贴季度公示榜", "Make and post a quarterly list"),
    "list.inspect": ("督查季度公示榜", "Inspect a quarterly list"),
    "list.object": ("记对公示榜的反映", "Record what is said of a list"),
    "payroll.read": ("看发放名册", "Read the payrolls"),
    "payroll.propose": ("做发放名册", "Make a payroll"),
    "payroll.sign": ("在发放名册上签字", "Sign a payroll"),
    "payroll.send": ("送银行、记回单", "Send it to the bank and record the answer"),
    "campaign.read": ("看专项核查", "Read the campaigns"),
    "campaign.open": ("开一次专项核查", "Open a campaign"),
    "campaign.check": ("核查一户", "Check a household"),
    "campaign.correct": ("记问题和整改", "Record problems and their correction"),
    "campaign.report": ("出总结报告", "Make the final report"),
    "housing.read": ("看住房保障", "Read the housing files"),
    "housing.survey": ("调查住房", "Survey a home"),
    "housing.apply": ("登记住房申请", "Register an application for housing"),
    "housing.decide": ("决定住房保障", "Decide on housing support"),
    "housing.lines": ("公布住房的标准线", "Publish the housing lines"),
    "statistics.read": ("看统计", "Read the statistics"),
    "figures.report": ("填上报的数", "Enter reported figures"),
    "indicator.read": ("看标准的指标", "Read the indicators of a standard"),
    "indicator.enter": ("录指标的数", "Enter figures for the indicators"),
    "budget.read": ("看年度预算", "See the budgets"),
    "budget.propose": ("提年度预算、调整", "Propose and amend a budget"),
    "budget.confirm": ("确认别人提的预算", "Confirm a budget somebody else proposed"),
    "goods.read": ("看物资发放", "See the hand-outs of goods"),
    "goods.list": ("列物资发放名单", "Make a list for handing out goods"),
    "goods.hand_out": ("发物资、记谁领了", "Hand out goods and record who collected"),
    "payment.read": ("看一户的发放和退款", "See what a household was paid and pays back"),
    "flag.read": ("看提醒", "See flags"),
    "flag.dismiss": ("看过提醒，收起来", "Put a flag away"),
    "question.ask": ("向街道提问", "Ask the street about a file"),
    "question.answer": ("答复区里的提问", "Answer the district's questions"),
    "note.write": ("在案卷上记一笔", "Leave a note on a file"),
    "position.set": ("定住址的位置", "Set where an address is"),
    "freshness.read": ("看收得及不及时", "See how fresh the record is"),
    "set_aside.read": ("看搁置的上传", "Read what was set aside"),
    "set_aside.return": ("退回平板", "Send it back to the tablet"),
    "set_aside.close": ("结掉", "Close it"),
    "set_aside.accept": ("收进案卷", "Take it into the case"),
    "complaint.read": ("看举报", "Read complaints"),
    "complaint.record": ("登记当面、电话来的举报", "Record complaints made in person or by telephone"),
    "complaint.assign": ("派两个人核查举报", "Assign two people to a complaint"),
    "complaint.look": ("核查举报，写结论", "Look into a complaint and say what was found"),
    "complaint.answer": ("答复举报人", "Answer whoever complained"),
    "reconsideration.read": ("看行政复议", "Read the reconsideration register"),
    "reconsideration.record": ("登记行政复议", "Keep the reconsideration register"),
    "daily.erase": ("销毁保存到期的日常材料", "Erase daily records whose years are over"),
    "copy.make": ("给本人做查阅复制件", "Make a copy for the person it is about"),
    "set_aside.override": ("放行不合规的", "Let pass what breaks a rule"),
    # streets and communities, imports
    "area.read": ("看街道和社区", "See the streets and communities"),
    "area.manage": ("加街道社区、改名、撤销", "Add, rename and close streets and communities"),
    "import.use": ("从文件导入，各归各的岗位", "Import from files, each kind by its own post"),
    "roll.import": ("导入成员名册", "Import rolls of members"),
    # what leaves the house
    "export.make": ("导出本片区的案卷和入户", "Export the cases and visits of one's own area"),
    "feed.use": ("用表格软件连接数据", "Connect a spreadsheet to the data"),
    "hook.read": ("看通知外部系统的情况", "See what other systems are told"),
    "hook.manage": ("登记要通知的外部系统", "Register the systems that are told"),
}


@dataclass(frozen=True)
class Permitted:
    """One line of the map."""

    permission: str
    words: str


def words_of(permission: str) -> tuple[str, str]:
    """What a permission lets a person do; the acts it stands for where nothing else is written."""
    if permission in _WORDS:
        return _WORDS[permission]
    acts = [ACT_WORDS[each.act] for each in PROCEDURE if each.permission == permission]
    if not acts:
        return permission, permission
    return "；".join(zh for zh, _ in acts), "; ".join(en for _, en in acts)


def group_permissions() -> Mapping[str, Sequence[Permitted]]:
    """Every permission in the order of the map, under the words for what it is about."""
    groups: dict[str, list[Permitted]] = {}
    for permission in PERMISSIONS:
        start = permission.partition(".")[0]
        title = in_language(*GROUPS[start]) if start in GROUPS else ""
        groups.setdefault(title, []).append(Permitted(permission, in_language(*words_of(permission))))
    return groups


def role_words(role: str) -> str:
    return in_language(*ROLE_WORDS[role])


def post_words(post: str) -> str:
    return in_language(*POST_WORDS[post])
