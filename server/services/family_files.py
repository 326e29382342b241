"""The whole family file 《低保档案》 (DOC-07): bound as one PDF/A with photos, or raw with every digest.

The archive's ``SHA256SUMS`` can be checked by ``sha256sum -c``. Acts and evidence lie in it as the very bytes
their digests are of (RFC 8785), so that each sum is also the digest by which the chain names the document.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from server.documents.blocks import ledger
from server.documents.family_file import (
    Entry,
    FamilyFile,
    PrintedPhoto,
    family_file_sheet,
    photo_sheet,
)
from server.documents.issued import Mark, Sheet, format_sheet, print_sheets
from server.documents.words import chinese_date, shanghai_time
from server.domain.act import canonical, format_act
from server.domain.case import Case
from server.domain.days import SHANGHAI, parse_instant, shanghai_date
from server.domain.paper import BEYOND_FILE, PaperCode, PaperKind, issues, paper_id, short_digest
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.seal import Photo
from server.domain.stage import STAGE_WORDS
from server.errors import Refusal
from server.records.evidence import PHOTO
from server.services.district import District
from server.services.dossiers import Dossier, open_dossier
from server.services.family_job_forms import UNNUMBERED, Printed, print_job_forms
from server.services.heads import newest_printed
from server.services.issued_papers import read_sheet
from server.services.minutes import minutes_extract
from server.services.objections import KEPT_APART
from server.services.paper_codes import paper_url
from server.services.paper_pictures import printable_photo
from server.services.papers_of_cases import SHEETS, has_basis, title_of
from server.services.sentences import act_lines

_PRINTED_SIDE: Final = 1400  # pixels of a photo's long side: 200 dpi on 178 mm


@dataclass(frozen=True)
class _CasePhoto:
    """A photo of the case, with what it shows and when it was taken."""

    digest: str
    caption: str
    taken_at: str


@dataclass(frozen=True)
class _Bound:
    """One family file before it is typeset."""

    title: str
    sheets: list[Printed]
    pictures: Mapping[str, bytes]
    made_at: datetime


def family_file_pdf(district: District, actor: Actor, number: str) -> bytes:
    """Cover, contents, every paper in the order of the procedure, what was done when, and the photos.

    A paper never issued is bound as it would print now, without a number and without a code.
    """
    return family_files_pdf(district, actor, [number])


def family_files_pdf(district: District, actor: Actor, numbers: Sequence[str]) -> bytes:
    """Several family files, one behind the other."""
    bound = [_bind(_open(district, actor, number)) for number in numbers]
    sheets = [sheet for one in bound for sheet in one.sheets]
    pictures = {name: picture for one in bound for name, picture in one.pictures.items()}
    return print_sheets(bound[0].title, sheets, max(one.made_at for one in bound), pictures)


def _bind(dossier: Dossier) -> _Bound:
    blank, papers = _file_mark(dossier), list(_papers(dossier))
    photos = list(_find_photos(dossier))
    pictures, printed = _print_photos(dossier, photos)
    cover = family_file_sheet(_cover(dossier, papers, len(photos)))
    sheets: list[Printed] = [(format_sheet(cover), blank), *papers]
    beside = _without_code(blank)
    sheets.append((format_sheet(_what_was_done(dossier)), beside))
    if printed:
        title = f"照片（{len(printed)} 张）"
        sheets.append((format_sheet(photo_sheet(title, dossier.office, printed)), beside))
    return _Bound(cover.title, sheets, pictures, dossier.case.last.at)


def stream_family_file(district: District, actor: Actor, number: str) -> Iterator[bytes]:
    """A zip of the raw documents, made while it is sent: one document in memory at a time.

    Who objected stays with those who take objections, in no family's file (S7-AMB-06).
    """
    dossier = _open(district, actor, number)
    return _Archive(dossier).parts()


def _open(district: District, actor: Actor, number: str) -> Dossier:
    check_may(actor, "case.read")
    dossier = open_dossier(district, number)
    check_in_area(actor, dossier.case.street, dossier.case.community)
    return dossier


def _file_mark(dossier: Dossier) -> Mark:
    """The mark of the file itself: as new as the case's last act."""
    case, district = dossier.case, dossier.district
    on = shanghai_date(case.last.at)
    code = PaperCode(
        kind=PaperKind.FAMILY_FILE,
        paper=paper_id(case.number, 0),
        digest=short_digest(case.last.digest),
        issued_on=on.isoformat(),
        summary=f"{dossier.shown_head}，{case.persons} 人，{len(case.acts)} 件",
    )
    return Mark(
        number=case.number,
        check_number=code.paper,
        issued_at=case.last.at,
        issued_on=on,
        url=paper_url(district, code),
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
    )


