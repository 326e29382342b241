"""What each act of employment linkage does to the record of its member (S7-EMP, C-27, C-28)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from server.domain import errand
from server.domain.act import Act
from server.domain.activity import Attendance
from server.domain.case_parts import team_of
from server.domain.days import shanghai_date
from server.domain.employment import (
    TOOK_POST,
    Exit,
    JobForm,
    JobRecord,
    Offer,
    Training,
    form_id,
    refusals_in_a_row,
)
from server.domain.errand import Errand, Purpose

if TYPE_CHECKING:
    from server.domain.case import Case


def _with(case: Case, act: Act, change: Callable[[JobRecord], JobRecord]) -> Case:
    member = str(act.facts["member"])
    record = change(case.jobs.get(member, JobRecord()))
    return replace(case, jobs={**case.jobs, member: record})


def _set_status(case: Case, act: Act) -> Case:
    return _with(case, act, lambda record: replace(record, status=act.facts["status"]))


def _issue(case: Case, act: Act) -> Case:
    facts = act.facts
    form = JobForm(facts["year"], facts["period"], shanghai_date(act.at).isoformat())
    return _with(case, act, lambda record: replace(record, forms=(*record.forms, form)))


def _return(case: Case, act: Act) -> Case:
    facts = act.facts
    about = form_id(facts["member"], facts["year"], facts["period"])
    done = errand.visited(case.errands, case.number, facts.get("round", 0), facts.get("visit", ""))
    case = replace(case, errands=errand.withdrawn(done, about))
    return _with(case, act, lambda record: _returned(record, facts, act.n))


def _send(case: Case, act: Act) -> Case:
    """A team goes to fill in the form with the person; instead of one that has not been there."""
    facts, about = act.facts, str(act.facts["job_form"])
    new = Errand(Purpose.EMPLOYMENT, case.number, case.number, team_of(facts, facts["round"]), about=about)
    return replace(case, errands=(*errand.replaced(case.errands, [case.number], about), new))


def _call_off(case: Case, act: Act) -> Case:
    """The team is not to go; the form is still to come back, on paper or with others."""
    errands = errand.called_off(case.errands, [case.number], str(act.facts["job_form"]))
    return replace(case, errands=errands)


def _returned(record: JobRecord, facts: Mapping[str, Any], n: int) -> JobRecord:
    """A form that came back, with its offers in the order they were made; a job found is a status."""
    offers = tuple(
        replace(_offer(each, n), form=facts["content"], line=line)
        for line, each in enumerate(facts["offers"])
    )
    forms = tuple(
        replace(
            form,
            returned_on=facts["on"],
            outcome=facts["outcome"],
            offers=len(offers),
            refused=sum(offer.counts_as_refusal for offer in offers),
            content=facts["content"],
            months=facts["months"],
            visit=facts.get("visit", ""),
            centre_copy=facts["centre_copy"],
        )
        if (form.year, form.period) == (facts["year"], facts["period"])
        else form
        for form in record.forms
    )
    status = "working" if facts["outcome"] in TOOK_POST else "seeking"
    every = sorted((*record.offers, *offers), key=lambda offer: offer.on)
    return replace(record, forms=forms, offers=tuple(every), status=status)


def _scanned(case: Case, act: Act) -> Case:
    """A picture of the paper that came back is kept beside what was entered from it (DOC-14)."""
    facts = act.facts
    of = (facts["year"], facts["period"])

    def change(record: JobRecord) -> JobRecord:
        forms = tuple(
            replace(form, scans=(*form.scans, facts["photo"])) if (form.year, form.period) == of else form
            for form in record.forms
        )
        return replace(record, forms=forms)

    return _with(case, act, change)


def _offer_made(case: Case, act: Act) -> Case:
    offer = _offer(act.facts, act.n)
    return _with(case, act, lambda record: replace(record, offers=(*record.offers, offer)))


def _answer(case: Case, act: Act) -> Case:
    """What came of an offer that was not decided, or was written down wrongly; the form's count follows."""
    facts = act.facts

    def answered(offer: Offer) -> Offer:
        if offer.id != facts["offer"]:
            return offer
        return replace(
            offer, answer=facts["answer"], justified=facts["justified"], reason=facts["reason"], again=True
        )

    def change(record: JobRecord) -> JobRecord:
        offers = tuple(map(answered, record.offers))
        return replace(
            record,
            offers=offers,
            rests_on=tuple(map(answered, record.rests_on)),
            forms=tuple(_counted(form, offers) for form in record.forms),
        )

    return _with(case, act, change)


def _counted(form: JobForm, offers: Sequence[Offer]) -> JobForm:
    """The form with the refusals of its offers as they stand now."""
    of_form = [each for each in offers if form.content and each.form == form.content]
    return replace(form, refused=sum(each.counts_as_refusal for each in of_form)) if of_form else form


def _offer(facts: Mapping[str, Any], n: int) -> Offer:
    return Offer(
        on=facts["on"],
        measure=facts["measure"],
        answer=facts["answer"],
        justified=facts.get("justified", False),
        what=facts.get("words", ""),
        reason=facts.get("reason", ""),
        n=n,
    )


def _train(case: Case, act: Act) -> Case:
    training = _training(act.facts, act.n)
    return _with(case, act, lambda record: replace(record, trainings=(*record.trainings, training)))


def _put_training_right(case: Case, act: Act) -> Case:
    """The training of an earlier act ended, or was written down wrongly."""
    n = act.facts["training"]
    right = _training(act.facts, n)
    return _with(
        case,
        act,
        lambda record: replace(
            record, trainings=tuple(right if each.n == n else each for each in record.trainings)
        ),
    )


def _training(facts: Mapping[str, Any], n: int) -> Training:
    return Training(
        on=facts["on"],
        days=facts["days"],
        finished=facts["finished"],
        going=facts.get("going", False),
        words=facts.get("words", ""),
        n=n,
    )


def _attend(case: Case, act: Act) -> Case:
    facts = act.facts
    stood = Attendance(facts["how"], facts.get("hours"), facts.get("words", ""))
    return _with(
        case,
        act,
        lambda record: replace(record, attendance={**(record.attendance or {}), facts["activity"]: stood}),
    )


def _begin_exit(case: Case, act: Act) -> Case:
    plan = Exit(act.facts["since"], act.facts["until"], act.facts["wage_fen"])
    return _with(case, act, lambda record: replace(record, exit=plan, status="working"))


def _end_exit(case: Case, act: Act) -> Case:
    """The gradual exit is over before its time: the work is lost, or its wages are others."""
    status = act.facts["status"]
    return _with(case, act, lambda record: replace(record, exit=None, status=status))


def _suggest(case: Case, act: Act) -> Case:
    """A review was suggested for the newest refusals it counted: nothing of the benefit changes."""
    facts, day = act.facts, shanghai_date(act.at).isoformat()
    return _with(
        case,
        act,
        lambda record: replace(
            record,
            suggested_on=day,
            suggested_why=facts["reason"],
            rests_on=refusals_in_a_row(record)[-facts["refusals"] :],
        ),
    )


EMPLOYMENT_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "job_status_set": _set_status,
    "job_form_issued": _issue,
    "job_team_assigned": _send,
    "job_team_called_off": _call_off,
    "job_form_returned": _return,
    "job_form_scanned": _scanned,
    "job_offered": _offer_made,
    "job_answered": _answer,
    "training_given": _train,
    "training_put_right": _put_training_right,
    "activity_attended": _attend,
    "exit_begun": _begin_exit,
    "exit_ended": _end_exit,
    "job_review_suggested": _suggest,
}
