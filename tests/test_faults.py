"""The log of faults says where a fault was, and nothing of what was being worked on."""

import errno

from atma_tui.faults import fault_words

SECRETS = ("Ada Sample", "780-555-0101", "4711-pin")


def read(phone: str) -> None:
    raise KeyError(phone)


def fail(name: str) -> None:
    try:
        read(SECRETS[1])
    except KeyError as error:
        error.add_note(SECRETS[2])
        raise ValueError(f"no {name} here") from error


def caught(call, *args) -> BaseException:
    try:
        call(*args)
    except Exception as error:  # noqa: BLE001 -- whatever was raised
        return error
    raise AssertionError("it did not fail")


def test_the_kinds_and_the_places_are_told_and_no_message():
    words = fault_words(caught(fail, SECRETS[0]))
    assert "builtins.KeyError" in words and "builtins.ValueError" in words
    assert "in read" in words and "in fail" in words
    assert not [secret for secret in SECRETS if secret in words]
    assert words.index("KeyError") < words.index("builtins.ValueError")


def test_so_are_those_of_several_at_once():
    def several() -> None:
        raise ExceptionGroup(SECRETS[0], [caught(fail, SECRETS[1]), caught(read, SECRETS[2])])

    words = fault_words(caught(several))
    assert "ExceptionGroup" in words and words.count("in read") == 2
    assert not [secret for secret in SECRETS if secret in words]


def test_what_the_system_said_is_told_by_its_code():
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left", f"/home/{SECRETS[0]}.json")

    assert fault_words(caught(full)).endswith("builtins.OSError ENOSPC")


def test_what_leads_to_itself_ends():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert fault_words(one)
