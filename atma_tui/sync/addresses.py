"""Addresses of sources: which may be asked at all, and how they are shown without their secrets."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit, urlunsplit

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_PLAIN_NAME = re.compile(
    r"tribe.*|ical|outlook-ical|eventdisplay|(?:start|end)_date|(?:starts|ends)_(?:before|after)|paged?|per_page|date"
    r"|month|view|format|categor(?:y|ies)|tags?|venue|organizer|status|include|search|keyword|author|order(?:by)?"
    r"|post_type|rest_route|lang|c?tz|timezone|time(?:min|max)|maxresults|utm_[a-z]+|postal_?code|postcode|zipcode"
    r"|s"
)
"""Parameters of The Events Calendar, WordPress and other calendars whose values are not secret."""
_SECRET_NAME = re.compile(
    r"token|tkn|key|secret|auth|sig|pass|pwd|pswd|code|otp|jwt|ticket|bearer|nonce|access(?!ib)|hash|hmac|sess|cred"
    r"|login|logon|[cx]srf|saml|invite"
    r"|(?<![a-z0-9])(?:[hkt]|pw|psw|psk|pin|sid|sso|jws|mfa|tan)(?![a-z0-9])"
)
_DATE_OR_NUMBER = re.compile(r"[\d.,]+|\d{4}-\d\d(?:-\d\d)?(?:[T +]?\d\d:?\d\d(?::?\d\d)?)?(?:Z|[+ -]\d\d:?\d\d)?")
_SHORTEST_UNKNOWN = 4
_SECRET_PLACE = re.compile(
    r"(\bjaneapp\.[a-z.]{2,12}/ical/).+"
    r"|((?:\bteamup\.com/feed|\bicloud\.com/published(?:/\d+)?|\buser\.fm/calendar|\bzoho\.[a-z.]{2,12}/ical"
    r"|/public-calendars|/apps/calendar/(?:p|embed))/)[^/]+",
    re.IGNORECASE,
)
"""Where Jane, Teamup, iCloud, Fastmail, Zoho and Nextcloud put the secret of an address, whatever its form."""
_SHORTEST_TOKEN = 16
_SHORTEST_MIXED = 10
_FEW = 2
"""How often a word may switch between letters and digits before it counts as a token."""
_MIXED = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
_WORD = re.compile(
    r"[A-Za-z]+|[0-9]+|[0-9]{1,4}(?:st|nd|rd|th|am|pm|h|h[0-9]{2}|min)|[A-Za-z]{3,}(?:19|20)[0-9]{2}"
    r"|[0-9]{8}T[0-9]{4,6}Z?"
)
_NUMBERED = re.compile(r"[A-Za-z]+[0-9]{1,4}|[0-9]{1,4}[A-Za-z]+|.{1,5}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_INTERNET = ipaddress.ip_network("2000::/3")
"""The part of IPv6 in public use; other addresses belong to this machine, this network or nobody."""
_SPECIAL = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"),
    )
]
"""IANA's registries of special addresses (RFC 6890), written out: each release of Python knows others."""
_IPV4_INSIDE = {
    ipaddress.ip_network("::ffff:0:0/96"): 0,
    ipaddress.ip_network("64:ff9b::/96"): 0,
    ipaddress.ip_network("2002::/16"): 80,
}
"""Networks whose addresses stand for one of IPv4 (mapped, NAT64, 6to4), and at which bit that ends."""


def read_address(text: str) -> str:
    """Return the http(s) address that a typed address means; `webcal:` is https.

    Raises `InputError` for anything but the address of a web server, such as a file.
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
    """Return the host of an address, safe to show."""
    return clean(urlsplit(url).hostname or "the server", 80)


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port: what a secret belongs to."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def masked(url: str) -> str:
    """Return an address for messages and logs: no user, no password, no token in its path or query."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "…"
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return clean(
        urlunsplit((parts.scheme, netloc, _masked_path(host, parts.path), _masked_query(parts.query), "")), 200
    )


def holds_secret(url: str) -> bool:
    """Whether writing an address down gives away a secret: whether `masked` hides any part of it."""
    parts = urlsplit(url.strip())
    path, query = _masked_path(parts.hostname or "", parts.path), _masked_query(parts.query)
    return bool(parts.username or parts.password) or (path, query) != (parts.path, parts.query)


def _masked_path(host: str, path: str) -> str:
    path = _SECRET_PLACE.sub(lambda found: (found[1] or found[2]) + "…", host + path)[len(host) :]
    google = host == "google.com" or host.endswith(".google.com")
    return "/".join(
        "…" if looks_secret(part) and not (google and "@" in unquote(part)) else _masked_parameters(part)
        for part in path.split("/")
    )


def _masked_parameters(part: str) -> str:
    """Return a part of a path with `…` for the secrets after its semicolons (RFC 3986 section 3.3)."""
    word, semicolon, parameters = part.partition(";")
    return f"{word}{semicolon}{_masked_query(parameters)}"


def _masked_query(query: str) -> str:
    """Return the query with `…` for its secrets. A word without a name counts as a value."""
    return "".join(part if part in "&;" else _masked_word(part) for part in re.split("([&;])", query))


def _masked_word(part: str) -> str:
    found = re.fullmatch(r"(.*?)(=|%3D)(.*)", part, re.IGNORECASE)
    name, equals, value = found.groups() if found else ("", "", part)
    secret = _is_secret_value(unquote_plus(name).lower(), unquote_plus(value))
    return f"{name}{equals}…" if secret else part


def _is_secret_value(name: str, value: str) -> bool:
    """Whether a query value is a secret: by its name, by its form, or because it is long and its name unknown."""
    if value in ("", "…"):
        return False
    if looks_secret(value):
        return True
    if _PLAIN_NAME.fullmatch(name):
        return False
    if _SECRET_NAME.search(name):
        return True
    if _DATE_OR_NUMBER.fullmatch(value):
        return False
    return len(name) == 1 or (len(value) >= _SHORTEST_UNKNOWN and bool(re.search(r"[0-9]", value)))


def looks_secret(part: str) -> bool:
    """Whether a word of an address is a token: `private-...`, a UUID, or long with digits among its letters.

    Words and numbers joined by hyphens, such as `open-house-2026-edmonton`, are not.
    """
    text = unquote(part)
    if text.startswith("private-") or _UUID.search(text):
        return True
    return any(_is_token(re.split(r"[-_]+", run.strip("-_"))) for run in re.findall(r"[A-Za-z0-9_-]+", text))


def _is_token(pieces: list[str]) -> bool:
    """Whether words joined by hyphens are one token: mixed often, or most of them neither words nor numbers."""
    odd = [piece for piece in pieces if not _WORD.fullmatch(piece)]
    if any(len(piece) >= _SHORTEST_MIXED and len(_MIXED.findall(piece)) > _FEW for piece in odd):
        return True
    joined = "".join(pieces)
    if len(joined) < _SHORTEST_TOKEN or joined.isalpha() or joined.isdigit():
        return False
    return len(odd) * 2 >= len(pieces) or not all(map(_NUMBERED.fullmatch, odd))


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public internet (loopback, local network, reserved, multicast)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    for network, end in _IPV4_INSIDE.items():
        if ip in network:
            ip = ipaddress.IPv4Address(int(ip) >> end & 0xFFFFFFFF)
    return any(ip in network for network in _SPECIAL) or (ip.version == 6 and ip not in _INTERNET)


def names_private(url: str) -> bool:
    """Whether an address itself says that it is on this machine or this network (`localhost`, `192.168.1.5`)."""
    host = urlsplit(url).hostname or ""
    try:
        return is_private(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan"))
