"""The boto3 client: made when it is first needed, and anew when the files that it has its credentials from change."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from syndicate.delivery.carriers.ses.answers import CREDENTIALS_REFUSED, Break, Fault
from syndicate.delivery.carriers.ses.errors import break_of, fault_of

if TYPE_CHECKING:
    from boto3 import Session
    from mypy_boto3_sesv2 import SESV2Client

#: Said instead of botocore's own, which it puts together again for every call.
USER_AGENT = "syndicate"

_Stamp = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, kw_only=True)
class _Made:
    client: SESV2Client
    session: Session
    files: tuple[Path, ...]
    stamp: _Stamp


@dataclass(kw_only=True)
class SesClients:
    """Makes each call once, by the client of the moment. What is not given here follows boto3's own conventions.

    Credentials that expire are renewed by botocore itself. Those in a file are read once by a session, so a process
    that lives for weeks would keep a key that was taken back: it is the file that tells.
    """

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    connect_timeout_seconds: float = 5.0
    read_timeout_seconds: float = 30.0
    connections: int = 64
    _made: _Made | None = field(default=None, init=False, repr=False)
    _guard: Lock = field(default_factory=Lock, init=False, repr=False)
    _whole: local = field(default_factory=local, init=False, repr=False)  # the body of the call that a thread makes

    def call(self, call: Callable[[SESV2Client], Any]) -> Mapping[str, Any] | Fault | Break:
        """What SES answered, the error that it answered with, or how the exchange ended without an answer."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client = self._current()
        except ClientError as error:
            return fault_of(error)
        except (BotoCoreError, OSError, RuntimeError, ValueError, LookupError) as error:
            return break_of(error, is_before=True)
        try:
            answer: Mapping[str, Any] = call(client)
        except ClientError as error:
            return self._heeded(fault_of(error))
        except Exception as error:  # noqa: BLE001 - an answer that botocore cannot read has many ways to break it
            return break_of(error)
        return answer

    def send_bulk(self, request: Mapping[str, Any], entries: Sequence[str]) -> Mapping[str, Any] | Fault | Break:
        """The same for `SendBulkEmail`, with entries in JSON; botocore is given the body as it goes over the wire.

        Its serialiser looks up the shape of every value, which for fifty entries costs as much as all else together.
        """
        self._whole.body = f'{json.dumps(request)[:-1]}, "BulkEmailEntries": [{", ".join(entries)}]}}'.encode()
        try:
            # Where the call goes, and how it is signed, botocore reads from this.
            known: Any = {name: request[name] for name in ("EndpointId",) if name in request}
            return self.call(lambda client: client.send_bulk_email(**known))
        finally:
            self._whole.body = None

    def _put_whole(self, params: dict[str, Any], **_: object) -> None:
        """Give a call the body that was made for it (an event of botocore's, before it signs)."""
        body = getattr(self._whole, "body", None)
        if body is not None:
            params["body"] = body

    def _current(self) -> SESV2Client:
        """The client with its credentials fetched: whatever fails in here, no mail was handed over."""
        with self._guard:
            made = self._made
            if made is None or made.stamp != _stamp(made.files):
                made = self._made = self._make()
        if credentials := made.session.get_credentials():
            credentials.get_frozen_credentials()
        return made.client

    def _heeded(self, fault: Fault) -> Fault:
        if fault.code in CREDENTIALS_REFUSED:
            with self._guard:
                self._made = None
        return fault

    def _make(self) -> _Made:
        import boto3
        from botocore.config import Config

        from syndicate.delivery.carriers.ses.wire import limit_answers

        session = boto3.Session(profile_name=self.profile, region_name=self.region)
        files = _files(session)
        stamp = _stamp(files)  # before they are read: a change in between is seen at the next call
        config = Config(
            # botocore would repeat a call whose answer was lost, and every repeat is a second mail.
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=self.connect_timeout_seconds,
            read_timeout=self.read_timeout_seconds,
            max_pool_connections=self.connections,
            tcp_keepalive=True,
            parameter_validation=False,
            user_agent=USER_AGENT,
        )
        client = session.client("sesv2", endpoint_url=self.endpoint_url, config=config)
        limit_answers(client)
        client.meta.events.register("before-call.sesv2.SendBulkEmail", self._put_whole)
        return _Made(client=client, session=session, files=files, stamp=stamp)


def _files(session: Session) -> tuple[Path, ...]:
    """Where boto3 reads credentials and profiles from."""
    inner = session._session  # noqa: SLF001 - boto3 has no other way to ask where its files are
    named = (inner.get_config_variable(name) for name in ("credentials_file", "config_file"))
    return tuple(Path(name).expanduser() for name in named if name)


def _stamp(files: tuple[Path, ...]) -> _Stamp:
    return tuple(map(_stamp_of, files))


def _stamp_of(file: Path) -> tuple[int, int, int] | None:
    with suppress(OSError):
        status = file.stat()
        return status.st_mtime_ns, status.st_ino, status.st_size
    return None
