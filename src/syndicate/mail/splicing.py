"""A mail for many: what all get alike is encoded once, and a recipient's message is a join of bytes.

The result is `build_message`'s, byte for byte. What is alike is proven by it: built once for nobody, read back as a
stranger would, and compared. What differs by recipient goes in only where a strict pattern says that it cannot be
anything else; every other recipient gets a message that is built and read back whole.
"""

from __future__ import annotations

import base64
import re
from binascii import b2a_qp
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from html import escape

from syndicate.mail.merge_fields import NAME_FIELDS, fill, split_fields
from syndicate.mail.message import (
    boundary_of,
    build_message,
    count_special,
    header_values,
    is_quoted,
    unsubscribe_value,
)
from syndicate.mail.model import Envelope, Rendering
from syndicate.mail.recipient_names import texts_of_name
from syndicate.text.header import mail_address, mailbox

#: Whom the proof is made out to: nobody (RFC 2606).
_NOBODY = {
    "delivery_id": "nobody",
    "recipient_name": "",
    "recipient_address": "nobody@example.com",
    "unsubscribe_url": "https://example.com/nobody",
}
_ADDRESSES = {"unsubscribe_url": _NOBODY["unsubscribe_url"], "preferences_url": "https://example.com/nobody/choices"}
#: What the proof is made with: nobody without a name, and one by a name that no encoding leaves as it is.
_PROOFS = (_ADDRESSES, {**_ADDRESSES, "recipient_name": "Nö & Bödy"})
_GROUP = 57  # bytes that make a line of base64
_SHAPES = 128  # plans of base64 that are kept: one for all lengths of what is filled in
_LONGEST_VALUE = 900

_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_WEB = re.compile(r"https?://[a-z0-9.-]+(?::[1-9][0-9]{0,3})?(?:[/?][A-Za-z0-9._~/?&=%+:@!$,;()*'#-]*)?")
_SPEC = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+"
_WORD = r"=\?utf-8\?[bq]\?[!->@-~]+\?="
_TO = re.compile(
    rf"{_SPEC}"  # the address alone
    rf"|(?:[A-Za-z0-9!#$%&'*+/^_`{{|}}~-]+(?: [A-Za-z0-9!#$%&'*+/^_`{{|}}~-]+)*"  # or behind atoms,
    rf'|"(?:[ !#->@-\[\]-~]|\\["\\])*"'  # a quoted string without question marks,
    rf"|{_WORD}(?:(?:\r\n)? {_WORD})*)"  # or encoded words
    rf"(?:\r\n)? <{_SPEC}>"
)


