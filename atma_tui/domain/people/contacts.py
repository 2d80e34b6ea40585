"""People's contacts: checking phones and e-mails, the keys that find them, and names as initials."""

from __future__ import annotations

import re
import unicodedata

from msgspec.structs import replace

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Person
from atma_tui.domain.text import clean, unaccented

MASKED = " (masked)"
"""Ends the initials that stand for a client who asked to be masked."""
DASHES = r"\-‐‑‒–—―−"
"""All kinds of hyphens and dashes, for a character class of a regular expression."""
EXTENSION = rf"[\s,;.){DASHES}]*(?:ext(?:ension|n)?|poste|x|#)[\s.:=]*"
"""What stands between a phone number and its extension."""
_EXTENSION = re.compile(rf"(?<=\d){EXTENSION}\d*\D*$", re.IGNORECASE)
_PHONE = re.compile(
    rf"[^\d+(#]*[+(]*\d[\d\s()./*·{DASHES}]*(?:{EXTENSION}\d{{1,7}})?(?:[\s,;:(][^\d]*)?",
    re.IGNORECASE,
)
"""One number, optionally with a word before it, an extension and a remark: `cell: 780 555 0101 x2 (work)`."""
_ADDED = re.compile(r"^(?:'|tel:)\s*|(?<=^\d{10})\.0$|(?<=^\d{11})\.0$", re.IGNORECASE)
"""What programs put around a number: links, and spreadsheets that take it for a sum (`7805550101.0`)."""
_ABROAD = ("011", "00")
"""Prefixes for calls abroad: from here, and from most of the world."""
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_EMAIL = re.compile(rf"[^\s@<>()\[\]\\,;:\".]+(?:\.[^\s@<>()\[\]\\,;:\".]+)*@(?:{_LABEL}\.)+(?!\d+$|.$){_LABEL}")
_ALBERTA_SHORT = re.compile(r"(?:368|403|587|780|825)\d{6}")
"""An area code of Alberta with one digit too few: nine digits may be right abroad, but not these."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_PHONE = 60
FEWEST_DIGITS = 7
"""Of a phone number."""
_LONGEST_LOCAL, _LONGEST_EMAIL = 64, 254
"""Of the part before the @, and of all of it (RFC 5321)."""


def phone_digits(phone: str) -> str:
    """Return the digits of a phone number without its extension, after a `+` where it has one."""
    text = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone))
    start = "+" if re.match(r"[^\d+]*\+", text) else ""
    if start or re.match(r"[^\d]*(?:011|00)", text):
        text = text.replace("(0)", "")
    return start + "".join(str(int(char)) for char in text if char.isdecimal())


def phone_key(phone: str) -> str:
    """Return the digits by which phone numbers are compared: no extension, prefix or North American 1."""
    digits = phone_digits(phone)
    if not digits.startswith("+"):
        abroad = next((prefix for prefix in _ABROAD if digits.startswith(prefix) and len(digits) > 10), "")
        digits = digits.removeprefix(abroad)
    digits = digits.lstrip("+")
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def read_phone(words: str) -> str:
    """Return a phone number as it was typed; empty for none. Raises `InputError` for what cannot be one."""
    phone = _ADDED.sub("", clean(words, _LONGEST_PHONE + 1))
    if phone and (len(phone) > _LONGEST_PHONE or not _can_be_phone(phone)):
        raise InputError(f"{phone!r} is not a phone number (7 to 15 digits); nothing was saved.")
    return phone


def _can_be_phone(phone: str) -> bool:
    """Whether it can be one number, here or abroad: 7 to 15 digits, not all zeros, and ten of them after +1."""
    if not _PHONE.fullmatch(unicodedata.normalize("NFKC", phone)):
        return False
    digits, key = phone_digits(phone), phone_key(phone)
    if digits.startswith("+1"):
        return bool(re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", key))
    if not digits.startswith("+") and _ALBERTA_SHORT.fullmatch(digits):
        return False
    return FEWEST_DIGITS <= len(key) <= 15 and not digits.startswith("+0") and bool(key.strip("0"))


def read_email(words: str) -> str:
    """Return an e-mail address; empty for none. Raises `InputError` for what cannot be one."""
    email = clean(words, _LONGEST_EMAIL + 1)
    if pasted := re.fullmatch(r"(?:mailto:|[^<>]*<)([^<>]+)>?", email, re.IGNORECASE):
        email = pasted[1]
    local = email.rpartition("@")[0]
    if email and (len(local) > _LONGEST_LOCAL or len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise InputError(f"{email!r} is not an e-mail address; nothing was saved.")
    return email


def read_birth_year(words: str) -> int:
    """Return a year of birth; 0 for nothing. Raises `InputError` for what cannot be one."""
    typed = clean(words, 20)
    if typed and not _YEAR.fullmatch(typed):
        raise InputError(f"{typed!r} is not a year of birth, such as 2011; nothing was saved.")
    return int(typed or 0)


def email_key(email: str) -> str:
    """Return an e-mail address folded for comparing."""
    return unaccented(email.strip())


def read_others(words: str) -> dict[str, tuple[str, ...]]:
    """Read other names, phones and e-mails, separated by `;`; returns them by their field.

    Raises `InputError` for a phone or an e-mail that cannot be one.
    """
    parts = [part for one in re.split(r"[;\n]", words) if (part := clean(one, _LONGEST_EMAIL + 1))]
    emails = [part for part in parts if "@" in part]
    phones = [part for part in parts if part not in emails and sum(map(str.isdecimal, part)) >= FEWEST_DIGITS]
    names = [clean(part, 120) for part in parts if part not in (*emails, *phones)]
    return {
        "other_names": tuple(dict.fromkeys(names)),
        "other_phones": tuple(dict.fromkeys(map(read_phone, phones))),
        "other_emails": tuple(dict.fromkeys(map(read_email, emails))),
    }


def others_words(person: Person) -> str:
    """Return somebody's other names, phones and e-mails as `read_others` reads them."""
    return "; ".join((*person.other_names, *person.other_phones, *person.other_emails))


def keyed(person: Person) -> Person:
    """Return a person with the keys by which their phones and e-mails are found."""
    phone, email = phone_key(person.phone), email_key(person.email)
    others = dict.fromkeys([*map(phone_key, person.other_phones), *map(email_key, person.other_emails)])
    return replace(
        person,
        phone_key=phone,
        email_key=email,
        other_keys=tuple(key for key in others if key not in (phone, email)),
    )


def initials(name: str) -> str:
    """Return a name as initials for privacy mode, such as `A. S.`."""
    letters = [word[0].upper() for word in clean(name).split() if word[0].isalnum()]
    return " ".join(f"{letter}." for letter in letters[:4]) or "–"
