"""Whether an event is held online only: then nobody comes to a site for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from atma_tui.calendars.reading.text.components import Line
from atma_tui.domain.text import fold

_SCREEN = re.compile(
    r"\b(?:on ?line|virtual(?:ly)?|zoom|webinar|webcast|live ?stream(?:ed|ing)?|webex|skype|gotomeeting|telehealth"
    r"|(?:tele)?phone|youtube|vimeo|facebook live|internet|web|remote(?:ly)?|google (?:meet|hangouts?)"
    r"|(?:(?:microsoft|ms) )?teams|discord|jitsi|whereby|doxy|gotowebinar|video (?:call|conference|link)"
    r"|digital event|en ligne|virtuel(?:le)?|visioconference)\b"
)
"""Words that alone mean that it is online or on the telephone."""
_BESIDE = re.compile(
    r"\b(?:[ap]m|an?|ab|access|after|alberta|all|and|app|at|attendees?|be|before|booking|by|ca|call|canada"
    r"|class(?:es)?|click|code|computer|conference|confirmation|connect|daylight|details|dial ?in|dial"
    r"|e?mail(?:ed)?|events?|for|from|group|held|here|home|host(?:ed)?|id|in|info(?:rmation)?|instructions|invit(?:e|ation)|is|it|join|know"
    r"|later|link|live|location|meetings?|[mpe][sd]?t|mountain|number|of|on|once|only|or|our|over|participants?|pass(?:code|word)"
    r"|platform|please|prior|provided|receive|regist(?:er|ered|ering|ration|rants?)|room|rsvp|see|sent|sessions?|shared?"
    r"|standard|tb[acd]|the|this|tickets?|time|to|upon|us|use|using|video|via|when|will|with|your?)\b"
)
"""Words beside those that do not name a place."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|us|org|net|ca|io|me|app|tv)\b(?:/\S*)?", re.I
)
_MEETING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|teams\.(?:microsoft|live)\.com|meet\.google\.com|meet\.jit\.si"
    r"|webex\.com|goto(?:meeting|webinar)?\.com|whereby\.com|doxy\.me|skype\.com|youtube\.com|youtu\.be|vimeo\.com)"
    r"(?:[/?:#]|\Z)",
    re.IGNORECASE,
)
_CONFERENCE = ("CONFERENCE", "X-GOOGLE-", "X-MICROSOFT-SKYPETEAMS", "X-MICROSOFT-ONLINEMEETING")
"""How the properties begin that link to a meeting on screens (RFC 7986 section 5.11, and older ones)."""
_MAP = re.compile(r"\bmaps?\b|goo\.gl|openstreetmap|what3words|w3w\.co", re.IGNORECASE)
_KIND = r"(?:talk|circle|workshop|session|event|class|meeting|group|open house|tour|info)"
_MARK = r"(?:online|virtual|webinar|live ?stream|zoom)"
_TITLE = re.compile(
    rf"\s*{_MARK}\s*(?:[:|]|[–—-]\s)|\s*webinar\b|.*\b(?:via|over|by|on) zoom\b"
    rf"|\s*(?:online|virtual|zoom)\s+{_KIND}"
    rf"|.*[\[(]\s*(?:(?:via|on|by) )?{_MARK}(?:\s+only)?\s*[\])]|.*[–—|-]\s*{_MARK}(?:\s+only)?\s*\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def is_screen(place: str) -> bool:
    """Whether a place is only online: `Online`, `Zoom`, a link to a meeting. A hall named beside it counts."""
    addresses = _ADDRESS.findall(place)
    words, screens = _SCREEN.subn(" ", fold(_ADDRESS.sub(" ", place)))
    if re.search(r"[^\W\d_]", _BESIDE.sub(" ", words)):
        return False
    return bool(screens) or (bool(addresses) and not any(map(_MAP.search, addresses)))


def is_meeting(address: str) -> bool:
    """Whether an address is one of a meeting or a broadcast, not of a page about a place."""
    return bool(_MEETING.match(address.strip()))


def has_conference(properties: Mapping[str, Sequence[Line]]) -> bool:
    """Whether an event of a calendar has a link or a number by which people take part from elsewhere."""
    named = (lines for name, lines in properties.items() if name.startswith(_CONFERENCE))
    return any(":" in line.value for lines in named for line in lines)


def title_says_online(title: str) -> bool:
    """Whether a title is marked so: `Online: Talk`, `Talk (webinar)`, not a talk about life online."""
    return bool(_TITLE.match(title))
