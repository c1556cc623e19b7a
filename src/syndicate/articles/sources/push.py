"""Articles that a publishing system pushes to us: each body lies in an inbox until the source is read."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.articles.formats.written import divide_list
from syndicate.articles.model import RawDocument
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.sources import SourceReading
from syndicate.articles.sources.inbox_store import InboxStore
from syndicate.articles.sources.pictureless import PicturelessSource
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from syndicate.articles.sources import Memory
    from syndicate.clock import Clock
    from syndicate.storage import Database

#: How far a signature's time may be from ours.
MOST_AGE = timedelta(minutes=5)
#: Bytes of bodies that one look takes, but for the last; the rest is left for the next.
_AT_A_LOOK = 20_000_000
_HINT = "syndicate articles schema prints what an article is; each needs an id."
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)


class PushSource(PicturelessSource):
    """The bodies in the inbox of a source: articles of our own schema, one or a list, each with its ``id``.

    Of several with one id that wait together the last one counts. What was read is let go of at the next look, when
    its articles are surely stored; to read it twice does no harm.
    """

    def __init__(
        self,
        *,
        name: str,
        language: str,
        zone: ZoneInfo,
        max_bytes: int,
        database: Database,
        clock: Clock,
        secret: Callable[[], str],
    ) -> None:
        """``max_bytes`` is how large a body may be; without a ``secret`` nothing is taken."""
        self.name = name
        self.language = language
        self.zone = zone
        self.max_bytes = max_bytes
        self._database = database
        self._clock = clock
        self._secret = secret

    @property
    def is_open(self) -> bool:
        """Whether there is a secret, so that bodies are taken at all."""
        return bool(self._secret())

    def is_bearer(self, authorization: str) -> bool:
        """Whether a header ``Authorization`` carries the secret (RFC 6750 §2.1)."""
        scheme, _, token = authorization.partition(" ")
        return scheme.lower() == "bearer" and _is_same(token.strip(), self._secret())

    def is_signed(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Whether a body is signed: ``sha256=`` and the HMAC of the time in seconds, a full stop and the raw body.

        The time may be `MOST_AGE` from now.
        """
        signed = _SIGNATURE.fullmatch(signature)
        if signed is None or not _TIME.fullmatch(timestamp):
            return False
        if abs(self._clock.now().timestamp() - int(timestamp)) > MOST_AGE.total_seconds():
            return False
        right = hmac.new(self._secret().encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right, signed[1])

    def take(self, body: bytes) -> int:
        """Put a body into the inbox, once; how many articles are in it.

        Raises:
            BadDataError: ``push-unfit``, it holds no articles, or one without an id.
            StorageError: it cannot be stored now.
        """
        articles = articles_in(body)
        with self._database.write() as connection:
            InboxStore(connection).add(self.name, body, self._clock.now())
        return len(articles)

    def read(self, memory: Memory) -> SourceReading:
        """What lies in the inbox, the newest version of each article."""
        known = list(memory.bookmark.get("read", ()))
        if known:
            with self._database.write() as connection:
                InboxStore(connection).drop(known)
        with self._database.read() as connection:
            bodies = InboxStore(connection).waiting(self.name, _AT_A_LOOK)
        articles: dict[str, str] = {}
        for body in bodies.values():
            articles |= articles_in(body)
        documents = (
            RawDocument(source=self.name, external_id=name, content=text.encode("utf-8", "surrogatepass"))
            for name, text in sorted(articles.items())
        )
        notice = "" if self.is_open else "Nothing is taken: it has no secret."
        return SourceReading(documents=documents, bookmark={"read": [*bodies]} if bodies else {}, notice=notice)


def articles_in(body: bytes) -> Mapping[str, str]:
    """Id → text of the articles in a body, as JSON.

    Raises:
        BadDataError: ``push-unfit``; the message says where and why.
    """
    try:
        text = decode(body).strip("\ufeff \t\r\n")
    except UndecodableError as error:
        raise BadDataError(str(error), code="push-unfit", hint=_HINT) from error
    division = divide_list(f"[{text}]" if text.startswith("{") else text)
    if division is None or division.fault or not division.items:
        fault = division.fault if division else None
        message = fault.message if fault else "what came is no JSON object with an article, and no list of them"
        raise BadDataError(message, code="push-unfit", hint=_HINT)
    return dict(division.items)


def _is_same(given: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())
