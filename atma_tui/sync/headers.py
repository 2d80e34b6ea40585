"""Reading and writing the headers of requests and answers."""

from __future__ import annotations

import re
from base64 import b64encode
from email.message import Message
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

_LONGEST_VALIDATOR = 1000
_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_NEXT = re.compile(r"\brel\s*=\s*[\"']?[^\"';]*\bnext\b", re.IGNORECASE)


def charset(content_type: str) -> str:
    """Return the character set that a `Content-Type` names, empty when it names none."""
    kind = Message()
    kind["Content-Type"] = content_type[:_LONGEST_VALIDATOR]
    return str(kind.get_content_charset(""))


def next_url(link: str, url: str) -> str:
    """Return where the answer goes on; what is no address as it is, for whoever wants to follow it to refuse."""
    links = _LINK.findall(link)
    following = next((address.strip() for address, said in links if _NEXT.search(said)), "")
    try:
        return urljoin(url, following) if following else ""
    except ValueError:
        return following


def validator(text: str) -> str:
    """Return a validator fit to be sent again, or nothing: then the next answer is simply whole."""
    return text if text.isascii() and text.isprintable() and len(text) <= _LONGEST_VALIDATOR else ""


def without_user(url: str) -> str:
    """Return an address without the user and the password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def basic_auth(url: str) -> dict[str, str]:
    """Return the header that signs in with the user and the password of an address, if it has any."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": "Basic " + b64encode(pair.encode()).decode("ascii")}
