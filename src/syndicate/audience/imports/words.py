"""The words by which lists say how people stand: that they left, that mail came back, that they complained."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache


class Standing(IntEnum):
    """How a list says that a person stands. Of several, the highest counts."""

    SUBSCRIBED = 1
    PAUSED = 2
    UNCONFIRMED = 3
    ENDED = 4
    BLOCKED = 5
    BOUNCED = 6
    COMPLAINED = 7

    @property
    def word(self) -> str:
        """As commands and reports name it."""
        return self.name.lower()


_SEPARATORS = re.compile(r"[\W_]+")
# Where words are written together, as programs name things: ``HasOptedOut``.
_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Lower case, without accents and signs, words parted by one space: ``E-Mail-Adresse`` is ``e mail adresse``."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.casefold())
        kept = (char for char in parts if unicodedata.category(char) not in {"Mn", "Cf"})
        text = unicodedata.normalize("NFKC", "".join(kept))
    return _SEPARATORS.sub(" ", text.lower()).strip()


@lru_cache(maxsize=8_192)
def readings(text: str) -> frozenset[str]:
    """The text folded as it stands, and with words parted that are written together.

    Both, because nobody can tell ``HasOptedOut``, three words, from ``UnSubscribed``, which is one.
    """
    return frozenset({fold(text), fold(_TOGETHER.sub(" ", text))})


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(part) for part in listed.split(","))


# What says it wherever it stands, also within a text.
_TELLING = {
    Standing.ENDED: _folded(
        "unsubscribed, unsubscribe, unsubscriber, unsubscribers, unsubscribes, unsubscription, unsub, unsubbed,"
        "optout, optedout, opted out, opt out, opting out, do not email, do not mail, do not contact, do not send,"
        "don't email, don't mail, don't contact, not subscribed, no longer subscribed, not opted in,"
        "abgemeldet, abbestellt, ausgetragen, abmeldung, nicht mehr angemeldet, nicht angemeldet, keine Werbung,"
        "désabonné, désabonnée, désabonnés, désabonnement, désinscrit, désinscrite, désinscription, ne pas contacter,"
        "desuscrito, desuscrita, desinscrito, dado de baja, dada de baja, no suscrito, baja voluntaria,"
        "descadastrado, descadastrada, descadastro, cancelou inscrição, não inscrito,"
        "disiscritto, disiscritta, disiscrizione, non iscritto, afgemeld, uitgeschreven, uitgeschrijving,"
        "avregistrerad, avprenumererad, avmeldt, afmeldt, avanmäld, ej prenumerant, wypisany, wypisana, wypisano,"
        "odhlášen, odhlášena, odhlášený, leiratkozott, dezabonat, dezabonată, odjavljen, odjavljena,"
        "отписан, отписана, отписано, отписался, отписалась, отписка, відписаний, відписана, відписався, відписалась,"
        "退会, 配信停止, 購読解除, 退订, 退訂, 取消订阅, 取消訂閱,"
        "수신거부, 구독취소, abonelikten çıktı, إلغاء الاشتراك, הוסר"
    ),
    Standing.BOUNCED: _folded(
        "bounced, bounce, bounces, hardbounce, hardbounced, hardbounces, softbounce, undeliverable,"
        "undelivered, cleaned,"
        "hard bounce, non deliverable, not deliverable, mailbox full, invalid email, invalid address,"
        "unzustellbar, nicht zustellbar, rebotado, rebotada, rebote, rimbalzato, rimbalzata, rejeté, rejetée,"
        "non distribuable, onbestelbaar, devolvido, devolvida, kan inte levereras, niedostarczalny, недоставлен,"
        "недоставлено, 退信"
    ),
    Standing.COMPLAINED: _folded(
        "complained, complaint, complaints, complainer, marked as spam, reported spam, spam report, spam complaint,"
        "reported as spam, abuse report, Beschwerde, hat sich beschwert, plainte, queja, klacht, жалоба"
    ),
    Standing.BLOCKED: _folded(
        "blocked, blocklisted, blocklist, blacklisted, blacklist, suppressed, suppression, banned,"
        "gesperrt, blockiert, bloqué, bloquée, bloqueado, bloqueada, bloccato, bloccata, geblokkeerd, blockerad,"
        "blokkert, zablokowany, zablokowana, заблокирован, заблокирована, заблокований, liste noire, lista negra,"
        "lista nera, 黑名单"
    ),
}
# What says it only as a whole cell; within a text it may mean anything.
_WHOLE = {
    Standing.ENDED: _folded(
        "left, removed, deleted, inactive, disabled, cancelled, canceled, archived, withdrawn, revoked, declined, dnc,"
        "gone, lapsed, deceased, verstorben, ausgetreten,"
        "stopped, former, ended, no mail, no email, not active, non active, out, quit, churned,"
        "inaktiv, gelöscht, gekündigt, widerrufen, deaktiviert, inactif, inactive, supprimé, résilié, annulé,"
        "inactivo, inactiva, baja, eliminado, cancelado, cancelada, inativo, inativa, inattivo, inattiva,"
        "cancellato, cancellata, inactief, opgezegd, verwijderd, avslutad, avslutet, nieaktywny, nieaktywna,"
        "usunięty, неактивен, неактивный, удален, удалён, 解除, 停止"
    ),
    Standing.BOUNCED: _folded("invalid, ungültig, invalide, non valido, inválido, hard, soft bounce, dropped, dead"),
    Standing.COMPLAINED: _folded("spam, abuse, junk, spammer, complain"),
    Standing.BLOCKED: _folded("spammy, block, prohibited, forbidden"),
    Standing.UNCONFIRMED: _folded(
        "unconfirmed, pending, unactivated, unverified, transactional, nonsubscribed, non subscribed, not confirmed,"
        "not verified, not activated, awaiting confirmation, pending confirmation, requires verification, waiting,"
        "awaiting, invited, unbestätigt, nicht bestätigt, ausstehend, en attente, non confirmé, pendiente,"
        "no confirmado, pendente, in attesa, non confermato, niet bevestigd, niepotwierdzony, неподтвержден,"
        "неподтвержденный, не подтвержден, 未確認, 未确认"
    ),
    Standing.PAUSED: _folded("paused, pause, on hold, snoozed, pausiert"),
    Standing.SUBSCRIBED: _folded(
        "subscribed, active, enabled, regular, confirmed, member, subscriber, ok, verified, optin, opt in, opted in,"
        "double opt in, angemeldet, aktiv, abonniert, bestätigt, eingetragen, abonné, abonnée, inscrit, inscrite,"
        "actif,"
        "confirmé, suscrito, suscrita, activo, activa, inscrito, inscrita, ativo, ativa, confirmado,"
        "iscritto, iscritta,"
        "attivo, attiva, ingeschreven, aangemeld, actief, prenumerant, aktywny, zapisany, подписан, активен, активный,"
        "購読中, 已订阅, sending"
    ),
}
_YES = _folded("yes, y, true, t, 1, x, on, ja, j, oui, o, si, sí, sim, da, да, はい, 是, tak, ano, igen, wahr, vrai")
_TICKS = frozenset("✓✔☑✅")
_NO = _folded("no, n, false, f, 0, off, nein, non, não, nei, nej, nee, нет, いいえ, 否, nie, nem, falsch, faux, falso")
_NOTHING = _folded(",null, none, na, n/a, nan, nil, unknown, never")

_MEANINGS = {word: standing for table in (_WHOLE, _TELLING) for standing, words in table.items() for word in words}
_TELLING_WORDS = {word: standing for standing, words in _TELLING.items() for word in words}
_LONGEST_PHRASE = max(word.count(" ") for word in _TELLING_WORDS) + 1
_PHRASE_STARTS = frozenset(word.split()[0] for word in _TELLING_WORDS if " " in word)
# Scripts that part no words.
_UNPARTED = re.compile(
    "|".join(word for word in _TELLING_WORDS if re.search("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]", word))
)

# Headers under which a yes or a date says that a person left, and those under which a no does.
_LEAVING_HEADERS = _folded(
    "deleted, removed, deleted at, removed at, inactive, disabled, cancelled, canceled, do not disturb, dnc, dnm,"
    "cancelled at, canceled at, left, left at, left on, ended at, end date, inaktiv, gelöscht, gelöscht am, gekündigt,"
    "spam, invalid, email disabled, email invalid, has left, is deleted, archived, archived at, opted out at, baja,"
    "fecha de baja, date de désabonnement, unsubscribe date, unsub date, unsub time, unsubscribed at,"
    "stop, stop time, stop date, stopped at, removed on, deactivated, deactivated at, deactivated on, deaktiviert,"
    "deaktiviert am, excluded, is excluded, exclude, is excluded from campaigns, dnc email, quit date, left date,"
    "widerspruch, austritt, austritt am, austrittsdatum, deceased, verstorben, quit, on hold"
)
# Headers of nothing but how people stand: a word there that is not known may mean that somebody left.
_STATUS_HEADERS = _folded(
    "status, subscription status, subscriber status, subscribed status, email status, e-mail status, list status,"
    "email marketing status, email marketing state, email marketing consent, marketing status, mailing status,"
    "contact status, newsletter status, status newsletter, member status, membership status,"
    "subscription state, subscribed to newsletter"
)
_FREE_VALUES = _folded(
    "free, paid, premium, comped, trial, vip, gold, silver, bronze, lead, customer, new, opened, clicked, delivered,"
    "valid, deliverable"
)
_STANDING_HEADERS = re.compile(
    r"\b(subscribed|subscription|subscriber|subscribe|subscribes|status|state|standing|active|opt ?in|opted ?in|optin|"
    r"consent|permission|permitted|allowed|accepts|accept|marketing|mailable|contactable|confirmed|enabled|verified|"
    r"receives|receive|wants|newsletter|mailing|deliverable|gdpr|"
    r"zustand|aktiv|angemeldet|abonniert|einwilligung|zustimmung|erlaubnis|bestatigt|werbung|"
    r"statut|etat|abonne|inscrit|actif|consentement|estado|suscrito|activo|consentimiento|inscrito|ativo|"
    r"stato|iscritto|attivo|consenso|ingeschreven|aangemeld|actief|toestemming|prenumererar|samtycke|aktywny|zgoda)\b"
    "|^send$|статус|подписан|согласие|状態|ステータス|状态|訂閱|订阅"
)


def is_unknown_status(header: str, value: str) -> bool:
    """Whether a cell under a header of nothing but statuses says what we do not know."""
    is_known = standing_of(value) is Standing.SUBSCRIBED or says_yes(value) or fold(value) in _FREE_VALUES
    return not is_known and not _STATUS_HEADERS.isdisjoint(readings(header))


def standing_of(value: str) -> Standing | None:
    """What a whole cell says by its words alone, the graver of two readings; ``None`` when they are not known."""
    return max((_MEANINGS[folded] for folded in readings(value) if folded in _MEANINGS), default=None)


def says_yes(value: str) -> bool:
    """Whether a cell is a plain yes, in one of several languages."""
    return value.strip() in _TICKS or fold(value) in _YES


def says_no(value: str) -> bool:
    """Whether a cell is a plain no; an empty one is not."""
    return fold(value) in _NO


def says_nothing(value: str) -> bool:
    """Whether a cell is empty, or a program's word for it; MySQL's date of nothing is ``0000-00-00``."""
    return fold(value) in _NOTHING or value.startswith("0000-00-00")


def word_of_leaving(value: str) -> tuple[str, Standing] | None:
    """The word in a text, or the whole cell, that says that nobody should write here; ``None`` without one."""
    if word := _told_in(value):
        return word, _TELLING_WORDS[word]
    standing = standing_of(value)
    return (fold(value), standing) if standing is not None and standing >= Standing.ENDED else None


def header_of_leaving(header: str) -> Standing | None:
    """What a yes under this header says, if that is to have left: ``Unsubscribed``, ``Bounce date``, ``Deleted at``."""
    if word := _told_in(header):
        return _TELLING_WORDS[word]
    return None if _LEAVING_HEADERS.isdisjoint(readings(header)) else Standing.ENDED


def _told_in(text: str) -> str | None:
    """The gravest telling word of the readings of a text."""
    words = {word for folded in readings(text) if (word := _told_within(folded))}
    return max(words, key=lambda word: (_TELLING_WORDS[word], word), default=None)


def _told_within(folded: str) -> str | None:
    words = folded.split(" ")
    for place, word in enumerate(words):
        if word in _TELLING_WORDS:
            return word
        if word in _PHRASE_STARTS:
            ends = range(place + 2, place + _LONGEST_PHRASE + 1)
            phrases = (" ".join(words[place:end]) for end in ends)
            if phrase := next((phrase for phrase in phrases if phrase in _TELLING_WORDS), None):
                return phrase
    found = None if folded.isascii() else _UNPARTED.search(folded)
    return found[0] if found else None


def is_header_of_standing(header: str) -> bool:
    """Whether a no under this header says that a person is not to be written to: ``Subscribed``, ``Consent``."""
    return any(_STANDING_HEADERS.search(folded) for folded in readings(header))
