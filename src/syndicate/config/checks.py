"""What no single key can know: names given twice, ports and folders that collide, keys that need each other."""

from __future__ import annotations

import os
import re
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.config.addresses import is_loopback, is_this_machine
from syndicate.config.catalogue import ANY, sections
from syndicate.config.dress import theme_clashes
from syndicate.config.layers import instances
from syndicate.config.messages import named
from syndicate.config.newsletters.checks import newsletter_clashes
from syndicate.config.origins import FILE, Clash, Mistake, child, descend, dotted, entry_name
from syndicate.config.positions import KeyPath
from syndicate.config.secrets import has_password
from syndicate.config.sources import SOURCE_KINDS
from syndicate.config.surroundings import surrounding_clashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from syndicate.config.model import Config
    from syndicate.config.origins import Origins

    Name = Callable[[KeyPath], str]

#: RFC 2606: names that belong to nobody, so nobody gets a mail by mistake.
_RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
_DESK_PORT: KeyPath = ("desk", "port")
#: What a person calls those that reach people.
_CARRIERS = {"ses": "SES", "smtp": "the mail server"}
_SUMMARY_ONLY: KeyPath = ("feeds", "summary_only")
_SITE_URL: KeyPath = ("site", "url")
_SAMPLE_READERS: KeyPath = ("audience", "sample_readers")
_STATE_FOLDER: KeyPath = ("delivery", "state_folder")
#: Sources that give nothing without a key.
_KEYED = frozenset({"ghost"})
_ANY_HOST = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never listened at


def repeated_names(tree: Mapping[str, object], origins: Origins) -> Iterator[Mistake]:
    """Entries of one array that share a name (a kind, if cadences), each but the first; other keys may be wrong."""
    arrays = (section[:-1] for section in sections() if section[-1:] == (ANY,))
    for array, _ in (found for pattern in arrays for found in instances(tree, pattern)):
        entries = descend(tree, array)
        seen: set[str] = set()
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = entry_name(entry)
            if name in seen:
                key = "name" if child(entry, "name") == name else "kind"
                message = f'{_unnamed(array, key)} is "{name}" for the second time; give each entry a {key} of its own'
                yield Mistake(place=origins.of_value((*array, index, key)), message=message)
            if name is not None:
                seen.add(name)


def _unnamed(array: KeyPath, key: str) -> str:
    return f'"{key}" in [[{dotted(tuple(step for step in array if isinstance(step, str)))}]]'


def written_secrets(tree: object, origins: Origins) -> Iterator[Mistake]:
    """Secrets that stand in the file, where backups and repositories would carry them away."""
    if descend(tree, ("web", "secret")) is not None and origins.rank(("web", "secret")) == FILE:
        message = (
            '"secret" in [web] must not stand in the file; set SYNDICATE_WEB__SECRET, or keep it in a file of its own'
            ' and name that as "secret_file"'
        )
        yield Mistake(place=origins.of_value(("web", "secret")), message=message)
    password: KeyPath = ("delivery", "smtp", "password")
    if descend(tree, password) is not None and origins.rank(password) == FILE:
        message = '"password" in [delivery.smtp] must not stand in the file; set SYNDICATE_DELIVERY__SMTP__PASSWORD'
        yield Mistake(place=origins.of_value(password), message=message)
    url = descend(tree, ("database", "url"))
    if isinstance(url, str) and has_password(url) and origins.rank(("database", "url")) == FILE:
        message = (
            '"url" in [database] must not have a password in the file; set SYNDICATE_DATABASE__URL, or keep the whole'
            ' address in a file of its own and name that as "url_file"'
        )
        yield Mistake(place=origins.of_value(("database", "url")), message=message)


def clashes(config: Config, origins: Origins) -> Iterator[Clash]:
    """Every clash of the configuration; paths lead through arrays by index."""
    for check in (
        _ports,
        _folders,
        _state,
        _published,
        _read_back,
        _summaries,
        newsletter_clashes,
        theme_clashes,
        surrounding_clashes,
        _nobodys,
        _bounces,
        _links,
        _logins,
        _buckets,
        _source_kinds,
        _doubts,
        _fuses,
        _wishes,
    ):
        yield from check(config, lambda path: named(path, origins))


def _ports(config: Config, name: Name) -> Iterator[Clash]:
    web, desk = config.web, config.desk
    if desk.enabled and web.port == desk.port != 0 and _same_host(web.host, desk.host):
        message = f"{name(_DESK_PORT)} is {desk.port}, as in [web]; give each listener its own, or 0 for any free one"
        yield Clash(paths=(_DESK_PORT, ("web", "port"), ("web", "host"), ("desk", "host")), message=message)


def _same_host(host: str, other: str) -> bool:
    return host == other or not _ANY_HOST.isdisjoint({host, other}) or (is_loopback(host) and is_loopback(other))


