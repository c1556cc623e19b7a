"""What surrounds an article on its page: told by whole lines, never by words inside prose.

The phrases are those that blog and news software prints by itself, in several languages; there
is no list of sites.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum

from syndicate.articles.date_patterns import may_hold_date
from syndicate.articles.formats import captions

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def phrases(table: str) -> frozenset[str]:
    """The phrases of a table, parted by ``|`` and line ends."""
    return frozenset(phrase.strip() for row in table.strip().split("\n") for phrase in row.split("|"))


# From such a line on nothing belongs to the article: what follows are comments, forms, other articles.
_TAIL = phrases(
    """
    you may also like|you might also like|you may also enjoy|you may also be interested in|you might also enjoy
    leave a comment|leave a reply|leave a response|post a comment|add a comment|write a comment|add comment
    post comment|submit a comment|leave your comment|leave a comment cancel reply|click to comment
    comments are closed|be the first to comment|join the discussion|join the conversation|start the conversation
    have your say|about the author|about the authors|author bio|like loading|like this
    das könnte dich auch interessieren|das könnte sie auch interessieren|schreibe einen kommentar
    kommentar verfassen|kommentar schreiben|kommentar hinterlassen|schreiben sie einen kommentar|ähnliche beiträge
    vous aimerez aussi|vous pourriez aussi aimer|laisser un commentaire|laissez un commentaire|à lire aussi
    poster un commentaire|ajouter un commentaire|también te puede interesar|te puede interesar|deja un comentario
    deja una respuesta|dejar un comentario|você também pode gostar|você pode gostar
    deixe um comentário|deixe uma resposta
    deixar um comentário|potrebbe interessarti anche|potrebbe piacerti anche|lascia un commento|lascia una risposta
    misschien vind je dit ook leuk|geef een reactie|laat een reactie achter|plaats een reactie|tinggalkan balasan
    tinggalkan komentar|beri balasan|tulis komentar|залишити коментар|залишити відповідь|вам також може сподобатися
    додати коментар|оставить комментарий|добавить комментарий|вам также может понравиться|zostaw komentarz
    dodaj komentarz|może ci się spodobać|bir yanıt yazın|yorum yapın|اترك تعليقا|اترك تعليقاً|اترك ردا|قد يعجبك أيضا
    قد يعجبك أيضاً|השארת תגובה|כתיבת תגובה|אולי יעניין אותך|コメントを残す|発表評論|发表评论|发表回复|댓글 남기기
    """
)
_TAIL_STARTS = (
    "this site uses akismet",
    "dieser seite verwendet akismet",
    "diese website verwendet akismet",
    "ce site utilise akismet",
    "este sitio usa akismet",
    "este site utiliza o akismet",
    "questo sito usa akismet",
    "your email address will not be published",
    "o seu endereço de e-mail não será publicado",
    "tu dirección de correo electrónico no será publicada",
    "save my name, email",
    "you must be logged in to",
    "deine e-mail-adresse wird nicht veröffentlicht",
    "votre adresse e-mail ne sera pas publiée",
    "leave a reply to ",
    "leave a comment on ",
    "blog comments powered by",
    "comments powered by disqus",
    "please enable javascript to view the comments",
)

# The end as well, unless more prose comes after it than came before: then it was a box inside the article.
_TAIL_LIKELY = phrases(
    """
    related|related articles|related posts|related stories|related news|related content|related topics
    related coverage|more stories|more news|more articles|more like this|recommended|recommended for you
    recommended stories|recommended articles|read next|up next|read more|latest stories|latest news
    our latest stories|top stories|trending|trending now|most popular|most read|popular posts|popular stories
    recent posts|don't miss|editor's picks|editors' picks|you may like|sponsored content|promoted stories
    from the web|around the web|comments|share this|share this story|share this article|share this post
    share this entry|tags|filed under|next article|previous article|next post|previous post|newswire|newsletter
    sign up|follow us|podcasts|back to top|ähnliche artikel|mehr zum thema|das könnte interessieren
    kommentare|articles similaires|sur le même sujet|commentaires|artículos relacionados|noticias relacionadas
    comentarios|artigos relacionados|comentários|articoli correlati|commenti|関連記事|相关文章|pagetop
    posts relacionados
    leia também|leggi anche|lee también|lire aussi|lesen sie auch
    """
)
_TAIL_LIKELY_STARTS = (
    "more from ",
    "popular on ",
    "more great ",
    "more on ",
    "more in ",
    "sign up for ",
    "tags ",
    "tags: ",
    "filed under",
)
_COUNTED = re.compile(
    r"\d{1,6} (?:comments?|replies|responses|thoughts on .{1,200}|kommentare?|commentaires?|comentarios?"
    r"|comentários?|commenti|reacties|komentar)|\d{1,6} ?shares?|(?:one|satu|un|una|um|ein) (?:comment|response|reply|tanggapan"
    r"|commentaire|comentario|comentário|commento|kommentar)|(?:one|\d{1,4}) thoughts? on .{1,200}"
)
# Their heading, with the headline in it: comments follow, however long they are.
_COMMENTS_OF = re.compile(r"(?:one|\d{1,6}) (?:responses?|comments?|replies|reply|thoughts?) (?:to|on) .{1,200}")

# Never part of an article, wherever they stand.
_DROPPED = phrases(
    """
    advertisement|advertisements|advertising|ad|ads|advert|anzeige|werbung|publicité|publicidad|publicidade
    pubblicità|iklan|sponsored|story continues below advertisement|article continues below advertisement
    continue reading below|スポンサードリンク|スポンサーリンク|реклама|إعلان|פרסומת
    share|share on facebook|share on twitter
    share on linkedin|share on pinterest|share on reddit|share on whatsapp|tweet|tweet this|pin it|pin on pinterest
    email|email this|print|print this|whatsapp|facebook|twitter|telegram|linkedin|reddit|pinterest|copy link
    link copied|get short url|sharing is caring|share via|teilen|partager|compartir|compartilhar|condividi|delen
    поділитися|поделиться|شارك|שתף|skip to content|skip to main content|skip to navigation|accessibility links|menu
    search|close|subscribe|log in|login|register|sign in|home|caption|gallery|slideshow|loading|listen live
    breaking news|live tv|follow|newsletters|connect with us|getty images|view all|more|read the original article
    chat with us in facebook messenger. find out what's happening in the world as it unfolds|reply|edit|cancel reply
    back to top|go to top|shares|video|photos|enlarge|view gallery|read full article|opens in new window
    you will be redirected back to your article in seconds|unmute|mute|play|pause|current time 0:00|duration 0:00
    loaded: 0|stream type live|remaining time 0:00|continuelearn more|accept cookies|i accept|got it|accept|×|ok
    """
)
_DROPPED_STARTS = (
    "this website uses cookies",
    "this site uses cookies",
    "we use cookies",
    "by continuing to use",
    "by continuing to browse",
    "click to share on ",
    "click to email ",
    "click to print ",
    "share on facebook",
    "share this:",
    "all rights reserved",
    "copyright ©",
    "copyright (c)",
    "view this post on instagram",
)
_COPYRIGHT = re.compile(
    r"(?:copyright )?(?:©|\(c\)) ?(?:\d{4}).{0,200}|.{0,120}\ball rights reserved\b.{0,200}", re.IGNORECASE
)
_SHARE_WORDS = phrases(
    """
    share|tweet|pin|print|email|e|mail|facebook|twitter|linkedin|pinterest|pint|whatsapp|telegram|reddit
    tumblr|flipboard|messenger|baixar|x
    """
)
_SHARE_FILLERS = phrases("on|via|with|to|it|this|in|by|more|save|post|copy|link")
_LONGEST_LINE = 300
_LONGEST_LABEL = 80
_PROSE_LENGTH = 140


class Label(Enum):
    """What a whole line is to the page that it stands on."""

    NONE = ("the article's own, as far as the line says", False)
    FURNITURE = ("the page's, wherever it stands", True)
    PICTURE = ("a picture's caption or credit", True)
    END = ("the page's, and nothing behind it is the article's", True)
    LIKELY_END = ("the page's, and the end unless much prose follows", True)
    COMMENTS = ("a heading with the headline in it, above the comments", True)
    HEADING = ("perhaps the article's own heading; where the article is over, that of another list", False)

    def __init__(self, meaning: str, is_furniture: bool) -> None:  # noqa: FBT001 - the members' own values
        """``is_furniture``: whether such a line is no part of an article, wherever it stands."""
        self.meaning = meaning
        self.is_furniture = is_furniture


_WORD = re.compile(r"[^\W_]+")
#: A line with what it is to the page; the empty one is ``("", Label.NONE)``.
Line = tuple[str, Label]

#: Whole lines, without what stands around their letters.
_LABELS = dict.fromkeys(_DROPPED, Label.FURNITURE) | dict.fromkeys(_TAIL_LIKELY, Label.LIKELY_END)
_LABELS |= dict.fromkeys(_TAIL, Label.END)
_LONGEST_WHOLE = max(map(len, _LABELS)) + 20

_STARTS = (
    *((start, Label.END) for start in _TAIL_STARTS),
    *((start, Label.FURNITURE) for start in _DROPPED_STARTS),
    *((start, Label.HEADING) for start in _TAIL_LIKELY_STARTS),
)
_LONGEST_START = max(len(start) for start, _ in _STARTS)


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0] if match else ""


_STARTS_BY_WORD = {
    word: tuple(pair for pair in _STARTS if _first_word(pair[0]) == word)
    for word in {_first_word(start) for start, _ in _STARTS}
}
_COUNTING = phrases("one|satu|un|una|um|ein")
# The labels of a date or a name that did not come along: "PUBLISHED: | UPDATED:", "By | Special to".
_DATING = phrases(
    "published|posted|updated|modified|last|on|by|at|date|time|created|veröffentlicht|aktualisiert|publié|publicado"
)
# A line of this form, without the end of a sentence, is a link to another article.
_TEASER = re.compile(
    r"\[?(?:related(?: (?:story|article|news|coverage|post))?|(?:read|see|watch|learn) (?:more|also|next)|(?:also|must) (?:read|see|watch)"
    r"|more|recommended|don.t miss|lesen sie auch|mehr zum thema|siehe auch|(?:à )?lire aussi|voir aussi|lee también|leer más"
    r"|leia (?:também|mais)|veja também|leggi anche|lees ook|baca juga|читайте (?:также|також)|дивіться також|смотрите также"
    r"|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|קראו גם)\s?:.{0,180}",
    re.IGNORECASE,
)
_TEASING = phrases(
    """
    related|read|see|watch|learn|also|must|more|recommended|don|lesen|mehr|siehe|à|lire|voir|lee|leer|leia|veja|leggi|lees
    baca|читайте|дивіться|смотрите|اقرأ|إقرأ|קראו
    """
)
# How people are asked to follow on other sites.
_FOLLOW = re.compile(
    r"(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|(?:our|the) .{1,60}) on"
    r" (?:twitter|facebook|instagram|linkedin|youtube|telegram|whatsapp|google|x\b).{0,100}",
    re.IGNORECASE,
)
_FOLLOWING = phrases("follow|like|find|join")
# "Source:: https://…", "The post … appeared first on …": readers of feeds that publish what they read add these.
_ORIGIN = re.compile(
    r"source\s?::?\s?https?://\S+|the post .{1,200} appeared first on .{1,100}"
    r"|this (?:post|article|entry) was originally published on .{1,100}",
    re.IGNORECASE,
)
_ORIGINS = frozenset({"source", "the", "this"})
_SHARING = _SHARE_WORDS | _SHARE_FILLERS
# A line that starts with another word is none of all these, which tells at once for nearly all prose.
_FIRST_WORDS = frozenset(map(_first_word, _LABELS)) | _STARTS_BY_WORD.keys() | _TEASING
_FIRST_WORDS |= _COUNTING | _SHARING | captions.FIRST_WORDS | _DATING | _FOLLOWING | {"copyright", "source"}


def label_of(line: str) -> Label:
    """What a line is to its page, by the line alone: most are nothing to it."""
    if not line:
        return Label.NONE
    if (line[-1] == ")" or "©" in line) and captions.ends_with_credit(line):
        return Label.FURNITURE if _is_copyright(line) else Label.PICTURE
    if len(line) > _LONGEST_LINE:
        return Label.NONE
    first = _WORD.match(line)
    if first is None:
        return _label(line, "")
    word = first[0].lower()
    is_suspect = word in _FIRST_WORDS or word[0].isdigit() or "eserved" in line or "ESERVED" in line
    return _label(line, word) if is_suspect or "ppeared first on" in line else Label.NONE


def _label(line: str, first: str) -> Label:
    """``first`` is the line's first word, or empty where it begins with a sign."""
    if len(line) <= _LONGEST_WHOLE or not first:
        key = _key(line)
        if not key:  # a rule or a bullet; but an emoji says something
            return Label.NONE if any(unicodedata.category(char) == "So" for char in line) else Label.FURNITURE
        whole = _LABELS.get(key)
        if whole is not None:
            return whole
        first = first or _first_word(key)
    return _label_by_start(line, first) or _label_by_pattern(line, first) or Label.NONE


