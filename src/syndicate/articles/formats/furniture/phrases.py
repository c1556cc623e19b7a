"""The words that blog and news software prints around articles by itself, in the languages that it is translated into.

There is no list of sites. All is in lower case, without the signs around it, as `boilerplate` compares it.
"""

from __future__ import annotations

import re


def phrases(table: str) -> frozenset[str]:
    """The phrases of a table, parted by ``|`` and line ends."""
    return frozenset(phrase.strip() for row in table.strip().split("\n") for phrase in row.split("|"))


# From such a line on nothing belongs to the article: what follows are comments, forms, other articles.
ENDS = phrases(
    """
    you may also like|you might also like|you may also enjoy|you may also be interested in|you might also enjoy
    leave a comment|leave a reply|leave a response|post a comment|add a comment|write a comment|add comment
    post comment|submit a comment|leave your comment|leave a comment cancel reply|click to comment
    comments are closed|be the first to comment|join the discussion|join the conversation|start the conversation
    have your say|about the author|about the authors|author bio|like loading|like this
    das könnte dich auch interessieren|das könnte sie auch interessieren|schreibe einen kommentar
    kommentar verfassen|kommentar schreiben|kommentar hinterlassen|schreiben sie einen kommentar|ähnliche beiträge
    dans la même rubrique|sur le même sujet|en la misma sección|zum gleichen thema
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
END_STARTS = (
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
LIKELY_ENDS = phrases(
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
    leia também|leggi anche|lee también|lire aussi|lesen sie auch|siehe auch|voir aussi|véase también|veja também
    lees ook|baca juga|читайте також|читайте также|дивіться також|смотрите также|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|קראו גם
    """
)
OTHER_LIST_STARTS = (
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
COUNTED = re.compile(
    r"\d{1,6} (?:comments?|replies|responses|thoughts on .{1,200}|kommentare?|commentaires?|comentarios?"
    r"|comentários?|commenti|reacties|komentar)|\d{1,6} ?shares?"
    r"|(?:one|satu|un|una|um|ein) (?:comment|response|reply|tanggapan|commentaire|comentario|comentário|commento"
    r"|kommentar)|(?:one|\d{1,4}) thoughts? on .{1,200}"
)
# Their heading, with the headline in it: comments follow, however long they are.
COMMENTS_OF = re.compile(r"(?:one|\d{1,6}) (?:responses?|comments?|replies|reply|thoughts?) (?:to|on) .{1,200}")

# Never part of an article, wherever they stand.
FURNITURE = phrases(
    """
    advertisement|advertisements|advertising|ad|ads|advert|anzeige|werbung|publicité|publicidad|publicidade
    pubblicità|iklan|sponsored|story continues below advertisement|article continues below advertisement
    continue reading below|スポンサードリンク|スポンサーリンク|реклама|إعلان|פרסומת
    share|share on facebook|share on twitter
    share on linkedin|share on pinterest|share on reddit|share on whatsapp|tweet|tweet this|pin it|pin on pinterest
    email|email this|print|print this|whatsapp|facebook|twitter|telegram|linkedin|reddit|pinterest|copy link
    skip to navigation|skip to main navigation|skip to article|skip to primary content|zum inhalt|zum inhalt springen
    direkt zum inhalt|zur navigation springen|aller au contenu|aller au contenu principal|passer au contenu
    saltar al contenido|ir al contenido|ir al contenido principal|vai al contenuto|pular para o conteúdo
    ir para o conteúdo|naar de inhoud springen|ga naar de inhoud|przejdź do treści|перейти до вмісту
    перейти к содержимому|перейти к содержанию|التجاوز إلى المحتوى|تخطي إلى المحتوى|דלג לתוכן|コンテンツへスキップ
    跳至内容|跳至正文|分享到微信|記事保存|commenter|réagir|kommentieren|comentar|commenta|reageren
    link copied to clipboard
    link copied|get short url|sharing is caring|share via|teilen|partager|compartir|compartilhar|condividi|delen
    поділитися|поделиться|شارك|שתף|skip to content|skip to main content|accessibility links|menu
    search|close|subscribe|log in|login|register|sign in|home|caption|gallery|slideshow|loading|listen live
    breaking news|live tv|follow|newsletters|connect with us|getty images|view all|more|read the original article
    chat with us in facebook messenger. find out what's happening in the world as it unfolds|reply|edit|cancel reply
    back to top|go to top|shares|video|photos|enlarge|view gallery|read full article|opens in new window
    you will be redirected back to your article in seconds|unmute|mute|play|pause|current time 0:00|duration 0:00
    loaded: 0|stream type live|remaining time 0:00|continuelearn more|accept cookies|i accept|got it|accept|×|ok
    """
)
FURNITURE_STARTS = (
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
COPYRIGHT = re.compile(
    r"(?:copyright )?(?:©|\(c\)) ?(?:\d{4}).{0,200}|.{0,120}\ball rights reserved\b.{0,200}", re.IGNORECASE
)
SHARE_WORDS = phrases(
    """
    share|tweet|pin|print|email|e|mail|facebook|twitter|linkedin|pinterest|pint|whatsapp|telegram|reddit
    tumblr|flipboard|messenger|baixar|x
    """
)
SHARE_FILLERS = phrases("on|via|with|to|it|this|in|by|more|save|post|copy|link")

# Labels of a date or a name that did not come along: "PUBLISHED: | UPDATED:".
DATE_LABELS = phrases(
    "published|posted|updated|modified|last|on|by|at|date|time|created|veröffentlicht|aktualisiert|publié|publicado"
)

# A line of this form, without the end of a sentence, is a link to another article.
TEASER = re.compile(
    r"(?:related(?: (?:story|article|news|coverage|post))?|(?:read|see|watch|learn) (?:more|also|next)"
    r"|(?:also|must) (?:read|see|watch)|more|recommended|don't miss|lesen sie auch|mehr zum thema|siehe auch"
    r"|(?:[àa] )?lire aussi|voir aussi|lee también|leer más|leia (?:também|mais)|veja também"
    r"|leggi anche|lees ook|baca juga"
    r"|читайте (?:также|також)|дивіться також|смотрите также|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا"
    r"|اقرأ المزيد|קראו גם)\s?:.{0,180}"
)
TEASER_WORDS = phrases(
    """
    related|read|see|watch|learn|also|must|more|recommended|don|lesen|mehr|siehe|à|a|lire|voir|lee|leer|leia|veja|leggi
    lees|baca|читайте|дивіться|смотрите|اقرأ|إقرأ|קראו
    """
)

# How people are asked to follow on other sites.
FOLLOW = re.compile(
    r"(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|(?:our|the) .{1,60}) on"
    r" (?:twitter|facebook|instagram|linkedin|youtube|telegram|whatsapp|google|x\b).{0,100}"
)
FOLLOW_WORDS = phrases("follow|like|find|join")

# "Source:: https://…", "The post … appeared first on …": readers of feeds that publish what they read add these.
ORIGIN = re.compile(
    r"source\s?::?\s?https?://\S+|the post .{1,200} appeared first on .{1,100}"
    r"|this (?:post|article|entry) was originally published on .{1,100}"
)
ORIGIN_WORDS = phrases("source|the|this")

# "Ann Reed says:" above the date that it was said: so WordPress prints comments.
SAYS = re.compile(
    r".{2,60}\s(?:says|said|wrote|replied|sagt|sagte|schreibt|meint|dice|dijo|dit|a dit|disse|diz|zegt|schreef|говорить"
    r"|пише|каже|говорит|пишет|berkata|diyor ki|يقول)\s?:"
)
