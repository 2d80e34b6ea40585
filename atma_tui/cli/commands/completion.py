"""The shell's completion."""

from __future__ import annotations

from typing import Annotated, Literal

from atma_tui.cli.command import Arg, Command
from atma_tui.cli.reply import Reply


class Completion(Command):
    """Print the completion script of a shell."""

    examples = ("completion bash > ~/.local/share/bash-completion/completions/atma-tui",)
    shell: Annotated[Literal["bash", "zsh", "tcsh"], Arg("SHELL")]

    def reply(self) -> Reply:
        import shtab

        from atma_tui.cli.parser import Parser

        root = Parser("", completions={"FILE": shtab.FILE, "DIR": shtab.DIRECTORY, "BOOK": shtab.DIRECTORY})
        return Reply(raw=f"{shtab.complete(root, self.shell)}\n".encode())