def _label_by_start(line: str, first: str) -> Label | None:
    if first not in _STARTS_BY_WORD:
        return None
    key = _key(line) if len(line) < _LONGEST_LABEL else _key(line[: _LONGEST_START + 20])
    found = next((label for start, label in _STARTS_BY_WORD[first] if key.startswith(start)), None)
    return None if found is Label.HEADING and len(line) >= _LONGEST_LABEL else found


def _label_by_pattern(line: str, first: str) -> Label | None:
    if first[:1].isdigit() or first in _COUNTING:
        key = _key(line)
        if _COMMENTS_OF.fullmatch(key) and not line.endswith("."):
            return Label.COMMENTS
        if _COUNTED.fullmatch(key):
            return Label.LIKELY_END
    if first in _ORIGINS and _ORIGIN.fullmatch(line):
        return Label.FURNITURE
    if first in captions.FIRST_WORDS and captions.is_credit(line):
        return Label.PICTURE
    return Label.FURNITURE if _is_furniture(line, first) else None


def _is_furniture(line: str, first: str) -> bool:
    if first in _DATING and _DATING.issuperset(map(str.lower, _WORD.findall(line))):
        return True
    if first in _TEASING and not line.endswith(".") and _TEASER.fullmatch(line):
        return True
    if first in _FOLLOWING and _FOLLOW.fullmatch(line):
        return True
    is_share_row = (first in _SHARING or first[:1].isdigit()) and _is_share_row(line)
    return is_share_row or _is_copyright(line)


