"""An index in little memory finds what a plain dictionary of sets finds."""

from __future__ import annotations

from random import Random

from atma_tui.store.tiny.memory.packed_index import PackedIndex

TEXTS = [f"text {number}" for number in range(12)]


def test_finds_what_a_dictionary_of_sets_finds() -> None:
    chance = Random(14)
    for size in (0, 1, 3, 40):
        texts = {f"id-{number}": chance.sample(TEXTS, chance.choice((0, 1, 1, 3))) for number in range(size)}
        index = PackedIndex((text, id) for id, some in texts.items() for text in some)
        for step in range(60):
            id = f"id-{chance.randrange(size + 5)}"
            was, now = texts.get(id, []), chance.sample(TEXTS, chance.choice((0, 1, 2)))
            if step:
                index.move(id, was, now)
                texts[id] = now
            for text in TEXTS:
                found = index.find(text)
                assert found == sorted(one for one, some in texts.items() if text in some)
