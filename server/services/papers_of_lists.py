"""The quarterly list to be stamped and posted, A4 or A3; its code leads to the board (S7-QPUB-03)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time

from server.documents.notice import PosterSize
from server.documents.quarter_list import ListPaper, print_list
from server.domain.days import SHANGHAI
from server.domain.permission import Actor
from server.domain.quarter import Quarter
from server.services.district import District
from server.services.heads import newest_printed
from server.services.quarter_lists import ListView, view_list_for_desk


def list_pdf(
    district: District, actor: Actor, community: str, quarter: Quarter, size: PosterSize = "a4"
) -> bytes:
    """The list as it was generated, whatever the record says since."""
    return print_list(_paper(district, view_list_for_desk(district, actor, community, quarter)), size)


def _paper(district: District, view: ListView) -> ListPaper:
    listed, forms = view.listed, view.policy.forms
    return ListPaper(
        title=forms.doc12.zh,
        table=forms.doc13.zh,
        organ=f"{view.community.name_zh}居民委员会",
        community=view.community.name_zh,
        quarter=listed.quarter,
        window=listed.window,
        fields=view.policy.quarter_list.fields,
        lines=[asdict(line) for line in view.lines],
        households=listed.households,
        persons=listed.persons,
        amount_fen=listed.amount_fen,
        office=f"{view.street.name_zh}低保所",
        phone=view.street.phone,
        seal_hint="加盖居委会公章",  # STAMP-01
        url=f"{district.settings.public_url}/board/lists/{listed.community}/{listed.quarter}",
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
        created_at=datetime.combine(listed.generated_on, time(), SHANGHAI),
    )
