"""All that is found in mails: the code of each finding, whether it stops an edition, and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from syndicate.articles.model import Finding as MailFinding
from syndicate.articles.model import Severity

#: Characters of a quotation.
_LONGEST_QUOTE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRule:
    """What a code means, and how grave it is."""

    code: str
    severity: Severity
    sentence: str


def _block(code: str, sentence: str) -> MailRule:
    return MailRule(code=code, severity=Severity.BLOCK, sentence=sentence)


def _warn(code: str, sentence: str) -> MailRule:
    return MailRule(code=code, severity=Severity.WARN, sentence=sentence)


_ALL = (
    _block("subject-unfit", "the subject, written as a header, is refused or not read back"),
    _block("sender-unfit", "the sender, written as a header, is refused or not read back: every delivery would fail"),
    _block("mail-too-large", "more than 100,000 bytes of HTML: Gmail would cut the mail and hide the unsubscribe link"),
    _warn("mail-large", "more than 92,000 bytes of HTML (UTF-8, before transfer encoding, longest merge fields)"),
    _block("unsubscribe-count", "not exactly one unsubscribe link, in the HTML or in the text"),
    _block("unsubscribe-hidden", "the link stands in the HTML, but in some client, scheme or width it cannot be seen"),
    _block("postal-address-missing", "the postal address does not stand in both parts"),
    _block("postal-address-hidden", "the address stands in the HTML, but in some client it cannot be seen"),
    _block("correction-missing", "a correction that readers are owed does not stand in both parts"),
    _block("template-left-over", "template syntax or an unknown merge field is left"),
    _block("picture-without-alt", "an `<img>` lacks an `alt`; it may be empty"),
    _block("picture-without-size", "an `<img>` lacks a numeric `width` and `height`"),
    _block("picture-not-absolute", "an `<img>` has no address, or none with `http(s)` and a host"),
    _warn("picture-kind", "a picture is no JPEG, PNG or GIF: Outlook for Windows, Gmail or others do not show it"),
    _warn("picture-large", "a story's picture has more than 200,000 bytes: on a phone it comes late, or never"),
    _warn("pictures-large", "the stories' pictures have more than 1,000,000 bytes together"),
    _warn("picture-alt", "the alternative text of a picture is the name of its file"),
    _warn("picture-gone", "a story's picture was gone and could not be made anew; the story is set as text"),
    _block("link-not-absolute", "a link is neither `http(s)` nor `mailto` with a full address"),
    _block("link-without-text", "a link has nothing to press"),
    _warn("link-vague", "a link's words do not say where it leads, such as “here”"),
    _warn("link-ambiguous", "two links have the same words and lead to different addresses"),
    _warn("target-small", "a link of the footer is less than 44 px high on a phone"),
    _warn("colour-moved", "a colour of the theme could not be read and was moved; told with both, and the contrast"),
    _warn("contrast-low", "running text stands less than 7:1 on its ground, or other text and links less than 4.5:1"),
    _warn("markup-unfit", "an attribute that its tag does not know, or a value that it does not take"),
    _warn("style-unfit", "a property or a value in a style that no client takes, so that it does nothing"),
    _warn("style-unsupported", "something that a client of the list does not show, or takes out"),
    _warn("text-small", "text is set in less than 12 px"),
    _warn("text-justified", "text is justified, which tears holes into its lines"),
    _warn("language-unfit", "a `lang` or `dir` is missing, is none, or is not the edition's"),
    _warn("language-undeclared", "words of the templates stand in another script than their `lang` says"),
    _block("element-refused", "a program, or a page within the page, such as `<script>` or `<iframe>`"),
    _warn("title-missing", "the page has no title"),
    _warn("heading-count", "the mail has no `<h1>`, or more than one"),
    _warn("heading-skipped", "a heading is more than one level below the one before it"),
    _warn("heading-empty", "a heading says nothing"),
    _warn(
        "table-without-role", 'a table for the layout lacks `role="presentation"`, so that it is read out cell by cell'
    ),
    _warn("text-incomplete", "the text part lacks the headline or the link of a story"),
    _warn("text-introduction", "the text part lacks the introduction"),
    _warn("text-wide", "a line of the text part has more than 78 columns, and is no single word"),
    _warn("text-with-html", "HTML was left in the text part"),
    _warn("subject-empty", "the subject is empty"),
    _warn("subject-long", "the subject has more columns than inboxes show"),
    _warn("preheader-missing", "there is no preheader, so that inboxes show the first words of the mail"),
    _warn("preheader-repeats", "the preheader says what the subject says"),
)
#: Every code that a finding of a mail can have.
RULES = {rule.code: rule for rule in _ALL}


def told(code: str, message: str, *, quote: str = "", where: str = "") -> MailFinding:
    """The finding of a rule, as grave as the rule says."""
    severity = RULES[code].severity
    return MailFinding(severity=severity, code=code, message=message, quote=quote[:_LONGEST_QUOTE], where=where)
