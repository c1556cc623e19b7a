"""Readers of addresses: of the web, of the post, of this machine and its files.

Like every reader of `syndicate.config.values`, they answer with the value or raise ``ValueError``.
"""

from __future__ import annotations

import re
import socket
from datetime import date
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import PlainValidator, ValidationInfo

from syndicate.config.phrasing import refusal
from syndicate.config.placeholders import known_placeholders
from syndicate.config.values import read_line
from syndicate.errors import BadDataError
from syndicate.text import mailboxes
from syndicate.text.host_names import is_host_name
from syndicate.text.web_addresses import is_plain_address, split_web_address

#: What ``permalink`` may ask for: words of the headline, our id, the file's name without its ending.
PERMALINK_SLOTS = ("slug", "id", "stem")

#: Characters; with the longest mailbox and name beside it, ``List-Unsubscribe`` keeps within a line (RFC 5322 §2.1.1).
SITE_ADDRESS_LENGTH = 300

_AUTHORITY = re.compile(r"([a-z0-9._-]+@)?(?P<domain>[^,@]+),(?P<date>\d{4}(-\d\d(-\d\d)?)?)", re.ASCII)
_USER = re.compile(r"[^/?#]*//[^/?#]*@")
_DOTTED_NUMBER = re.compile(r"[\d.]+")


def read_web_address(value: object) -> str:
    """An absolute ``http`` or ``https`` address without user, query or fragment; no slash at its end."""
    text = read_line(value)
    if "@" in text:  # a password may stand before it, so nothing is repeated
        message = "has an @ in it; write the address without user and password"
        raise ValueError(message)
    parts = split_web_address(text)
    if parts is None or not is_plain_address(text):
        raise refusal(value, 'write an absolute address such as "https://news.example.org"')
    if not text.isascii():
        raise refusal(value, "write it in ASCII: the domain as xn--…, other letters as %C3%BC")
    if parts.query or parts.fragment:
        raise refusal(value, "write the address without a query or fragment: paths are appended to it")
    return text.rstrip("/")


def read_site_address(value: object) -> str:
    """A web address that every unsubscribe link begins with, so that a header of a mail can hold them all."""
    address = read_web_address(value)
    if len(address) > SITE_ADDRESS_LENGTH:
        message = f"has {len(address)} characters; the header of a mail has room for {SITE_ADDRESS_LENGTH}: shorten it"
        raise ValueError(message)
    return address


def read_origin(value: object) -> str:
    """Scheme and host alone, as browsers write them: what is typed into one that is asked for a name and password."""
    parts = urlsplit(read_web_address(value).lower())
    if parts.path:
        raise refusal(value, "write scheme and host alone; a proxy gives it a host of its own, not a path")
    host = parts.hostname or ""
    if parts.scheme != "https" and not is_this_machine(host):
        raise refusal(value, 'passwords would cross the network for everybody to read; write "https://…"')
    has_usual_port = parts.port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.rpartition(':')[0] if has_usual_port else parts.netloc}"


def read_hub(value: object) -> str:
    """A web address as it was written: a hub's may end with a slash."""
    read_web_address(value)
    return read_line(value)


def read_document_address(value: object) -> str:
    """The web address of one document, as it was written: a query, an @ and a slash at its end are a part of it."""
    text = read_line(value)
    if _USER.match(text):  # a password may be in it, so nothing is repeated
        message = "has a user before its host; write the address without user and password"
        raise ValueError(message)
    if not is_plain_address(text):
        raise refusal(value, 'write an absolute address such as "https://news.example.org/feed/"')
    if not text.isascii() or "#" in text:
        raise refusal(value, "write it in ASCII (the domain as xn--…, other letters as %C3%BC) and without a fragment")
    return text


def read_permalink(value: object) -> str:
    """An address with ``{slug}``, ``{id}`` or ``{stem}`` where articles differ."""
    text = read_line(value)
    slots = known_placeholders(text, PERMALINK_SLOTS)
    if not slots:
        raise refusal(value, 'every article would get that address; write "https://example.org/{slug}"')
    read_web_address(text.format_map(dict.fromkeys(PERMALINK_SLOTS, "x")))
    return text


