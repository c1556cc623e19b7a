"""Where somebody is led once they are in: to a page of the desk, and nowhere else."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

#: Where nobody is led back to: they lead to other pages themselves.
LOGIN, LOGOUT, ENTER = "/login", "/logout", "/enter"

_LONGEST = 2_000


def own_path(wanted: str) -> str:
    """The path if it is one of the desk's, with its query; else the first page.

    What browsers take for another host is none: what begins with two slashes of either kind, also once tabs and line
    ends are taken out of it.
    """
    is_plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= _LONGEST
    if not is_plain or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    return "/" if urlsplit(wanted).path in {LOGIN, LOGOUT, ENTER} else wanted


def login_to(path: str) -> str:
    """The address of the login page that leads to that path afterwards."""
    return f"{LOGIN}?to={quote(path, safe='/')}"
