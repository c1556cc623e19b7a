"""A shelf in a bucket of S3, or of a store that speaks as S3 does: every file appears whole or not at all.

A PUT is atomic: readers see the old object or the new. What we do beyond that:

- Each object carries its media type, how long it may be kept, and the SHA-256 of its bytes, by which a
  repeated write is told without sending anything.
- The MD5 of the body goes with it (RFC 1864), so that the store refuses what arrived cut or changed.
- No ACLs: who may read is the bucket policy's business.
"""

from __future__ import annotations

import base64
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from syndicate.errors import BadDataError, ShelfUnavailableError, StorageError
from syndicate.shelf import Stored, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef, HeadObjectOutputTypeDef, PaginatorConfigTypeDef

T = TypeVar("T")

#: How often a call is made in all, when the store is busy, is not reached, or breaks off.
ATTEMPTS = 4

#: Names that a listing asks for at a time; S3 gives no more.
PAGE = 1_000

_DIGEST = "sha256"
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
_HINTS = {
    "NoSuchBucket": "Is the bucket's name right, and is it in that region?",
    "403": "The policy has to allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket.",
    "AccessDenied": "The policy has to allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket.",
    "PermanentRedirect": "The bucket is in another region; name it.",
    "301": "The bucket is in another region; name it.",
}
_ANY_HINT = "Is the network there, and are bucket, region and credentials right? What was there before is still there."


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How an object is given out: its ``Content-Type`` and its ``Cache-Control``."""

    media_type: str
    cache_control: str


class Bucket:
    """A bucket, and how it is reached. What is not given here follows boto3's own conventions.

    boto3 is imported, and the credentials are looked for, by the first call. Safe to share between threads.
    """

    def __init__(
        self,
        name: str,
        *,
        region: str | None = None,
        profile: str | None = None,
        endpoint_url: str | None = None,
        connect_timeout_seconds: float = 5.0,
        read_timeout_seconds: float = 30.0,
    ) -> None:
        """Name the bucket; ``endpoint_url`` is another store's than Amazon's."""
        self.name = name
        self._region = region
        self._profile = profile
        self._endpoint_url = endpoint_url
        self._connect_timeout_seconds = connect_timeout_seconds
        self._read_timeout_seconds = read_timeout_seconds
        self._made: S3Client | None = None
        self._making = Lock()

    @property
    def client(self) -> S3Client:
        """The client, made once."""
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _make(self) -> S3Client:
        import boto3
        from botocore.config import Config

        config = Config(
            # Every call here is safe to repeat: the same name gets the same bytes.
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            connect_timeout=self._connect_timeout_seconds,
            read_timeout=self._read_timeout_seconds,
            max_pool_connections=8,
            tcp_keepalive=True,
            # Stores other than Amazon's do not know the checksums that boto3 would add; MD5 all of them know.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if self._endpoint_url else {},
        )
        session = boto3.Session(profile_name=self._profile, region_name=self._region)
        return session.client("s3", endpoint_url=self._endpoint_url, config=config)


class S3Shelf:
    """Files below a prefix of a bucket.

    Two writers of one name are no harm: the last one's object stands, whole.
    """

    def __init__(self, bucket: Bucket, prefix: str, manner: Callable[[str], Manner]) -> None:
        """Take the bucket; ``prefix`` ends in a slash or is empty; ``manner`` says how the file of a name is given."""
        self._bucket = bucket
        self._prefix = prefix
        self._manner = manner

    def place(self, name: str) -> str:
        """The object's address, ``s3://bucket/key``."""
        return f"s3://{self._bucket.name}/{self._key(name)}"

    def write(self, name: str, content: bytes) -> bool:
        """Put the file there; ``False`` when it was there already, in the same manner."""
        key, manner, digest = self._key(name), self._manner(name), hashlib.sha256(content).hexdigest()
        with _as_storage_error(self.place(name)):
            if _is_same(self._head(key), len(content), digest, manner):
                return False
            self._bucket.client.put_object(
                Bucket=self._bucket.name,
                Key=key,
                Body=content,
                ContentMD5=base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode("ascii"),
                ContentType=manner.media_type,
                CacheControl=manner.cache_control,
                Metadata={_DIGEST: digest},
            )
        return True

    def read(self, name: str) -> Stored | None:
        """The file, or ``None``."""
        key = self._key(name)
        with _as_storage_error(self.place(name)):
            return self._whole(key)

    def size(self, name: str) -> int | None:
        """How many bytes the file has, or ``None``."""
        key = self._key(name)
        with _as_storage_error(self.place(name)):
            head = self._head(key)
        return int(head["ContentLength"]) if head else None

    def remove(self, name: str) -> bool:
        """Take the file away; ``False`` when there was none."""
        key = self._key(name)
        with _as_storage_error(self.place(name)):
            if self._head(key) is None:
                return False
            self._bucket.client.delete_object(Bucket=self._bucket.name, Key=key)
        return True

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted by code point; foreign keys are passed over."""
        with _as_storage_error(f"s3://{self._bucket.name}/{self._prefix}"):
            listed = list(self._listed(prefix))
        yield from sorted(listed)

    def _listed(self, prefix: str) -> Iterator[str]:
        pages = self._bucket.client.get_paginator("list_objects_v2")
        size: PaginatorConfigTypeDef = {"PageSize": PAGE}
        for page in pages.paginate(Bucket=self._bucket.name, Prefix=self._prefix + prefix, PaginationConfig=size):
            for stored in page.get("Contents", ()):
                name = stored["Key"].removeprefix(self._prefix)
                if names.is_valid(name):
                    yield name

    def _key(self, name: str) -> str:
        key = self._prefix + names.check(name)
        if len(key.encode()) > names.MAX_NAME:
            message = f"the name {name!r} is too long for the bucket"
            raise BadDataError(message, code="shelf-name", hint="Shorten the name or the prefix of the bucket.")
        return key

    def _head(self, key: str) -> HeadObjectOutputTypeDef | dict[str, Any] | None:
        client = self._bucket.client
        for _ in range(ATTEMPTS):
            found = _or_absent(lambda: client.head_object(Bucket=self._bucket.name, Key=key))
            if found is None or "ContentLength" in found:
                return found
        raise _CutShortError

    def _whole(self, key: str) -> Stored | None:
        """The object. boto3 repeats a call, but not the reading of its body, so that is done here."""
        client = self._bucket.client
        for _ in range(ATTEMPTS):
            answer = _or_absent(lambda: client.get_object(Bucket=self._bucket.name, Key=key))
            if answer is None:
                return None
            if (stored := _read(answer)) is not None:
                return stored
        raise _CutShortError


class _CutShortError(OSError):
    """The connection ended before the answer did, time after time."""

    def __str__(self) -> str:
        return "the store broke off in the middle of its answers"


def _or_absent(call: Callable[[], T]) -> T | dict[str, Any] | None:
    """The answer; ``None`` for what is not there; nothing at all in place of a head that was cut in a word.

    A whole bucket that is not there is an error.
    """
    from botocore.exceptions import ClientError

    try:
        return call()
    except ClientError as error:
        if _code(error) in _ABSENT:
            return None
        raise
    except ValueError:
        return {}


def _read(answer: GetObjectOutputTypeDef | dict[str, Any]) -> Stored | None:
    """The object in an answer, or ``None`` when either its head or its body was cut short.

    A head that was cut between two lines looks like a whole one.
    """
    from botocore.exceptions import BotoCoreError

    if not {"ContentLength", "LastModified"} <= answer.keys():
        return None
    try:
        # Never in a `with`: that gives the bare stream, whose errors are another library's.
        return Stored(content=answer["Body"].read(), modified_at=answer["LastModified"])
    except BotoCoreError:
        return None


def _is_same(head: HeadObjectOutputTypeDef | dict[str, Any] | None, size: int, digest: str, manner: Manner) -> bool:
    return head is not None and (
        head["ContentLength"],
        head.get("Metadata", {}).get(_DIGEST),
        head.get("ContentType"),
        head.get("CacheControl"),
    ) == (size, digest, manner.media_type, manner.cache_control)


@contextmanager
def _as_storage_error(place: str) -> Iterator[None]:
    from botocore import exceptions as boto

    try:
        yield
    except boto.ClientError as error:
        code, said = _code(error), error.response.get("Error", {}).get("Message", "")
        message = f"{place} cannot be read or written: {code}: {said}".rstrip(": ")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        kind = ShelfUnavailableError if status >= HTTPStatus.INTERNAL_SERVER_ERROR else StorageError
        raise kind(message, code="shelf-failed", hint=_HINTS.get(code, _ANY_HINT)) from error
    except (boto.BotoCoreError, OSError, ValueError) as error:
        message = f"{place} cannot be read or written: {error}"
        is_unreached = isinstance(error, (boto.ConnectionError, boto.HTTPClientError, OSError))
        kind = ShelfUnavailableError if is_unreached else StorageError
        raise kind(message, code="shelf-failed", hint=_ANY_HINT) from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
