"""Mails to one person about a subscription of theirs: what each kind says, and how it is set in type.

Nothing that a stranger typed stands in them. Their language is the one that was asked for, or English where we have
no words in that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from babel.lists import format_list

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.verdicts import judge
from syndicate.mail.model import DEFAULT_CLIENTS, Digest
from syndicate.mail.translations import full_date
from syndicate.shipped import TEMPLATES
from syndicate.storage.states import TransactionalKind
from syndicate.text.languages import locale_of
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT, Theme
from syndicate.words.translation import WORDS, Words, noted, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.model import Finding as MailFinding
    from syndicate.mail.model import Rendering

#: The files by which these mails are made; a folder of templates that lacks one has the shipped ones in their place.
TRANSACTIONAL_FILES = ("transactional/mail.mjml.j2", "transactional/mail.txt.j2")
#: The name that these templates are given beside those of digests.
LETTER = "letter"


@dataclass(frozen=True, kw_only=True, slots=True)
class MailOccasion:
    """What a mail to one person is about. ``title`` is whose mail it is, ``newsletters`` are titles that it is about.

    ``url`` is where its button leads, an absolute address. ``next_on`` is the local date of the next edition, as far as
    that is known; with ``follows_stories`` it comes whenever a story is out. ``language`` is a BCP 47 tag.
    ``is_for_link``: of who is known, they asked for the link to their choices and for no newsletter.
    """

    kind: TransactionalKind
    title: str
    newsletters: tuple[str, ...]
    language: str
    url: str
    site_url: str
    postal_address: str
    written_on: date
    next_on: date | None = None
    follows_stories: bool = False
    is_for_link: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterWords:
    """What a mail to one person says, plain: the variable ``letter`` of its templates."""

    heading: str
    paragraphs: tuple[str, ...]
    button: str
    url: str
    small_print: tuple[str, ...]
    can_be_left: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SetLetter:
    """A mail to one person as it leaves. ``digest`` is what it has in common with every mail of ours, without stories.

    With ``can_be_left`` the rendering holds the merge field ``unsubscribe_url``.
    """

    digest: Digest
    rendering: Rendering
    can_be_left: bool

    def findings(self, clients: Sequence[str] = DEFAULT_CLIENTS) -> tuple[MailFinding, ...]:
        """What the judge of mails finds."""
        return judge(self.rendering, self.digest, clients, can_be_left=self.can_be_left)


class TransactionalRenderer:
    """Sets mails to one person with the templates of one folder, or the shipped ones where it lacks these."""

    def __init__(self, templates: Path, theme: Theme = AS_TEMPLATES_HAVE_IT) -> None:
        """Take the folder of all mail templates, and what they are to wear."""
        self._own, self._theme = templates, theme
        self._renderers: dict[Path, DigestRenderer] = {}

    def render(self, occasion: MailOccasion) -> SetLetter:
        """The mail; the same occasion gives the same bytes.

        Raises:
            BadDataError: a template or a catalog is broken; the place is ``file:line``.
        """
        folder = self._own if has_transactional(self._own) else TEMPLATES
        words = words_in(occasion.language, (self._own / WORDS,))
        letter = letter_of(occasion, words)
        renderer = self._renderers.setdefault(folder, DigestRenderer(folder, self._theme))
        digest = _digest(occasion, words, letter)
        rendering = renderer.set_in_type(TRANSACTIONAL_FILES, digest, **{LETTER: letter})
        return SetLetter(digest=digest, rendering=rendering, can_be_left=letter.can_be_left)


def has_transactional(templates: Path) -> bool:
    """Whether a folder of templates has those of mails to one person."""
    return all((templates / name).is_file() for name in TRANSACTIONAL_FILES)


def letter_of(occasion: MailOccasion, words: Words) -> LetterWords:
    """What the mail says. Pure."""
    said = _SAID_OF_THE_LINK if occasion.is_for_link else _SAID[occasion.kind]
    titles = format_list(occasion.newsletters or (occasion.title,), locale=locale_of(words.language))
    return LetterWords(
        heading=words.gettext(said.heading, title=occasion.title),
        paragraphs=(words.gettext(said.what, titles=titles), *_when(occasion, words), words.gettext(said.way)),
        button=words.gettext(said.button),
        url=occasion.url,
        small_print=tuple(words.gettext(message) for message in said.small_print),
        can_be_left=occasion.kind is TransactionalKind.WELCOME,
    )


def _when(occasion: MailOccasion, words: Words) -> tuple[str, ...]:
    """When the next edition comes, as far as that is known."""
    if occasion.next_on is not None:
        return (words.gettext(_NEXT, date=full_date(occasion.next_on, words.language)),)
    return (words.gettext(_FOLLOWS),) if occasion.follows_stories else ()


def _digest(occasion: MailOccasion, words: Words, letter: LetterWords) -> Digest:
    """What the mail has in common with every other: a digest that has no story."""
    return Digest(
        title=occasion.title,
        issued_on=occasion.written_on,
        language=words.language,
        direction=words.direction,
        subject=letter.heading,
        preheader=letter.paragraphs[0],
        lead=None,
        secondary=(),
        more=(),
        web_url=occasion.site_url,
        site_url=occasion.site_url,
        feed_url=occasion.site_url,
        postal_address=occasion.postal_address,
        cadence=occasion.kind,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """The messages of a kind; the heading is the subject, too."""

    heading: str
    what: str
    way: str
    button: str
    small_print: tuple[str, ...]


_NEXT = noted("The next mail comes on {date}.")
_FOLLOWS = noted("A mail comes as soon as a story is out.")
_NOT_YOU = noted("If it was not you, do nothing: nothing will change, and you will get no other mail about it.")
_ENTERED = noted("You get this mail because somebody entered your address on our website.")
_CHOOSE = noted("You can change at any time what you get and how often.")
_PREFERENCES = noted("Change your preferences")
_PERSONAL = noted("The button is meant for you alone, so do not forward this mail.")

_SAID = {
    TransactionalKind.CONFIRM: _Said(
        heading=noted("Confirm your subscription to {title}"),
        what=noted("Somebody asked for mails to this address: {titles}."),
        way=noted("If it was you, please confirm it. Until then, nothing is sent."),
        button=noted("Confirm subscription"),
        small_print=(_ENTERED, _NOT_YOU),
    ),
    TransactionalKind.KNOWN: _Said(
        heading=noted("You have already subscribed to {title}"),
        what=noted("Somebody asked for mails to this address, and you get them already: {titles}."),
        way=_CHOOSE,
        button=_PREFERENCES,
        small_print=(_ENTERED, _NOT_YOU, _PERSONAL),
    ),
    TransactionalKind.WELCOME: _Said(
        heading=noted("Welcome to {title}"),
        what=noted("Your subscription is confirmed: {titles}."),
        way=_CHOOSE,
        button=_PREFERENCES,
        small_print=(noted("You get this mail because you confirmed your subscription."), _PERSONAL),
    ),
    TransactionalKind.MOVE: _Said(
        heading=noted("Confirm your new address for {title}"),
        what=noted("Somebody asked for these mails to come to this address from now on: {titles}."),
        way=noted("If it was you, please confirm it. Until then, nothing changes."),
        button=noted("Confirm address"),
        small_print=(_ENTERED, _NOT_YOU),
    ),
    TransactionalKind.MOVED: _Said(
        heading=noted("{title} now goes to another address"),
        what=noted("As you asked, these mails come to another address from now on: {titles}."),
        way=noted("If it was not you, you can subscribe again with this address."),
        button=noted("Subscribe again"),
        small_print=(noted("You get this mail because this was the address of your subscription until now."),),
    ),
}
_SAID_OF_THE_LINK = _Said(
    heading=noted("Your preferences for {title}"),
    what=noted("Somebody asked for the link to your preferences. These mails come to this address: {titles}."),
    way=_CHOOSE,
    button=_PREFERENCES,
    small_print=(_ENTERED, _NOT_YOU, _PERSONAL),
)
