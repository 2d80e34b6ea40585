"""The settings: this desk's go into the configuration file, the clinic's into the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace
from textual import on
from textual.widget import Widget
from textual.widgets import Button, Static

from atma_tui.config_file import Value, change_config, read_folder, read_minutes
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.domain.colours import SITE_COLOURS
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Clinic, Site
from atma_tui.settings import THEMES, Settings, beside, folder
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.sentence import Sentence

_FOLDERS = {
    "out": ("Calendars", "calendars"),
    "reports": ("Reports", "private"),
    "backups": ("Backups", "backups"),
}
"""By the names in the configuration file: what they are called here, and the folder when nothing is said."""


class SettingsForm(SetupForm[Settings]):
    """Change the settings of this desk and of the clinic. A theme is shown as soon as it is picked."""

    AUTO_FOCUS = "#theme"

    def __init__(self, settings: Settings, clinic: Clinic, sites: Sequence[Site]) -> None:
        super().__init__("Settings")
        self._settings, self._clinic, self._sites = settings, clinic, sites

    def fields(self) -> Iterator[Widget]:
        """This desk first, then the clinic."""
        yield from self._desk_fields()
        yield from self._clinic_fields()

    def _desk_fields(self) -> Iterator[Widget]:
        now = self._settings
        kept = f"kept in {now.config}" if not self.host.demo else "the demo forgets them"
        yield _heading(f"This desk ({kept})")
        themes = list(THEMES.items()) if now.theme in THEMES else [(now.theme, now.theme), *THEMES.items()]
        yield Labelled("Theme", Choice(themes, value=now.theme, id="theme"))
        sites = [(site.id, site.name) for site in self._sites]
        own = now.site if any(site.id == now.site for site in self._sites) else ""
        yield Labelled("Own site", Choice(sites, none="Both sites", value=own, id="site"), hint="shown first")
        yield Field(
            "Lock after",
            read_minutes,
            str(now.lock_minutes),
            hint="minutes without a key; 0: never",
            required=True,
            max_length=5,
            id="lock_minutes",
        )
        for name, (label, usual) in _FOLDERS.items() if now.usual else ():
            default = str(beside(now.book, usual))
            said = str(self._folder(name))
            words = "" if said == default else said
            yield Field(label, read_folder, words, hint=f"folder; empty: {default}", max_length=1000, id=name)
        yield Labelled("Keys", Button("Show and change keys", compact=True, id="keys"))

    def _clinic_fields(self) -> Iterator[Widget]:
        now = self._clinic
        yield _heading("The clinic, at all its desks")
        yield _hours("Offers", now.offer_hours, "hours an offered seat is held, at most", "offer_hours")
        yield _hours("Late cancel", now.late_hours, "hours of notice before an appointment", "late_hours")
        yield Labelled("People", Button("Who works at the desk, and who may do what", compact=True, id="people"))
        for site in self._sites:
            colours = [(name, name.capitalize()) for name in dict.fromkeys((site.colour, *SITE_COLOURS))]
            yield Labelled(
                site.name, Choice(colours, value=site.colour, id=f"colour-{site.id}"), hint="its colour"
            )

    def _folder(self, name: str) -> object:
        now = self._settings
        return {"out": now.out, "reports": now.private, "backups": now.backups}[name]

    def on_mount(self) -> None:
        """Begin at the top, above the field with the focus."""
        self.call_after_refresh(self.query_one("#fields").scroll_home, animate=False)

    @on(Choice.Changed, "#theme")
    def show_theme(self) -> None:
        """Show what the theme looks like."""
        self.app.theme = self.picked("theme")

    def on_unmount(self) -> None:
        """Go back to the theme that is set, when another was only looked at."""
        self.app.theme = self.host.settings.theme

    @on(Button.Pressed, "#keys")
    def show_keys(self) -> None:
        """Show all keys."""
        from atma_tui.ui.settings.keys_screen import KeysScreen

        self.app.push_screen(KeysScreen())

    @on(Button.Pressed, "#people")
    def show_people(self) -> None:
        """Show who works at the desk."""
        from atma_tui.ui.settings.people_at_desk import PeopleAtDesk

        self.app.push_screen(PeopleAtDesk())

    async def submit(self) -> Settings:
        """Save what was changed, the desk's own settings first."""
        after = self._chosen()
        fields = ClinicFields(
            offer_hours=self.answer("offer_hours", int), late_hours=self.answer("late_hours", int)
        )
        if (changes := self._changes(after)) and not self.host.demo:
            await self.do(change_config, after.config, changes)
        self.host.use_settings(after)
        await self.do(self.desk.choices.change, fields, rev=self._clinic.rev)
        for site in self._sites:
            if (colour := self.picked(f"colour-{site.id}")) != site.colour:
                await self.do(self.desk.programs.save_site, site.id, colour=colour, rev=site.rev)
        return after

    def _chosen(self) -> Settings:
        """Return this desk's settings as they are chosen. Raises `InputError`."""
        now = self.host.settings
        chosen = replace(
            now,
            theme=self.picked("theme"),
            site=self.picked("site"),
            lock_minutes=self.answer("lock_minutes", read_minutes),
        )
        if not now.usual:
            return chosen
        places = {
            name: folder(self.answer(name, str) or str(beside(now.book, usual)))
            for name, (_, usual) in _FOLDERS.items()
        }
        return replace(chosen, out=places["out"], private=places["reports"], backups=places["backups"])

    def _changes(self, after: Settings) -> Mapping[str, Value | None]:
        """Return what is to be written into the configuration file."""
        now = self.host.settings
        changes: dict[str, Value | None] = {}
        if after.theme != now.theme:
            changes["theme"] = after.theme
        if after.site != now.site:
            changes["site"] = after.site or None
        if after.lock_minutes != now.lock_minutes:
            changes["lock_minutes"] = after.lock_minutes
        if (after.out, after.private, after.backups) != (now.out, now.private, now.backups):
            changes |= {name: self.answer(name, str) or None for name in _FOLDERS}
        return changes


def _heading(words: str) -> Widget:
    return Static(Sentence(words, "strong").show(), classes="title")


def _hours(label: str, value: int, hint: str, id: str) -> Field[int]:
    return Field(label, _read_hours, str(value), hint=hint, required=True, max_length=3, id=id)


def _read_hours(words: str) -> int:
    if not words.isdecimal():
        raise InputError("A whole number of hours, such as 24.")
    return int(words)
