"""Whom to call, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.json_views import call_shape, offer_shape
from atma_tui.cli.lookup import short_ids, site_id
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import EnrolmentArg, OnlySite
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import ALBERTA, wall

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import CallResult, CallRow, OfferRow
    from atma_tui.desk.desk import Desk

Result = Literal["reached", "voicemail", "no-answer", "dropped"]


class CallList(DeskCommand):
    """List whom to call: about offered seats, and to tell people something."""

    only_looks = True
    examples = ("calls --site edmonton",)
    site: OnlySite = ""

    def run(self, desk: Desk) -> Reply:
        sheet = desk.calls.sheet(site_id(desk, self.site))
        now = desk.book.deadline_time(desk.now())
        parts: list[str | Table] = []
        if sheet.offers:
            parts += ["Offered seats:", _offers(desk, sheet.offers)]
        if sheet.owed:
            parts += ["Calls to make:", _owed(desk, sheet.owed)]
        parts += [f"Reached {one.reached} of {one.total}: {one.why}" for one in sheet.progress]
        return Reply(
            shape=[
                *(offer_shape(one, now) for one in sheet.offers),
                *(call_shape(one.call, one.person) for one in sheet.owed),
            ],
            parts=parts,
            notes=[] if parts else ["There is nobody to call."],
        )


def _offers(desk: Desk, offers: tuple[OfferRow, ...]) -> Table:
    ids = short_ids(desk, (one.enrolment for one in offers))
    return Table(
        ("ENROLMENT", "UNTIL", "NAME", "PHONE", "FOR"),
        [(ids[one.enrolment.id], _until(one), one.person.name, one.person.phone, _about(one)) for one in offers],
        frozenset({0, 1, 3}),
    )


def _about(one: OfferRow) -> str:
    return f"{one.title} ({one.call.why})" if one.call else one.title


def _until(one: OfferRow) -> str:
    until = one.enrolment.offered_until
    return f"{wall(until, ALBERTA):%a %d %b %H:%M}" if until else ""


def _owed(desk: Desk, owed: tuple[CallRow, ...]) -> Table:
    ids = short_ids(desk, (one.call for one in owed))
    return Table(
        ("CALL", "STATE", "NAME", "PHONE", "WHY"),
        [
            (ids[one.call.id], one.call.state.replace("_", "-"), one.person.name, one.person.phone, one.call.why)
            for one in owed
        ],
        frozenset({0, 1, 3}),
        wraps=True,
    )


class NoteCall(DeskCommand):
    """Note the result of a call."""

    examples = (
        "call call-3c1e reached",
        "call enr-09bd voicemail",
        'call call-3c1e voicemail --note "asked to call back"',
    )
    call: Annotated[str, Arg("CALL", "id of the call, or of the enrolment with a seat on offer, see `calls`")]
    result: Annotated[Result, Arg("RESULT")]
    note: Annotated[str, Opt("TEXT", "kept with the try")] = ""

    def run(self, desk: Desk) -> Reply:
        result = cast("CallResult", self.result.replace("-", "_"))
        if not self.call.startswith("enr-"):
            done = desk.book.do(desk.calls.note, self.call, result, remark=self.note)
        elif result in ("voicemail", "no_answer"):
            done = desk.book.do(desk.waiting.tried, self.call, result)
        else:
            raise InputError(
                "For an offered seat use `atma-tui accept`, or `atma-tui decline` when they do not want it."
            )
        call, person = done.value, desk.book.person(done.value.person)
        return Reply(shape=call_shape(call, person), parts=[f"{done.summary}.", call.id])


class OweCall(DeskCommand):
    """Put somebody on the call list, with what to tell them."""

    examples = ('owe-call enr-09bd "Please bring a cup"',)
    enrolment: EnrolmentArg
    words: Annotated[str, Arg("TEXT", "what they are to be told")]

    def run(self, desk: Desk) -> Reply:
        done = desk.book.do(desk.calls.owe, self.enrolment, self.words)
        person = desk.book.person(done.value.person)
        return Reply(shape=call_shape(done.value, person), parts=[f"{done.summary}.", done.value.id])
