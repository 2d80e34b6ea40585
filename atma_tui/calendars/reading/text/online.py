"""Whether an event is held on screens only. Then it is no visit: nobody comes to a site for it."""

from __future__ import annotations

import re
from functools import lru_cache

from atma_tui.domain.text import fold

_SCREEN = re.compile(
    r"\b(?:on ?line|virtual(?:ly)?|zoom|webinar|webcast|live ?stream(?:ed|ing)?|webex|skype|gotomeeting|telehealth"
    r"|(?:tele)?phone|youtube|facebook live|internet|web|remote(?:ly)?|google (?:meet|hangouts?)"
    r"|(?:microsoft|ms) teams|teams meeting|video (?:call|conference|link)|digital event)\b"
)
"""What alone says that it is on a screen or on the telephone."""
_BESIDE = re.compile(
    r"\b(?:an?|ab|alberta|and|at|be|by|ca|call|canada|class(?:es)?|conference|connect|details|events?|for|from|group"
    r"|here|id|in|info(?:rmation)?|is|it|join|know|later|link|live|location|meetings?|number|of|on|only|or|our|over"
    r"|passcode|password|platform|provided|regist(?:er|ered|ration)|room|sent|sessions?|tb[acd]|the|this|to|upon|us"
    r"|video|via|will|with|your?)\b"
)
"""What stands beside that without naming a place."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|us|org|net|ca|io)\b(?:/\S*)?", re.I
)
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
    """Whether a place is none: `Online`, `Zoom`, a link to a meeting. A hall that is named beside it counts."""
    addresses = _ADDRESS.findall(place)
    words, screens = _SCREEN.subn(" ", fold(_ADDRESS.sub(" ", place)))
    if re.search(r"[^\W\d_]", _BESIDE.sub(" ", words)):
        return False
    return bool(screens) or (bool(addresses) and not any(map(_MAP.search, addresses)))


def title_says_online(title: str) -> bool:
    """Whether a title is marked so: `Online: Talk`, `Talk (webinar)`, not a talk about life online."""
    return bool(_TITLE.match(title))
