"""Nodes of JSON-LD: what a page says of something, whichever way it is written.

A property may be a value, a list of one, or `{"@value": ...}`; its name may carry `schema:` or a whole address; a
node may be named in one place of a `@graph` and described in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Node = dict[str, Any]

_PREFIXES = ("", "schema:", "https://schema.org/", "http://schema.org/")
_MOST_PARTS = 100_000
_WRAPPERS = ("@value", "@list", "@set")
_ONLY_NAMED = frozenset(("@id", "@type"))


class Found(NamedTuple):
    """A node, and how the page came to speak of it."""

    node: Node
    parent: Node
    """The nearest node around it; an empty one at the top."""
    role: str
    """The property of the parent that it is."""


def said(node: Node, name: str) -> Any:  # noqa: ANN401 - what a page says is anything until it is looked at
    """Return a property; one that is wrapped or the only one of a list by itself."""
    for prefix in _PREFIXES:
        if (value := node.get(prefix + name)) is not None:
            return bare(value)
    return None


def bare(value: Any) -> Any:  # noqa: ANN401
    """Return a value without the lists of one and the `@value` around it."""
    while True:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, dict) and (wrapper := next((one for one in _WRAPPERS if one in value), "")):
            value = value[wrapper]
        else:
            return value


def text(node: Node, name: str) -> str:
    """Return a property in words; of several, the English or the first ones."""
    value = said(node, name)
    if isinstance(value, list):
        english = [
            one for one in value if isinstance(one, dict) and str(one.get("@language", "")).startswith("en")
        ]
        texts = (bare(one) for one in [*english, *value])
        value = next((one for one in texts if isinstance(one, str)), "")
    return value if isinstance(value, str) else ""


def each(value: Any) -> list[Any]:  # noqa: ANN401
    """Return what a property holds, one or several, as a list; lists inside lists count too."""
    found: list[Any] = []
    waiting = [value]
    while waiting:
        part = bare(waiting.pop())
        if isinstance(part, list):
            waiting += reversed(part)
        elif part is not None:
            found.append(part)
    return found


def types(node: Node) -> list[str]:
    """Return the names of its types."""
    names = node.get("@type", node.get("type"))
    each_name = names if isinstance(names, list) else [names]
    plain = (name.strip().rstrip("/") for name in each_name if isinstance(name, str))
    return [name.rpartition("/")[2].rpartition(":")[2] for name in plain]


class Graph:
    """All nodes of a page: those that are only named somewhere can be looked up."""

    def __init__(self) -> None:
        self._found: list[Found] = []
        self._named: dict[str, Node] = {}

    def add(self, data: object) -> None:
        """Take in what one block of the page holds."""
        waiting: list[tuple[object, Node, str]] = [(data, {}, "")]
        for _ in range(_MOST_PARTS):
            if not waiting:
                return
            part, parent, role = waiting.pop()
            if isinstance(part, list):
                waiting += [(one, parent, role) for one in reversed(part)]
            elif isinstance(part, dict):
                self._take(part, parent, role)
                inside = reversed(part.items())
                waiting += [(value, part, name) for name, value in inside if isinstance(value, list | dict)]

    def _take(self, node: Node, parent: Node, role: str) -> None:
        self._found.append(Found(node, parent, role.rpartition("/")[2].rpartition(":")[2]))
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(self._named.get(name, ())) and node.keys() - _ONLY_NAMED:
            self._named[name] = node

    def __iter__(self) -> Iterator[Found]:
        """Yield the nodes in the order of the page."""
        return iter(self._found)

    def described(self, value: Any) -> Any:  # noqa: ANN401
        """Return the node that a value only names, the value itself when it says more or names nothing."""
        name = value.get("@id") if isinstance(value, dict) and not value.keys() - _ONLY_NAMED else value
        return self._named.get(name, value) if isinstance(name, str) else value
