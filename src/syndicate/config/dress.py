"""What does not go together in a theme, and colours that nobody could read, with what is used in their place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash
from syndicate.errors import BadDataError
from syndicate.shipped import TEMPLATES
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from syndicate.config.model import Config
    from syndicate.config.positions import KeyPath
    from syndicate.config.theme import ThemeSection
    from syndicate.theme.model import Theme
    from syndicate.theme.palette import MovedColour

    Name = Callable[[KeyPath], str]

_OF_THE_LOGO = ("logo_dark", "logo_size", "logo_alt")


def theme_clashes(config: Config, name: Name) -> Iterator[Clash]:
    """Logos without what they need, and what is said of none."""
    sections: dict[KeyPath, ThemeSection] = {("theme",): config.theme}
    for index, newsletter in enumerate(config.newsletters):
        sections["newsletters", index, "theme"] = newsletter.theme
    for path, section in sections.items():
        logo, size = (*path, "logo"), (*path, "logo_size")
        if section.logo and not section.logo_size:
            message = f"{name(logo)} has no size, and mails would jump as it comes; add logo_size = [180, 40]"
            yield Clash(paths=(logo, size), message=message)
        lonely = next((key for key in _OF_THE_LOGO if getattr(section, key) is not None), None)
        if lonely and not section.logo:
            message = f"{name((*path, lonely))} is written without a logo; add its address as logo, or remove it"
            yield Clash(paths=((*path, lonely), logo), message=message)


def moved_colours(config: Config) -> Iterator[Clash]:
    """Each colour that has to be moved, once at the place where it is written."""
    told: set[tuple[KeyPath, str]] = set()
    for path, moved in _moved(config):
        message = f"{named(path, config.origins)} is {moved.wished}, {moved.reason}; {moved.used} is used"
        if (path, message) not in told:
            told.add((path, message))
            yield Clash(paths=(path,), message=message)


def _moved(config: Config) -> Iterator[tuple[KeyPath, MovedColour]]:
    from syndicate.theme.palette import palette_of

    site = config.theme.over(AS_TEMPLATES_HAVE_IT)
    for moved in palette_of(site.colours).moved:
        yield ("theme", moved.name), moved
    for index, newsletter in enumerate(config.newsletters):
        folder = newsletter.templates or config.mail.templates or TEMPLATES
        for moved in _moved_in_mail(folder, newsletter.theme.over(site)):
            yield _place(("newsletters", index, "theme"), newsletter.theme, moved.name), moved


def _place(path: KeyPath, section: ThemeSection, name: str) -> KeyPath:
    return (*path, name) if getattr(section, name) else ("theme", name)


def _moved_in_mail(folder: Path, theme: Theme) -> tuple[MovedColour, ...]:
    """Templates that cannot be read are told otherwise."""
    from syndicate.mail.dress import dress_of
    from syndicate.mail.templates import Templates

    with suppress(BadDataError, LookupError):
        return dress_of(theme, Templates(folder).table("_base/tokens.toml")).moved
    return ()