def _without_code(mark: Mark) -> Mark:
    return Mark(mark.number, "", mark.issued_at, mark.issued_on, "", mark.newest_head, mark.demonstration)


def _papers(dossier: Dossier) -> Iterator[Printed]:
    """Papers in the order of the procedure: as issued, else as they would print now.

    Receipts of objections are not the family's and are not among them.
    """
    district, case = dossier.district, dossier.case
    issued = list(issues(case.acts))
    for kind in SHEETS:
        if kind is PaperKind.APPROVAL_FORM:
            yield from _minutes(dossier)
        of_kind = [act for act in issued if act.facts["kind"] == kind]
        yield from (read_sheet(district, case, act) for act in of_kind)
        if not of_kind:
            yield from _unissued(dossier, kind)
    yield from print_job_forms(dossier, issued)


def _minutes(dossier: Dossier) -> Iterator[Printed]:
    """What the minutes of each meeting that decided on the case say of it, and of nobody else."""
    resolved = [act.facts["meeting"] for act in dossier.case.acts if act.kind == "resolved"]
    for meeting_id in dict.fromkeys(resolved):
        sheet, mark = minutes_extract(dossier.district, meeting_id, dossier.case.number)
        yield format_sheet(sheet), mark


def _unissued(dossier: Dossier, kind: PaperKind) -> Iterator[Printed]:
    if not has_basis(dossier.case, kind):
        return
    try:
        sheet = format_sheet(SHEETS[kind](dossier))
    except Refusal:
        return
    on = shanghai_date(dossier.case.last.at)
    demo = dossier.district.settings.demo
    yield sheet, Mark(UNNUMBERED, "", dossier.case.last.at, on, "", None, demo)


def _cover(dossier: Dossier, papers: list[Printed], photos: int) -> FamilyFile:
    case = dossier.case
    entries = [
        Entry(sheet["title"], mark.number, mark.issued_on, str(len(sheet["copies"])))
        for sheet, mark in papers
    ]
    last_on = shanghai_date(case.last.at)
    entries.append(Entry("办理经过", "", last_on))
    if photos:
        entries.append(Entry(f"照片 {photos} 张", "", last_on))
    return FamilyFile(
        title=title_of(dossier.policy, PaperKind.FAMILY_FILE),
        organ=dossier.office,
        case=case.number,
        head=dossier.head,
        shown_head=dossier.shown_head,
        persons=case.persons,
        address=dossier.household.address,
        street=dossier.street.name_zh,
        community=dossier.community.name_zh,
        opened_on=case.applied_on,
        stage=STAGE_WORDS[case.stage][0],
        entries=entries,
        seal_hint=dossier.seals[1],
    )


def _what_was_done(dossier: Dossier) -> Sheet:
    """Every act in a line, with the beginning of its digest."""
    rows = [
        [
            str(line.n),
            f"{chinese_date(shanghai_date(line.at))} {shanghai_time(line.at)}",
            line.who,
            f"{line.zh}{line.words}",
            line.digest[:12],
        ]
        for line in act_lines(dossier.district, dossier.case, dossier.names)
    ]
    return Sheet(
        template="form",
        title="办理经过",
        organ=dossier.office,
        summary="",
        state=f"共 {len(rows)} 件",
        blocks=[ledger(["序号", "时间", "谁", "办了什么", "摘要"], [0, 0, 0, 1, 0], rows, "cclll")],
    )


def _find_photos(dossier: Dossier) -> Iterator[_CasePhoto]:
    """The photos of the visits and of the notice, those of the newest visit with what they show."""
    shown = {photo.digest: photo for photo in dossier.view.visit.photos} if dossier.case.visit else {}
    for act in dossier.case.acts:
        for digest in act.facts.get("photos", ()):
            photo = shown.get(digest)
            caption, taken_at = (_caption(photo), photo.taken_at) if photo else ("入户照片", "")
            yield _CasePhoto(digest, caption or "入户照片", taken_at)
        if act.kind == "notice_proved":
            which = {"posted": "公示张贴", "removed": "公示取下"}.get(act.facts["which"], "公示")
            yield _CasePhoto(act.facts["photo"], which, act.facts["taken_at"])