class Splice:
    """The message of a mailing, ready for everybody's."""

    def __init__(self, rendering: Rendering, envelope: Envelope, *, date: datetime) -> None:
        """Encode what all get alike; whom the envelope is made out to does not matter.

        Raises:
            BadDataError: no message can be made of it, whoever is to get it.
        """
        self._rendering = rendering
        self._envelope = replace(envelope, **_NOBODY)
        self._date = date
        self._domain = mail_address(envelope.sender_address).rpartition("@")[2]
        self._can_join = False
        if envelope.list_id is None:  # a letter to one person: there is nothing to be joined
            self._built(self._envelope, {})
            return
        self._head = _Head(header_values(self._envelope, date, f"<nobody@{self._domain}>"), self._domain)
        self._text, self._html = _Part("plain", rendering.text), _Part("html", rendering.html)
        self._asked = {*self._text.names, *self._html.names}
        self._can_join = self._is_proven()

    def _is_proven(self) -> bool:
        proofs = _PROOFS if self._asked & NAME_FIELDS else _PROOFS[:1]
        built = [self._built(self._envelope, values) for values in proofs]
        is_even = "\r" not in self._rendering.html + self._rendering.text
        is_even &= self._text.ends_alike and self._html.ends_alike
        return is_even and [self._join(self._envelope, values) for values in proofs] == built

    def message(
        self, *, delivery_id: str, name: str, address: str, unsubscribe_url: str, preferences_url: str = ""
    ) -> bytes:
        """The message for one recipient: ASCII bytes, CRLF.

        Raises:
            BadDataError: the recipient's address, a link or the identifier cannot be used.
        """
        envelope = replace(
            self._envelope,
            delivery_id=delivery_id,
            recipient_name=name,
            recipient_address=address,
            unsubscribe_url=unsubscribe_url,
        )
        values = {"unsubscribe_url": unsubscribe_url, "preferences_url": preferences_url, "recipient_name": name}
        is_plain = (
            self._can_join and _TOKEN.fullmatch(delivery_id) and self._are_plain(unsubscribe_url, preferences_url)
        )
        return self._join(envelope, values) if is_plain else self._built(envelope, values)

    def _are_plain(self, unsubscribe_url: str, preferences_url: str) -> bool:
        """Whether the links are nothing else, and are there where they are asked for."""
        is_asked = preferences_url or "preferences_url" in self._asked
        return bool(_WEB.fullmatch(unsubscribe_url) and (not is_asked or _WEB.fullmatch(preferences_url)))

    def _join(self, envelope: Envelope, values: Mapping[str, str]) -> bytes:
        to = mailbox("To", envelope.recipient_name, envelope.recipient_address)
        leaving = unsubscribe_value(envelope.unsubscribe_url, envelope.unsubscribe_mailto)
        if not _TO.fullmatch(to) or len(leaving) > _LONGEST_VALUE:
            return self._built(envelope, values)
        texts = self._texts(values)
        boundary = boundary_of(envelope.delivery_id).encode()
        return b"".join(
            [
                *self._head.pieces(envelope.delivery_id.encode(), to.encode(), leaving.encode(), boundary),
                b"\r\n\r\n--",
                boundary,
                b"\r\n",
                *self._text.pieces({name: text.encode() for name, text in texts.items()}),
                b"\r\n--",
                boundary,
                b"\r\n",
                *self._html_pieces(texts, boundary),
                b"--\r\n",
            ]
        )

    def _texts(self, values: Mapping[str, str]) -> dict[str, str]:
        """What stands at the merge fields, of what is asked for."""
        texts = {name: values[name] for name in ("unsubscribe_url", "preferences_url")}
        return texts | texts_of_name(values.get("recipient_name", "")) if self._asked & NAME_FIELDS else texts

    def _html_pieces(self, texts: Mapping[str, str], boundary: bytes) -> Iterator[bytes]:
        """The HTML up to the boundary behind it; nothing where the text is all."""
        if self._rendering.html:
            yield from self._html.pieces({name: escape(text).encode() for name, text in texts.items()})
            yield b"\r\n--"
            yield boundary

    def _built(self, envelope: Envelope, values: Mapping[str, str]) -> bytes:
        filled = fill(self._rendering, values if envelope.list_id is not None else {})
        message_id = f"<{envelope.delivery_id}@{self._domain}>"
        return build_message(envelope, filled.html, filled.text, date=self._date, message_id=message_id)


class _Head:
    """The headers, cut where they differ."""

    def __init__(self, values: dict[str, str], domain: str) -> None:
        names = list(values)
        after_to, after_id = names.index("To") + 1, names.index("Message-ID") + 1
        after_leaving = names.index("List-Unsubscribe") + 1
        self._upto_to = _lines(values, names[: after_to - 1]) + b"To: "
        self._upto_id = b"\r\n" + _lines(values, names[after_to : after_id - 1]) + b"Message-ID: <"
        self._upto_leaving = f"@{domain}>\r\nList-Unsubscribe: ".encode()
        self._upto_delivery = b"\r\n" + _lines(values, names[after_leaving:-1]) + b"X-Syndicate-Delivery: "
        self._upto_boundary = b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="'

    def pieces(self, delivery_id: bytes, to: bytes, leaving: bytes, boundary: bytes) -> tuple[bytes, ...]:
        return (
            self._upto_to,
            to,
            self._upto_id,
            delivery_id,
            self._upto_leaving,
            leaving,
            self._upto_delivery,
            delivery_id,
            self._upto_boundary,
            boundary,
            b'"',
        )


