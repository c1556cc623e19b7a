"""How pictures travel between the program and its workers: a JSON header, then blobs of the lengths it names."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

#: More than any header of ours or any answer takes; a worker that was taken over must not fill our memory.
MOST_HEADER = 64 * 1024
_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side ended in the middle, or sends what is no frame."""


def write(stream: IO[bytes], header: dict[str, Any], *blobs: bytes) -> None:
    """Send one frame.

    Raises:
        OSError: the other side is gone.
    """
    text = json.dumps({**header, "lengths": list(map(len, blobs))}).encode()
    stream.write(_LENGTH.pack(len(text)))
    stream.write(text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read(stream: IO[bytes], most_bytes: int) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame, its blobs of at most ``most_bytes`` together; ``None`` when the other side has ended.

    Raises:
        FrameError: it ended in the middle, or sends what is no frame.
    """
    start = stream.read(_LENGTH.size)
    if not start:
        return None
    try:
        (length,) = _LENGTH.unpack(start)
        header = json.loads(_exactly(stream, length, MOST_HEADER))
        lengths = header.pop("lengths")
        if sum(lengths) > most_bytes or min(lengths, default=0) < 0:
            raise FrameError
        return header, [_exactly(stream, length, most_bytes) for length in lengths]
    except (struct.error, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise FrameError from error


def _exactly(stream: IO[bytes], length: int, most: int) -> bytes:
    content = stream.read(length) if length <= most else b""
    if len(content) != length:
        raise FrameError
    return content
