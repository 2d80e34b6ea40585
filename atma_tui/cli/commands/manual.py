"""About the command line itself: the manual, and the shell's completion."""

from __future__ import annotations

from typing import Annotated, Literal

from atma_tui.cli.command import Arg, Command, CommandLineCommand
from atma_tui.cli.reply import Reply, Table


class Help(Command):
    """Show a page of the manual, or list its pages."""

    only_looks = True
    examples = ("help", "help calendars")
    topic: Annotated[str, Arg("TOPIC", "name of the page, or its beginning")] = ""

    def reply(self) -> Reply:
        from atma_tui.manual import page, topics

        if self.topic:
            text = page(self.topic)
            return Reply(shape={"text": text}, page=text)
        rows = [(one.name, one.summary) for one in topics()]
        return Reply(
            shape=[{"name": one.name, "title": one.title, "summary": one.summary} for one in topics()],
            parts=["Pages of the manual, for `atma-tui help PAGE`:", Table((), rows, wraps=True)],
        )


class Completion(CommandLineCommand):
    """Print the completion script of a shell."""

    only_looks = True
    examples = ("completion bash > ~/.local/share/bash-completion/completions/atma-tui",)
    shell: Annotated[Literal["bash", "zsh", "tcsh"], Arg("SHELL")]

    def reply(self) -> Reply:
        import shtab

        completions = {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY, "BOOK": shtab.DIRECTORY}
        root = self.make_parser(completions=completions)
        return Reply(raw=f"{shtab.complete(root, self.shell)}\n".encode())
