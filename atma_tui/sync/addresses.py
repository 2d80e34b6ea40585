"""Addresses of sources: which may be asked at all, and how they are shown without their secrets."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_PLAIN_PARAMETERS = frozenset(
    {"ical", "format", "page", "per_page", "start_date", "end_date", "view", "eventdisplay"}
)
_SECRET_NAME = re.compile(r"token|key|secret|auth|sig|pass|pwd|code", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def read_address(text: str) -> str:
    """Return the http(s) address that a typed address means; `webcal:` is https.

    Raises `InputError` for anything that is not an address of a web server, files above all.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, SplitResult("", "", "", "", "")
    if parts.scheme and parts.scheme not in _SCHEMES:
        raise InputError(
            f"Addresses beginning with {clean(parts.scheme, 20)}: are never read; use https or webcal."
        )
    if not parts.scheme or not host or port == 0 or re.search(r"[\s\x00-\x1f\x7f\\]", text.strip()):
        raise InputError("This is not a web address; write it in full, beginning with https:// or webcal://.")
    return urlunsplit(parts._replace(scheme=_SCHEMES[parts.scheme], path=parts.path or "/", fragment=""))


def host_of(url: str) -> str:
    """Return the host of an address, fit to be shown."""
    return clean(urlsplit(url).hostname or "the server", 80)


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port: what a secret belongs to."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def masked(url: str) -> str:
    """Return an address for messages and logs: no user, no password, no token in its path or query."""
    try:
        parts = urlsplit(url.strip())
        netloc = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return "…"
    path = "/".join("…" if looks_secret(part) else part for part in parts.path.split("/"))
    query = "&".join(
        f"{name}={value if name.lower() in _PLAIN_PARAMETERS else '…'}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return clean(urlunsplit((parts.scheme, netloc, path, query, "")), 200)


def holds_secret(url: str) -> bool:
    """Whether an address gives away a secret when it is written down."""
    parts = urlsplit(url.strip())
    in_query = any(
        _SECRET_NAME.search(name) or looks_secret(value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return bool(parts.username or parts.password or in_query or any(map(looks_secret, parts.path.split("/"))))


def looks_secret(part: str) -> bool:
    """Whether a word of an address is a token: `private-...`, a UUID, or long with digits among its letters."""
    if part.startswith("private-") or _UUID.search(part):
        return True
    runs = re.findall(r"[A-Za-z0-9_=%]{16,}", part)
    return any(re.search(r"\d", run) and re.search(r"[A-Za-z]", run) for run in runs)


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public internet (loopback, local network, reserved, multicast)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner))
    return not ip.is_global or ip.is_multicast


def names_private(url: str) -> bool:
    """Whether an address itself says that it is on this machine or this network (`localhost`, `192.168.1.5`)."""
    host = urlsplit(url).hostname or ""
    try:
        return is_private(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan"))
