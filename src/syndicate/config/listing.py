"""The configuration as a list: every value, and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import reduce
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from syndicate.config.addresses import written_proxies
from syndicate.config.layers import settable_keys
from syndicate.config.newsletters.values import LeftOut
from syndicate.config.origins import dotted
from syndicate.config.phrasing import MASK
from syndicate.config.secrets import DatabaseUrl
from syndicate.config.values import written_duration
from syndicate.text.mailboxes import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.model import Config

#: What JSON can hold.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfigValue:
    """A value in force. ``path`` is dotted, with names of entries; ``source`` says which layer gave it.

    ``value`` is fit for JSON; a secret is masked in it, a path is absolute.
    """

    path: str
    value: Plain
    source: str


def describe(config: Config) -> list[ConfigValue]:
    """Every setting in the order of the model, arrays by entry."""
    return list(_settings(config))


def _settings(config: Config) -> Iterator[ConfigValue]:
    for settable in settable_keys(config.origins.tree):
        value = reduce(_member, settable.path, cast("object", config))
        yield ConfigValue(path=dotted(settable.label), value=_plain(value), source=config.origins.source(settable.path))


def _member(value: object, step: str | int) -> object:
    return value[step] if isinstance(value, tuple) and isinstance(step, int) else getattr(value, str(step))


def _plain(value: object) -> Plain:
    """The value as JSON can hold it, spelt as the file would spell it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, frozenset):
        return [day.short for day in sorted(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return next(spelling(value) for kind, spelling in _SPELLINGS.items() if isinstance(value, kind))


def _mailbox(mailbox: Mailbox) -> str:
    return f"{mailbox.name} <{mailbox.shown}>" if mailbox.name else mailbox.shown


_SPELLINGS: dict[type, Callable[[Any], str]] = {
    Mailbox: _mailbox,
    DatabaseUrl: str,
    IPv4Network: written_proxies,
    IPv6Network: written_proxies,
    SecretStr: lambda _: MASK,
    timedelta: written_duration,
    time: lambda at: f"{at:%H:%M}",
    ZoneInfo: lambda zone: zone.key,
    Path: str,
    LeftOut: str,
    date: str,
}
