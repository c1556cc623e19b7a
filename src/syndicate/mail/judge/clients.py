"""Which mail programs take what: the data of caniemail.com, see ``THIRD_PARTY.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PLATFORMS = {"desktop-webmail": "in a browser", "ios": "on iOS", "macos": "on macOS", "android": "on Android"}
_PLATFORMS |= {"windows": "for Windows", "mobile-webmail": "in a phone's browser", "windows-mail": "for Windows Mail"}
_NAMES = {"outlook.outlook-com": "Outlook.com"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientSupport:
    """The clients that are known, and of each feature its title with a letter a client: y, a (partly), n, u."""

    clients: tuple[str, ...]
    features: dict[str, tuple[str, str]]

    def title(self, feature: str) -> str:
        """What the feature is called."""
        return self.features[feature][0]

    def lacking(self, feature: str, clients: Iterable[str]) -> tuple[str, ...]:
        """Those of the clients that do not take the feature, as people call them."""
        answers = dict(zip(self.clients, self.features[feature][1], strict=True))
        return tuple(name_of(client) for client in clients if answers.get(client) == "n")


@cache
def client_support() -> ClientSupport:
    """The table that comes with the program."""
    table = json.loads(files(__package__).joinpath("client_support.json").read_text(encoding="utf-8"))
    features = {slug: (title, answers) for slug, (title, answers) in table["features"].items()}
    return ClientSupport(clients=tuple(table["clients"]), features=features)


def name_of(client: str) -> str:
    """A client such as ``gmail.ios`` as people call it: ``Gmail on iOS``."""
    family, _, platform = client.partition(".")
    plain = family.replace("-", " ").title()
    return _NAMES.get(client) or f"{plain} {_PLATFORMS.get(platform, platform)}"
