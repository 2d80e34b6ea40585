"""Everyday jobs with the keys alone, each key and letter counted; and the same jobs with the mouse alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ui.jobs import JOBS
from tests.ui.kit import click_on, running, screen_text, settle, tap, type_text
from tests.ui.rig import Rig, app_over

MANUAL = Path(__file__).parents[2] / "data" / "help" / "day.md"


def app_of(job, folder):
    return app_over(job.desk(), folder, type("Jobs", (Rig,), {"DEFAULT_MODE": job.mode}))


@pytest.mark.parametrize("name", JOBS)
async def test_a_job_takes_no_more_keys_than_the_manual_says(name, tmp_path):
    job, count = JOBS[name], 0
    app = app_of(job, tmp_path)
    async with running(app, size=(120, 40)) as pilot:
        await settle(pilot)
        for part in job.keys.split("|"):
            presses = [part] if part in ("enter", "escape") else [*part]
            count += len(presses)
            await tap(pilot, *presses)
            await settle(pilot)
        assert job.done(app.desk, tmp_path), screen_text(app)
    assert count <= job.most
    assert re.search(rf"^\| {re.escape(name)} +\| +{count} \|$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", JOBS)
async def test_a_job_can_be_done_with_the_mouse_alone(name, tmp_path):
    job = JOBS[name]
    app = app_of(job, tmp_path)
    async with running(app, size=(120, 40)) as pilot:
        for step in job.clicks.split("|"):
            await settle(pilot)
            if step.startswith("="):
                await type_text(pilot, step[1:])
            else:
                await click_on(pilot, step.removeprefix("2x"), times=2 if step.startswith("2x") else 1)
        await settle(pilot)
        assert job.done(app.desk, tmp_path), screen_text(app)