def _caption(photo: Photo) -> str:
    return f"{photo.caption}（后来重拍了）" if photo.replaced else photo.caption


def _print_photos(dossier: Dossier, photos: list[_CasePhoto]) -> tuple[dict[str, bytes], list[PrintedPhoto]]:
    """Each photo small enough to print; one that is damaged or erased is said to be so by its absence."""
    pictures: dict[str, bytes] = {}
    printed = []
    for place, photo in enumerate(photos, start=1):
        name = f"{dossier.case.number}-photo-{place}.jpg"
        try:
            original = dossier.district.evidence.get_photo(dossier.case.number, photo.digest)
        except Refusal:
            continue
        pictures[name] = printable_photo(original, _PRINTED_SIDE)
        printed.append(PrintedPhoto(name, f"{place}、{photo.caption}", _moment(photo.taken_at), photo.digest))
    return pictures, printed


def _moment(instant: str) -> str:
    if not instant:
        return ""
    at = parse_instant(instant)
    return f"{chinese_date(shanghai_date(at))} {shanghai_time(at)}"


class _Sink(io.RawIOBase):
    """What was written since it was last taken; a zip is written into it and sent piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


class _Archive:
    """The zip of one case, every file dated by its last act: the same case is the same zip."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        beyond = [act for act in issues(dossier.case.acts) if act.facts["kind"] in BEYOND_FILE]
        self._withheld = {act.facts["paper"] for act in beyond}
        self._sink = _Sink()
        self._sums: list[str] = []
        self._at = dossier.case.last.at.astimezone(SHANGHAI).timetuple()[:6]

    def parts(self) -> Iterator[bytes]:
        with ZipFile(self._sink, "w") as archive:
            for name, content in self._files():
                self._sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
                self._put(archive, name, content)
                yield self._sink.take()
            self._put(archive, "SHA256SUMS", "".join(self._sums).encode())
        yield self._sink.take()

    def _put(self, archive: ZipFile, name: str, content: bytes) -> None:
        info = ZipInfo(name, self._at)
        info.compress_type = ZIP_STORED if name.endswith((".jpg", ".pdf")) else ZIP_DEFLATED
        archive.writestr(info, content)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        case, district = self._dossier.case, self._dossier.district
        yield "README.txt", _READ_ME.encode()
        for act in case.acts:
            yield f"acts/{act.n:06d}.json", canonical(format_act(act))
        for document in district.evidence.of_file(case.number):
            digest = document["_id"].rpartition(":")[2]
            if document["type"] in KEPT_APART or digest in self._withheld:
                continue
            if document["type"] == PHOTO:
                yield f"photos/{digest}.jpg", district.evidence.get_photo(case.number, digest)
            else:
                yield f"evidence/{document['type']}-{digest}.json", canonical(document)
        yield from self._papers(case)

    def _papers(self, case: Case) -> Iterator[tuple[str, bytes]]:
        district = self._dossier.district
        for extract in _minutes(self._dossier):
            title, mark = extract[0]["title"], extract[1]
            yield f"papers/{mark.number}.pdf", print_sheets(title, [extract], mark.issued_at)
        for ordinal, act in enumerate(issues(case.acts), start=1):
            if act.facts["paper"] in self._withheld:
                continue
            sheet = read_sheet(district, case, act)
            yield (
                f"papers/{paper_id(case.number, ordinal)}.pdf",
                print_sheets(sheet[0]["title"], [sheet], act.at),
            )


_READ_ME: Final = """\
低保档案原始文件。核对：在解开的文件夹里运行 sha256sum -c SHA256SUMS。
acts/      经过，一件一个文件；它的 SHA-256 就是下一件里的 previous。
evidence/  申报、入户记录、理由等；文件名里的摘要就是它的 SHA-256，经过里用同一个摘要指着它。
photos/    照片原件，文件名是它的 SHA-256。
papers/    印发过的文件。
异议的原话、姓名和答复不在里面：只有街道、区里看得到。给本人的查阅复制件也不在里面。

Raw documents of a family file. To check: sha256sum -c SHA256SUMS in the unpacked folder.
acts/      one act a file (RFC 8785); its SHA-256 is the "previous" of the act after it.
evidence/  what the acts name by digest: declaration, visit, reasons; the digest is the file's SHA-256.
photos/    photos as taken, named by their SHA-256.
papers/    the papers that were issued.
Objections, who made them and what was answered are not among them: they are for the street and the district.
Nor are copies made for a person of what the record holds about them.
"""
