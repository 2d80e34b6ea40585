"""Looks of past days are packed, and come back as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from atma_tui.domain.records import Look
from atma_tui.domain.trust.look_days import packed, unpacked

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)

looks = st.lists(
    st.builds(
        Look,
        id=st.text("abc", min_size=1),
        at=st.integers(0, 3 * 86_400).map(lambda seconds: MIDNIGHT + timedelta(seconds=seconds)),
        by=st.sampled_from(["Ada", "Bo; 7 8"]),
        operator=st.sampled_from(["", "op-1"]),
        role=st.sampled_from(["", "lead"]),
        program=st.sampled_from(["atma-tui 0.3.0", "atma-tui 0.4.0"]),
        done=st.sampled_from(["view", "export"]),
        site=st.sampled_from(["", "calgary"]),
        place=st.sampled_from(["person", "roster"]),
        people=st.lists(st.sampled_from(["per-1", "per-2", "*"]), min_size=1, unique=True).map(tuple),
        reason=st.sampled_from(["", "she asked; 1 2 3"]),
    ),
    min_size=1,
)


def bare(looks: list[Look]) -> list[Look]:
    return sorted((replace(one, id="") for one in looks), key=lambda one: (one.at, repr(one)))


@given(looks)
def test_packed_looks_come_back_as_they_were_but_for_their_ids(looks: list[Look]) -> None:
    days = packed(looks)
    again = [look for day in days for look in unpacked(day)]
    assert bare(again) == bare(looks)
    assert len({look.id for look in again}) == len(looks)
    assert [day.day for day in days] == sorted({look.at.date() for look in looks})
    for day in days:
        assert set(day.people) == {id for look in unpacked(day) for id in look.people}
        assert set(day.by) == {look.by for look in unpacked(day)}
