"""Sessions of the desk, and links that begin one, as rows: what is ended is ended for everybody at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, or_, select, update

from syndicate.ids import random_id
from syndicate.storage.tables import desk_editors, desk_links, desk_sessions
from syndicate.web.desk.access.model import Visit
from syndicate.web.desk.access.tokens import digest_of, new_token

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

#: The longest that a session lasts, and how long it waits for somebody who does not come.
LASTS = timedelta(days=30)
WAITS = timedelta(days=7)
#: How old a token gets before it is replaced, and how long the replaced one is good for requests that are under way.
TURNS = timedelta(days=1)
UNDER_WAY = timedelta(minutes=1)
#: How exactly it is known when somebody was last here.
SEEN_STEP = timedelta(minutes=1)
#: How long a link waits to be used.
LINK_WAITS = timedelta(days=1)


class SessionStore:
    """Who is in."""

    def __init__(self, connection: Connection) -> None:
        """Work within that transaction."""
        self._connection = connection

    def begin(self, editor_key: int | None, now: datetime) -> str:
        """Let a named editor in, or (``None``) whoever came by a link. Gives the token, of which a digest is kept."""
        self._connection.execute(delete(desk_sessions).where(desk_sessions.c.ends_at <= now))
        token = new_token()
        self._add(token, login=random_id(), editor_key=editor_key, made_at=now, ends_at=now + LASTS, now=now)
        return token

    def find(self, token: str, now: datetime) -> Visit | None:
        """The session of that token, unless it is over.

        Without a name it holds only as long as no editor has one.
        """
        columns = [desk_sessions.c[name] for name in Visit.__dataclass_fields__ if name != "editor"]
        query = (
            select(*columns, desk_editors.c.name.label("editor"))
            .outerjoin_from(desk_sessions, desk_editors)
            .where(
                desk_sessions.c.digest == digest_of(token),
                desk_sessions.c.ends_at > now,
                desk_sessions.c.seen_at > now - WAITS,
                or_(desk_sessions.c.editor_key.is_not(None), ~exists(desk_editors.select())),
            )
        )
        row = self._connection.execute(query).mappings().first()
        return Visit(**{**row, "editor": row["editor"] or ""}) if row else None

    def see(self, visit: Visit, now: datetime) -> None:
        """Note that they are here."""
        these = desk_sessions.c.digest == visit.digest
        self._connection.execute(update(desk_sessions).where(these).values(seen_at=now))

    def turn(self, visit: Visit, now: datetime) -> str | None:
        """Replace the token by another one; ``None`` if a request beside this one did, or the session has ended."""
        these = (desk_sessions.c.digest == visit.digest, desk_sessions.c.is_replaced.is_(False))
        ends_at = min(visit.ends_at, now + UNDER_WAY)
        replaced = update(desk_sessions).where(*these).values(is_replaced=True, ends_at=ends_at)
        if not self._connection.execute(replaced).rowcount:
            return None
        token = new_token()
        kept = {"editor_key": visit.editor_key, "made_at": visit.made_at, "ends_at": visit.ends_at}
        self._add(token, login=visit.login, now=now, **kept)
        return token

    def end(self, visit: Visit) -> None:
        """Let them out, by whichever token of the session."""
        self._connection.execute(delete(desk_sessions).where(desk_sessions.c.login == visit.login))

    def add_link(self, now: datetime) -> str:
        """Make a link that lets in once; gives its token, of which a digest is kept."""
        token = new_token()
        self._connection.execute(delete(desk_links).where(desk_links.c.ends_at <= now))
        self._connection.execute(insert(desk_links).values(digest=digest_of(token), ends_at=now + LINK_WAITS))
        return token

    def use_link(self, token: str, now: datetime) -> bool:
        """Use a link up; whether there was one, and nobody has a name yet."""
        used = delete(desk_links).where(
            desk_links.c.digest == digest_of(token), desk_links.c.ends_at > now, ~exists(desk_editors.select())
        )
        return bool(self._connection.execute(used).rowcount)

    def _add(self, token: str, *, now: datetime, **values: object) -> None:
        row = {"digest": digest_of(token), "given_at": now, "seen_at": now, "is_replaced": False, **values}
        self._connection.execute(insert(desk_sessions).values(**row))
