"""Encrypting the files of a book, and what opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec.structs import replace

from atma_tui.cli.command import Arg, Command, Flag, Opt
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.values import number

if TYPE_CHECKING:
    from atma_tui.desk.encryption import Sealed
    from atma_tui.settings import Settings

_Kind = Literal["passphrase", "recovery", "keyring"]
_Book = Annotated[str, Arg("BOOK", "folder or address, if not the book of this desk")]
_Keyring = Annotated[bool, Flag("let this login open it without being asked, with its keyring")]

_WORDS = {"passphrase": "a passphrase", "recovery": "a printed recovery code", "keyring": "the keyring of a login"}


class _KeysCommand(Command):
    """A command about what opens a book."""

    address: _Book = ""

    def settings(self) -> Settings:
        """Return the settings, for the book that was typed."""
        from atma_tui.settings import book_place

        found = super().settings()
        return replace(found, book=book_place(self.address)) if self.address else found

    def settings_of_lead(self) -> Settings:
        """Return the same, once whoever asks has shown that they may change them. Raises `NotAllowed`."""
        from atma_tui.cli.secrets.signing_in import sign_in
        from atma_tui.desk.encryption import refuse_unless_allowed

        found = self.settings()
        refuse_unless_allowed(found.book, sign_in, operator=found.operator)
        return found


class BookEncrypt(_KeysCommand):
    """Encrypt all files of a book; of a shared book, this computer's copy.

    Asks for a passphrase, or reads it from standard input, and shows a recovery code to print. Whoever loses both
    loses the book. Close the book's desks first, and open them again afterwards.
    """

    examples = ("book encrypt", "book encrypt --keyring")
    keyring: _Keyring = False

    def reply(self) -> Reply:
        from atma_tui.cli.secrets.passphrases import new_passphrase
        from atma_tui.desk.encryption import encrypt

        settings = self.settings_of_lead()
        passphrase = new_passphrase()
        with busy("Encrypting the book"):
            sealed = encrypt(settings.book, passphrase, keyring=self.keyring, operator=settings.operator)
        return _of_sealed(sealed, f"The book in {sealed.folder} is encrypted.")


class BookRotate(_KeysCommand):
    """Give an encrypted book another key, and encrypt all its files anew.

    Nothing that opened it before does so any more: it gets a new passphrase and a new recovery code. Backups made
    before open with what they opened with.
    """

    examples = ("book rotate",)
    keyring: _Keyring = False

    def reply(self) -> Reply:
        from atma_tui.cli.secrets.passphrases import new_passphrase
        from atma_tui.desk.encryption import rotate, slots_of

        settings = self.settings_of_lead()
        slots_of(
            settings.book, operator=settings.operator
        )  # it may not be encrypted: said before a new one is typed
        passphrase = new_passphrase()
        with busy("Encrypting the book anew"):
            sealed = rotate(settings.book, passphrase, keyring=self.keyring, operator=settings.operator)
        return _of_sealed(sealed, f"The book in {sealed.folder} has another key.")


class BookDecrypt(_KeysCommand):
    """Write all files of an encrypted book as plain text again."""

    examples = ("book decrypt",)

    def reply(self) -> Reply:
        from atma_tui.desk.encryption import decrypt

        settings = self.settings_of_lead()
        with busy("Decrypting the book"):
            folder = decrypt(settings.book, operator=settings.operator)
        return Reply(
            shape={"folder": str(folder)},
            parts=[f"The book in {folder} is not encrypted any more. Its backups are as they were."],
            changed=True,
        )


class BookSlots(_KeysCommand):
    """Show what opens an encrypted book, or change it; the book's key stays."""

    examples = ("book slots", "book slots --add keyring", "book slots --remove 2")
    add: Annotated[_Kind | None, Opt("KIND", "what is to open it as well")] = None
    remove: Annotated[int, Opt("N", "which of the list is not to open it any more", number(1, 99))] = 0

    def reply(self) -> Reply:
        from atma_tui.desk.encryption import remove_slot, slots_of

        settings = self.settings_of_lead() if self.add or self.remove else self.settings()
        book, operator = settings.book, settings.operator
        slots_of(book, operator=operator)
        code = self._added(book, operator) if self.add else ""
        if self.remove:
            remove_slot(book, self.remove, operator=operator)
        kinds = slots_of(book, operator=operator)
        shape: dict[str, object] = {"slots": kinds}
        if code:
            shape["recovery_code"] = code
        rows = [(position, _WORDS[kind]) for position, kind in enumerate(kinds, 1)]
        changed = bool(self.add or self.remove)
        return Reply(shape=shape, parts=[Table(("", "Opens with"), rows), *_code_lines(code)], changed=changed)

    def _added(self, book: str, operator: str) -> str:
        from atma_tui.cli.secrets.passphrases import new_passphrase
        from atma_tui.desk import encryption

        if self.add == "recovery":
            return encryption.add_recovery_code(book, operator=operator)
        if self.add == "keyring":
            encryption.add_keyring(book, operator=operator)
        else:
            encryption.add_passphrase(book, new_passphrase(), operator=operator)
        return ""


def _of_sealed(sealed: Sealed, done: str) -> Reply:
    shape = {"folder": str(sealed.folder), "recovery_code": sealed.recovery_code}
    parts = [
        done,
        *_code_lines(sealed.recovery_code),
        "Backups made before are as they were, and a disk may keep traces of removed files: `help encryption`.",
    ]
    return Reply(shape=shape, parts=parts, changed=True)


def _code_lines(code: str) -> list[str]:
    if not code:
        return []
    return [f"Recovery code: {code}", "Print it, and keep it away from this computer. It is shown only once."]
