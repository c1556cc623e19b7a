"""Sources that name pictures by their addresses alone."""

from __future__ import annotations

from syndicate.errors import BadDataError


class PicturelessSource:
    """A source without pictures of its own: a relative path leads nowhere."""

    def check_picture(self, path: str) -> None:
        """Refuse every path.

        Raises:
            BadDataError: ``picture-path``.
        """
        raise _refused(path)

    def picture(self, path: str, max_bytes: int) -> bytes:
        """No picture.

        Raises:
            BadDataError: ``picture-path``.
        """
        del max_bytes
        raise _refused(path)


def _refused(path: str) -> BadDataError:
    message = "a relative path leads nowhere from this source"
    return BadDataError(message, code="picture-path", where=path, hint="Write the picture's whole address.")
