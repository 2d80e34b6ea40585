"""Walking through a view of any shape to hide something in it: what has nothing of it stays the very object."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.records import Act, BoardNote, Call, Value


class ViewWalker:
    """Base of what hides something; it says what becomes of a text and of a record.

    The fields that a struct names in `TYPED` stay as they are: they were typed at this desk, and are saved by it.
    """

    ALL: ClassVar[bool] = False
    """Whether it walks through what a screen has and only shows later, too."""

    def text(self, text: str) -> str:
        """Return what is shown of a text."""
        raise NotImplementedError

    def record(self, view: Any) -> Any:  # noqa: ANN401 -- of any kind
        """Return what is shown of a record."""
        return view

    def walk(self, view: Any) -> Any:  # noqa: ANN401 -- views are of any type
        """Return a view with all texts and records in it as they are shown."""
        if isinstance(view, str):
            return self.text(view)
        if isinstance(view, dict):
            return self.walk_dict(view)
        if isinstance(view, tuple | list | set | frozenset):
            return self._several(view)
        if isinstance(view, Act | BoardNote | Call) or (isinstance(view, Struct) and not isinstance(view, Value)):
            return self._struct(view)
        return self.record(view)

    def field(self, name: str, value: Any) -> Any:  # noqa: ANN401
        """Return what is shown of a field of a view."""
        return self.walk(value)

    def walk_dict(self, view: dict[Any, Any]) -> dict[Any, Any]:
        """Return the same of a dict."""
        return {key: self.walk(value) for key, value in view.items()}

    def _several(self, view: Any) -> Any:  # noqa: ANN401
        now = [self.walk(one) for one in view]
        if all(new is old for new, old in zip(now, view, strict=True)):
            return view
        return view._make(now) if hasattr(view, "_make") else type(view)(now)

    def _struct(self, view: Struct) -> Struct:
        if not self.ALL and getattr(view, "SHOWN_LATER", False):
            return view
        typed = getattr(view, "TYPED", ())
        before = {name: getattr(view, name) for name in view.__struct_fields__ if name not in typed}
        now = {name: self.field(name, value) for name, value in before.items()}
        changed = {name: value for name, value in now.items() if value is not before[name]}
        return replace(view, **changed) if changed else view
