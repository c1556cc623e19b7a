"""The digest as a mail: one rendering for every recipient, HTML and text."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from syndicate.mail.dress import Dress, dress_of
from syndicate.mail.greeting import in_html, in_text
from syndicate.mail.keeping import KeptRuns
from syndicate.mail.merge_fields import escape_text, fresh_sentinels
from syndicate.mail.model import Digest, Rendering
from syndicate.mail.pipeline import compile_mjml
from syndicate.mail.places import keep_source
from syndicate.mail.templates import Templates
from syndicate.mail.translations import credit, font_stack_of, full_date
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT, Theme
from syndicate.words.translation import WORDS, Words, noted, words_in

_HTML, _TEXT = "digest/digest.mjml.j2", "digest/digest.txt.j2"
_TOKENS = "_base/tokens.toml"
#: The files that a folder of templates must have; what they include is theirs to say.
FILES = (_HTML, _TEXT, _TOKENS)


#: The names that templates are given, beside Jinja's own; those of mails to one person have ``letter``, too.
GIVEN = frozenset(
    {"digest", "merge_fields", "slots", "greeting", "kept", "theme", "light", "dark", "fonts", "words", "_", "ngettext"}
    | {"our_language", "why", "more_heading", "date", "date_of", "credit_of", "script_of"}
)


class DigestRenderer:
    """Renders digests with the templates of one folder, which are read again when they change."""

    def __init__(self, templates: Path, theme: Theme = AS_TEMPLATES_HAVE_IT) -> None:
        """Take the folder of all mail templates, such as ``templates/email``, and what they are to wear."""
        self._folder = templates
        self._templates = Templates(templates)
        self._words = templates / WORDS
        self._theme = theme
        self._kept = KeptRuns()
        self._tokens: Mapping[str, Any] = {}
        self._dress: Dress | None = None

    @property
    def dress(self) -> Dress:
        """The theme over the templates' own colours and fonts, as they are now.

        Raises:
            BadDataError: these are missing or malformed.
        """
        tokens = self._templates.table(_TOKENS)
        if self._dress is None or tokens != self._tokens:
            self._tokens, self._dress = tokens, dress_of(self._theme, tokens)
        return self._dress

    def render(self, digest: Digest) -> Rendering:
        """The digest's HTML and text; the same digest gives the same bytes.

        Raises:
            BadDataError: a template is broken; its place is ``file:line`` below the folder.
        """
        return self.set_in_type((_HTML, _TEXT), digest)

    def set_in_type(self, templates: tuple[str, str], digest: Digest, **more: object) -> Rendering:
        """What templates of the folder, of HTML and of text, make of a digest, and of whatever else they are given.

        Raises:
            BadDataError: a template is broken; its place is ``file:line`` below the folder.
        """
        html_template, text_template = templates
        sentinels, stamp = fresh_sentinels(), _stamp(self._folder)
        # Templates that were written before merge fields had their name ask for `slots`.
        fields = {"merge_fields": sentinels, "slots": sentinels}
        kept = partial(self._kept.call, (stamp, _standing(digest)), sentinels)
        context = {**self._surroundings(digest), **fields, "digest": digest, "kept": kept, **more}
        source = self._templates.render(html_template, **context, greeting=partial(in_html, sentinels))
        text = self._templates.render(text_template, **context, greeting=partial(in_text, sentinels))
        return Rendering(
            html=compile_mjml(source, sentinels, html_template),
            text=escape_text(text.strip() + "\n", sentinels),
            source=keep_source(source, sentinels),
            text_template=text_template,
            look=f"{stamp}\n{self._theme}\n{digest.layout}\n{digest.blocks}",
        )

    def _surroundings(self, digest: Digest) -> dict[str, object]:
        """What the templates are given beside the digest itself."""
        dress = self.dress
        words = words_in(digest.language, (self._words,))
        return {
            "theme": self._theme,
            "light": self._tokens["light"].holding(dress.light),
            "dark": self._tokens["dark"].holding(dress.dark),
            "fonts": dress.fonts,
            "words": words,
            "_": words.gettext,
            "ngettext": words.ngettext,
            "our_language": _told_apart(words, digest.language),
            "why": words.gettext(_WHY.get(digest.cadence, _WHY["special"]), title=digest.title),
            "more_heading": words.gettext(_MORE.get(digest.cadence, _MORE["special"])),
            "date": full_date(digest.issued_on, digest.language),
            "date_of": partial(full_date, language=digest.language),
            "credit_of": partial(credit, theme=self._theme, language=digest.language),
            "script_of": font_stack_of,
        }


def _standing(digest: Digest) -> Hashable:
    """What of a digest is the same in every edition of its newsletter: `KeptRuns` may depend on that."""
    return digest.title, digest.language, digest.direction, digest.layout, digest.cadence


def _stamp(folder: Path) -> str:
    """What changes with any file of the folder."""
    return "\n".join(f"{path} {_state(path)}" for path in sorted(_below(folder)))


def _below(folder: Path) -> Iterator[str]:
    for path, folders, files in os.walk(folder):
        yield from (f"{path}/{name}" for name in (*folders, *files))


def _state(path: str) -> str:
    try:
        state = os.stat(path)  # noqa: PTH116 - a path of each file would cost more than all else of it
    except OSError:  # an editor's lock, which is a link to nowhere, or a file that has just gone
        return ""
    return f"{state.st_mtime_ns} {state.st_size}"


def _told_apart(words: Words, language: str) -> Markup:
    """The attributes of an element that holds our words, where they are in another language than the mail."""
    if words.language == language:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(words.language, words.direction)


_WHY = {
    "daily": noted("You get this every day because you subscribed to {title}."),
    "weekdays": noted("You get this every working day because you subscribed to {title}."),
    "weekly": noted("You get this every week because you subscribed to {title}."),
    "monthly": noted("You get this every month because you subscribed to {title}."),
    "instant": noted("You get this as soon as a story is out because you subscribed to {title}."),
    "special": noted("You get this because you subscribed to {title}."),
}
_MORE = {
    "daily": noted("More today"),
    "weekdays": noted("More today"),
    "weekly": noted("More this week"),
    "monthly": noted("More this month"),
    "special": noted("More stories"),
}