def read_authority(value: object) -> str:
    """A tagging entity (RFC 4151 §2.1): a domain or address, and a date on which it was yours."""
    match = _AUTHORITY.fullmatch(value) if isinstance(value, str) else None
    if not isinstance(value, str) or not match or not is_host_name(match["domain"]):
        raise refusal(
            value, 'write a domain of yours in lower case and a year in which you held it: "example.org,2026"'
        )
    year, month, day = (*match["date"].split("-"), "1", "1")[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError as error:
        raise refusal(value, "its date does not exist; write the year alone, as in example.org,2026") from error
    return value


def read_mailbox(value: object) -> mailboxes.Mailbox:
    """``Ann <ann@example.org>`` or the bare address."""
    if isinstance(value, mailboxes.Mailbox):
        return value
    try:
        mailbox = mailboxes.read_mailbox(read_line(value))
    except BadDataError as error:
        message = f'is not an address: {error.message}; write "Name <name@example.org>"'
        raise ValueError(message) from error
    if "=?" in mailbox.address:
        raise refusal(
            value, "no mail can carry it: mail programs take =? for the start of an encoded word; write another"
        )
    return mailbox


def read_host(value: object) -> str:
    """An IP address or a host name to listen at."""
    text = read_line(value).lower()
    try:
        return str(ip_address(text))
    except ValueError:
        if is_host_name(text) and not _DOTTED_NUMBER.fullmatch(text):
            return text
    raise refusal(value, 'write an IP address or a host name alone, such as "127.0.0.1"; the port has its own key')


def read_loopback(value: object) -> str:
    """A host that only this machine can reach."""
    host = read_host(value)
    if is_loopback(host):
        return host
    raise refusal(value, 'the desk shows what is not published, so only this machine may reach it; write "127.0.0.1"')


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its number or as ``localhost``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_this_machine(host: str) -> bool:
    """Whether this host in an address leads everybody to the own machine; no name is looked up.

    More than `is_loopback` knows: ``app.localhost``, ``127.1``, ``0.0.0.0``, a dot at the end.
    """
    name = host.lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name if ":" in name else socket.inet_aton(name))
    except (OSError, ValueError):
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified


def read_proxies(value: object) -> IPv4Network | IPv6Network:
    """The address of a proxy, or a network that none but proxies are in."""
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    text = read_line(value)
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        remedy = 'write the IP address of a proxy, such as "127.0.0.1", or a network of proxies, such as "10.0.0.0/24"'
        raise refusal(value, remedy) from error
    if network.prefixlen == 0:
        raise refusal(value, "that is everybody, and whoever is trusted may pretend to be anybody; name your proxies")
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
        raise refusal(value, f'write it as IPv4: "{network.network_address.ipv4_mapped}"')
    if ip_address(text.partition("/")[0]) != network.network_address:
        raise refusal(value, f'its address has bits behind the network\'s; write "{network}"')
    return network


def written_proxies(network: IPv4Network | IPv6Network) -> str:
    """A single address without its prefix, as people write it."""
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def read_path(value: object, circumstances: ValidationInfo) -> Path:
    """An absolute path; a relative one starts at the folder of the configuration file."""
    if not isinstance(value, (str, Path)) or not str(value).strip() or "\x00" in str(value):
        raise refusal(value, 'write a path such as "var/media"')
    path = Path(value)
    return circumstances.context.folder / path if circumstances.context else path


WebAddress = Annotated[str, PlainValidator(read_web_address)]
SiteAddress = Annotated[str, PlainValidator(read_site_address)]
OwnOrigin = Annotated[str, PlainValidator(read_origin)]
HubAddress = Annotated[str, PlainValidator(read_hub)]
DocumentAddress = Annotated[str, PlainValidator(read_document_address)]
Permalink = Annotated[str, PlainValidator(read_permalink)]
Authority = Annotated[str, PlainValidator(read_authority)]
MailboxText = Annotated[mailboxes.Mailbox, PlainValidator(read_mailbox)]
Host = Annotated[str, PlainValidator(read_host)]
Proxies = Annotated[IPv4Network | IPv6Network, PlainValidator(read_proxies)]
LoopbackHost = Annotated[str, PlainValidator(read_loopback)]
FilePath = Annotated[Path, PlainValidator(read_path)]
