"""The registers: families that apply (DOC-17), relatives of the staff (C-08); on screen, paper and as CSV."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.page import ALL
from server.domain.sheet import format_csv
from server.domain.stage import ACT_WORDS
from server.services.papers_of_registers import family_register_pdf
from server.services.registers import FamilyLine, list_families
from server.services.relatives import list_relatives, register_relative
from server.web.answers import pdf, saved_file
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.guard import permit
from server.web.intake_words import KIN, OUTCOMES
from server.web.language import in_language
from server.web.paging import asked_page
from server.web.words import area, full_day, moment, stage


def asked_year() -> int:
    """The year a register is asked for; anything that is none is the present one."""
    text = request.args.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year or current_district().today().year


@desk.get("/registers/families")
@permit("register.read")
def show_families() -> ResponseReturnValue:
    community = request.args.get("community", "").strip()
    page = ALL if request.args.get("all") else asked_page()
    register = list_families(current_district(), current_actor(), asked_year(), community, page)
    return render_template(
        "registers/families.html",
        found=register,
        community=community,
        outcomes=OUTCOMES,
        here="reference",
    )


@desk.get("/registers/families.csv")
@permit("register.read")
def families_csv() -> Response:
    community = request.args.get("community", "").strip()
    register = list_families(current_district(), current_actor(), asked_year(), community)
    header = [
        gettext("序号"),
        gettext("案号"),
        gettext("登记日期"),
        gettext("户主"),
        gettext("人口"),
        gettext("住址"),
        gettext("社区"),
        gettext("登记人"),
        gettext("初审结果"),
        gettext("经办人"),
        gettext("签字时间"),
        gettext("受理时间"),
        gettext("现在到哪一步"),
    ]
    content = format_csv(header, [_cells(n, line) for n, line in enumerate(register.rows, start=1)])
    return saved_file(content, f"register-{register.year}.csv")


@desk.get("/registers/families.pdf")
@permit("register.read")
def families_pdf() -> Response:
    """The register to be bound (DOC-17): in the area of the person, under a number they may give."""
    year, community = asked_year(), request.args.get("community", "").strip()
    content = family_register_pdf(current_district(), current_actor(), year, community)
    return pdf(content, f"register-{year}.pdf")


@desk.get("/registers/relatives")
@permit("register.read")
def show_relatives() -> ResponseReturnValue:
    rows = list_relatives(current_district(), current_actor())
    return render_template("registers/relatives.html", rows=rows, kin=KIN, here="reference")


@desk.route("/cases/<case:number>/relative", methods=["GET", "POST"])
@permit("relative.register")
def register_kin(number: str) -> ResponseReturnValue:
    """Registers a family apart whose near relative handles assistance or sits on a committee (C-08)."""
    district = current_district()
    rules = district.policy_of(district.get_case(number).policy).conflict
    return act_on_case(
        number,
        "cases/relative.html",
        lambda form: register_relative(
            district, current_actor(), number, form.text("relation"), form.text("who")
        ),
        gettext("登记在备案册上了。"),
        kin=[(code, KIN[code]) for code in rules.near_relatives],
        district_visit=rules.full_district_visit,
        asked=rules.register_staff_relatives,
        what=in_language(*ACT_WORDS["relative_registered"]),
        register=url_for("desk.show_relatives"),
    )


def _cells(n: int, line: FamilyLine) -> list[str]:
    return [
        str(n),
        line.number,
        full_day(line.applied_on),
        line.head,
        str(line.persons),
        line.address,
        area(line.community),
        line.registered_by,
        str(OUTCOMES[line.outcome]),
        line.handled_by,
        moment(line.handled_at) if line.handled_at else "",
        moment(line.accepted_at) if line.accepted_at else "",
        stage(line.stage),
    ]