def _lines(values: dict[str, str], names: Sequence[str]) -> bytes:
    return "".join(f"{name}: {values[name]}\r\n" for name in names).encode()


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A stretch of a body that is encoded anew for each recipient: what stands before, between and behind values.

    ``first`` is the number of the first of them among those of the body.
    """

    around: tuple[bytes, ...]
    first: int

    def filled(self, values: Sequence[bytes]) -> bytes:
        """The stretch with the body's values in it."""
        parts = [self.around[0]]
        for number, text in enumerate(self.around[1:], self.first):
            parts += (values[number], text)
        return b"".join(parts)


class _Part:
    """One body with values in some places. Encoded as `build_message` does, which may depend on the values.

    ``names`` are those of the values, in the order of their places. ``ends_alike``: no recipient's value is its end,
    for it might be empty.
    """

    def __init__(self, subtype: str, source: str) -> None:
        around, self.names = split_fields(source.rstrip())
        self.ends_alike = bool(around[-1].strip()) or not NAME_FIELDS & set(self.names[-1:])
        self._around = [text.replace("\n", "\r\n").encode() for text in around]
        self._around[-1] += b"\r\n"
        self._size = sum(map(len, self._around))
        self._special = sum(map(count_special, self._around))
        self._head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: '.encode()
        self._quoted = list(_quoted_plan(self._around))
        self._grouped = lru_cache(maxsize=_SHAPES)(self._grouped_plan)

    def pieces(self, texts: Mapping[str, bytes]) -> Iterator[bytes]:
        values = [texts[name] for name in self.names]
        yield self._head
        special = self._special + sum(map(count_special, values))
        lengths = tuple(map(len, values))
        if is_quoted(special, self._size + sum(lengths)):
            yield b"quoted-printable\r\n\r\n"
            for piece in self._quoted:
                yield piece if isinstance(piece, bytes) else b2a_qp(piece.filled(values))
        else:
            yield b"base64\r\n\r\n"
            for piece in self._grouped(lengths):
                yield piece if isinstance(piece, bytes) else _base64(piece.filled(values))

    def _grouped_plan(self, lengths: tuple[int, ...]) -> list[bytes | _Fresh]:
        return list(_grouped_plan(self._around, lengths))


def _quoted_plan(around: Sequence[bytes]) -> Iterator[bytes | _Fresh]:
    """Quoted-printable knows nothing beyond its line: only the lines that hold a value are left to do."""
    line, begun = [b""], 0
    for number, text in enumerate(around):
        if number:
            line.append(b"")
        first, last = text.find(b"\r\n") + 2, text.rfind(b"\r\n") + 2
        if first < 2:  # noqa: PLR2004 - no line ends in it
            line[-1] += text
            continue
        line[-1] += text[:first]
        yield b2a_qp(line[0]) if len(line) == 1 else _Fresh(tuple(line), begun)
        yield b2a_qp(text[first:last])
        line, begun = [text[last:]], number


def _grouped_plan(around: Sequence[bytes], lengths: Sequence[int]) -> Iterator[bytes | _Fresh]:
    """Base64 knows nothing beyond its 57 bytes: only the groups that hold values of those lengths are left to do."""
    raw = around[0] + b"".join(bytes(length) + text for length, text in zip(lengths, around[1:], strict=True))
    done, first = 0, 0
    for start, places in _stretches(around, lengths, len(raw)):
        yield _base64(raw[done:start])
        cuts = [start, *(edge for place in places for edge in place)]
        done = -(-cuts[-1] // _GROUP) * _GROUP
        yield _Fresh(tuple(raw[begin:end] for begin, end in zip(cuts[::2], [*cuts[1::2], done], strict=True)), first)
        first += len(places)
    yield _base64(raw[done:])


def _stretches(
    around: Sequence[bytes], lengths: Sequence[int], size: int
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Where groups that hold values begin, and from where to where values stand up to the next untouched group."""
    place, start, end, places = 0, 0, 0, list[tuple[int, int]]()
    for text, length in zip(around[:-1], lengths, strict=True):
        place += len(text)
        if places and place // _GROUP * _GROUP >= end:
            yield start, places
            places = []
        start = start if places else place // _GROUP * _GROUP
        places = [*places, (place, place + length)]
        place += length
        end = min(-(-place // _GROUP) * _GROUP, size)
    if places:
        yield start, places


def _base64(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")
