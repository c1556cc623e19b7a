"""What an address would be as a source of this configuration: of which kind, what it would bring, what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from syndicate.articles.checking import HurriedFetcher, Sample, SourceOffer, discover, sample
from syndicate.articles.sources import SourceError
from syndicate.config.sources import SourceSection
from syndicate.errors import BadDataError
from syndicate.links.addresses import slugify
from syndicate.publishing.fetching import fetcher_of
from syndicate.publishing.sources import rules_of, source_of
from syndicate.text.host_names import is_host_name

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config

#: Seconds after which nothing more is asked for.
PATIENCE = 20.0
#: Bytes of the first answer that are read.
_MOST_BYTES = 5_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedOffer:
    """A source that an address offers, and what was seen of it, or the ``error`` that stands in the way.

    ``name`` is what it is called in the configuration, where it stands in it already (``is_configured``), or could be.
    ``lines`` are those of the configuration. One that ``needs_key`` was not asked: it gives nothing without.
    """

    kind: str
    address: str
    name: str
    is_configured: bool
    lines: Sequence[str]
    needs_key: bool = False
    sample: Sample | None = None
    error: SourceError | None = None

    @property
    def is_usable(self) -> bool:
        """Whether at least one article would come of it."""
        return self.sample is not None and self.sample.taken > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCheck:
    """What an address offers: what was looked at, the most useful first, up to the first that can be used.

    ``others`` were named, and not looked at. ``forbidden`` are pages that robots.txt keeps from us. When the time was
    over before all was seen, it ``is_late``.
    """

    address: str
    is_login: bool
    is_late: bool
    looked_at: Sequence[CheckedOffer]
    others: Sequence[SourceOffer]
    forbidden: Sequence[str]

    @property
    def is_usable(self) -> bool:
        """Whether there is a source to paste into the configuration."""
        return any(offer.is_usable for offer in self.looked_at)


def check_source(config: Config, clock: Clock, address: str) -> SourceCheck:
    """Look what there is at a web address, or in a folder; nothing is kept of it.

    Raises:
        BadDataError: it is neither.
        FetchError: it does not answer.
        StorageError: the folder cannot be read.
    """
    net = config.net
    fetcher = HurriedFetcher(fetcher_of(config, clock), clock, net.user_agent, seconds=PATIENCE)
    checker = _Checker(config, clock, fetcher)
    if "://" not in address and Path(address).is_dir():
        offer = checker.look(SourceOffer(kind="folder", address=address))
        return _check(address, fetcher, [offer] if offer else [])
    found = discover(fetcher, _web_address(address), _MOST_BYTES)
    looked_at, others = _walked(checker, found.offers)
    return _check(found.address, fetcher, looked_at, others, is_login=found.is_login)


def _check(
    address: str,
    fetcher: HurriedFetcher,
    looked_at: Sequence[CheckedOffer],
    others: Sequence[SourceOffer] = (),
    *,
    is_login: bool = False,
) -> SourceCheck:
    return SourceCheck(
        address=address,
        is_login=is_login and not looked_at,
        is_late=fetcher.is_late,
        looked_at=looked_at,
        others=others,
        forbidden=fetcher.forbidden,
    )


def _walked(checker: _Checker, offers: Iterator[SourceOffer]) -> tuple[list[CheckedOffer], list[SourceOffer]]:
    """Those that were looked at, up to the first that can be used, and those that were named besides."""
    looked_at: list[CheckedOffer] = []
    others: list[SourceOffer] = []
    for offer in offers:
        if not any(checked.is_usable for checked in looked_at):
            checked = checker.look(offer)
            looked_at += [checked] if checked else []
        elif not offer.is_guess:
            others.append(offer)
    return looked_at, others


def _web_address(address: str) -> str:
    """The address with its scheme, which people leave out.

    Raises:
        BadDataError: it is none.
    """
    if "://" in address:
        return address
    host = address.partition("/")[0].partition(":")[0].lower()
    if "." in host and is_host_name(host) and not Path(address).exists():
        return f"https://{address}"
    message = f"{address} is neither a folder here nor an address of the web"
    hint = "Write it as https://…; the archive of another system is taken in by `syndicate sources import`."
    raise BadDataError(message, code="source-unknown", hint=hint)


class _Checker:
    """Looks at offers as the sources that they would be in a configuration."""

    def __init__(self, config: Config, clock: Clock, fetcher: HurriedFetcher) -> None:
        self._config = config
        self._clock = clock
        self._fetcher = fetcher

    def look(self, offer: SourceOffer) -> CheckedOffer | None:
        """What was seen of an offer; ``None``: it was but a guess, and nothing is there."""
        try:
            section = self._configured(offer) or self._section(offer)
        except ValidationError:
            message = f"{offer.address} cannot stand in the configuration: write it in ASCII, and without a query"
            return self._checked(offer, None, error=SourceError(message, code="source-answer"))
        if section.ghost and not (section.secret or section.secret_file):
            return self._checked(offer, section, needs_key=True)
        source = source_of(section, self._clock, self._fetcher, self._config.site.url)
        rules = rules_of(section, self._config)
        try:
            seen = sample(source, rules, self._clock.now(), is_late=lambda: self._fetcher.is_late)
        except SourceError as error:
            return None if offer.is_guess else self._checked(offer, section, error=error)
        return self._checked(offer, section, sample=seen)

    def _configured(self, offer: SourceOffer) -> SourceSection | None:
        sections = [section for section in self._config.sources if offer.kind in section.kinds]
        if offer.kind == "folder":
            folder = Path(offer.address).resolve()
            return next(
                (section for section in sections if section.folder and section.folder.resolve() == folder), None
            )
        same = {offer.address, offer.address.rstrip("/")}
        return next((section for section in sections if getattr(section, offer.kind) in same), None)

    def _section(self, offer: SourceOffer) -> SourceSection:
        place: Any = Path(offer.address).resolve() if offer.kind == "folder" else offer.address
        site = self._config.site
        asked: dict[str, Any] = {offer.kind: place, "language": site.language, "time_zone": site.time_zone}
        return SourceSection(name=self._name(offer), **asked)

    def _name(self, offer: SourceOffer) -> str:
        """A name that no source has yet: of the host, or of the folder."""
        place = Path(offer.address).resolve().name if offer.kind == "folder" else urlsplit(offer.address).hostname
        name = slugify((place or "").removeprefix("www.")) or "source"
        taken = {section.name for section in self._config.sources}
        names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def _checked(self, offer: SourceOffer, section: SourceSection | None, **seen: Any) -> CheckedOffer:
        is_configured = section is not None and section in self._config.sources
        return CheckedOffer(
            kind=offer.kind,
            address=offer.address,
            name=section.name if section else "",
            is_configured=is_configured,
            lines=[] if section is None or is_configured else [*_lines(section, offer)],
            **seen,
        )


def _lines(section: SourceSection, offer: SourceOffer) -> Iterator[str]:
    """The section as it is written in the configuration; a string of JSON is one of TOML."""
    place = offer.address if offer.kind == "folder" else getattr(section, offer.kind)
    yield "[[sources]]"
    yield f'name = "{section.name}"'
    yield f"{offer.kind} = {json.dumps(place, ensure_ascii=False)}"
    if section.ghost:
        yield f'secret_file = "var/{section.name}.key"'