def _folders(config: Config, name: Name) -> Iterator[Clash]:
    """What we write must not be picked up as an article, and no article twice."""
    folders: dict[KeyPath, Path] = {
        ("feeds", "folder"): config.feeds.folder,
        ("images", "folder"): config.images.folder,
        ("delivery", "outbox_folder"): config.delivery.outbox_folder,
    }
    folders |= {("sources", index, "folder"): folder for index, folder in _watched(config)}
    for (first, folder), (second, other) in combinations(folders.items(), 2):
        if _lies_in(folder, other) or _lies_in(other, folder):
            message = f"{name(second)} and {name(first)} overlap; write folders of which none contains the other"
            yield Clash(paths=(second, first), message=message)


def _watched(config: Config) -> Iterator[tuple[int, Path]]:
    """The folders of sources, with the places of these."""
    return ((index, source.folder) for index, source in enumerate(config.sources) if source.folder)


def _source_kinds(config: Config, name: Name) -> Iterator[Clash]:
    """A source is one thing, and has the key without which it gives nothing."""
    for index, source in enumerate(config.sources):
        place: KeyPath = ("sources", index)
        kinds = source.kinds
        if not kinds:
            message = f"{name((*place, 'name'))} says nowhere what it is; write one of {', '.join(SOURCE_KINDS)}"
            yield Clash(paths=((*place, "name"),), message=message)
        elif len(kinds) > 1:
            first, second = ((*place, kind) for kind in kinds[:2])
            message = f"{name(second)} and {name(first)} are two sources; give each an entry of its own"
            yield Clash(paths=(second, first), message=message)
        elif kinds[0] in _KEYED and not (source.secret or source.secret_file):
            path: KeyPath = (*place, kinds[0])
            message = f"{name(path)} wants a key; write it into a file, and name that: secret_file"
            yield Clash(paths=(path,), message=message)


def _state(config: Config, name: Name) -> Iterator[Clash]:
    """What tells a copy of the database must not be copied along with it."""
    folder, file = config.delivery.state_folder, config.database.url.file
    if folder and file and _lies_in(folder, file.parent):
        message = f"{name(_STATE_FOLDER)} lies beside the database and is copied with it; keep it elsewhere"
        yield Clash(paths=(_STATE_FOLDER, ("database", "url")), message=message)


def _published(config: Config, name: Name) -> Iterator[Clash]:
    """Nothing private may lie where the web part serves files from."""
    private: dict[KeyPath, Path | None] = {
        ("web", "secret_file"): config.web.secret_file,
        ("site", "purge_file"): config.site.purge_file,
        ("database", "url_file"): config.database.url_file,
        ("database", "url"): config.database.url.file,
    }
    served: dict[KeyPath, Path] = {("feeds", "folder"): config.feeds.folder, ("images", "folder"): config.images.folder}
    for (secret, file), (public, folder) in product(private.items(), served.items()):
        if file and _lies_in(file, folder):
            message = f"{name(secret)} lies inside {name(public)}, which everybody can read; keep it elsewhere"
            yield Clash(paths=(secret, public), message=message)


def _read_back(config: Config, name: Name) -> Iterator[Clash]:
    """What we write must not be picked up as an article."""
    file: KeyPath = ("site", "purge_file")
    for index, watched in _watched(config):
        if _lies_in(config.site.purge_file, watched):
            folder: KeyPath = ("sources", index, "folder")
            message = (
                f"{name(file)} lies inside {name(folder)}, where it would be read as an article; keep it elsewhere"
            )
            yield Clash(paths=(file, folder), message=message)


def _lies_in(inner: Path, outer: Path) -> bool:
    return Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer))


def _summaries(config: Config, name: Name) -> Iterator[Clash]:
    """A feed that is named has to be one: of a kind that is on, or a filter that there is."""
    feeds = config.feeds
    filters = {f"filter/{choice.name}" for choice in feeds.filters}
    for index, place in enumerate(feeds.summary_only):
        kind, _, slug = place.partition("/")
        if kind not in {"site", "filter", *feeds.scopes}:
            message = f'{name(_SUMMARY_ONLY)} names "{place}", but there are no such feeds; add "{kind}" to scopes'
            yield Clash(paths=((*_SUMMARY_ONLY, index), ("feeds", "scopes")), message=message)
        elif kind == "filter" and slug and place not in filters:
            message = (
                f'{name(_SUMMARY_ONLY)} names "{place}", but [[feeds.filters]] has no "{slug}"; correct one of them'
            )
            yield Clash(paths=((*_SUMMARY_ONLY, index), ("feeds", "filters")), message=message)