def _is_copyright(line: str) -> bool:
    return ("(" in line or "©" in line or "eserved" in line or "ESERVED" in line) and bool(_COPYRIGHT.fullmatch(line))


def _is_share_row(line: str) -> bool:
    has_share_word = False
    for match in _WORD.finditer(line):
        word = match[0].casefold()
        if word in _SHARE_WORDS:
            has_share_word = True
        elif word not in _SHARE_FILLERS and not word.isdigit():
            return False
    return has_share_word


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a label of the page: an advertisement, a share button, a cookie notice."""
    return label_of(line).is_furniture


def cut_tail(lines: Sequence[str]) -> list[str]:
    """The lines of a body before the first that surely begins the tail.

    A marker with no sentence before it cuts nothing as long as prose follows: pages print
    "Leave a comment" under their headlines, too.
    """
    return [line for line, _ in without_tail([(line, label_of(line)) for line in lines])]


def with_galleries(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, the captions of a gallery told as such: they carry no credit of their own."""
    if not any(label is Label.PICTURE for _, label in lines):
        return lines
    beginnings = captions.gallery_captions([(line, label is Label.PICTURE) for line, label in lines])
    return [
        (line, Label.PICTURE if beginnings and captions.is_caption(line, beginnings) else label)
        for line, label in lines
    ]


