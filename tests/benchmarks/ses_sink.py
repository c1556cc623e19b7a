"""A SES that takes everything and keeps nothing, as a process of its own: it prints its address and serves for ever.

It costs the sender nothing that is measured; what a strict SES says is for other tests.
"""

from __future__ import annotations

import asyncio


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            size = next(
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            body = await reader.readexactly(size)
            answer = _answer(b"outbound-bulk-emails" in head, body)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
                + answer
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _answer(is_bulk: bool, body: bytes) -> bytes:  # noqa: FBT001
    message = b'"MessageId": "0102018f00000000-00000000-0000-0000-0000-000000000000-000000"'
    if not is_bulk:
        return b"{%s}" % message
    result = b'{"Status": "SUCCESS", %s}' % message
    return b'{"BulkEmailEntryResults": [%s]}' % b", ".join([result] * body.count(b'"Destination"'))


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=1_000_000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
