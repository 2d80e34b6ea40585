"""The people at the desk: somebody must always be able to say who they are."""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Operator
from atma_tui.domain.trust.rights import folded


def of_leads(scene: Scene) -> Iterator[Violation]:
    """Yield that there are people at the desk and none of them is a lead."""
    everybody = scene.all(Operator).values()
    if everybody and not any(one.role == "lead" for one in everybody):
        yield Violation(
            key=("no lead",),
            summary="One of the people at the desk must be a lead.",
        )


def of_names(scene: Scene) -> Iterator[Violation]:
    """Yield people at the desk who cannot be told from others by their names."""
    everybody = scene.all(Operator).values()
    for one in scene.touched(Operator):
        same = sorted(other.id for other in everybody if folded(other.name) == folded(one.name))
        if len(same) > 1:
            yield Violation(
                key=("operator name", *same),
                summary=f"There is somebody called {one.name} at the desk already.",
            )