def without_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """As `cut_tail`, of lines with their labels."""
    prose = sum(len(line) for line, _ in lines if len(line) >= _PROSE_LENGTH)
    before, has_begun = 0, False
    for index, (line, label) in enumerate(lines):
        before += len(line) if len(line) >= _PROSE_LENGTH else 0
        if label is not Label.NONE and (has_begun or before == prose) and _ends(label, before, prose - before):
            return lines[:index]
        if has_begun and line.endswith(":") and _begins_comment(lines, index):
            return lines[:index]
        has_begun = has_begun or is_sentence(line)
    return lines


# "Ann Reed says:" above the date that it was said: so WordPress prints comments.
_SAYS = re.compile(
    r".{2,60}\s(?:says|said|wrote|replied|sagt|sagte|schreibt|meint|dice|dijo|dit|a dit|disse|diz|zegt|schreef|говорить|пише|каже"
    r"|говорит|пишет|berkata|diyor ki|يقول)\s?:"
)
_LONGEST_STAMP = 60


def _begins_comment(lines: Sequence[Line], index: int) -> bool:
    if _SAYS.fullmatch(lines[index][0]) is None:
        return False
    below = next((line for line, _ in lines[index + 1 :] if line), "")
    return len(below) <= _LONGEST_STAMP and may_hold_date(below)


def _ends(label: Label, before: int, after: int) -> bool:
    if label in {Label.END, Label.COMMENTS}:
        return True
    return label in (Label.LIKELY_END, Label.HEADING) and after <= before // 4


def is_sentence(line: str) -> bool:
    """Whether the line reads like prose: long enough, with the end of a sentence in it."""
    if len(line) < 40:  # noqa: PLR2004 - shorter ones are captions
        return False
    return line[-1] in _STOPS or ". " in line or _SENTENCE_END.search(line) is not None


_STOPS = ".!?…。！？؟۔।"
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]{0,2}(?:\s|$)|[。！？]")


def _key(line: str) -> str:
    key = line.casefold().replace("’", "'")
    return key if key[:1].isalnum() and key[-1:].isalnum() else _EDGES.sub("", key)