def _nobodys(config: Config, name: Name) -> Iterator[Clash]:
    for index, reader in enumerate(config.audience.sample_readers):
        domain = reader.key.rpartition("@")[2]
        if not any(domain == reserved or domain.endswith(f".{reserved}") for reserved in _RESERVED):
            message = (
                f"{name(_SAMPLE_READERS)} has {reader.shown}, which may be a real person's; use example.org here,"
                " and add people by `syndicate subscribers add`"
            )
            yield Clash(paths=((*_SAMPLE_READERS, index),), message=message)


def _bounces(config: Config, name: Name) -> Iterator[Clash]:
    if config.audience.sample_readers and (carrier := _CARRIERS.get(config.delivery.via)):
        message = (
            f"{name(_SAMPLE_READERS)} would bounce at {carrier} and harm your standing there; remove them, or deliver"
            ' to the outbox: via = "outbox"'
        )
        yield Clash(paths=(_SAMPLE_READERS, ("delivery", "via")), message=message)


def _links(config: Config, name: Name) -> Iterator[Clash]:
    """Nobody could unsubscribe from mails that left with other links (RFC 8058 asks for https)."""
    carrier = _CARRIERS.get(config.delivery.via)
    if carrier is None or (carrier == "SES" and _opens_here(config.delivery.ses.endpoint_url or "")):
        return  # an emulator's mails reach nobody
    url = urlsplit(config.site.url)
    if _opens_here(config.site.url):
        message = (
            f"{name(_SITE_URL)} is {config.site.url}, which only this machine can open, but mails through {carrier}"
            " link to it; write the address that readers type"
        )
        yield Clash(paths=(_SITE_URL, ("delivery", "via")), message=message)
    elif url.scheme != "https":
        proposed = url._replace(scheme="https", netloc=re.sub(r":[0-9]*$", "", url.netloc)).geturl()
        message = (
            f"{name(_SITE_URL)} is {config.site.url}, but mails through {carrier} need https for their one-click"
            f" unsubscribe (RFC 8058); serve the site so, and write {proposed}"
        )
        yield Clash(paths=(_SITE_URL, ("delivery", "via")), message=message)


def _logins(config: Config, name: Name) -> Iterator[Clash]:
    smtp, user = config.delivery.smtp, ("delivery", "smtp", "user")
    if config.delivery.via != "smtp" or not smtp.user:
        return
    if smtp.security == "none" and not is_this_machine(smtp.host):
        message = (
            f"{name(user)} and its password would cross the network for everybody to read; write security ="
            ' "starttls" or "tls"'
        )
        yield Clash(paths=(user, ("delivery", "smtp", "security")), message=message)
    elif not smtp.password:
        message = f"{name(user)} is written without a password; set SYNDICATE_DELIVERY__SMTP__PASSWORD"
        yield Clash(paths=(user,), message=message)


def _opens_here(url: str) -> bool:
    return is_this_machine(urlsplit(url).hostname or "")


def _buckets(config: Config, name: Name) -> Iterator[Clash]:
    shelves: dict[KeyPath, str] = {("images", "shelf"): config.images.shelf, ("feeds", "shelf"): config.feeds.shelf}
    for path, shelf in shelves.items():
        if shelf == "s3" and config.s3.bucket is None:
            message = f'{name(path)} is "s3", but [s3] names no bucket; add bucket = "news-example" there'
            yield Clash(paths=(path, ("s3", "bucket")), message=message)


def _doubts(config: Config, name: Name) -> Iterator[Clash]:
    """Without events nothing is ever proven."""
    if config.delivery.doubt == "reconcile" and not config.delivery.ses.events.come_in:
        path: KeyPath = ("delivery", "doubt")
        message = (
            f'{name(path)} is "reconcile", but no events come in; name a "queue_url" or a "topic_arn" in'
            " [delivery.ses.events]"
        )
        yield Clash(paths=(path,), message=message)


def _fuses(config: Config, name: Name) -> Iterator[Clash]:
    fuse = config.delivery.fuse
    for what, warn, hold in (
        ("bounce", fuse.bounce_warn, fuse.bounce_hold),
        ("complaint", fuse.complaint_warn, fuse.complaint_hold),
    ):
        if warn > hold:
            path: KeyPath = ("delivery", "fuse", f"{what}_warn")
            message = f'{name(path)} is above "{what}_hold"; it would warn after the edition was held'
            yield Clash(paths=(path, ("delivery", "fuse", f"{what}_hold")), message=message)


def _wishes(config: Config, name: Name) -> Iterator[Clash]:
    """A wish to join has to be there for as long as its link holds."""
    kept: KeyPath = ("retention", "unconfirmed")
    link: KeyPath = ("audience", "confirm_within")
    if config.retention.unconfirmed < config.audience.confirm_within:
        message = (
            f"{name(kept)} is shorter than {name(link)}: a wish to join would be gone before its link has expired;"
            " raise the one or lower the other"
        )
        yield Clash(paths=(kept, link), message=message)
