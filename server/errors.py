"""The catalogue of refusals: a stable code, an HTTP status, and a sentence in each language.

A refusal says what is wrong and what to do. Codes are never reused. A sentence may hold ``{names}``
which the refusing function fills with facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


class Refusal(Exception):
    """Something asked for cannot be done; carries a code of the catalogue and the facts of the case."""

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts: Mapping[str, object] = facts
        self.status = CATALOGUE[code][0]
        super().__init__(code)

    def sentence(self, lang: str = "zh") -> str:
        """The sentence for a person: Chinese unless ``lang`` is ``"en"``."""
        _, zh, en = CATALOGUE[self.code]
        return (en if lang == "en" else zh).format(**self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"


CATALOGUE: Final[dict[str, tuple[int, str, str]]] = {
    # requests
    "request.not_found": (
        404,
        "没有这一页。请从首页再找。",
        "There is no such page. Start again from the front page.",
    ),
    "request.bad": (
        400,
        "这个请求读不懂。请回上一页再试。",
        "This request cannot be read. Go back and try again.",
    ),
    "request.method": (405, "这个地址不能这样用。", "This address cannot be used that way."),
    "request.too_large": (
        413,
        "发来的内容太大了。请分开发。",
        "What was sent is too large. Send it in parts.",
    ),
    "request.too_many": (
        429,
        "试得太快了。请等一分钟再试。",
        "Too many tries. Wait a minute, then try again.",
    ),
    "request.csrf": (
        400,
        "这一页开得太久了。请重新打开，填的内容还在。",
        "This page was open too long. Send it again; what you wrote is kept.",
    ),
    "request.json": (400, "发来的不是正确的 JSON。", "What was sent is not valid JSON."),
    "request.field": (422, "“{field}”没有填对：{why}", "“{field}” is not right: {why}"),
    "server.not_ready": (
        503,
        "服务开着，但是平板发来的有几分钟没有收了。",
        "The server answers, but what tablets sent has not been read for minutes.",
    ),
    "server.failed": (
        500,
        "这一步没有办成，已经记下。请过一会儿再试。",
        "This did not work and has been recorded. Try again shortly.",
    ),
    # people
    "person.sign_in": (
        401,
        "用户名或密码不对。请再输一次。",
        "The user name or password is wrong. Try again.",
    ),
    "account.bad_id": (
        422,
        "用户名用小写字母开头，只有小写字母、数字和短横，2 到 32 个字；不要用证号、电话。",
        "A user name begins with a small letter and holds small letters, digits and hyphens, 2 to 32 of them;"
        " no identity or telephone number.",
    ),
    "account.taken": (
        409,
        "用户名“{id}”有人用了，换一个。",
        "The user name “{id}” is taken. Choose another.",
    ),
    "account.no_role": (422, "至少选一个岗位。", "Choose at least one post."),
    "account.auditor_alone": (
        422,
        "审计只看不办，不能兼别的岗位。",
        "An auditor looks and does nothing, and can have no other post.",
    ),
    "account.community_needed": (422, "社区经办要选社区。", "A community clerk needs a community."),
    "account.street_needed": (422, "这个岗位要选街道。", "This post needs a street."),
    "account.password_short": (422, "密码至少 {least} 个字。", "A password has at least {least} characters."),
    "account.password_long": (422, "密码最多 {most} 个字。", "A password has at most {most} characters."),
    "account.password_guessed": (
        422,
        "这个密码容易猜到。换长一点的，几个不相干的词连起来就好记。",
        "This password is easily guessed. Take a longer one: a few words that do not belong together.",
    ),
    "account.old_password": (
        422,
        "现在的密码不对。请再写一次；忘了的，请管理员重设。",
        "The present password is wrong. Write it again; if it is forgotten, the administrator sets a new"
        " one.",
    ),
    "account.same_password": (
        422,
        "新密码不能和现在的一样。请换一个。",
        "The new password must not be the present one. Choose another.",
    ),
    "account.repeated": (
        422,
        "两次写的新密码不一样。请两遍写一样的。",
        "The new password was not written twice alike. Write the same twice.",
    ),
    "account.own": (
        409,
        "不能停用自己的账号。请另一位管理员办。",
        "You cannot close your own account. Another administrator does it.",
    ),
    "account.last_administrator": (
        409,
        "这是最后一位管理员。先再加一位，才能改这一位。",
        "This is the last administrator. Add another one before you change this one.",
    ),
    "account.no_session": (
        404,
        "没有这次登录，可能已经退出了。",
        "There is no such session; it may have ended.",
    ),
    "account.factor_there": (
        409,
        "已经有验证码了。要换的，先停用旧的。",
        "There is a second factor already. To change it, turn the old one off first.",
    ),
    "account.again": (
        401,
        "密码不对。刚才填的都在，请再输一次。",
        "The password is wrong. What you filled in is still here: try again.",
    ),
    "account.code": (
        401,
        "验证码不对，或者用过了。等手机上换一个新的再输。",
        "The code is wrong or was used. Wait for the next one on your telephone.",
    ),
    "account.half_way": (401, "隔得太久，请重新输密码。", "That took too long. Give your password again."),
    "person.shut": (
        429,
        "这个账号从这里试错太多次了。请过一个小时再试，或者到以前登录过的那台电脑上登录。",
        "Too many wrong tries for this account from here. Try again in an hour, or on a computer where you"
        " signed in before.",
    ),
    "person.not_signed_in": (401, "请先登录。", "Sign in first."),
    "person.may_not": (
        403,
        "您的岗位不办这件事。请有这个岗位的同事办，或者请管理员调整岗位。",
        "Your post does not do this. Ask a colleague whose post it is, or the administrator.",
    ),
    "person.other_area": (
        403,
        "这件事归别的街道或社区办。请转给他们。",
        "This belongs to another street or community. Pass it on to them.",
    ),
    "person.unknown": (
        404,
        "没有这个人：{id}。请从名单里重新选。",
        "There is no such person: {id}. Choose from the list again.",
    ),
    "area.unknown": (
        404,
        "没有这个街道或社区：{id}。请从列表里重新选。",
        "There is no such street or community: {id}. Choose from the list again.",
    ),
    "position.row_system": (
        422,
        "“坐标”一列写 GCJ-02、WGS-84 或 CGCS2000，差几百米。",
        "Write GCJ-02, WGS-84 or CGCS2000 as the system: they lie hundreds of metres apart.",
    ),
    "position.nowhere": (
        422,
        "这个位置读不出来，或者不在国内。纬度在 3 到 54 之间，经度在 73 到 136 之间，再看看是不是写反了。",
        "This position cannot be read or is not in China: latitude lies between 3 and 54, longitude between"
        " 73 and 136. See whether the two were swapped.",
    ),
    "flag.no_reason": (
        422,
        "请写明看了什么、为什么不用再看。",
        "Write what you looked at and why nothing needs doing.",
    ),
    # values
    "money.missing": (
        422,
        "还没填金额。请写成 1860.00 这样。",
        "There is no amount yet. Write it like 1860.00.",
    ),
    "money.malformed": (
        422,
        "“{text}”不是金额。请写成 1860.00 这样。",
        "“{text}” is not an amount. Write it like 1860.00.",
    ),
    "money.negative": (
        422,
        "金额不能小于零。请改成零或者更多。",
        "An amount cannot be below zero. Enter zero or more.",
    ),
    "date.missing": (
        422,
        "还没填日期。请写成 2026-03-12 这样。",
        "There is no date yet. Write it like 2026-03-12.",
    ),
    "date.malformed": (
        422,
        "“{text}”不是日期。请写成 2026-03-12 这样。",
        "“{text}” is not a date. Write it like 2026-03-12.",
    ),
    "identity.malformed": (
        422,
        "身份证号应是 18 位。请照原件再看一遍。",
        "An identity number has 18 characters. Check it against the original.",
    ),
    "identity.checksum": (
        422,
        "身份证号最后一位对不上。请照原件再看一遍。",
        "The last character of the identity number does not fit. Check it against the original.",
    ),
    "calendar.unknown_year": (
        409,
        "{year} 年的放假安排还没有公布。请管理员在“放假安排”里补上。",
        "The holidays of {year} are not published yet. The administrator enters them under the holidays.",
    ),
    # the record
    "record.broken_chain": (
        500,
        "案卷的第 {n} 件和前一件接不上：{document}。",
        "Act {n} does not follow from the one before it: {document}.",
    ),
    "record.damaged": (
        500,
        "存下的内容和摘要对不上：{document}。",
        "What is stored does not match its digest: {document}.",
    ),
    "record.unknown_schema": (
        500,
        "不认识这份记录的版本：{document}。",
        "The version of this record is unknown: {document}.",
    ),
    "record.missing": (404, "没有这份记录：{document}。", "There is no such record: {document}."),
    "record.unsigned": (
        500,
        "记录“{document}”不是本区登记的：没有本区的签名，或者签的不是它。请核验整本记录。",
        "The record {document} was not published by this district: its signature is missing or of another."
        " Verify the whole record.",
    ),
    "record.version_edited": (
        500,
        "已经发布的版本被改过：{document}。请另出一版。",
        "A published version was edited: {document}. Publish a new version instead.",
    ),
    # the log: the day's head over every chain
    "log.unreadable": (422, "这不是一天的总账。", "This is not the head of a day."),
    "log.short_form": (
        422,
        "“{text}”不是总账短码。短码有 16 位，写成 7K3M-9QXP-W2TD-5RHN 这样。",
        "“{text}” is not the short form of a head: 16 characters, like 7K3M-9QXP-W2TD-5RHN.",
    ),
    "log.unknown_day": (404, "没有{day}的总账。", "There is no head of {day}."),
    "log.forged": (500, "{day} 的总账签名对不上。", "The signature of the head of {day} does not hold."),
    "log.missing": (500, "缺 {day} 的总账。", "The head of {day} is missing."),
    "log.broken": (
        500,
        "{day} 的总账和前一天的接不上。",
        "The head of {day} does not follow from the one before it.",
    ),
    "log.backdated": (
        500,
        "{day} 的总账落款是 {made_at}，时间先后不对。",
        "The head of {day} says it was made at {made_at}, which cannot be.",
    ),
    "log.two_heads": (500, "{day} 存着两份总账。", "Two heads are stored for {day}."),
    "log.root": (
        500,
        "{day} 公布的总账和那天记的事对不上。",
        "The published head of {day} does not match what was recorded that day.",
    ),
    "log.rewritten": (
        500,
        "{day} 公布总账以后，这个案卷从这一件起被改写过：{document}。",
        "After the head of {day} was published, this file was rewritten from this act on: {document}.",
    ),
    "log.cut": (
        500,
        "{day} 的总账里有这一件，现在从它起被截掉了：{document}。",
        "The head of {day} counts this act; from it on the file was cut off: {document}.",
    ),
    "log.file_removed": (
        500,
        "{day} 的总账里有这个案卷，现在整卷没有了：{document}。",
        "The head of {day} counts this file; the whole of it is gone: {document}.",
    ),
    "log.unlisted": (
        500,
        "这一件写的是 {day}，那天公布的总账里却没有它：{document}。",
        "This act is dated {day}, but the head published for that day does not count it: {document}.",
    ),
    "log.differs": (
        500,
        "手里 {day} 的总账是 {given}，现在存的是 {stored}：{day}或以前的事被改过。",
        "The head of {day} in hand is {given}, the one stored now is {stored}: something of {day} or before"
        " was changed.",
    ),
    "log.two_signed": (
        500,
        "同一把钥匙给 {day} 签了两份不同的总账：{given}，{stored}。",
        "The same key signed two different heads for {day}: {given} and {stored}.",
    ),
    "log.cut_off": (
        500,
        "手里有 {day} 的总账 {given}，现在只存到 {newest}：后面的被截掉了。",
        "A head of {day} is in hand, {given}; those stored now end with {newest}: what followed was cut off.",
    ),
    "log.not_published": (
        500,
        "存下的总账里没有 {given}：它印出来以后，以前的事被改过。",
        "No stored head is {given}: since it was printed, something before it was changed.",
    ),
    "log.not_in_copy": (
        500,
        "审计手里 {day} 的抄件没有这一件，从它起是后来写的：{document}。",
        "The auditor's copy of {day} does not hold this act; from it on it was written later: {document}.",
    ),
    "log.copy_lacks": (
        500,
        "审计手里 {day} 的抄件有 {count} 行，现在的记录里没有。",
        "The auditor's copy of {day} holds {count} lines that the record does not.",
    ),
    "log.copy_forged": (
        422,
        "{file} 里 {day} 的总账不是本区的钥匙签的。",
        "The head of {day} in {file} was not signed by this district's key.",
    ),
    "log.copy_unreadable": (
        2,
        "“{file}”不是总账：要寄给审计的附件，或者下载的 .jws。",
        "“{file}” holds no head: give the attachment that was mailed, or a .jws that was downloaded.",
    ),
    # mail
    "mail.address": (2, "“{text}”不是邮箱地址。", "“{text}” is not a mail address."),
    "mail.incomplete": (
        2,
        "发信要写全：--smtp、--mail-from、--mail-to。",
        "To send mail give all of --smtp, --mail-from and --mail-to.",
    ),
    "mail.server": (
        2,
        "--smtp 要写成 smtp://主机:端口 或 smtps://主机:端口，不是“{text}”。",
        "--smtp is written smtp://host:port or smtps://host:port, not “{text}”.",
    ),
    "mail.password": (
        2,
        "密码不要写在命令行里：--smtp 里写用户名，密码放进环境变量 RUHU_SMTP_PASSWORD，两样一起给。",
        "Keep the password off the command line: the name goes into --smtp, the password into"
        " RUHU_SMTP_PASSWORD, both or neither.",
    ),
    "image.unreadable": (
        422,
        "这不是能看的照片。请换一张 JPEG 或 PNG。",
        "This is not a readable picture. Choose a JPEG or PNG.",
    ),
    # policy
    "policy.unknown": (404, "没有这个政策包：{id}。", "There is no such policy pack: {id}."),
    "policy.invalid": (422, "政策包的 {key} 不对：{why}", "The policy pack's {key} is not right: {why}"),
    "policy.not_in_force": (
        422,
        "政策包 {id} 在 {day} 不施行（{key}）。请换一个日期或者版本。",
        "The policy pack {id} is not in force on {day} ({key}). Choose another day or version.",
    ),
    "policy.not_given": (
        422,
        "政策包 {id} 没有给出 {key}：{why}",
        "The policy pack {id} does not give {key}: {why}",
    ),
    "benefit.invalid": (422, "{key} 不对：{why}", "{key} is not right: {why}"),
    # household
    "household.empty": (422, "至少要有一位家庭成员。", "A household has at least one member."),
    "household.no_head": (
        422,
        "请指明谁是户主，只能一位。",
        "Say who heads the household; exactly one person does.",
    ),
    "household.field": (422, "{member}的“{field}”要填。", "“{field}” of {member} must be filled in."),
    "household.same_identity": (
        422,
        "两位成员的身份证号一样：{names}。请对照身份证改好。",
        "Two members have the same identity number: {names}. Check against the identity cards.",
    ),
    # case
    "case.unknown": (
        404,
        "没有这个案卷：{number}。请核对编号，或者从“找案卷”里找。",
        "There is no such case: {number}. Check the number, or look under “Find a file”.",
    ),
    "case.changed_meanwhile": (
        409,
        "另一个人刚办了这一步。您写的还在下面，没有丢；先看看案卷，再决定还要不要办。",
        "Somebody else has just done this. What you wrote is still below; look at the file before you go on.",
    ),
    "case.done_meanwhile": (
        409,
        "{who} {at} 已经“{act}”。您写的还在下面，没有丢；先看看案卷，再决定还要不要办。",
        "{who} did this at {at}: {act_en}. What you wrote is still below; look at the file before you go on.",
    ),
    # consultation, application, materials
    "application.policy": (
        409,
        "“{title}”{day}不施行，不能按它登记新的申请。请管理员换成现行的办法，填的内容先留着这一页。",
        "“{title}” is not in force on {day}; no new application can be registered under it. Ask the"
        " administrator to choose the rules in force, and keep this page open.",
    ),
    "case.pack_ended": (
        409,
        "“{title}”{day}不施行，不能再按它办“{zh}”。请先在“调整标准”里选现行的办法，这一家随新标准换过去，"
        "再回来办；填的内容还在这一页。",
        "“{title}” is not in force on {day}, so “{en}” cannot be done under it. First choose the rules in"
        " force under “New standards”, which moves this household to them, then come back; what you filled in"
        " is still on this page.",
    ),
    "application.channel": (
        409,
        "现行的办法不在这里收申请。请到{zh}申请。",
        "The rules in force take no applications here. Apply at: {en}.",
    ),
    "application.told": (
        422,
        "请告诉申请人：有异议的，可以直接到街道申请。告诉了再打勾。",
        "Tell the applicant that the street takes applications directly, then tick it.",
    ),
    "application.decline_reason": (422, "请写明不代理的原因。", "Give the reason for not handling it."),
    "consultation.name": (422, "写上来咨询的人怎么称呼。", "Write how the person who asked is called."),
    "consultation.explained": (
        422,
        "请勾出解释了哪些规定。",
        "Tick which of the rules were explained.",
    ),
    "consultation.unknown": (
        404,
        "没有这次咨询：{id}。请从咨询登记里打开。",
        "There is no such consultation: {id}. Open it from the list of consultations.",
    ),
    "consultation.used": (
        409,
        "这次咨询已经登记成申请 {case}。",
        "This consultation has become application {case} already.",
    ),
    "materials.missing": (
        422,
        "材料还不齐，缺：{zh}。先补齐；这一家不需要的，记“不需要”。",
        "The set is not complete. Missing: {en}. Complete it first, or note what this family does not need.",
    ),
    "materials.unknown": (
        422,
        "清单里没有“{code}”，不能向申请人要。",
        "“{code}” is not on the list and may not be asked for.",
    ),
    "materials.always": (
        422,
        "{zh}每一家都要，不能记“不需要”。",
        "Every family brings this; it cannot be left out: {en}.",
    ),
    "materials.nothing": (422, "没有新的材料。请勾出这次收到的。", "Nothing new. Tick what came this time."),
    "materials.none_missing": (409, "材料是齐的，没有要补的。", "The set is complete; nothing is missing."),
    "materials.asked_already": (
        409,
        "{day}已经一次告知过缺的材料，不能再另要。补来的请在“收补来的材料”里记。",
        "Everything missing was told on {day}; nothing else may be asked. Note what comes under Receive.",
    ),
    "materials.due_past": (
        422,
        "补材料的期限不能早于今天。",
        "The day for the papers cannot be before today.",
    ),
    # relatives of the staff
    "relative.relation": (422, "选是哪一种近亲属。", "Choose which near relative it is."),
    "relative.who": (
        422,
        "写上是谁的近亲属、他做什么，如：居委会委员某某。",
        "Write whose relative it is and what that person does.",
    ),
    "relative.not_asked": (
        409,
        "这一件的办法不要求近亲属备案。",
        "The rules of this case ask for no register of relatives.",
    ),
    # originals, investigation
    "originals.nothing": (422, "请逐份选核对的结果，至少一份。", "Say what was found of at least one paper."),
    "originals.unknown": (
        422,
        "申请时没有交“{code}”的复印件。请照案卷的材料清单核对。",
        "No copy of “{code}” came with the application. Check against the list of papers in the file.",
    ),
    "originals.words": (
        422,
        "有不一样的，请写明哪里不一样。",
        "Where a copy differs, write what differs.",
    ),
    "investigation.methods": (422, "选用了哪些办法调查。", "Choose how it was investigated."),
    "investigation.words": (422, "写明查到什么。", "Write what was found."),
    # information check
    "info.not_asked": (
        409,
        "这一件的办法不做信息核对。直接办下一步。",
        "The rules of this case ask for no information check. Go on with the next step.",
    ),
    "info.member": (422, "选家里哪一位成年人。", "Choose which adult of the household."),
    "info.signed_already": (
        409,
        "这一位已经签过授权书。请下一位成年人签，或者直接发核对。",
        "This person has signed already. Have the next adult sign, or send the request.",
    ),
    "info.not_authorised": (
        409,
        "还没签授权书：{names}。先请他们签，再提请核对。",
        "Not yet authorised: {names}. They sign first, then the check is requested.",
    ),
    "info.not_requested": (
        409,
        "还没提请信息核对，先提请，有结果再评议。",
        "The information check is not requested yet; the committee waits for it.",
    ),
    "info.waits_results": (
        409,
        "信息核对还没有结果，有了再评议。",
        "The information check has no result yet; the committee waits for it.",
    ),
    "info.waits_telling": (
        409,
        "核对有出入，还没告诉申请人。先告诉，听他怎么说，再评议。",
        "The check contradicts and the applicant was not told. Tell them first.",
    ),
    "info.waits_recheck": (
        409,
        "申请人对核对结果有异议，等复核的结果。",
        "The applicant objects to the check; the committee waits for the re-check.",
    ),
    "info.words": (422, "写下申请人怎么说、拿出什么证据。", "Write what the applicant says and shows."),
    "info.how": (422, "选怎么告诉申请人的。", "Choose how the applicant was told."),
    "info.nothing": (409, "没有等着核对的人。", "Nobody waits to be checked."),
    "info.row_case": (422, "没有等着核对的案卷 {number}。", "No case {number} waits to be checked."),
    "info.row_member": (
        422,
        "{number} 里没有提请核对这一位。",
        "Nobody of this number was asked about in {number}.",
    ),
    "info.row_identity": (
        422,
        "身份证号和案卷里的不一样。请核对后改这一行，再试导入一次。",
        "The identity number differs from the one in the case. Correct the row and try the import again.",
    ),
    "info.row_words": (422, "有出入的，要写明查到什么。", "Where it contradicts, say what was found."),
    "info.row_others": (
        422,
        "{number} 的人没有写全，缺：{names}。请补全，再试导入一次。",
        "Not everybody of {number} is in the file. Missing: {names}. Add them and try the import again.",
    ),
    # urgent hardship
    "hardship.words": (
        422,
        "写明是什么急难、要什么帮助。",
        "Write what the hardship is and what help is needed.",
    ),
    "hardship.open": (
        409,
        "{day}已经转过急难救助，还没办完。请先记下那一次的结果。",
        "Referred to temporary relief on {day}; that is not finished yet. Record its outcome first.",
    ),
    "hardship.over_limit": (
        422,
        "超过了备用金的限额 {limit} 元。限额以内的先给，多的按临时救助的一般程序报区里。",
        "Above the reserve's limit of {limit} yuan. Grant up to it now; the rest takes the ordinary way.",
    ),
    "hardship.amount": (422, "给了救助的，写上金额。", "Write the amount that was granted."),
    "hardship.outcome": (422, "选给没给。", "Say whether it was granted."),
    "hardship.reason": (422, "不给的，写明原因。", "Give the reason where it is not granted."),
    # withdrawal, delivery
    "withdrawal.reason": (422, "写下申请人为什么撤回。", "Write why the applicant withdraws."),
    "delivery.how": (422, "选怎么送到的。", "Choose how it was delivered."),
    "delivery.day": (
        422,
        "送达的日子不能晚于今天，也不能早于评议。请照送达回证上的日子写。",
        "The day cannot be after today or before the finding. Write the day on the receipt.",
    ),
    "delivery.receipt": (
        422,
        "收的人没有签字，请写明原因和在场的人。",
        "Nobody signed for it: write why, and who was there.",
    ),
    "case.wrong_step": (
        409,
        "现在这一步是“{step}”，还不能“{act}”。请回案卷，看下面写的下一步。",
        "The case is at “{step_en}”; “{act_en}” cannot be done now. "
        "Go back to the file: it says what comes next.",
    ),
    # team
    "team.too_few": (
        422,
        "至少派 {needed} 位评估员，现在是 {given} 位。请再选。",
        "At least {needed} assessors are needed; {given} chosen. Choose more.",
    ),
    "team.counted_twice": (
        422,
        "同一位评估员不能算两次：{name}。请换一位。",
        "One assessor cannot be counted twice: {name}. Choose somebody else.",
    ),
    "team.not_certified": (
        422,
        "{name}当天没有有效的评估资格证。请换一位，或者先办好换证。",
        "{name} holds no valid assessor's credential on that day. Choose another, or renew the credential"
        " first.",
    ),
    "team.relation": (
        422,
        "{name}和这一家有亲属或者利害关系，不能派。请换一位。",
        "{name} is related to this household or has an interest, and cannot be assigned. Choose another.",
    ),
    "team.relation_missing": (
        422,
        "请写明{name}和这一家有没有亲属关系。",
        "Say whether {name} is related to this household.",
    ),
    "team.lead_outside": (
        422,
        "主办人要在所派的评估员里选。",
        "The lead must be one of the assessors chosen.",
    ),
    "team.same_after_objection": (
        409,
        "有异议以后要换人调查，前面去过的不能再派：{who}。人不够请区里从别的街道调。",
        "After an objection others investigate. Already sent before: {who}. The district can lend assessors.",
    ),
    "team.reason": (
        422,
        "写明为什么换人，比如主办人病了、调走了、证件到期。写的话记进案卷。",
        "Write why others go: the lead is ill, has left, the certificate ended. It goes on the file.",
    ),
    "team.due_past": (
        422,
        "期限不能早于今天。请改成今天或者以后。",
        "The due date cannot be before today. Choose today or later.",
    ),
    # visit
    "visit.bad_seal": (
        422,
        "封存签名对不上。请问评估员：平板换过没有；要用的，退回平板重新封存。",
        "The seal does not match. Ask the assessor whether the tablet was changed; to use it, send it"
        " back to be sealed anew.",
    ),
    "visit.unknown_device": (
        422,
        "不认识封存这份记录的平板。请查这台平板登记在谁名下；要用的，请评估员用登记过的平板重新封存。",
        "The tablet that sealed this record is unknown. Find out whose tablet it is; to use it, have it"
        " sealed anew on an enrolled one.",
    ),
    "visit.device_removed": (
        422,
        "封存这份记录的平板已经停用。看过内容，可以由区里收下，或者请评估员用现在的平板重做。",
        "The tablet that sealed this record has been removed. Read it: the district may accept it, or the"
        " assessor seals anew on the present tablet.",
    ),
    "visit.other_device": (
        422,
        "这台平板不是这位评估员的。请查平板借给了谁；要用的，由本人重新封存。",
        "This tablet is not this assessor's. Find out who used it; to use it, its own assessor seals anew.",
    ),
    "visit.too_few_assessors": (
        422,
        "至少要 {needed} 位评估员在场，记录里是 {given} 位。请退回平板，人到齐了再去。",
        "At least {needed} assessors must be present; the record has {given}. Send it back: go again with"
        " everybody there.",
    ),
    "visit.assessor_counted_twice": (
        422,
        "同一位评估员算了两次：{who}。请退回平板，补足不同的评估员。",
        "One assessor is counted twice: {who}. Send it back: the team needs different assessors.",
    ),
    "visit.not_assigned": (
        422,
        "{who}没有被派去这一家。请退回平板改好，或者重新派组。",
        "{who} was not assigned to this household. Send it back to be corrected, or send the team anew.",
    ),
    "visit.not_their_case": (
        422,
        "这一家现在不归这位评估员。看过内容，可以收下，也可以写明原因不收。",
        "This household is not this assessor's now. Read it: it may be accepted, or closed with the reason.",
    ),
    "visit.not_lead": (
        422,
        "封存的人不是主办人。看过内容，可以收下，或者请主办人封存。",
        "The visit was sealed by somebody who is not the lead. Read it: it may be accepted, or the lead"
        " seals.",
    ),
    "visit.bad_badge": (
        422,
        "{who}的工作证没有通过核验：{standing}。请核对这张证；补好以后退回平板重新扫。",
        "The badge of {who} did not verify: {standing}. Check the credential, then send it back to be"
        " scanned again.",
    ),
    "visit.badge_missing": (
        422,
        "没有扫到{who}的工作证。请退回平板，扫了再封存。",
        "The badge of {who} was not scanned. Send it back: scan the badge and seal again.",
    ),
    "visit.unknown_form": (
        422,
        "不认识这份表：{form}。请让平板联网更新，再重新封存。",
        "The form is unknown: {form}. Let the tablet update online and seal again.",
    ),
    "visit.form_digest": (
        422,
        "表的内容和发给平板的不一样。请让平板联网更新，再重新封存。",
        "The form differs from the one sent to the tablet. Let the tablet update online and seal again.",
    ),
    "visit.answers": (
        422,
        "复核答案有 {count} 处不对。请退回平板改好。",
        "Answers that differ when worked out again: {count}. Send it back to be corrected.",
    ),
    "visit.photo_missing": (
        422,
        "还有 {count} 张照片没收到。请评估员让平板连上网，等照片发完。",
        "{count} photos have not arrived. Have the tablet online until its photos are sent.",
    ),
    "contribution.late": (
        409,
        "这次入户已经往下办了，补充记录放在一边，由街道看。",
        "The case has moved on from this visit; the contribution is set aside for the street to look at.",
    ),
    "contribution.other_form": (
        409,
        "这一份用的表和案卷里的入户记录不是一个版本（{form}），放不到一起，只能对照着看。看完写明原因，不收进案卷。",
        "This record was made with another form than the visit in the file ({form}); it can only be"
        " compared. Read it, then close it with the reason.",
    ),
    "contribution.no_visit": (
        409,
        "案卷还没有收到这次的入户记录，补充记录要等它来了再收。",
        "The file has no visit of this round yet; accept what was recorded beside it once it has come.",
    ),
    "case.undecided": (
        409,
        "评估员的记录有 {count} 处不一致，先逐处决定。",
        "Assessors' records differ in {count} places: decide each of them first.",
    ),
    "discrepancy.choice": (422, "选哪一个答案算数。", "Choose which of the answers counts."),
    "discrepancy.reason": (422, "写明为什么。", "Write why."),
    "visit.photo_unnamed": (
        422,
        "答案里有 {count} 张照片，封存的照片清单里没有。请退回平板重新封存。",
        "The answers give {count} photos that the seal's list does not have. Send it back to be sealed"
        " again.",
    ),
    "visit.photo_swapped": (
        422,
        "照片和封存时的摘要不一样：{digest}。请查平板和照片，别用这一张；要用的，重新拍、重新封存。",
        "A photo differs from the digest sealed: {digest}. Do not use this photo: have it taken and"
        " sealed again.",
    ),
    "visit.signature_missing": (
        422,
        "{who}没有签字，也没有写明原因。请退回平板补签，或者写明原因。",
        "{who} has not signed and no reason is given. Send it back to be signed, or to say why not.",
    ),
    "visit.signature_reason": (
        422,
        "申请人没有亲笔签字，没有写明原因。请退回平板补上。",
        "The applicant has not signed and no reason is given. Send it back to add it.",
    ),
    "visit.signature_witness": (
        422,
        "申请人没有亲笔签字，要有见证人写名、签字。请退回平板补上。",
        "The applicant has not signed; a witness must be named and sign. Send it back to add it.",
    ),
    "visit.signature_proxy": (
        422,
        "代签的人要写名、写明关系、签字。请退回平板补上。",
        "Who signs for the applicant must be named, with the relation, and sign. Send it back to add it.",
    ),
    "visit.signature_by_party": (
        422,
        "{name}是当事人，不能见证或者代签。请换一位。",
        "{name} is a party and can neither witness nor sign for another. Ask somebody else.",
    ),
    "visit.totals": (
        422,
        "签字时念的合计和答案对不上。请退回平板，重新念一遍再签。",
        "The totals read out at signing differ from the answers. Send it back: read them out again and sign.",
    ),
    "visit.times": (
        422,
        "记录的时间先后不对。请校准平板的时间，退回去重新封存。",
        "The times of the record are out of order. Set the tablet's clock right, then send it back to be"
        " sealed again.",
    ),
    "visit.malformed": (
        422,
        "记录的格式不对：{why}。请评估员在平板上重新封存；还不行，请管理员看。",
        "The record is malformed: {why}. Have it sealed anew on the tablet; if it stays so, ask the"
        " administrator.",
    ),
    "visit.envelope": (
        422,
        "{document} 打不开：不是用这位评估员的钥匙封的，或者封好以后被改过、被换过。"
        "请评估员在平板上重新封存、再发一次；还这样，请管理员查这台平板。",
        "{document} cannot be opened: it was not sealed with this assessor's key, or changed or moved"
        " since. Have it sealed and sent again; if it stays so, the administrator looks at the tablet.",
    ),
    "visit.device_closing": (
        422,
        "封存这份记录的平板正在停用，它发来的都先搁置。请看过内容，决定收下还是不收。",
        "The tablet that sealed this record is being closed; what it sends is set aside. Read it, then"
        " accept or close it.",
    ),
    "visit.already_received": (
        409,
        "这次入户已经收讫。不用再发。要改的，由街道另派人入户。",
        "This visit has been received already. No need to send it again. To change it, the street sends"
        " another team.",
    ),
    "visit.unconfirmed": (
        409,
        "{who}还没有用自己的平板签过。等签齐了，评审委员会再评。",
        "{who} has not signed on their own tablet yet. The committee decides once everybody has.",
    ),
    # a colleague's own signature over a sealed visit
    "authorisation.malformed": (
        422,
        "这份核查授权读不懂。请在平板上重签一次。",
        "This authorisation cannot be read. Sign again on the tablet.",
    ),
    "authorisation.bad_signature": (
        422,
        "核查授权的签名对不上，没有收。请在平板上重签一次。",
        "The signature of this authorisation does not match; it was not taken. Sign again on the tablet.",
    ),
    "authorisation.not_in_team": (
        422,
        "{who}不在这次入户的人里，没有收这份授权。请在主办人的平板上签。",
        "{who} was not sent to this home; the authorisation was not taken. Sign on the lead's tablet.",
    ),
    "authorisation.device": (
        409,
        "这份授权不是在{who}现在用的平板上签的。请在他现在的平板上重签。",
        "This authorisation was not signed on a tablet {who} uses. Sign again on the present tablet.",
    ),
    # urgent hardship said on a tablet
    "hardship_call.malformed": (
        422,
        "平板上转的这件急难救助读不懂。请在平板上再说一次，或打电话给街道。",
        "This call for urgent help cannot be read. Say it again on the tablet, or phone the street.",
    ),
    "hardship_call.bad_signature": (
        422,
        "这件急难救助的签名对不上，没有收。请在平板上再说一次，或打电话给街道。",
        "The signature of this call for urgent help does not match; it was not taken. Say it again on the"
        " tablet, or phone the street.",
    ),
    "hardship_call.not_in_team": (
        422,
        "{who}不在这次入户的人里，没有收他转的急难救助。请这一组的人来转，或打电话给街道。",
        "{who} was not sent to this home; the call for urgent help was not taken. Somebody of the team"
        " says it, or phone the street.",
    ),
    "hardship_call.device": (
        409,
        "这件急难救助不是在{who}现在用的平板上说的。请在他现在的平板上再说一次，或打电话给街道。",
        "This call for urgent help was not made on a tablet {who} uses. Say it again on the present tablet,"
        " or phone the street.",
    ),
    "hardship_call.open": (
        409,
        "{day}已经转过急难救助，街道还在办，不用再转。这次说的也留着，街道看得到。",
        "Referred to temporary relief on {day}; the street is on it, no need to call again. What was said now"
        " is kept for it, too.",
    ),
    "countersign.malformed": (
        422,
        "这份会签读不懂。请在平板上重签一次。",
        "This countersignature cannot be read. Sign again on the tablet.",
    ),
    "countersign.bad_signature": (
        422,
        "会签的签名对不上。请在本人的平板上重签。",
        "The signature of this countersignature does not match. Sign again on the own tablet.",
    ),
    "countersign.other_visit": (
        422,
        "这份会签签的是另一份记录。请打开最新的记录再签。",
        "This countersignature is for another record. Open the newest record and sign that.",
    ),
    "countersign.own_visit": (
        422,
        "封存的人不用会签，会签要用同事自己的平板。",
        "Whoever sealed does not countersign; colleagues sign on their own tablets.",
    ),
    "countersign.not_in_team": (
        422,
        "{who}不在这次入户的人里。请同去的人签；派错了的，街道另派。",
        "{who} was not on this visit. Those who were there sign; if the team was wrong, the street sends"
        " another.",
    ),
    "countersign.other_device": (
        422,
        "这份会签不是用{who}自己的平板签的。请用本人的平板重签。",
        "This countersignature was not made on {who}'s own tablet. Sign again on the own tablet.",
    ),
    "countersign.device_removed": (
        422,
        "{who}会签用的平板已经停用。请用现在的平板重签。",
        "The tablet {who} signed with is no longer in use. Sign again on the present tablet.",
    ),
    "countersign.already_signed": (
        409,
        "{who}已经签过了。不用再签。",
        "{who} has signed already. No need to sign again.",
    ),
    "countersign.no_visit": (
        409,
        "这一家现在没有等着会签的记录。请联网更新任务再看。",
        "This household has no record waiting for countersignatures. Update the tasks online and look again.",
    ),
    # committee and notice
    "finding.members": (
        422,
        "请写明参加评议的人，至少 {needed} 位。",
        "Name those who took part, at least {needed}.",
    ),
    "finding.composition": (
        422,
        "评审委员会要有分管领导、低保工作人员和至少 {needed} 位社区社工，现在缺：{zh}。",
        "The committee has the leader in charge, the street's staff and at least {needed} social workers of"
        " the communities. Missing: {en}.",
    ),
    "finding.reason": (
        422,
        "认为不符合条件的，要写明原因。",
        "Give the reason when finding the household not eligible.",
    ),
    "notice.place": (422, "请写明张贴在哪一栋楼。", "Say at which building the notice is posted."),
    "notice.unknown": (
        404,
        "没有这份公示，或者公示期已过。现在在公示的，都在首页的名单里。",
        "There is no such notice, or its period has ended. What is posted now is on the first page.",
    ),
    "notice.running": (
        409,
        "公示到 {last_day} 24 时才满，还不能开会。请把会定在那天以后。",
        "The notice runs until the end of {last_day}; the meeting must wait. Choose a day after it.",
    ),
    "notice.photo_which": (
        422,
        "请选是张贴的照片，还是取下以后的照片。",
        "Say whether it was posted or taken down.",
    ),
    "notice.photo_kept": (
        409,
        "这一张已经存过了。要换一张，写明为什么换；原来那张也留着。",
        "This photo is kept already. To replace it, say why; the one before stays too.",
    ),
    "notice.photo_early": (
        409,
        "公示到 {last_day} 24 时才满，还不能取下。满了再拍。",
        "The notice hangs until the end of {last_day}. Take the photo once it is down.",
    ),
    "notice.photo_before": (
        422,
        "照片是 {taken_on} 拍的，早于张贴日 {posted_on}。请换这次公示的照片。",
        "The photo was taken on {taken_on}, before the notice was posted on {posted_on}. Choose another.",
    ),
    "notice.photo_ahead": (
        422,
        "照片上的时间 {taken_at} 还没有到。请看手机的时间对不对。",
        "The time in the photo, {taken_at}, has not come yet. Check the clock of the camera.",
    ),
    "image.mixed": (
        422,
        "这个文件里不光有照片，还夹着别的东西。请用手机重新拍一张。",
        "This file holds something beside a photo. Take the photo again.",
    ),
    # holidays
    "holiday.year": (422, "{year} 年不能填放假安排。", "No holidays can be entered for {year}."),
    "holiday.other_year": (
        422,
        "{day} 不在 {year} 年里。请改日子，或者换一年。",
        "{day} is not in {year}. Change the day or the year.",
    ),
    "holiday.both": (
        422,
        "{day} 又写了放假又写了上班，只能一样。请去掉一个。",
        "{day} is written as off and as worked. It can only be one. Take one out.",
    ),
    "holiday.worked_anyway": (
        422,
        "{day} 本来就是上班的日子。调休上班只写周六、周日。",
        "{day} is worked anyway. Write only Saturdays and Sundays that are worked.",
    ),
    "holiday.source": (422, "请写明出自哪一份通知。", "Say which decree the days come from."),
    # objections
    "objection.unknown": (
        404,
        "没有这个回执号。请照回执再看一遍。",
        "There is no such receipt number. Check it against your receipt.",
    ),
    "objection.words": (422, "请写下您不同意的是什么。", "Write what you object to."),
    "objection.too_long": (
        422,
        "最多写 {most} 字，现在是 {given} 字。长的请当面交。",
        "At most {most} characters, not {given}. Bring a longer one in person.",
    ),
    "objection.name_long": (422, "姓名、联系方式最多 {most} 字。", "At most {most} characters."),
    "objection.name_needed": (
        422,
        "请写姓名：这里的规定要具名。",
        "Give your name: the rules here ask for it.",
    ),
    "objection.secret_length": (
        422,
        "密码要 {least} 到 {most} 位，不想设就空着。",
        "A password has {least} to {most} characters. Leave it empty if you want none.",
    ),
    "objection.secret_wrong": (
        403,
        "密码不对，或者当时没有设。可以打电话问街道。",
        "The password is wrong, or none was set. You may ask the street by telephone.",
    ),
    "objection.too_often": (
        429,
        "网上这一会儿收得太多，这一份还没有交上。您写的还在下面，没有丢：晚些再交，或者现在打电话、当面说，"
        "一样算数。",
        "Too much came in here just now, and this was not taken yet. What you wrote is below, not lost: send"
        " it later, or call or come in person, which counts the same.",
    ),
    "objection.trap": (
        422,
        "有一格是给机器人设的，请把它空着再交。您写的都还在。",
        "One field is a trap for robots. Leave it empty and send again; what you wrote is kept.",
    ),
    "objection.no_notice": (
        409,
        "这一户还没有张贴过公示。意见请记在初审或者入户里。",
        "No notice of this household was posted yet. Note it with the review or the visit.",
    ),
    "objection.how": (422, "请选是当面还是电话。", "Say whether in person or by telephone."),
    "objection.answered": (
        409,
        "这件异议已经答复过了。要补充的，另写一份材料附卷。",
        "This objection is answered already. Anything to add goes into the file as a note.",
    ),
    "objection.answer_words": (422, "请写明答复。", "Write the answer."),
    "report.closed": (
        409,
        "这件举报已经办过了。还有新情况的，请另记一件。",
        "This report is closed already. Record anything new as another report.",
    ),
    "report.words": (422, "请写明核实了什么、怎么办的。", "Write what was found and done."),
    "question.words": (422, "请写明要问、要答或者要记的。", "Write what you ask, answer or note."),
    "question.answered": (
        409,
        "这一问已经答复过了。还不清楚的，请另问一次。",
        "This question is answered already. Ask again if it is still unclear.",
    ),
    # meeting
    "meeting.unknown": (
        404,
        "没有这次议事会：{id}。请从“议事会”的名单里打开。",
        "There is no such meeting: {id}. Open it from the list under “Meetings”.",
    ),
    "meeting.no_cases": (422, "请选这次会要议的案。", "Choose the cases this meeting is to decide."),
    "meeting.packs": (
        422,
        "这几案适用的政策包不同，请分开开会。",
        "These cases are decided under different policy packs. Hold separate meetings.",
    ),
    "meeting.roll_missing": (
        422,
        "{community}还没有议事会成员名册。请先从“议事会”里登记成员。",
        "{community} has no roll of members yet. Enter them first, under “Meetings”.",
    ),
    "meeting.roll_too_small": (
        422,
        "成员至少 {needed} 人，名册上是 {given} 人。请社区先在成员名册上补人，再召开。",
        "At least {needed} members are needed; the roll has {given}. Add members to the roll first, then"
        " convene.",
    ),
    "meeting.chair": (
        422,
        "主持人要由街道评估人员担任。请换一位有主持岗位的评估人员。",
        "The chair must be a street assessor. Choose one with the post of chair.",
    ),
    "meeting.quorum": (
        409,
        "到会 {present} 人，不够法定的 {needed} 人，会不能开。请再等等；等不到，请改期，或者中止这次会。",
        "{present} present; {needed} are needed for the meeting to go on. Wait for more; else postpone"
        " the meeting or break it off.",
    ),
    "meeting.not_a_member": (
        422,
        "{who}不是这个议事会的成员。请先记到名册上，下次会起算；这一票、这个签字请去掉。",
        "{who} is not a member of this meeting. Take this entry out; on the roll, a member counts from"
        " the next meeting.",
    ),
    "meeting.attendance_first": (
        409,
        "先记到会的人。请到“点名”里记。",
        "Record attendance first. Do it under the roll call.",
    ),
    "meeting.no_voters": (
        409,
        "到会的人这一案都回避，没有人能投票，不能算没通过。请写明原因撤下这一案，排进别的会。",
        "Everybody present stands back from this case: nobody can vote, and that is no refusal. Take the case"
        " off with the reason, and have another meeting decide it.",
    ),
    "meeting.recusal_fixed": (
        409,
        "{case} 已经讨论过，谁回避不能再改。还没表决的，写明原因撤下这一案，排进别的会重新议。",
        "{case} has been discussed, and who stands back from it is fixed. If it is not voted on, take it off"
        " with the reason, and have another meeting decide it.",
    ),
    "meeting.after_day": (
        409,
        "这次会定在 {day}，已经过了。请先写明原因改期到今天，再点名：记录上写的是哪天，就是哪天的名册。",
        "This meeting was set for {day}, which is past. Move it to today with the reason, then take the"
        " attendance: the minutes name the day, and the roll of that day counts.",
    ),
    "meeting.attendance_fixed": (
        409,
        "已经开始议案，到会名单不能再改。写错了的，请在会议记录的纸上写明，由主持人签字。",
        "Discussion has begun; attendance cannot be changed now. If it is wrong, write so on the printed"
        " minutes and have the chair sign.",
    ),
    "meeting.agenda_order": (
        409,
        "请按议程的先后办：现在是第 {now} 项。",
        "Keep to the order of the agenda: item {now} is next.",
    ),
    "meeting.applicant_present": (
        409,
        "申请人退场以后才能讨论和表决。请他先离开会议室，点第 5 项；不肯走的，可以撤下这一案或者中止这次会。",
        "The applicant must leave before discussion and vote. Ask them to leave and mark item 5; if they"
        " will not, take the case off or break the meeting off.",
    ),
    "meeting.ballot_taken": (
        409,
        "这一案已经表决，结果不能改。数错了的，申请人反馈时可以提出异议，调查后再开一次会。",
        "The vote on this case is closed and cannot be changed. If it was miscounted, the applicant may"
        " object at the feedback; after an investigation there is a second meeting.",
    ),
    "meeting.ballot_missing": (
        422,
        "{who}的票还没有记。请记上同意、不同意或者弃权。",
        "The vote of {who} is missing. Enter agree, against or abstain.",
    ),
    "meeting.ballot_stranger": (
        422,
        "{who}不能投票（没来、回避或不是成员）。请去掉这一票。",
        "{who} has no vote (absent, standing back, or no member). Take this vote out.",
    ),
    "meeting.ballot_twice": (
        422,
        "{who}记了两票。请只留一票，再结束表决。",
        "{who} is recorded twice. Leave one vote, then close the ballot.",
    ),
    "meeting.empty_base": (
        422,
        "没有可以计票的成员。请先记到会的人。",
        "There are no members to count. Take the attendance first.",
    ),
    "meeting.not_there": (
        422,
        "{who}这次会没有到，不用签字。请看看是不是点错了人。",
        "{who} was not at this meeting and does not sign. See whether another name was meant.",
    ),
    "meeting.stamped": (
        409,
        "盖章已经记过，不用再记。刚才写的没有记进去；有更正的，写在纸上。",
        "The stamp is recorded already, and what you wrote just now was not added. Write a correction on"
        " the paper.",
    ),
    "meeting.signed": (
        409,
        "{who}已经签过。不用再签，请下一位签。",
        "{who} has signed already. No need to sign again; the next one signs.",
    ),
    "meeting.votes_first": (
        409,
        "各案都表决以后才能签字。请先回到还没表决的案。",
        "Sign after every case has been voted on. Go back to the case that is not voted on.",
    ),
    "meeting.signatures_missing": (
        409,
        "还有 {count} 位到会的人没有签字。请他们在页上签；签在纸上的，传签字页。",
        "{count} of those present have not signed. Have them sign on the page, or add the sheet they"
        " signed on paper.",
    ),
    "meeting.closed": (
        409,
        "这次会已经结束。结果已经进了案卷；有异议的，由申请人在反馈时提出。",
        "This meeting has ended. Its results are in the files; an applicant who disagrees objects at the"
        " feedback.",
    ),
    "meeting.called_off": (
        409,
        "这次会已经取消。请从“议事会”里另开一次。",
        "This meeting was called off. Convene another one from the list of meetings.",
    ),
    "meeting.before_day": (
        409,
        "这次会定在 {day}。要提前开，请先改期；公示没有期满的案不能上会。",
        "This meeting is set for {day}. To hold it earlier, move it first, once every notice has run out.",
    ),
    "meeting.begun": (
        409,
        "已经开始议案，会不能改期。可以撤下没表决的案，或者写明原因中止这次会，再另开一次。",
        "A case has begun, so the meeting cannot be moved. Take off what is not voted on, or break the"
        " meeting off with the reason and convene another.",
    ),
    "meeting.voted": (
        409,
        "已经有案表决了，会不能取消或中止，表决的结果照算。请撤下没表决的案，签字以后结束这次会。",
        "A case has been voted on and stays decided. Take off the others, sign, and end the meeting.",
    ),
    "meeting.broken_off": (
        409,
        "这次会表决以前中止了，不能再记。请从“议事会”里为这几案另开一次。",
        "This meeting was broken off before the vote. Convene another for its cases, under “Meetings”.",
    ),
    "meeting.reason": (422, "写明为什么，成员和申请人会问。", "Write why: members and applicants will ask."),
    "meeting.last_case": (
        409,
        "这是会上唯一的一案。不议了，请把会改期或取消；已经开始议的，写明原因中止这次会。",
        "This is the only case of the meeting. Postpone the meeting or call it off; once the case has begun,"
        " break the meeting off with the reason.",
    ),
    "meeting.case_taken": (
        409,
        "{number} 已经排在 {meeting} 会上。要另开，先从那次会撤下。",
        "{number} is on meeting {meeting} already. Take it off there before convening another.",
    ),
    "meeting.too_few_representatives": (
        409,
        "{people} 人里居民代表 {given} 人，要 {needed} 人。请先补名册，或者等代表到齐。",
        "{given} of {people} are residents' representatives; {needed} are needed. Add to the roll or wait.",
    ),
    "meeting.ballot_way": (
        422,
        "这个政策包不是这样表决的。请重新打开会议页，照页上的办法记票。",
        "This policy pack does not vote this way. Open the meeting again and enter the vote as it asks.",
    ),
    "meeting.ballot_too_large": (
        422,
        "记了 {given} 票，能投票的只有 {voters} 人。请再数一遍。",
        "{given} votes are entered, but only {voters} may vote. Count again.",
    ),
    "meeting.ballot_short": (
        422,
        "记了 {given} 票，能投票的有 {voters} 人。没举手的记成弃权。",
        "{given} votes are entered and {voters} may vote. Enter those who raised no hand as abstaining.",
    ),
    "meeting.slips_none": (422, "先填发了多少张票。", "Enter how many slips were handed out."),
    "meeting.slips_returned": (
        422,
        "发了 {issued} 张，收回 {returned} 张。收回的不能比发的多，请再数一遍。",
        "{issued} slips were handed out and {returned} came back. Count again.",
    ),
    "meeting.slips_sum": (
        422,
        "收回 {returned} 张，各栏加起来是 {counted} 张。废票也要记上。",
        "{returned} slips came back, the columns add up to {counted}. Enter invalid slips as well.",
    ),
    "meeting.number": (
        422,
        "人数、票数要填整数，没有的填 0。",
        "Enter whole numbers; where there are none, 0.",
    ),
    "meeting.other_chair": (
        409,
        "{who} {at} 在另一处给这次会记了“{what}”。您填的还在这里。先看看那边记了什么，再点一次。",
        "{who} recorded {what_en} for this meeting elsewhere at {at}."
        " What you entered is still here. Look at what is recorded now, then choose it again.",
    ),
    "meeting.sheet_members": (
        422,
        "选上这张签字页上有谁签了字。",
        "Choose who signed on this sheet.",
    ),
    "meeting.sheet_missing": (
        422,
        "先选签字页的照片或扫描件。",
        "Choose the photo or scan of the signed sheet.",
    ),
    "meeting.stamp_empty": (
        422,
        "传盖了章的页的照片，或者写明盖在哪里、谁盖的。",
        "Add a photo of the stamped sheet, or write where it was stamped and by whom.",
    ),
    "meeting.not_needed": (
        409,
        "{number} 没有异议，这个政策包不用为它开会，公示期满就可以审核。",
        "Nobody objected to {number}: its policy pack needs no meeting; it is audited after the notice.",
    ),
    # the roll
    "roll.name": (422, "写明成员的姓名。", "Write the member's name."),
    "roll.role": (422, "选这位成员以什么身份参加。", "Choose what this member sits as."),
    "roll.already_member": (
        409,
        "{who}那天已经在名册上。请核对姓名，或者先结束那一任。",
        "{who} is on the roll on that day already. Check the name, or end that term first.",
    ),
    "roll.unknown": (
        404,
        "名册上没有这个人。请先登记这位成员。",
        "There is no such member on the roll. Enter this member first.",
    ),
    "roll.ended": (
        409,
        "{who}的任期已经在 {until} 结束。再任的，请另记一任。",
        "The term of {who} ended on {until} already. If they serve again, enter a new term.",
    ),
    "roll.until_before_from": (
        422,
        "{who}的任期从 {day} 开始，不能在那以前结束。请写那天或者以后。",
        "The term of {who} began on {day}; it cannot end before. Write that day or a later one.",
    ),
    # approval
    "approval.reason": (422, "请写明原因。", "Give the reason."),
    "approval.checks_failed": (
        422,
        "有 {count} 项核对不通过；要批准，请写明理由。",
        "{count} checks failed; to approve, give your reasons.",
    ),
    "approval.same_person": (
        409,
        "审查是您自己签的，局负责人要另一个人签。",
        "You signed the examination yourself; somebody else signs for the bureau.",
    ),
    "approval.refuse_reason": (
        422,
        "请写明为什么不予批准，申请人会看到。",
        "Give the reason for refusing; the applicant will read it.",
    ),
    "approval.against_opinion": (
        422,
        "审查意见是不予批准；要批准，请写明理由。",
        "The examination proposes to refuse; to approve, give your reasons.",
    ),
    "audit.separation": (
        409,
        "{who}到这一户入过户，不能在审核上签字。换一位审核人或者负责人。",
        "{who} visited this home and may not sign the audit. Another person signs.",
    ),
    "stamp.wrong_seal": (
        422,
        "章不对：这里要盖“{needed}”。没有记下任何东西，请查清盖的是哪一枚。",
        "The wrong seal: this needs “{needed}”. Nothing was recorded; check which one was set.",
    ),
    "stamp.wrong_paper": (
        422,
        "章盖错了纸：盖在《{paper}》上，应当盖在审批表上。请在审批表上重新盖。",
        "The seal is on the wrong paper: “{paper}”. It belongs on the approval form; set it there.",
    ),
    "stamp.other_case": (
        422,
        "这一户没有编号 {paper} 的文件。请看审批表右上角的编号。",
        "This family has no paper {paper}. See the number at the top right of the approval form.",
    ),
    "stamp.old_paper": (
        422,
        "{paper} 已经不是最新的审批表。请印最新的一份再盖。",
        "{paper} is not the newest approval form. Print the newest and set the seal there.",
    ),
    "originals.not_called": (
        409,
        "还没有通知这一户带原件。请先通知，再记。",
        "This family has not been told to bring the originals. Call for them first.",
    ),
    "originals.checked": (
        409,
        "原件已经核过了。可以接着审查。",
        "The originals have been checked already. Go on with the examination.",
    ),
    "originals.received_on": (
        422,
        "收到的日子在 {first} 到今天之间。请照签收的日子写。",
        "The day of receipt lies between {first} and today. Write the day they signed for it.",
    ),
    "originals.reminder": (
        422,
        "写明怎么催的、谁接的。",
        "Write how the family was reminded and who heard it.",
    ),
    "originals.no_extension": (
        409,
        "这套办法没有延期。可以催，或者上门核对。",
        "This policy has no extension. Remind the family, or check at their home.",
    ),
    "originals.extension_reason": (422, "写明为什么延期。", "Give the reason for the extension."),
    "originals.every": (
        422,
        "每一份都要答：一致、不一样，还是没带来。",
        "Answer for each paper: same, differs or missing.",
    ),
    "originals.checked_words": (
        422,
        "写明不一样或者没带来的是什么；上门、托人带来的，写明谁去的、谁带来的。",
        "Say what differs or is missing; at home or by proxy, who went or who brought them.",
    ),
    "delivery.receiver": (422, "写明谁收的。", "Write who received the papers."),
    "delivery.other_post": (
        403,
        "这一站不归您交接。请由这一站的经手人交接。",
        "This leg is handed over by another post. Whoever holds this leg hands it over.",
    ),
    "delivery.witness": (
        422,
        "没有签字，写明谁在场看见。",
        "It was not signed: write who was there and saw it.",
    ),
    "delivery.passbook_first": (
        409,
        "先办好存折，再连同证件发给社区。",
        "Arrange the passbook first; it goes to the community with the certificate.",
    ),
    "passbook.bank": (422, "写明开户银行。", "Write the name of the bank."),
    "passbook.last_four": (
        422,
        "只写账号的末四位数字。",
        "Write the last four digits of the account, and no more.",
    ),
    "passbook.custody": (
        422,
        "这套办法不许别人代管存折。请写家里人自己保管。",
        "Under this policy nobody else keeps the family's passbook. Record that the family keeps it.",
    ),
    "examination.visit": (
        422,
        "这一户登记为工作人员近亲属，区里要全部入户。写明谁去的、看到什么。",
        "This family is registered as related to the staff; the district must visit. Write who went and"
        " what was found.",
    ),
    "examination.originals_first": (
        409,
        "还没有核过原件，不能写“符合”。先核原件；来不了的，上门或者托人核。",
        "Nobody has seen the originals yet, so this cannot hold. Check them first, at home or by proxy if"
        " need be.",
    ),
    "delivery.order": (
        409,
        "证件先到街道，再到社区，再到家里，一站一站签收。",
        "The papers go to the street, then the community, then the family; each signs for them in turn.",
    ),
    "examination.checks": (422, "四项审查都要答。", "Answer all four checks."),
    "examination.words": (422, "四项都要写明看了什么。", "Say for each check what was looked at."),
    "audit.two_people": (
        422,
        "审核人和负责人要是两个人，负责人要在参加的人里。",
        "The auditor and the person responsible are two people; choose one of those who took part.",
    ),
    "audit.reason": (
        422,
        "写明原因：没通过，或者和议事会意见不同。",
        "Give the reason: it did not pass, or the meeting advised otherwise.",
    ),
    "feedback.witness": (
        422,
        "申请人没签字，写明谁在场看见。",
        "The applicant did not sign: write who was there and saw it.",
    ),
    "feedback.words": (
        422,
        "写明申请人说了什么，或者为什么没签、谁在场。",
        "Write what the applicant said, or why nothing was signed and who was there.",
    ),
    # credentials and devices
    "credential.unknown": (
        404,
        "没有这张证：{serial}。请核对证号。",
        "There is no such credential: {serial}. Check the number.",
    ),
    "credential.malformed": (
        422,
        "这不是工作证的码。请对准工作证上的码再扫。",
        "This is not a badge code. Scan the code on the badge.",
    ),
    "credential.not_passed": (
        422,
        "没有可以凭它发证的合格成绩：先培训、考试，合格了才发（S7-CRED-03）。",
        "There is no pass this certificate could rest on: train and examine first, then certify"
        " (S7-CRED-03).",
    ),
    "credential.before_pass": (
        422,
        "证不能早于考试合格的那天（{day}）生效。请改成那天或者以后。",
        "A credential cannot begin before the day the examination was passed ({day}). Choose that day or"
        " later.",
    ),
    "credential.lift_first": (
        409,
        "这张证现在暂停着。先恢复，再换证。",
        "This credential is suspended. Lift the suspension first.",
    ),
    "credential.standing": (
        409,
        "这张证现在是“{standing}”，不能这样办。请先看这张证的记录。",
        "The credential is {standing_en}; this cannot be done now. Look at its record first.",
    ),
    "credential.not_issued": (
        409,
        "{name}还没有资格证。请先发证。",
        "{name} holds no credential yet. Issue one first.",
    ),
    "credential.day_past": (
        422,
        "从哪天起算不能早于今天，也不能晚于恢复的那天。请改日子。",
        "The first day cannot be before today, nor after the last. Change the day.",
    ),
    "credential.key_chain": (
        2,
        "发证钥匙的接续对不上：{file}。请从备份恢复 keys 目录。",
        "The succession of the credential keys does not hold: {file}. Restore the keys folder from a backup.",
    ),
    # training
    "training.unknown": (404, "没有这一期培训：{id}。", "There is no such course: {id}."),
    "training.unnamed": (422, "请写明培训的名称和地点。", "Give the course a title and a place."),
    "training.hours": (422, "学时要填整数，至少 1 学时。", "Hours are a whole number, at least one."),
    "training.pass_mark": (
        422,
        "合格分要在 1 和满分 {full} 之间。",
        "The pass mark lies between 1 and the full mark, {full}.",
    ),
    "training.whole": (422, "要填整数，如 60。", "Give a whole number, such as 60."),
    "training.mark": (422, "分数要填 0 到 {full} 的整数。", "A mark is a whole number from 0 to {full}."),
    "training.absent_marked": (
        422,
        "没参加培训的不能记分。请去掉分数，或者改成参加了。",
        "Who did not attend the training cannot be given a mark. Take out the mark, or record attendance.",
    ),
    "training.not_held": (
        409,
        "{day}才开课，现在还不能记到课和分数。请到那天再记。",
        "The course is held on {day}; attendance and marks cannot be recorded yet. Record it on that day.",
    ),
    "training.not_in_course": (
        422,
        "{name}不在这一期里。请先加进名单。",
        "{name} is not in this course. Add this person first.",
    ),
    "training.certified": (
        409,
        "已经凭这次成绩发过证，不能再改。成绩有错的，先吊销那张证。",
        "A certificate rests on this result, so it cannot be changed. Revoke that certificate first.",
    ),
    "person.unnamed": (422, "请写姓名。", "Give a name."),
    "enrolment.unknown": (
        404,
        "这个登记码不对，或者用过了、过期了。请在街道重新开一个。",
        "This enrolment code is wrong, used or expired. Ask the street for a new one.",
    ),
    "device.unknown": (404, "不认识这台平板。请重新登记。", "This tablet is unknown. Enrol it again."),
    "device.removed": (
        403,
        "这台平板已经停用。没发的内容请交到街道。",
        "This tablet has been removed. Bring what is unsent to the street.",
    ),
    "device.confirm_wipe": (
        422,
        "请先勾上，表示您知道会丢什么。",
        "Tick the box first, to say that you know what will be lost.",
    ),
    "set_aside.words": (
        422,
        "请写明要补什么、改什么，评估员照着办。",
        "Say what has to be added or put right, so that the assessor can do it.",
    ),
    "set_aside.reason": (
        422,
        "请写明原因，案卷和平板都看得到。",
        "Give the reason; the file and the tablet show it.",
    ),
    "set_aside.accepted": (
        409,
        "这一份已经收进案卷了。请到案卷里看。",
        "This upload has been accepted into the case already. Look at it in the case.",
    ),
    "set_aside.unreadable": (
        409,
        "这一份读不出入户记录，收不进案卷。请退回平板重新封存，或者写明原因结掉。",
        "No visit can be read in this upload, so it cannot be accepted. Send it back to be sealed again,"
        " or close it with a reason.",
    ),
    "set_aside.not_released": (
        409,
        "这一份不能收进案卷（{code}）。请退回平板重新封存，或者写明原因结掉。",
        "This upload cannot be accepted ({code}). Send it back to be sealed again,"
        " or close it with a reason.",
    ),
    "set_aside.district_releases": (
        403,
        "这一份要由区里决定收不收（{code}）。",
        "Whether this upload is accepted is for the district to decide ({code}).",
    ),
    "set_aside.too_late": (
        409,
        "案卷不在等入户了，这一份只能对照着看，写明原因结掉。",
        "The case waits for no visit now; this upload can only be compared and closed with a reason.",
    ),
    "set_aside.told_closed": (
        409,
        "看过了，不收进案卷，原件留着。{words}",
        "Looked at and not accepted into the case; the original is kept. {words}",
    ),
    "set_aside.told_returned": (
        409,
        "退回了，请改好再封存：{words}",
        "Sent back, to be put right and sealed again: {words}",
    ),
    "set_aside.not_awaited": (
        409,
        "这一家现在不等这位评估员的入户记录，退不回去。",
        "This household does not wait for this assessor's visit now; it cannot be sent back.",
    ),
    # a file of what a tablet could not send
    "bundle.no_file": (2, "打不开 {file}：{why}。", "Cannot open {file}: {why}."),
    "bundle.too_large": (
        2,
        "这个文件超过 {limit} MB，不是平板导出的。",
        "The file is larger than {limit} MB; no tablet exported it.",
    ),
    "bundle.damaged": (
        2,
        "这个文件不全，或者导出以后被改过。请从平板再导出一次，整个拷过来。",
        "The file is cut short or was changed. Export it from the tablet again and copy it whole.",
    ),
    "bundle.other_district": (
        2,
        "这个文件不是封给本区的。请看平板登记在哪个区，或者让平板联网一次再导出。",
        "The file is not sealed to this district. See where the tablet is enrolled, or let it go online once"
        " and export again.",
    ),
    "bundle.unknown_assessor": (
        2,
        "本区没有这位评估员：{id}。文件没有收，请留着。",
        "This district has no assessor {id}. Nothing was taken; keep the file.",
    ),
    "bundle.malformed": (
        2,
        "文件里的内容不是平板写的样子：{why}。什么都没有删，请留着文件。",
        "What is in the file is not as a tablet writes it: {why}. Nothing was deleted; keep the file.",
    ),
    "device.signature": (403, "平板的签名对不上。", "The tablet's signature does not match."),
    "device.challenge": (403, "这次登录的时间过了。请再试。", "This sign-in took too long. Try again."),
    "device.key": (
        422,
        "平板的公钥不对：要 P-256。",
        "The tablet's public key is not right: P-256 is needed.",
    ),
    # running
    "run.settings": (
        2,
        "设置不能用：{why}。能写的都在 docs/settings.md。",
        "A setting cannot be used: {why}. docs/settings.md has all there are.",
    ),
    "run.insecure": (
        2,
        "不能在没有加密的情况下对外提供服务。请加 --tls 证书 私钥，或者 --behind-proxy。",
        "Refusing to listen beyond this machine without encryption. Give --tls CERT KEY, or --behind-proxy.",
    ),
    "run.folder_locked": (
        2,
        "数据目录正被另一个进程使用：{folder}（进程 {pid}）。",
        "The data folder is in use by another process: {folder} (process {pid}).",
    ),
    "run.keys_readable": (
        2,
        "密钥文件别人也能读：{file}。请改成只有本用户能读（chmod 600）。",
        "Others can read the key file {file}. Make it readable by its owner only (chmod 600).",
    ),
    "run.key_gone": (
        2,
        "密钥文件不见了：{file}。请从备份里找回来再启动；另做一把，以前用它封的、签的就都打不开、对不上了。",
        "The key file {file} is gone. Bring it back from a backup before starting: another key would open and"
        " vouch for nothing that this one sealed and signed.",
    ),
    "run.key_unreadable": (
        2,
        "密钥文件读不懂：{file}。请从备份里找回来。",
        "The key file {file} cannot be read. Bring it back from a backup.",
    ),
    "run.no_folder": (2, "没有这个数据目录：{folder}。", "There is no such data folder: {folder}."),
    "run.folder_used": (
        2,
        "{folder} 里已经有东西，不能往里放演示数据。请换一个空目录。",
        "{folder} is not empty and cannot take a synthetic district. Name an empty folder.",
    ),
    "run.port": (
        2,
        "{host} 的端口 {port} 用不了：{why}。请换一个 --port。",
        "Port {port} of {host} cannot be used: {why}. Choose another --port.",
    ),
    "run.argument": (2, "参数不对：{why}", "An argument is not right: {why}"),
    "run.no_store": (
        2,
        "{folder} 里没有库。原来有的话，先看它那块盘挂上了没有；库在 CouchDB 上的，用 --couchdb 写明地址。"
        "要恢复备份，先把目录清空，只留 keys/。",
        "There is no store in {folder}. If there was one, see whether its disk is mounted; if the district is"
        " on a CouchDB, name it with --couchdb. To restore a backup, empty the folder first, all but keys/.",
    ),
    "run.store_damaged": (
        2,
        "数据库文件已损坏，不能启动。请停下，把整个目录另存一份，再恢复最近一次备份。（{why}）",
        "The database is damaged and is not served. Stop, keep a copy of the folder,"
        " and restore the last backup. ({why})",
    ),
    "run.store_newer": (
        2,
        "数据库是更新的版本写的，这个版本不能用。请安装那个版本。（{why}）",
        "The database was written by a newer version. Install that version. ({why})",
    ),
    "run.record_newer": (
        2,
        "本区的记录是更新的版本用过的（做到第 {number} 步，这个版本只认识 {known} 步）。请安装那个版本。",
        "This district's record was used by a newer version (it has had step {number}; this version knows"
        " {known}). Install that version.",
    ),
    "run.folder_unusable": (
        2,
        "数据目录 {folder} 写不进去：{why}。请看磁盘是否已满或只读，再启动。",
        "The data folder {folder} cannot be written: {why}."
        " See whether its disk is full or read-only, then start again.",
    ),
    "run.store": (2, "数据库打不开：{why}", "The database cannot be opened: {why}"),
    "run.no_backup": (2, "这里没有备份：{folder}。", "There is no backup here: {folder}."),
    "run.backup_damaged": (
        2,
        "这份备份坏了：{why}。什么都没有恢复。请用另一份；没有另一份，ruhu restore --without-damaged"
        " 把读得出来的都恢复，读不出来的逐份列名。坏的这份不要接着用，换一个空目录重新备份。",
        "This backup is damaged: {why}. Nothing was restored. Take another one; where there is none,"
        " ruhu restore --without-damaged brings all that can be read and names the rest. Back up anew into an"
        " empty folder, not into this.",
    ),
    "run.backup_unreadable": (
        2,
        "备份的说明读不懂：{folder}。换一份备份，或者重新备份。",
        "What the backup says of itself cannot be read: {folder}. Take another backup, or make a new one.",
    ),
    "run.backup_newer": (
        2,
        "这份备份是更新的版本做的：{folder}。请先升级。",
        "This backup was made by a newer version: {folder}. Upgrade first.",
    ),
    "run.backup_other": (
        2,
        "这里放的是另一个区的备份：{folder}。请换一个目录。",
        "This folder holds the backup of another district: {folder}. Choose another one.",
    ),
    "run.backup_no_room": (
        2,
        "{folder} 的空间不够，恢复核对还要 {mb} MB。",
        "There is not enough room in {folder}: proving the backup takes {mb} MB more.",
    ),
    "run.backup_keys": (
        2,
        "没有这个区的密钥：{folder}。备份里没有密钥的，请先把密钥放到这里。",
        "The keys of this district are not in {folder}. Where the backup holds none, put them there first.",
    ),
    "run.restore_not_empty": (
        2,
        "{place} 里已经有数据。请恢复到空的地方。",
        "There is data in {place} already. Restore into an empty place.",
    ),
    "run.no_database": (
        2,
        "没有 {place} 这个库。要在目标处新建，加 --create-target。",
        "There is no database {place}. To make it at the target, give --create-target.",
    ),
    "run.replication": (
        2,
        "复制中断了：{why}。再运行同一条命令，从断处接着来。",
        "The replication broke off: {why}. Run the same command again; it goes on from there.",
    ),
    # papers
    "paper.glyph": (
        422,
        "字体里没有这个字，印不出来：{characters}。请核对登记的字，或者请管理员装上有这个字的字体再印。",
        "No font here can print: {characters}. Check what was registered, or ask the administrator for a "
        "font that has it, and print again.",
    ),
    "paper.no_fonts": (
        500,
        "这台机器上没有中文字体（{family}），文件印不出来。请先运行 make setup。",
        "This machine has no Chinese fonts ({family}), so papers cannot be printed. Run make setup first.",
    ),
    "paper.qr_too_long": (
        422,
        "二维码的内容有 {bytes} 字节，最多 {limit} 字节才扫得出来。",
        "The QR code holds {bytes} bytes; at most {limit} can be scanned.",
    ),
    "paper.bad_ink": (
        422,
        "这个签名的笔画读不懂，请重新签。",
        "The strokes of this signature cannot be read. Sign again.",
    ),
    "paper.not_yet": (
        409,
        "这份文件还不能印：案子还没办到这一步。请先办完前面的步骤。",
        "This paper cannot be printed yet: the case has not come that far. Do the steps before it first.",
    ),
    "paper.unknown": (
        404,
        "没有这份文件。请看这个案子的文件清单。",
        "There is no such paper. Look at the list of papers of the case.",
    ),
    "paper.withdrawn_already": (
        409,
        "这份文件已经收回了。要用的，重新印一份。",
        "This paper has been withdrawn already. Print it again if it is needed.",
    ),
    "paper.withdraw_reason": (
        422,
        "请写明为什么收回。",
        "Write why it is withdrawn.",
    ),
    "paper.no_cards": (
        422,
        "没有可印的工作证。请先发证。",
        "There is no badge to print. Issue the credentials first.",
    ),
    # receipt
    "receipt.none": (
        409,
        "这户还没有批准，没有在发的保障金。请先看案卷办到哪一步。",
        "Nothing is approved for this household yet. See in the file how far it has come.",
    ),
    "receipt.stopped": (
        409,
        "这户的保障金已经停发了，不能再改。要恢复请重新申请。",
        "The guarantee of this household has stopped and cannot be changed. It may apply again.",
    ),
    # periodic reviews
    "class.unknown": (
        422,
        "没有这一类。可以选：{classes}。",
        "There is no such class. Choose one of {classes}.",
    ),
    "class.same": (
        409,
        "已经是 {klass} 类了。不用再办。",
        "It is in class {klass} already. Nothing needs to be done.",
    ),
    "class.words": (422, "写明为什么定这一类。", "Write why it is in this class."),
    "periodic_review.none": (
        409,
        "这户现在没有在办的复核。要办的，先开一次复核。",
        "No review of this household is open. Open a review first.",
    ),
    "periodic_review.already_open": (
        409,
        "这户有一次复核还没办完。先办完，或者把情况记到那一次里。",
        "A review of this household is still open. Finish it first, or record it there.",
    ),
    "periodic_review.order": (
        409,
        "还没到这一步。下一步是：{step}。请先办那一步。",
        "Not yet. What comes next is: {step}. Do that first.",
    ),
    "periodic_review.no_class": (
        409,
        "这户没有定分类，不知道哪个月复核。请街道先定分类。",
        "This household has no class, so nobody knows when it is due. The street sets one first.",
    ),
    "periodic_review.not_due": (
        409,
        "这户 {month} 才到复核月。情况有变化的，按“家里报了变化”办。",
        "This household is due in {month}. For a change, open the review as a reported change.",
    ),
    "periodic_review.no_expiry": (
        409,
        "这户的金额不靠已经到期的规定，不用为这个复核。请选别的原因。",
        "The amount of this household rests on no rule that ended. Choose another reason for the review.",
    ),
    "periodic_review.change": (422, "选家里报了什么变化。", "Choose what changed in the family."),
    "periodic_review.change_future": (422, "日子还没到。写实际发生的那天。", "That day is still to come."),
    "periodic_review.member_missing": (
        422,
        "{names}还没问到：还在家里，还是离开、过世了。请补上。",
        "{names}: say whether still in the household, gone, or dead. Fill this in.",
    ),
    "periodic_review.opinion": (422, "选初步意见：不变、调整，还是停发。", "Choose: keep, adjust or stop."),
    "periodic_review.reason": (422, "选因为什么调整或者停发。", "Choose why it is adjusted or stopped."),
    "periodic_review.no_home": (
        409,
        "这次复核没有入户，退不回去重新入户。要入户的，退回社区以后派人去。",
        "Nobody was in the home for this review. Send it back to the community, then send a team.",
    ),
    "periodic_review.words": (
        422,
        "写明理由：意见和算出来的金额不一样，或者要退回的，都要写。",
        "Write the reasons: the opinion differs from the amount worked out, or it is sent back.",
    ),
    "periodic_review.ways": (
        422,
        "选用了哪些办法、哪一级参加。",
        "Choose how it was reviewed and which levels took part.",
    ),
    "periodic_review.nobody_left": (
        422,
        "家里没有人了，意见只能是停发。请改意见。",
        "Nobody is left in the household; the opinion can only be to stop. Change the opinion.",
    ),
    "periodic_review.nothing_to_adjust": (
        422,
        "算出来的金额和人数跟现在一样，没有要调整的。",
        "Amount and persons come out as they are; there is nothing to adjust.",
    ),
    "periodic_review.zero": (
        422,
        "算出来是零，不是调整，是停发。请改成停发。",
        "It comes out at zero: that is a stop, not an adjustment. Change it to a stop.",
    ),
    "periodic_review.reduction_who": (
        422,
        "{name}现在不能减发：要本次复核是为拒绝工作开的，拒绝够次数，之后没有接受工作或者培训，本人能劳动又没有上班。",
        "The share of {name} cannot be reduced: the review must be for refusals, enough of them, "
        "nothing taken up since, and the person able to work and at none.",
    ),
    "periodic_review.reduction_amount": (
        422,
        "写每月减发{name}多少元，要大于零；全部停发的选“全部停发”。",
        "Write how many yuan a month are taken off for {name}, above zero, or stop the whole share.",
    ),
    "periodic_review.reduction_most": (
        422,
        "{name}本人的份额每月 {most} 元，不能减发更多。请改小。",
        "The own share of {name} is {most} yuan a month; no more can be taken off. Make it less.",
    ),
    "periodic_review.reduction_opinion": (
        422,
        "减发有变化，金额会变，意见不能是不变。请改成调整。",
        "What is taken off a share changes, and so does the amount. Choose to adjust.",
    ),
    "periodic_review.reduction_none": (
        422,
        "原因选了拒绝工作，没有写减发谁的份额。请写上，或者换一个原因。",
        "The reason is refused work, but nobody's share is reduced. Say whose, or choose another reason.",
    ),
    "periodic_review.reduction_own": (
        422,
        "拒绝工作只能减发本人的份额，不能停发全家。家里其他人的份额还在，请改成调整。",
        "Refusing work reduces that person's own share and cannot stop the household. Choose to adjust.",
    ),
    "periodic_review.reduction_over": (
        409,
        "{name}已经接受了工作或者培训，减发没有根据了。请退回重新复核。",
        "{name} has taken up work or training, so the reduction has no ground. Send the review back.",
    ),
    "periodic_review.told_on": (
        422,
        "日子不对：不能早于这次复核，也不能是以后。",
        "That day is before the review, or still to come.",
    ),
    "periodic_review.same_person": (
        403,
        "复核、审核、审批要由不同的人办。您已经办过前面的一步。",
        "Recording, auditing and deciding are done by different people; you did an earlier step.",
    ),
    "periodic_review.stale": (
        409,
        "这户的金额在复核以后又变了。请退回社区，按现在的金额重新复核。",
        "The amount has moved on since the review. Return it, to be recorded anew.",
    ),
    "periodic_review.unsigned": (
        422,
        "不是当面送达的，写明寄到、留在哪里，谁在场。",
        "Not handed over in person: write where it was sent or left, and who was there.",
    ),
    "stop.reason": (
        422,
        "这里只办去世、迁出、自己要求退出；别的原因先复核。",
        "Only a death, a move or the family's own wish is done here; any other reason is reviewed first.",
    ),
    "stop.words": (422, "写明停发的依据。", "Write what the stop is based on."),
    "renewal.off": (
        409,
        "现行政策没有续保登记。照常复核就行。",
        "The policy has no renewal registration. The ordinary reviews are enough.",
    ),
    "renewal.already": (
        409,
        "{period} 开始的这一期，这户登记过了。不用再登记。",
        "It is registered already for the period from {period}. No need to register again.",
    ),
    "renewal.day": (
        422,
        "只能登记本期来的；这一天属于 {period} 开始的那期。请核对来登记的日子。",
        "Only this period is registered; that day is in the one from {period}. Check the day they came.",
    ),
    "standard.unknown": (404, "没有这次调整标准：{id}。", "There is no such new standard: {id}."),
    "standard.stale": (
        409,
        "算出来的总数和您看到的不一样了，有的家庭刚变过。请重新看一遍再定。",
        "The totals are no longer those you saw; some household has changed. Look again, then confirm.",
    ),
    "standard.since": (
        422,
        "从哪个月起写成 2026-07 这样，不能早于本月，也不能晚于一年以后：{since}。",
        "Write the first month like 2026-07, neither before the present one nor more than a year ahead:"
        " {since}.",
    ),
    "standard.basis": (
        422,
        "写明谁批准的、在哪里公布的，例如文号。",
        "Write who approved the standard and where it is published, such as the number of the document.",
    ),
    "standard.retype": (
        422,
        "总数会多一倍以上或者少一半以上。没有填错的话，请把新标准再填一遍。",
        "The total would more than double or halve. If that is meant, write the new standard once more.",
    ),
    "standard.by_size": (
        422,
        "{id} 按几口人分别定标准，一个数不够。请公布新的政策，再按那份政策算。",
        "{id} sets a standard for each size of household; one amount is not enough. Publish a new pack and"
        " work it out under that one.",
    ),
    "standard.differs": (
        409,
        "现在发 {now} 元，按案卷里的情况算是 {recorded} 元：先复核，或者写明理由一起调整。",
        "Paid now: {now} yuan; worked out from the file: {recorded} yuan. Review the household first, or move"
        " it along with a written reason.",
    ),
    "standard.differs_expiry": (
        409,
        "现在发 {now} 元，靠着一条已经到期的规定；按案卷里的情况算是 {recorded} 元："
        "先复核，或者写明理由一起调整。",
        "Paid now: {now} yuan, resting on an exemption that ended; worked out from the file: {recorded} yuan."
        " Review the household first, or move it along with a written reason.",
    ),
    "standard.differs_taken_over": (
        409,
        "现在发 {now} 元，是从原来的系统接过来的；按案卷里知道的收入算是 {recorded} 元："
        "先复核，或者写明理由一起调整。",
        "Paid now: {now} yuan, taken over from another system; worked out from the incomes the file knows:"
        " {recorded} yuan. Review the household first, or move it along with a written reason.",
    ),
    "standard.words": (
        422,
        "有的家庭现在发的和案卷算的不一样：写明为什么不等复核就一起调整。",
        "Some households are paid something else than their file gives: write why they are moved along"
        " without waiting for a review.",
    ),
    "standard.unfinished": (
        409,
        "同一个月的上一次调整还没办完，先接着办完。",
        "An earlier new standard for the same month is unfinished. Finish it first.",
    ),
    # spot checks and quarterly lists
    "quarter.unreadable": (
        422,
        "季度写成 2026-Q1 这样，{given} 读不懂。",
        "Write a quarter as 2026-Q1; {given} cannot be read.",
    ),
    "draw.share": (
        422,
        "抽查比例是 {share}，应当大于零、不大于一。请改政策包里的 spot。",
        "The share is {share}; it must be above zero and at most one. Correct spot in the policy pack.",
    ),
    "draw.not_asked": (
        409,
        "现行政策包没有要求这一项抽查（比例是零）。",
        "The policy pack in use does not ask for this check (its share is zero).",
    ),
    "draw.empty": (
        422,
        "没有社区可抽。请先登记社区。",
        "There is no community to draw from. Register the communities first.",
    ),
    "draw.frame": (
        422,
        "抽样名单不成立：社区重复、份额不对，或者抽的比有的多。请改好名单再抽。",
        "The frame does not hold: a community twice, a wrong count, or more drawn than there are. Mend"
        " the frame and draw again.",
    ),
    "draw.seed": (
        422,
        "种子是 64 位的十六进制数。",
        "A seed is 64 hexadecimal digits.",
    ),
    "draw.seed_differs": (
        409,
        "保存的种子和封存时公布的摘要对不上，不能公布。请报告区里，另行核查；这一季不能重抽。",
        "The seed kept does not match the digest published when it was sealed. Tell the district; it is"
        " not drawn again this quarter.",
    ),
    "draw.committed_already": (
        409,
        "{quarter} 这一项已经封存过种子，一个季度只抽一次。请用那次的种子。",
        "A seed was sealed for this in {quarter} already; it is drawn once a quarter. Use that seed.",
    ),
    "draw.revealed_already": (
        409,
        "种子已经公布，抽中的社区不会再变。",
        "The seed is revealed already; the communities drawn do not change.",
    ),
    "draw.too_early": (
        409,
        "封存那天（{day}）的总账还没有公布，第二天才能公布种子。",
        "The log of the day of sealing ({day}) is not published yet; reveal the seed the day after.",
    ),
    "draw.wrong_quarter": (
        409,
        "只能抽本季度（{quarter}）的社区。",
        "Only communities of this quarter ({quarter}) can be drawn.",
    ),
    "draw.unknown": (
        404,
        "没有这一次抽取。请回抽查一览。",
        "There is no such draw. Go back to the list.",
    ),
    "draw.unreadable": (
        422,
        "这不是一份抽取的公布文件，或者改动过，读不出来。",
        "This is not the published file of a draw, or it was altered and cannot be read.",
    ),
    "draw.not_revealed": (
        409,
        "种子还没有公布，还不知道抽中哪些社区。请先公布种子。",
        "The seed is not revealed yet; nobody knows which communities are drawn. Reveal the seed first.",
    ),
    "draw.not_drawn": (
        409,
        "这个社区没有抽中，不能记在这一次里。请换成抽中的社区。",
        "This community was not drawn and cannot be recorded here. Choose a community that was drawn.",
    ),
    "draw.day": (
        422,
        "去的日子要在公布种子那天（{first}）以后、今天以前。",
        "The day must lie between the reveal of the seed ({first}) and today.",
    ),
    "draw.no_household": (
        422,
        "写明抽看了哪几户，每户是保持、调整还是停发。",
        "Say which households were looked at, and for each keep, adjust or stop.",
    ),
    "draw.household": (
        422,
        "{number} 不是这个社区正在享受的家庭。请核对案号。",
        "{number} is not a household of this community in receipt. Check the number.",
    ),
    "draw.outcome": (
        422,
        "每户选保持、调整或停发。",
        "Choose keep, adjust or stop for each household.",
    ),
    "draw.words": (
        422,
        "写明发现了什么。",
        "Write what was found.",
    ),
    "draw.photos": (
        422,
        "一次最多存 {most} 张照片。请分几次传。",
        "At most {most} photos at a time. Send them in several goes.",
    ),
    "burden.community": (
        404,
        "没有这个社区。",
        "There is no such community.",
    ),
    "burden.source": (
        422,
        "写明依据：哪份文件、哪次核实。",
        "Write the source: which document, which check.",
    ),
    "burden.day": (
        422,
        "从哪天起不能晚于今天。请改成今天或者以前。",
        "The day it counts from cannot be later than today. Choose today or earlier.",
    ),
    "list.not_asked": (
        409,
        "按现行政策包，{quarter} 不贴季度公示榜。不用办。",
        "Under the policy pack in use no quarterly list is posted in {quarter}. Nothing needs to be done.",
    ),
    "list.unknown": (
        404,
        "没有这份季度公示榜，或者公示期已经过了。",
        "There is no such quarterly list, or its time is over.",
    ),
    "list.too_early": (
        409,
        "{day}起才办这一季的公示榜。",
        "The list of this quarter begins on {day}.",
    ),
    "list.window_over": (
        409,
        "公示期{day}已经结束，不能再贴。",
        "The time for posting ended on {day}.",
    ),
    "list.posted_already": (
        409,
        "这一季的公示榜已经贴出，内容不能再变。",
        "The list of this quarter is posted and does not change any more.",
    ),
    "list.not_posted": (
        409,
        "公示榜还没有贴出。请先张贴。",
        "The list is not posted yet. Post it first.",
    ),
    "list.still_hanging": (
        409,
        "公示到{day}24时，期满才取下。",
        "It hangs until the end of {day}; take it down afterwards.",
    ),
    "list.removed_already": (
        409,
        "公示榜已经取下。不用再记。",
        "The list was taken down already. Nothing needs to be recorded.",
    ),
    "list.changed": (
        409,
        "生成以后案卷有变化，表上的数不是最新的。请重新生成再贴。",
        "The record has changed since it was generated. Generate it again before posting.",
    ),
    "list.words": (
        422,
        "写明看到什么，或者对方说了什么。",
        "Write what was seen, or what was said.",
    ),
    # payments and recovery
    "payroll.unknown": (404, "没有这份发放表。", "There is no such payment roll."),
    "payroll.opened": (
        409,
        "{month} 的发放表已经有了，一个月只有一份。请打开那一份。",
        "There is a roll for {month} already; a month has one. Open that one.",
    ),
    "payroll.too_early": (
        422,
        "{month} 还太早，最多提前一个月做。",
        "{month} is too early: a roll is made at most a month ahead.",
    ),
    "payroll.later_one": (
        409,
        "已经有 {month} 的发放表了。漏了的月份会在下一份里补发。",
        "There is a roll for {month} already. Months left out are paid with the next one.",
    ),
    "payroll.month": (422, "月份写成 2026-03 这样。", "Write the month like 2026-03."),
    "payroll.not_open": (
        409,
        "这份发放表现在不能这样办，请刷新看它到了哪一步。",
        "This cannot be done to the roll now. Reload to see how far it is.",
    ),
    "payroll.own": (
        403,
        "发放表是您提的，要由别人签。",
        "You proposed this roll; others sign it.",
    ),
    "payroll.signed_already": (
        409,
        "您已经签过了，另一个要由别人签。",
        "You have signed already; the other signature is somebody else's.",
    ),
    "payroll.changed": (
        409,
        "您看过以后金额变了，请重新看过再签。",
        "The amounts changed since you saw them. Look again before you sign.",
    ),
    "payroll.owed_less": (
        409,
        "这份表做好以后，有 {count} 户停发了或者减了（{numbers}），表里还是原来的数。请退回，让街道重新算。",
        "Since this roll was worked out, the guarantee of {count} households stopped or became less"
        " ({numbers}); the roll still has the old amounts. Send it back for the street to work out anew.",
    ),
    "payroll.not_signed": (
        409,
        "两个人都签了才能发给银行，而且只发一次。请先签齐，发过的不用再发。",
        "It goes to the bank once two people have signed, and only once. Have both sign; what was sent is"
        " not sent again.",
    ),
    "payroll.not_sent": (
        409,
        "还没有发给银行，或者已经结清了。请先看这份表办到哪一步。",
        "It has not gone to the bank, or is closed. See how far this roll has come.",
    ),
    "payroll.no_line": (
        422,
        "这份发放表里没有 {number}。请核对案号和月份。",
        "{number} is not on this roll. Check the number and the month.",
    ),
    "payroll.named_twice": (
        422,
        "同一户写了两次。请去掉一行。",
        "One household is named twice. Take one line out.",
    ),
    "payroll.returned_already": (
        409,
        "{number} 的退回已经记过了，不会再发第二次。",
        "The return for {number} is recorded already; it is not paid twice.",
    ),
    "payroll.not_held": (
        409,
        "{number} 没有暂缓。不用恢复。",
        "{number} is not held. Nothing needs to be released.",
    ),
    "payroll.no_result": (
        409,
        "先记银行的结果，再结清。",
        "Record the bank's answer before closing.",
    ),
    "payroll.sum": (
        422,
        "发出 {sent} 元，退回 {returned} 元，实发应当是 {paid} 元，和填的对不上，不能结清。"
        "请看看是不是还有退回没记。",
        "Sent were {sent} yuan, returned {returned}: paid should be {paid}, which is not what was written,"
        " so it cannot be closed. See whether a return is not recorded yet.",
    ),
    "sheet.encoding": (422, "编码只有 UTF-8 和 GB18030。", "The encoding is UTF-8 or GB18030."),
    "payroll.reason": (422, "写明原因。", "Write the reason."),
    "payroll.answer": (
        422,
        "第 {line} 行读不懂。每行一户：案号，空一格，原因；要暂缓的在最后写“暂缓”。",
        "Line {line} cannot be read. One household a line: number, space, reason; end with hold to keep.",
    ),
    # employment
    "job.member": (
        404,
        "这户没有这个人。请回到这户的就业情况再选。",
        "This household has no such member. Choose again on its employment page.",
    ),
    "job.status": (
        422,
        "请选现在的就业情况。",
        "Choose how this person stands.",
    ),
    "job.reason": (
        422,
        "请写明理由。",
        "Write the reason.",
    ),
    "job.not_seeking": (
        409,
        "这个人不在找工作的人里，不发反馈表。先登记就业情况。",
        "This person is not looking for work, so no form is issued. Record how they stand first.",
    ),
    "job.no_forms": (
        409,
        "这户所按的办法里没有就业情况反馈表。不用办。",
        "The rules of this household have no employment feedback form. Nothing needs to be done.",
    ),
    "job.period": (
        404,
        "没有这一期：{year} 年第 {period} 张。请在列表里选。",
        "There is no form {period} of {year}. Choose one of the list.",
    ),
    "job.issued_already": (
        409,
        "这一期已经发给他了。要再印，请在列表里印。",
        "The form of this period was issued already. Print it again from the list.",
    ),
    "job.not_issued": (
        409,
        "这一期还没有发给他，收不了。请先发给他。",
        "The form of this period was not issued yet, so it cannot come back. Issue it first.",
    ),
    "job.returned_already": (
        409,
        "这一期已经收回登记了。写错了的，到下一期更正。",
        "The form of this period was recorded already. A mistake is put right with the next form.",
    ),
    "job.nobody": (
        409,
        "这一期没有要发的人。",
        "There is nobody to issue this form to.",
    ),
    "job.nothing_to_print": (
        404,
        "这一期还没有发出去的表可印。请先发表。",
        "No form of this period was issued yet. Issue one first.",
    ),
    "job.form_answer": (
        422,
        "{zh}请照表再看一遍。",
        "{en} Check it against the form.",
    ),
    "job.choice": (
        422,
        "请选一项：{field}。",
        "Choose one: {field_en}.",
    ),
    "job.future": (
        422,
        "这一天还没到。请照实填。",
        "This day has not come yet. Enter the real day.",
    ),
    "job.before_issue": (
        422,
        "这一天在发表以前。请照表再看一遍。",
        "This day is before the form was issued. Check it against the form.",
    ),
    "job.other_form": (
        409,
        "表上写的年份、第几张和派去填的那一张对不上。",
        "The year and number on the form are not those of the form the team was sent with.",
    ),
    "job.days": (
        422,
        "培训天数要在 1 和 365 之间。",
        "The days of training must be between 1 and 365.",
    ),
    "job.no_exit": (
        409,
        "这户所按的办法里没有就业渐退。收入变了的，照复核办。",
        "The rules of this household have no gradual exit. If the income changed, open a review.",
    ),
    "job.not_returned": (
        409,
        "这张反馈表还没有收回登记。先登记收回。",
        "This form was not received yet. Receive it first.",
    ),
    "job.scan_kept": (409, "这一张已经存过了。", "This picture is kept already."),
    "job.scans": (409, "一张反馈表最多存 {most} 张照片。", "At most {most} pictures are kept of a form."),
    "job.offer": (
        404,
        "这户没有记过这次介绍。请回就业情况再选。",
        "No such offer was recorded. Choose again.",
    ),
    "job.training": (
        404,
        "这户没有记过这次培训。请回就业情况再选。",
        "No such training was recorded. Choose again.",
    ),
    "job.exit_running": (
        409,
        "就业渐退已经在办，到 {until}。要改的，先提前结束，再重新算。",
        "A gradual exit runs until {until}. To change it, end it early and work it out anew.",
    ),
    "job.no_exit_running": (
        409,
        "没有在办的就业渐退。不用办。",
        "No gradual exit runs. Nothing needs to be done.",
    ),
    "job.exit_months": (
        422,
        "渐退期要在 1 和 {most} 个月之间。",
        "A gradual exit takes between 1 and {most} months.",
    ),
    "job.wage": (
        422,
        "工资要大于 0。",
        "The wage must be above 0.",
    ),
    "job.no_visit": (
        409,
        "这户还没有入户记录，算不出金额。请先派人入户。",
        "Nobody has visited this household yet, so the amount cannot be worked out. Send a team first.",
    ),
    "job.too_few_refusals": (
        409,
        "没有正当理由的拒绝还不到 {most} 次，现在是 {count} 次。",
        "There are {count} refusals without good reason; a review is suggested after {most}.",
    ),
    "activity.not_asked": (
        409,
        "现在的办法里没有公益活动。不用办。",
        "The rules in use have no public-benefit activities. Nothing needs to be done.",
    ),
    "activity.words": (
        422,
        "请写明做什么、在哪里。",
        "Write what is done, and where.",
    ),
    "activity.hours": (
        422,
        "时长要在 1 和 12 小时之间。",
        "The hours must be between 1 and 12.",
    ),
    "activity.unknown": (
        404,
        "没有这次活动。请看活动的列表。",
        "There is no such activity. Look at the list of activities.",
    ),
    "activity.not_held_yet": (
        409,
        "活动还没到日子，不能记谁来了。请到那天再记。",
        "The activity is still to come; attendance cannot be recorded yet. Record it on that day.",
    ),
    "activity.called_off": (
        409,
        "这次活动取消了，不能再记。要办的，再组织一次。",
        "This activity was called off, nothing can be recorded of it. Organise another.",
    ),
    "activity.reason": (422, "请写明为什么取消。", "Write why it is called off."),
    "activity.held": (
        409,
        "已经记了谁来没来，不能取消，也不能改到以后。记错了的，先改来没来。",
        "Attendance was recorded, so it is neither called off nor put later. Put the attendance right first.",
    ),
    "activity.hours_fewer": (
        422,
        "有人记了 {most} 小时，活动不能比这短。先改那个人的。",
        "Somebody was recorded for {most} hours; the activity is no shorter. Put that right first.",
    ),
    "activity.hours_stayed": (
        422,
        "{name}：小时要在 1 和 {most} 之间，整场都在的空着。",
        "{name}: the hours are between 1 and {most}; leave them empty for all of it.",
    ),
    "activity.excuse": (422, "{name}：请了假的，写明理由。", "{name}: write why they were excused."),
    "research.purpose": (
        422,
        "请写明给谁、做什么用。",
        "Write who it is for and what it is used for.",
    ),
    "research.years": (
        422,
        "年份不对。请选列表里的年份。",
        "That is no year of the list. Choose one of it.",
    ),
    # complaints
    # campaigns
    "campaign.unknown": (404, "没有这次专项核查：{id}。", "There is no such campaign: {id}."),
    "campaign.unnamed": (
        422,
        "请写清名称、依据和方案。",
        "Write the name, the basis and the plan.",
    ),
    "campaign.scope": (422, "请至少选一个社区。", "Choose at least one community."),
    "campaign.phases": (
        422,
        "四个阶段要按先后排，不能重叠，每个阶段的开始不晚于结束。",
        "The four phases follow one another without overlap, and none ends before it begins.",
    ),
    "campaign.report_due": (
        422,
        "上报的期限要在第四个阶段里面。",
        "The report is due within the fourth phase.",
    ),
    "campaign.closed": (
        409,
        "这次专项核查已经结束，不能再改。",
        "This campaign is closed and cannot be changed.",
    ),
    "campaign.not_in_scope": (
        422,
        "{number} 不在这次核查的名单里。要查的先加进名单，写明是哪一种户。",
        "{number} is not on the list of this campaign. Add it first and say what kind it is.",
    ),
    "campaign.already_in": (
        409,
        "{number} 已经在名单里了。不用再加。",
        "{number} is on the list already. No need to add it.",
    ),
    "campaign.too_early": (
        409,
        "{day}才开始入户核查，现在还不能记结果。请到那天再记。",
        "Home checks begin on {day}; no result can be entered yet. Record it on that day.",
    ),
    "campaign.check_day": (
        422,
        "核查的日子要在入户核查开始以后、今天以前。",
        "The day of the check lies between the beginning of the home checks and today.",
    ),
    "campaign.result": (
        422,
        "正在享受的户，结果是保留、调整、清退或者再查；别的户，是纳入、不纳入或者再查。",
        "In receipt: keep, adjust, remove or check again; others: admit, do not admit or check again.",
    ),
    "campaign.words": (422, "请写明情况和理由。", "Write what was found and why."),
    "campaign.deadline": (
        422,
        "改正的期限不能早于今天，也不能晚于{day}。",
        "The correction is due between today and {day}.",
    ),
    "campaign.nobody_missing": (
        409,
        "这个社区都查过了，没有要派的。",
        "Every household of this community is checked; there is nothing to send a team for.",
    ),
    "campaign.no_problem": (404, "没有这一条问题。", "There is no such problem."),
    "campaign.corrected_already": (409, "这一条已经改好了。", "This one is corrected already."),
    "campaign.not_removed": (
        409,
        "这一户的结果不是清退，不用建专档。",
        "This household is not to be removed; it needs no special file.",
    ),
    "campaign.missing": (
        409,
        "还有 {count} 户没有查，一户也不能漏。请先查完，再结束。",
        "{count} households are not checked yet; none may be missed. Check them before closing.",
    ),
    "campaign.not_corrected": (
        409,
        "还有 {count} 个问题没有改好。请先在“查出的问题”里写明怎么改的，再结束。",
        "{count} problems are not corrected yet. Say under “Problems found” how each was, then close.",
    ),
    "campaign.not_filed": (
        409,
        "还有 {count} 户清退的没有建专档。请先建专档，再结束。",
        "{count} removed households have no special file yet. File them before closing.",
    ),
    # housing
    "housing.no_file": (
        409,
        "这户还没有住房档案，请先做住房调查。",
        "This household has no housing file yet; survey its home first.",
    ),
    "housing.persons": (422, "住几口人，要填 1 到 60 的整数。", "Persons are a whole number from 1 to 60."),
    "housing.area": (
        422,
        "面积要填 0 到 1000 平方米，最多两位小数。",
        "The area lies between 0 and 1000 m², with two decimals at most.",
    ),
    "housing.code": (422, "请选一项。", "Choose one."),
    "housing.day": (422, "这一天还没到。请照实填。", "This day has not come yet. Enter the real day."),
    "housing.bought": (
        422,
        "买过经济适用房的，请填哪天买的。",
        "Enter the day the affordable home was bought.",
    ),
    "housing.no_lines": (
        409,
        "{year} 年的住房标准还没有公布，算不出来。请先录入当年公布的标准。",
        "The housing lines of {year} are not published yet; enter them first.",
    ),
    "housing.lines": (
        422,
        "{what}不对：{why}",
        "{what} is wrong: {why}",
    ),
    "housing.closed": (
        409,
        "这户已经退出住房保障。情况变了，请重新调查。",
        "This household has left housing support. If things changed, survey it again.",
    ),
    "housing.not_applied": (
        409,
        "这户还没有申请住房保障。",
        "This household has not applied for housing support.",
    ),
    "housing.applied_already": (
        409,
        "这户已经申请了，正在办。",
        "This household has applied already.",
    ),
    "housing.no_longer": (
        409,
        "按最近的调查，这户不再符合条件。请办退出。",
        "By the newest survey this household no longer meets the lines. End its support.",
    ),
    "housing.not_eligible": (
        409,
        "按公布的标准，这户不符合条件，只能不予保障。请把结果改成不予保障。",
        "By the published lines this household does not qualify; it can only be refused. Change the"
        " decision to a refusal.",
    ),
    "housing.eligible": (
        409,
        "这户符合条件又申请了，应保尽保，不能不予保障。",
        "This household qualifies and applied: it must be covered and cannot be refused.",
    ),
    "housing.not_waiting": (
        409,
        "这户不在轮候名单上。请先登记轮候。",
        "This household is not on the waiting list. Enter it on the list first.",
    ),
    "housing.not_first": (
        409,
        "前面还有 {number}。要先安排后面的，请先写明理由提前。",
        "{number} comes first. To go past it, move this one up with a reason.",
    ),
    "housing.offered_already": (
        409,
        "已经给这户安排了房子，等回话。",
        "A home is offered to this household already; wait for its answer.",
    ),
    "housing.no_offer": (
        409,
        "还没有给这户安排房子。请先安排一套。",
        "No home is offered to this household. Offer one first.",
    ),
    "housing.reason": (422, "请写明理由。", "Write the reason."),
    "housing.place": (422, "请写明是哪套房子。", "Write which home it is."),
    "housing.not_supported": (
        409,
        "这户现在没有住房保障。请先看住房档案。",
        "This household has no housing support now. Look at the housing file first.",
    ),
    "housing.survey_old": (
        409,
        "年度复核要先做今年的住房调查。",
        "A yearly review needs a survey of this year.",
    ),
    # payments and recovery
    "recovery.nothing": (
        422,
        "没有多发：发的没有超过应发的，或者已经认定过了。请核对月份。",
        "Nothing was overpaid: no month was paid above what is owed, or it was found before. Check the"
        " months.",
    ),
    "recovery.reason": (422, "选为什么多发。", "Choose why it was overpaid."),
    "recovery.words": (422, "写明依据。", "Write what it rests on."),
    "recovery.way": (422, "选怎么退。", "Choose how it is paid back."),
    "recovery.stopped": (
        422,
        "已经停发，没有可以扣的；选一次退清或者交现金。",
        "The guarantee has stopped and there is nothing to keep it from; choose at once or in cash.",
    ),
    "recovery.amount": (
        422,
        "金额要大于零，不能超过还没退的。",
        "The amount must be above zero and no more than is still to be paid back.",
    ),
    "recovery.future": (
        422,
        "退款的日子还没到。请到那天再记。",
        "The day of the repayment is still to come. Record it on that day.",
    ),
    "recovery.received_already": (
        409,
        "{day} 凭这张收据退的 {amount} 元已经记过了，不会减两次。是另一笔的，写上它自己的收据号。",
        "The {amount} yuan of {day} with this receipt are recorded already and do not count twice. If it is"
        " another payment, write the number of its own receipt.",
    ),
    "recovery.own": (
        403,
        "认定多发的人不能批准免退。请另一位负责人批。",
        "Whoever found the overpayment does not let it off. Another person in charge decides.",
    ),
    # statistics and indicators
    "indicator.data": (500, "指标数据缺 {key}。", "The data of the indicators lacks {key}."),
    "indicator.year": (422, "年份不对，请填四位数。", "The year is wrong; enter four digits."),
    "indicator.value": (422, "数要大于 0。", "The figure must be above 0."),
    "indicator.whole": (422, "要填整数。", "Enter a whole number."),
    "indicator.source": (
        422,
        "请写明出处：哪份文件、哪一页。没有出处的数不录。",
        "Say where it is from: which document, which page. A figure without a source is not entered.",
    ),
    "indicator.since": (
        422,
        "请填标准从哪天起执行；不能晚于这一年。",
        "Enter since when the standard is in force; not after this year.",
    ),
    "indicator.method": (
        422,
        "请选制定方法，写明由谁制定、谁批准。",
        "Choose how it was set, and say who set and approved it.",
    ),
    "period.invalid": (
        422,
        "{text} 不是一段月份。写成 2020-01 这样，从前到后。",
        "{text} is no run of months. Write them like 2020-01, the earlier first.",
    ),
    "period.too_long": (
        422,
        "一次最多统计 {months} 个月。",
        "At most {months} months are counted at a time.",
    ),
    "figures.unknown": (422, "没有 {code} 这一项。", "There is no item {code}."),
    "figures.number": (
        422,
        "{code} 要填数，不能是负数：{text}",
        "{code} is a number of zero or more: {text}",
    ),
    "figures.source": (422, "写明数字从哪里来。", "Write where the figures come from."),
    "figures.empty": (422, "一项也没有填。", "No item is filled in."),
    "taken_over.since": (
        422,
        "{text} 不是月份，或者还没有到。写成 2020-01 这样。",
        "{text} is no month, or is still to come. Write it like 2020-01.",
    ),
    "taken_over.amount": (
        422,
        "每月金额要大于零：{number}",
        "The amount a month must be above zero: {number}",
    ),
    "taken_over.class": (422, "类别是 A、B 或 C。", "The class is A, B or C."),
    "taken_over.source": (422, "写明从哪里接入。", "Write what system or list the household comes from."),
    "application.residence": (422, "选城市还是农村户籍。", "Choose urban or rural registration."),
    "application.urban_only": (
        422,
        "按《{title}》只受理城市户籍的家庭。",
        "Only urban households may apply under {title}.",
    ),
    # complaints
    "complaint.words": (422, "请写下您知道的事实。", "Write what you know."),
    "complaint.about": (
        422,
        "请选举报的是一家人，还是办事的人。",
        "Say whether it is about a household or staff.",
    ),
    "complaint.community": (422, "没有这个社区，请从列出的里面选。", "Choose one of the communities listed."),
    "complaint.case": (
        422,
        "要复核或者追回的，先在“换人核查，或者写清是哪一户”里写清是哪一户的案号。",
        "A review or a recovery needs the household: enter its case number where two people are sent.",
    ),
    "complaint.other_street": (
        422,
        "这一户是别的街道的。请区里派人核查。",
        "This household is of another street. The district sends somebody.",
    ),
    "complaint.two": (422, "请选两个人，不能是同一个人。", "Choose two different people."),
    "complaint.officer": (
        422,
        "只能派本街道或者区里在岗的人。请换一位。",
        "Only people in post at this street or the district may be sent. Choose another.",
    ),
    "complaint.same_team": (
        422,
        "选的人里有去过这一户的。核查要换人。",
        "One of them was sent to this household before. Others must look into it.",
    ),
    "complaint.own_case": (
        403,
        "这件举报涉及您去过的家庭，不能由您看。请同事办。",
        "This complaint is about a household you were sent to; you may not read it. A colleague deals"
        " with it.",
    ),
    "complaint.not_yours": (
        403,
        "这件举报派给了别人核查。要看的，请派件的人改派。",
        "Others were assigned to this complaint. Ask whoever assigned it.",
    ),
    "complaint.step": (
        409,
        "这件举报已经到了别的一步，请刷新页面再看。",
        "This complaint has come to another step. Reload the page.",
    ),
    "complaint.way": (422, "请选是怎么核查的。", "Say how it was looked into."),
    "complaint.day": (
        422,
        "核查的日子要在收到举报以后，不能晚于今天。",
        "The day lies between receipt and today.",
    ),
    "complaint.reason": (422, "请写明核查到什么。", "Write what was found."),
    "complaint.result": (422, "请选结论和怎么处理。", "Choose what was found and what follows."),
    "complaint.consequence": (
        422,
        "只有查实了的，才能复核、建议追回、移送纪检。没有查实的，请选“不用处理”。",
        "Only what is true has consequences. For anything else choose that nothing follows.",
    ),
    "complaint.no_recovery": (
        409,
        "这件举报没有建议追回。",
        "This complaint did not suggest to ask anything back.",
    ),
    "complaint.nothing_owed": (
        409,
        "已经写过没有要追回的了。",
        "It was written down before that nothing is asked back.",
    ),
    "complaint.overpaid": (
        409,
        "发的比应发的多，先认定多发；不向家里追的，认定时写明。",
        "More was paid than was owed: find the overpayment first, and say there if it is not asked back.",
    ),
    "reconsideration.unknown": (404, "没有这件行政复议：{id}。", "There is no such case: {id}."),
    "reconsideration.decision": (422, "请选不服的是哪一个决定。", "Choose the decision complained of."),
    "reconsideration.applied_on": (
        422,
        "申请的日子要在作出决定以后，不能晚于今天。",
        "The day of applying lies between the decision and today.",
    ),
    "reconsideration.due": (
        422,
        "期限要按申请、书面答复、复议决定的先后填。",
        "Enter the days in order: applied, reply, decision.",
    ),
    "reconsideration.received_already": (
        409,
        "对这个决定、这一天申请的复议已经登记了：{id}。请打开那一件接着办。",
        "The application of that day against this decision is in the register: {id}. Open that one.",
    ),
    "reconsideration.step": (
        409,
        "这件复议已经到了别的一步，请刷新页面再看。",
        "This case has come to another step. Reload the page.",
    ),
    "reconsideration.outcome": (422, "请选复议的结果。", "Choose the outcome."),
    "reconsideration.decided_on": (
        422,
        "决定的日子要在申请以后，不能晚于今天。",
        "The day of the decision lies between the application and today.",
    ),
    "reconsideration.words": (422, "请写明内容。", "Write what it says."),
    # retention
    "retention.not_over": (
        409,
        "这一卷的保存期还没有满（到 {until}），现在不能销毁。请到那天以后再办。",
        "This file is to be kept until {until}: it cannot be erased yet. Come back after that day.",
    ),
    "retention.daily_not_over": (
        409,
        "这份材料的保存期还没有满（到 {until}），现在不能销毁。请到那天以后再办。",
        "This record is to be kept until {until}: it cannot be erased yet. Come back after that day.",
    ),
    "retention.unknown": (404, "没有这份日常材料。", "There is no such daily record."),
    "retention.erased": (
        410,
        "这份材料保存到期，按第 {n} 件销毁了，里面的内容没有了。",
        "This record was kept its years and erased under act {n}: what it said is gone.",
    ),
    "retention.confirm": (
        422,
        "请确认纸质档案也到期处理了，再销毁。",
        "Confirm that the paper file has been dealt with, then erase.",
    ),
    "record.not_erased": (
        409,
        "{document} 在第 {n} 件里已经决定销毁，材料还在：重新启动服务就会接着做完。",
        "{document} was to be erased under act {n} and is still there: starting the server finishes it.",
    ),
    # processes that only read
    "run.reading_alone": (
        2,
        "只读的进程要和写的进程共用一个 CouchDB：请加 --couchdb。",
        "A process that only reads shares a CouchDB with the one that writes: give --couchdb.",
    ),
    "run.reads_only": (
        503,
        "这个服务只供查看，没有改动任何内容。请管理员把改动转给办理的那个服务。",
        "This process only reads; nothing was changed. Changes must be sent to the appender by the proxy.",
    ),
    # searches
    "search.tail": (
        422,
        "证号请填后四位（最后一位可以是 X）。",
        "Enter the last four of the identity number; the very last may be X.",
    ),
    "search.name": (
        422,
        "请给这次的条件起个名字，40 字以内。",
        "Name this search, in 40 characters or fewer.",
    ),
    "search.empty": (422, "没有条件可存，先筛选再存。", "There is nothing to save: narrow the list first."),
    "search.many": (422, "存了 30 个了，先删掉不用的。", "Thirty are saved. Delete one that is not used."),
    "search.none_chosen": (422, "请先勾选案卷。", "Tick the files first."),
    "search.act": (422, "请选要办什么。", "Choose what to do."),
    # imports
    "import.file": (
        422,
        "读不出这个文件。请用模板或者导出的名单填好，存成 CSV（UTF-8 或 GB18030）或 XLSX。",
        "This file cannot be read. Fill in the template or the exported list and save it as CSV or XLSX.",
    ),
    "import.too_big": (
        422,
        "这个文件展开以后超过 {megabytes} MB，没有读。只留一张表，另存一份再来。",
        "This file unpacks to more than {megabytes} MB and was not read. Keep one sheet and save it anew.",
    ),
    "import.columns": (422, "文件里缺这些列：{columns}。", "The file lacks these columns: {columns}."),
    "import.heading_twice": (
        422,
        "“{heading}”这一列有两个，留一个。",
        "Two columns are headed {heading}: keep one.",
    ),
    "import.no_rows": (422, "文件里只有表头，没有内容。", "The file has headings and no rows."),
    "import.too_long": (422, "一次最多 {most} 行。请分开导入。", "At most {most} rows at a time."),
    "import.rows_wrong": (
        422,
        "有 {count} 行不对，一行都没有导入。改好再来。",
        "{count} rows are wrong; none was imported. Put them right and try again.",
    ),
    "import.formula": (
        422,
        "这一格是公式，不算也不收。换成算好的字再来。",
        "This cell is a formula, which is never calculated here. Write its result instead.",
    ),
    "import.number_cut": (
        422,
        "这一格存成了数字，第十五位以后丢了。先把这一列设成文本，再照原件填。",
        "This cell was kept as a number, whose digits after the fifteenth are lost. "
        "Format the column as text and enter it again.",
    ),
    "import.cell_error": (
        422,
        "这一格是出错的公式。照原件填。",
        "This cell holds an error. Enter its value.",
    ),
    "import.cell_long": (422, "这一格太长了。", "This cell is too long."),
    "import.empty": (422, "这一格不能空。", "This cell must not be empty."),
    "import.choice": (422, "这一格写其中一个：{zh}。", "Write one of these: {en}."),
    "import.row_twice": (422, "和第 {line} 行重了。", "The same as row {line}."),
    "import.differs": (
        422,
        "和第 {line} 行写的不一样，同一户只能有一个。",
        "Not what row {line} says of the same household.",
    ),
    "import.identity_twice": (
        422,
        "这个身份证号第 {line} 行已经有了。照原件再看一遍。",
        "This identity number stands in row {line} as well. Check it against the original.",
    ),
    "import.known_otherwise": (
        409,
        "记录里已经有了，内容不一样。导入不改记录，要改到页面上改。",
        "The record has it already and says something else. An import changes nothing: do it on its page.",
    ),
    "import.month": (
        422,
        "“{text}”不是月份。请写成 2026-03 这样。",
        "“{text}” is not a month. Write it like 2026-03.",
    ),
    "import.unknown": (404, "没有这种导入：{kind}。", "There is no such import: {kind}."),
    "area.bad_id": (
        422,
        "代号用小写字母开头，只用小写字母、数字和连字符，2 到 32 位；定了不能改。",
        "The id begins with a small letter and has small letters, digits and hyphens only, 2 to 32 of them; "
        "it stays.",
    ),
    "area.kind": (422, "选是街道还是社区。", "Say whether it is a street or a community."),
    "area.unnamed": (422, "写上名称。", "Enter a name."),
    "area.code": (
        422,
        "编号用大写字母：街道 2 到 6 个字母，社区 2 到 12 个字母或数字，字母开头；定了不能改。",
        "The code is in capitals: 2 to 6 letters for a street; for a community 2 to 12 letters or digits, "
        "beginning with a letter; it stays.",
    ),
    "area.taken": (409, "代号 {id} 已经有了，换一个。", "The id {id} is taken: choose another."),
    "area.code_taken": (409, "编号 {code} 已经有了，换一个。", "The code {code} is taken: choose another."),
    "area.parent": (
        422,
        "选它归哪个街道；这个街道要先加进来。",
        "Choose its street, which must be there first.",
    ),
    "area.ambiguous": (
        422,
        "叫{name}的不止一个，写代号。",
        "More than one area is called {name}: write its id.",
    ),
    "area.closed": (409, "{name}已经撤销，不再办新的。", "{name} is closed: nothing new begins there."),
    "area.open_below": (
        409,
        "{name}下面还有 {count} 个社区，先撤销社区。",
        "{name} has {count} open communities: close them first.",
    ),
    "profile.unnamed": (422, "写上区的名称和发证机关。", "Enter the district's name and the issuing office."),
    "taken_over.origin_known": (
        409,
        "原编号 {origin} 已经接入，案号 {number}。",
        "The old number {origin} is in the record already as {number}.",
    ),
    "taken_over.identity_known": (
        409,
        "{name}已经在领，案号 {number}。先查清是不是同一个人。",
        "{name} is in receipt already in {number}. Find out first whether it is the same person.",
    ),
    "assessor.bad_id": (
        422,
        "工号写 a- 加 4 到 6 位数字，如 a-0217；定了不能改。",
        "A number is a- and 4 to 6 digits, such as a-0217; it stays.",
    ),
    "import.birth": (
        422,
        "出生日期和身份证号对不上，或者在今天以后（{day}）。照原件再看一遍。",
        "The day of birth does not fit the identity number, or has not come yet ({day}). Check the original.",
    ),
    # what leaves the house
    "export.form": (
        404,
        "没有这样的导出：{kind}，{form}。",
        "There is no such export: {kind} as {form}.",
    ),
    "export.stage": (422, "没有这个阶段：{stage}。", "There is no such stage: {stage}."),
    "export.days": (
        422,
        "开始的日子不能晚于最后的日子。",
        "The first day must not be later than the last.",
    ),
    "export.too_long": (
        422,
        "一共 {rows} 行，一张工作表放不下。请缩小范围，或者导出 CSV。",
        "There are {rows} rows, more than a sheet holds. Narrow it down, or export CSV.",
    ),
    "feed.token": (
        401,
        "令牌不对，或者已经停用。请在“连接表格软件”那一页换一个。",
        "The token is wrong or has ended. Make a new one on the page for spreadsheets.",
    ),
    "feed.no_token": (404, "没有这个令牌。", "There is no such token."),
    "feed.label": (
        422,
        "请给令牌起个名字，八十个字以内，比如“月报表”。",
        "Give the token a name of at most eighty characters, such as “monthly table”.",
    ),
    "feed.too_many": (
        422,
        "一个人最多 {most} 个令牌。请先停用不用的。",
        "At most {most} tokens a person. End one that is not used.",
    ),
    "feed.resource": (404, "没有这个数据：{path}。", "There is no such resource: {path}."),
    "feed.key": (400, "主键读不懂：{text}。", "This key cannot be read: {text}."),
    "feed.option": (400, "查询参数不对：{what}。", "This query option is not right: {what}."),
    "feed.expression": (
        400,
        "条件读不懂，在这里：{what}。",
        "The expression cannot be read at: {what}.",
    ),
    "feed.not_implemented": (501, "没有实现：{what}。", "Not implemented: {what}."),
    "feed.version": (
        400,
        "这里只有 OData 4.0。",
        "Only OData 4.0 is spoken here.",
    ),
    "feed.format": (406, "这里只有 JSON（元数据是 XML）。", "Only JSON is given here (metadata: XML)."),
    "hook.name": (422, "请写名称，八十个字以内。", "Give it a name of at most eighty characters."),
    "hook.events": (422, "请选至少一件要通知的事。", "Choose at least one event."),
    "hook.url": (
        422,
        "请写 https:// 开头的完整地址，里面不能有用户名、密码。",
        "Give a whole address that begins with https:// and holds no user or password.",
    ),
    "hook.inside": (
        422,
        "这个地址在内网或本机（{address}），不能往那里发。",
        "This address is private or of this machine ({address}); nothing is sent there.",
    ),
    "hook.no_host": (
        422,
        "这个地址里的名字查不到，请看有没有写错。",
        "The name in this address is not known: see whether it is spelt right.",
    ),
    "hook.certificate": (
        422,
        "对方的证书信不过：过期了，或者不是这个名字的，或者发证的不认识。",
        "The receiver's certificate is not trusted: it ended, is of another name or of an unknown issuer.",
    ),
    "hook.silent": (422, "对方在限定的时间里没有回答。", "The receiver did not answer in time."),
    "hook.unreachable": (422, "连不上：{why}。", "It cannot be reached: {why}."),
    "hook.unknown": (
        404,
        "没有登记这个系统，或者已经停了。",
        "No such system is registered, or it has ended.",
    ),
    "hook.delivery": (409, "这一条不用重发。", "This one does not need to be sent again."),
    "hook.too_many": (422, "最多登记 {most} 个。", "At most {most} can be registered."),
    "hook.signature": (401, "签名不对，或者过了时间。", "The signature is wrong or too old."),
    # budget and goods
    "budget.unknown": (
        404,
        "这一年还没有提预算。请先提预算。",
        "No budget was proposed for this year. Propose it first.",
    ),
    "budget.proposed": (
        409,
        "{year} 年的预算已经提过了。要改的，在它的页面上调整。",
        "The budget of {year} was proposed already. To change it, amend it on its page.",
    ),
    "budget.year": (
        422,
        "只能提去年、今年和明年的预算。",
        "A budget is proposed for last year, this year or the next.",
    ),
    "budget.amount": (
        422,
        "预算要大于 0 元，看看是不是多写了几个零。",
        "A budget is more than 0 yuan; see whether there are zeros too many.",
    ),
    "budget.below_paid": (
        422,
        "已经发出去的比这个数多，预算不能比它少。请改大。",
        "More than this has been paid already; a budget cannot be less. Enter more.",
    ),
    "budget.words": (422, "写明依据或者原因。", "Write what it rests on, or the reason."),
    "budget.pending": (
        409,
        "还有一个数等着确认，先办完它。",
        "Another amount waits to be confirmed. Settle that one first.",
    ),
    "budget.nothing_pending": (
        409,
        "没有等着确认的数，请刷新页面再看。",
        "No amount waits to be confirmed. Reload the page.",
    ),
    "budget.own": (
        403,
        "提预算的人不能自己确认，请另一个人来。",
        "Whoever proposed the budget does not confirm it. Ask another person.",
    ),
    "budget.changed": (
        409,
        "您打开页面以后这个数改过了，请刷新再看。",
        "The amount has changed since you opened the page. Reload it.",
    ),
    "goods.unknown": (404, "没有这次物资发放。", "There is no such hand-out."),
    "goods.day": (
        422,
        "发放的日子要在前后三个月以内。",
        "The day of a hand-out is within three months from today.",
    ),
    "goods.items": (
        422,
        "写明发什么，一样一行，最多 {most} 样，不重复。",
        "Write what is handed out, one thing a line, at most {most}, each once.",
    ),
    "goods.item": (
        422,
        "品名和单位都要写，各不超过 {most} 个字。",
        "Give each thing a name and a unit, of at most {most} characters.",
    ),
    "goods.amount": (
        422,
        "{name}：每户、每人的数要填一个，用 0 到 9999 的整数。",
        "{name}: give an amount for a household or for a person, a whole number up to 9999.",
    ),
    "goods.number": (422, "数量要填整数：{text}", "Amounts are whole numbers: {text}"),
    "goods.classes": (422, "没有这个分类。", "There is no such class."),
    "goods.nobody": (
        422,
        "这个月没有符合的在保家庭，列不出名单。请改条件或者月份。",
        "No household in receipt fits in this month; there is nobody to list. Change the classes or the"
        " month.",
    ),
    "goods.nobody_named": (422, "先勾选谁领了。", "Tick who has collected."),
    "goods.words": (422, "写明是什么发放，或者原因。", "Write what the occasion is, or the reason."),
    "goods.ended": (
        409,
        "这次发放已经结束了，不能再记。",
        "This hand-out has ended; nothing more is recorded.",
    ),
    "goods.how": (422, "请选是本人领还是别人代领。", "Say whether they came themselves."),
    "goods.not_listed": (
        422,
        "{number} 不在这次的名单上。请核对案号。",
        "{number} is not on this list. Check the number.",
    ),
    "goods.collected": (
        409,
        "{number} 已经领过了，不能领两次。请看名单上的签收。",
        "{number} has collected already; nobody collects twice. See the signature on the list.",
    ),
    "goods.not_collected": (409, "{number} 还没有领。", "{number} has not collected."),
    "goods.one_signature": (
        422,
        "签在屏幕上的，一户一户记。",
        "Whoever signs on the pad is recorded one household at a time.",
    ),
    "goods.proxy": (
        422,
        "代领的写明是谁、为什么代领。",
        "Write who collects for them, and why.",
    ),
    "goods.left": (
        422,
        "还有 {count} 户没领，写明怎么办。",
        "{count} households have not collected. Write what becomes of it.",
    ),
    "goods.sheet_before": (
        422,
        "照片是 {taken_on} 拍的，早于列名单的 {posted_on}。请换这次签领表的照片。",
        "The photo was taken on {taken_on}, before the list was made on {posted_on}. Choose another.",
    ),
    "goods.sheet_kept": (409, "这一张已经存过了。", "This page is kept already."),
    "goods.sheets": (422, "签领表最多存 {most} 张照片。", "At most {most} photos of the sheet are kept."),
    "goods.begun": (
        409,
        "已经有人领了，不能作废；没领的写明怎么办，再结束。",
        "Somebody has collected: it cannot be called off. Write what becomes of the rest, then end it.",
    ),
    # forms filled in on a tablet for the sake of another file
    "errand.nobody_sent": (
        409,
        "现在没有派人，不用叫停。打开那一页看看派了谁。",
        "Nobody is on the way, so there is nobody to call off. Open the page to see who was sent.",
    ),
    "errand.reason": (
        422,
        "写明为什么不派人去了，比如家里搬走了、派错了户。写的话记进档案。",
        "Write why nobody goes: the family has moved, the wrong household. It goes on the file.",
    ),
    "errand.called_off": (
        409,
        "这一趟叫停了，不派人去了。平板封存的原样留着，由街道看了决定收不收。",
        "This errand was called off. What the tablet sealed is kept as it is; the street decides on it.",
    ),
    "errand.over": (
        409,
        "这一趟不用再去了：办完了、改由别人去了、叫停了，或者核查结束了。没有封存的草稿原样留着。",
        "This errand is over: done, given to others, called off, or its campaign ended. The draft is kept.",
    ),
    "draft.answers": (
        422,
        "草稿里有 {count} 处答案不合表格的要求：收下时这几处不放进去，原样留在草稿里。",
        "{count} answers of the draft do not satisfy the form: they are left out and stay in the draft.",
    ),
    "set_aside.unsealed": (
        409,
        "这是没有封存的草稿，没有人签过字，不能当结果收下；可以对照着看，写明原因结掉。",
        "This draft was never sealed or signed: it is no result. It can be read and closed with a reason.",
    ),
    # access copies
    "copy.member": (422, "请选是谁来要的。", "Choose who asks."),
    "copy.minor": (
        422,
        "{name}还不满十八岁，由户主来要。",
        "{name} is under eighteen: the head of the household asks.",
    ),
    "copy.identity": (422, "请记下怎么核对的身份。", "Say how it was made sure who asks."),
    "copy.erased": (
        409,
        "这一卷保存到期，材料已经销毁，没有可以复制的了。",
        "The documents of this file were erased when its time was over: there is nothing to copy.",
    ),
}
