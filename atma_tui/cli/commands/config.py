"""This desk's own settings: what the configuration file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, Command
from atma_tui.cli.reply import Reply, Table

if TYPE_CHECKING:
    from atma_tui.settings import Settings

_NAME = "name of a setting, or `keys.` and the id of a command"


class ConfigList(Command):
    """List this desk's own settings, and which of them are in the configuration file."""

    examples = ("config list",)

    def reply(self) -> Reply:
        from atma_tui.settings import SETTING_HELP, read_config

        settings = self.settings()
        said = read_config(settings.config, must=False)
        shown = {
            "book": settings.book,
            "operator": settings.operator,
            "out": str(settings.out),
            "reports": str(settings.private),
            "backups": str(settings.backups),
            "site": settings.site,
            "theme": settings.theme,
            "lock_minutes": settings.lock_minutes,
            **{f"keys.{id}": key for id, key in settings.keys.items()},
        }
        rows = [
            (name, str(value), "in the file" if name in said or "." in name else "", SETTING_HELP.get(name, ""))
            for name, value in shown.items()
        ]
        return Reply(
            shape={"file": str(settings.config), "settings": shown, "in_file": sorted(said)},
            parts=[f"{settings.config}:", Table(("SETTING", "VALUE", "", ""), rows, wraps=True)],
        )


class ConfigSet(Command):
    """Change one of this desk's own settings in the configuration file."""

    examples = ("config set theme light", "config set lock_minutes 5", "config set keys.events.new f5")
    name: Annotated[str, Arg("NAME", _NAME)]
    value: Annotated[str, Arg("VALUE", "its new value; empty removes it from the file")]

    def reply(self) -> Reply:
        from atma_tui.config_file import change_config, read_value

        settings, value = self.settings(), read_value(self.name, self.value)
        if value is not None:
            _refuse_unknown(settings, self.name, str(value))
        change_config(settings.config, {self.name: value})
        words = f"{self.name} is {value}" if value is not None else f"{self.name} is no longer set"
        shape = {"file": str(settings.config), "name": self.name, "value": value}
        return Reply(shape=shape, parts=[f"{words}; in {settings.config}."], changed=True)


def _refuse_unknown(settings: Settings, name: str, value: str) -> None:
    """Raise `InputError` for a command that the desk does not have, or a site that the book does not have."""
    table, _, id = name.partition(".")
    if table == "keys":
        from atma_tui.ui.settings.keys_screen import refuse_wrong_key

        refuse_wrong_key(id, value)
    elif name == "site":
        from msgspec.structs import replace

        from atma_tui.desk.opening import open_store

        open_store(replace(settings, site=value, usual=True)).close()
