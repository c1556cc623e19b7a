BEGIN TRANSACTION;
CREATE TABLE accepted_findings (
	article_id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	accepted_at DATETIME NOT NULL, 
	CONSTRAINT pk_accepted_findings PRIMARY KEY (article_id, code, quote), 
	CONSTRAINT fk_accepted_findings_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE articles (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	tag TEXT NOT NULL, 
	source TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	status TEXT NOT NULL, 
	title TEXT, 
	deck TEXT, 
	sections JSON NOT NULL, 
	tags JSON NOT NULL, 
	authors JSON NOT NULL, 
	published_at DATETIME, 
	published_offset INTEGER, 
	published_raw TEXT, 
	published_is_ambiguous BOOLEAN, 
	updated_at DATETIME, 
	updated_offset INTEGER, 
	updated_raw TEXT, 
	updated_is_ambiguous BOOLEAN, 
	embargo_until DATETIME, 
	permalink TEXT, 
	language TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	body_html TEXT NOT NULL, 
	body_text TEXT NOT NULL, 
	media JSON NOT NULL, 
	findings JSON NOT NULL, 
	content_hash TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	is_backlog BOOLEAN NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, audio JSON, is_paid BOOLEAN DEFAULT 0 NOT NULL, significant_at DATETIME, withdrawn_at DATETIME, withdrawal_reason TEXT, was_public BOOLEAN, 
	CONSTRAINT pk_articles PRIMARY KEY (sequence), 
	CONSTRAINT ck_articles_direction CHECK (direction IN ('ltr', 'rtl')), 
	CONSTRAINT ck_articles_status CHECK (status IN ('published', 'held', 'withdrawn')), 
	CONSTRAINT uq_articles_id UNIQUE (id), 
	CONSTRAINT uq_articles_source_external_id UNIQUE (source, external_id), 
	CONSTRAINT uq_articles_tag UNIQUE (tag)
);
INSERT INTO "articles" VALUES(1,'azhgqzwwfcyfk','tag:lantern.example,2026:azhgqzwwfcyfk','desk','The first bridge.txt','01f09c6a5cba4fd35357ca58bd577385a434fd76f14dfca6d12693cf977a529e','published','The first bridge','What the keepers found','["World"]','[]','[]','2026-11-20 06:30:00.000000',0,'November 20, 2026, 06:30:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','98a817a97b600375c018a488ffb3be2e93d612ae1239a390ffc668fe90f59b44',1,0,'2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','null',0,NULL,NULL,NULL,NULL);
INSERT INTO "articles" VALUES(2,'v735t3fx7tnew','tag:lantern.example,2026:v735t3fx7tnew','desk','The second bridge.txt','e2e2fbbac9bed9f19bf672a74940d68db890bdbf048c65f244275f4c5155832c','withdrawn','The second bridge','What the keepers found','["World"]','[]','[]','2026-11-20 06:30:01.000000',0,'November 20, 2026, 06:30:01 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','341ea493ce7a8295bd01746c7e193e462f1a09c17b91c6a4a227ea18dfa75125',1,0,'2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','null',0,NULL,'2026-11-22 07:32:00.000000','a mistake',1);
INSERT INTO "articles" VALUES(3,'awgozhwldxyju','tag:lantern.example,2026:awgozhwldxyju','desk','A fourth bridge.txt','6c7060f0ab023508ed7b70f98404340064081e1e4c76da013b8f5e7c233004d9','published','A fourth bridge','What the keepers found','["World"]','[]','[]','2026-11-22 06:30:01.000000',0,'November 22, 2026, 06:30:01 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','f562d1a34fcefe3577cd7d9438048d55bdadb4292c1b6e4905ba651ec633fb9e',1,0,'2026-11-22 07:30:00.000000','2026-11-22 07:30:00.000000','null',0,NULL,NULL,NULL,NULL);
INSERT INTO "articles" VALUES(4,'occy3iuhy4tv5','tag:lantern.example,2026:occy3iuhy4tv5','desk','A third bridge.txt','307a021a77484986fdb6828ed280c931b83fc215931fbac3be83655d09fee20a','published','A third bridge','What the keepers found','["World"]','[]','[]','2026-11-22 06:30:00.000000',0,'November 22, 2026, 06:30:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','f009852e50030256ca7b2b50565fe4080b56ba7e5b1392f479c4b58d8f44f53e',1,0,'2026-11-22 07:30:00.000000','2026-11-22 07:30:00.000000','null',0,NULL,NULL,NULL,NULL);
INSERT INTO "articles" VALUES(5,'exq43washx7hc','tag:lantern.example,2026:exq43washx7hc','desk','A fifth bridge.txt','6fbe23e7d2ba6049b0c1b9e708bb090ccde5f5e0c901586b563d2001df2dc9cf','published','A fifth bridge','What the keepers found','["World"]','[]','[]','2026-11-22 06:31:00.000000',0,'November 22, 2026, 06:31:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','e25c5b8203078f2c83d1b9a8c828b7621cc7d9551ff3b248f2e751418477c97c',1,0,'2026-11-22 07:31:00.000000','2026-11-22 07:31:00.000000','null',0,NULL,NULL,NULL,NULL);
INSERT INTO "articles" VALUES(6,'sio5qwv4ox4yt','tag:lantern.example,2026:sio5qwv4ox4yt','desk','A sixth bridge, not mailed yet.txt','04e87bd93b5e6983f9249d95fbb3e15a7779e1ef9f8b215f026526edb5021eca','published','A sixth bridge, not mailed yet','What the keepers found','["World"]','[]','[]','2026-11-22 06:32:00.000000',0,'November 22, 2026, 06:32:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','ce8493ba298ca0e810e1d81ef1ba1bc8e7a09a7e906123c5878785b8fbe47fef',1,0,'2026-11-22 07:32:00.000000','2026-11-22 07:32:00.000000','null',0,NULL,NULL,NULL,NULL);
CREATE TABLE deliveries (
	id TEXT NOT NULL, 
	edition_id TEXT NOT NULL, 
	subscription_id TEXT NOT NULL, 
	address TEXT NOT NULL, 
	name TEXT, 
	state TEXT NOT NULL, 
	carrier TEXT, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME, 
	claimed_at DATETIME, 
	settled_at DATETIME, 
	message_id TEXT, 
	reason TEXT, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT ck_deliveries_state CHECK (state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded')), 
	CONSTRAINT fk_deliveries_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id), 
	CONSTRAINT fk_deliveries_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscriptions (id), 
	CONSTRAINT uq_deliveries_edition_id_subscription_id UNIQUE (edition_id, subscription_id)
);
INSERT INTO "deliveries" VALUES('c18387b2e808c9fc219d47a1b64017af','hxn53kw7wjkk4','2pzc7rsh54kkavy5me6shr7wbq','bo@example.net','Bo','submitted','outbox',1,NULL,'2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','c18387b2e808c9fc219d47a1b64017af.eml',NULL);
INSERT INTO "deliveries" VALUES('de437011d07fcca2e101a004097f9de6','hxn53kw7wjkk4','et4tohku6p44jf6x7gslxojubm','cy@example.com','Cy','submitted','outbox',1,NULL,'2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','de437011d07fcca2e101a004097f9de6.eml',NULL);
INSERT INTO "deliveries" VALUES('257287d9a3ab84477327d30c95b240f0','hxn53kw7wjkk4','vespox26tootyfzznmwhk7gsoy','ann@example.org','Ann','submitted','outbox',1,NULL,'2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','257287d9a3ab84477327d30c95b240f0.eml',NULL);
INSERT INTO "deliveries" VALUES('58854173d9c95c3419307f8b56d93671','ykv4zoyjppbho','2pzc7rsh54kkavy5me6shr7wbq','bo@example.net','Bo','pending',NULL,0,'9999-01-01 00:00:00.000000',NULL,NULL,NULL,'3 of the 22 mails tried in this run were refused');
INSERT INTO "deliveries" VALUES('7679b57df46de0e1cab16aca5ded53aa','ykv4zoyjppbho','et4tohku6p44jf6x7gslxojubm','cy@example.com','Cy','pending',NULL,0,'9999-01-01 00:00:00.000000',NULL,NULL,NULL,'3 of the 22 mails tried in this run were refused');
INSERT INTO "deliveries" VALUES('160d7871efec112b2ec16ba22c4ed524','ykv4zoyjppbho','vespox26tootyfzznmwhk7gsoy','ann@example.org','Ann','pending',NULL,0,'9999-01-01 00:00:00.000000',NULL,NULL,NULL,'3 of the 22 mails tried in this run were refused');
INSERT INTO "deliveries" VALUES('30e06f8ea18045188a0ef48233c66926','oz7qip52bj4ap','2pzc7rsh54kkavy5me6shr7wbq','bo@example.net','Bo','submitted','outbox',1,NULL,'2026-11-22 07:31:00.000000','2026-11-22 07:31:00.000000','m-1',NULL);
INSERT INTO "deliveries" VALUES('5f8397d26e65403f5bb24f0a977792ab','oz7qip52bj4ap','et4tohku6p44jf6x7gslxojubm','cy@example.com','Cy','pending',NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('7e23bb1cb499c00355e422c90a45ac47','oz7qip52bj4ap','vespox26tootyfzznmwhk7gsoy','ann@example.org','Ann','pending',NULL,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE edition_articles (
	edition_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	newsletter TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	tier TEXT NOT NULL, 
	CONSTRAINT pk_edition_articles PRIMARY KEY (edition_id, position), 
	CONSTRAINT ck_edition_articles_tier CHECK (tier IN ('lead', 'secondary', 'more')), 
	CONSTRAINT fk_edition_articles_article_id FOREIGN KEY(article_id) REFERENCES articles (id), 
	CONSTRAINT fk_edition_articles_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id), 
	CONSTRAINT uq_edition_articles_newsletter_article_id UNIQUE (newsletter, article_id)
);
INSERT INTO "edition_articles" VALUES('hxn53kw7wjkk4',0,'daily','v735t3fx7tnew',1,'lead');
INSERT INTO "edition_articles" VALUES('hxn53kw7wjkk4',1,'daily','azhgqzwwfcyfk',1,'secondary');
INSERT INTO "edition_articles" VALUES('ykv4zoyjppbho',0,'daily','awgozhwldxyju',1,'lead');
INSERT INTO "edition_articles" VALUES('ykv4zoyjppbho',1,'daily','occy3iuhy4tv5',1,'secondary');
INSERT INTO "edition_articles" VALUES('oz7qip52bj4ap',0,'daily','exq43washx7hc',1,'lead');
CREATE TABLE editions (
	id TEXT NOT NULL, 
	newsletter TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	slot TEXT NOT NULL, 
	state TEXT NOT NULL, 
	due_at DATETIME NOT NULL, 
	frozen_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	language TEXT NOT NULL, 
	sender TEXT NOT NULL, 
	reply_to TEXT, 
	subject TEXT NOT NULL, 
	preheader TEXT NOT NULL, 
	html TEXT NOT NULL, 
	text TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	findings JSON NOT NULL, 
	CONSTRAINT pk_editions PRIMARY KEY (id), 
	CONSTRAINT ck_editions_state CHECK (state IN ('sending', 'closed')), 
	CONSTRAINT uq_editions_newsletter_number UNIQUE (newsletter, number), 
	CONSTRAINT uq_editions_newsletter_slot UNIQUE (newsletter, slot)
);
INSERT INTO "editions" VALUES('hxn53kw7wjkk4','daily',1,'2026-11-20','closed','2026-11-20 07:00:00.000000','2026-11-20 07:30:00.000000','2026-11-20 07:30:00.000000','en','"The Lantern" <news@lantern.example>',NULL,'The second bridge','The first bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The second bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding: 0; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
table, td { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt; }
img { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic; }
p { display: block; margin: 13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
  <o:AllowPNG/>
  <o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">@media only screen and (min-width:480px) { .mj-column-per-100 { width:100% !important; max-width:100%; }  }</style><style media="screen and (min-width:480px)">.moz-text-html .mj-column-per-100 { width:100% !important; max-width:100%; } </style><style type="text/css">:root { color-scheme: light dark; supported-color-schemes: light dark; }
  a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
  .lead, .title { text-wrap: balance; }
  .second, .item, .deck, .words, .small { text-wrap: pretty; }
  .broken { -webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 12 5 4; }
  .link, .quiet { text-decoration-thickness: 1px; text-underline-offset: 3px; }
  @media (hover: hover) {
    .plain:hover { text-decoration: underline !important; text-decoration-thickness: 1px !important; text-underline-offset: 3px !important; }
  }
  @media only screen and (max-width: 479px) {
    .gutter { padding-left: 20px !important; padding-right: 20px !important; }
    .title { font-size: 24px !important; line-height: 30px !important; }
    .lead { font-size: 26px !important; line-height: 31px !important; }
    .long { font-size: 22px !important; line-height: 28px !important; }
    .lead.arabic, .lead.devanagari { line-height: 40px !important; }
  }
  @media only screen and (max-width: 379px) {
    .thumb { display: none !important; }
    .beside { padding-left: 0 !important; padding-right: 0 !important; }
  }
  @media (prefers-color-scheme: dark) {
    body, .canvas { background-color: #0c0d10 !important; }
    .paper, .paper table { background: #14161a !important; }
    .wash { background-color: #22252b !important; color: #a5a8ae !important; }
    .title, .headline, .item, .words, .plain { color: #eceae5 !important; }
    .standfirst { color: #cbc9c4 !important; }
    .deck, .small, .quiet { color: #a5a8ae !important; }
    .standfirst.deck { color: #cbc9c4 !important; }
    .kicker, .link { color: #7fb2ff !important; }
    .kicker.faint { color: #a5a8ae !important; }
    .rule { border-color: #2b2e35 !important; }
  }
  [data-ogsb] .canvas { background-color: #0c0d10 !important; }
  [data-ogsb] .paper, [data-ogsb] .paper table { background-color: #14161a !important; }
  [data-ogsb] .wash { background-color: #22252b !important; }
  [data-ogsc] .title, [data-ogsc] .headline, [data-ogsc] .item, [data-ogsc] .words, [data-ogsc] .plain { color: #eceae5 !important; }
  [data-ogsc] .deck, [data-ogsc] .small, [data-ogsc] .quiet, [data-ogsc] .wash { color: #a5a8ae !important; }
  [data-ogsc] .standfirst { color: #cbc9c4 !important; }
  [data-ogsc] .kicker, [data-ogsc] .link { color: #7fb2ff !important; }
  [data-ogsc] .kicker.faint { color: #a5a8ae !important; }
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The first bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The second bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 20, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/hxn53kw7wjkk4" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-second-bridge-v735t3fx7tnew" style="color:#1b1d22; text-decoration:none">The second bridge</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-second-bridge-v735t3fx7tnew" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-first-bridge-azhgqzwwfcyfk" style="color:#1b1d22; text-decoration:none">The first bridge</a></h2><p class="deck" style="margin:6px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:15px; line-height:22px; color:#5c6068">What the keepers found</p>    </td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 20, 2026
View in browser: http://127.0.0.1:8080/editions/hxn53kw7wjkk4

------------------------------------------------------------

World
The second bridge

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/the-second-bridge-v735t3fx7tnew

------------------------------------------------------------

World
The first bridge
What the keepers found
http://127.0.0.1:8080/articles/the-first-bridge-azhgqzwwfcyfk

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
','a18dd13792a826054277e3b294ec8a16fdad6480c3e13eace29569fcb13d89c1','[]');
INSERT INTO "editions" VALUES('ykv4zoyjppbho','daily',2,'2026-11-22','sending','2026-11-22 07:00:00.000000','2026-11-22 07:30:00.000000',NULL,'en','"The Lantern" <news@lantern.example>',NULL,'A fourth bridge','A third bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>A fourth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding: 0; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
table, td { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt; }
img { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic; }
p { display: block; margin: 13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
  <o:AllowPNG/>
  <o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">@media only screen and (min-width:480px) { .mj-column-per-100 { width:100% !important; max-width:100%; }  }</style><style media="screen and (min-width:480px)">.moz-text-html .mj-column-per-100 { width:100% !important; max-width:100%; } </style><style type="text/css">:root { color-scheme: light dark; supported-color-schemes: light dark; }
  a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
  .lead, .title { text-wrap: balance; }
  .second, .item, .deck, .words, .small { text-wrap: pretty; }
  .broken { -webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 12 5 4; }
  .link, .quiet { text-decoration-thickness: 1px; text-underline-offset: 3px; }
  @media (hover: hover) {
    .plain:hover { text-decoration: underline !important; text-decoration-thickness: 1px !important; text-underline-offset: 3px !important; }
  }
  @media only screen and (max-width: 479px) {
    .gutter { padding-left: 20px !important; padding-right: 20px !important; }
    .title { font-size: 24px !important; line-height: 30px !important; }
    .lead { font-size: 26px !important; line-height: 31px !important; }
    .long { font-size: 22px !important; line-height: 28px !important; }
    .lead.arabic, .lead.devanagari { line-height: 40px !important; }
  }
  @media only screen and (max-width: 379px) {
    .thumb { display: none !important; }
    .beside { padding-left: 0 !important; padding-right: 0 !important; }
  }
  @media (prefers-color-scheme: dark) {
    body, .canvas { background-color: #0c0d10 !important; }
    .paper, .paper table { background: #14161a !important; }
    .wash { background-color: #22252b !important; color: #a5a8ae !important; }
    .title, .headline, .item, .words, .plain { color: #eceae5 !important; }
    .standfirst { color: #cbc9c4 !important; }
    .deck, .small, .quiet { color: #a5a8ae !important; }
    .standfirst.deck { color: #cbc9c4 !important; }
    .kicker, .link { color: #7fb2ff !important; }
    .kicker.faint { color: #a5a8ae !important; }
    .rule { border-color: #2b2e35 !important; }
  }
  [data-ogsb] .canvas { background-color: #0c0d10 !important; }
  [data-ogsb] .paper, [data-ogsb] .paper table { background-color: #14161a !important; }
  [data-ogsb] .wash { background-color: #22252b !important; }
  [data-ogsc] .title, [data-ogsc] .headline, [data-ogsc] .item, [data-ogsc] .words, [data-ogsc] .plain { color: #eceae5 !important; }
  [data-ogsc] .deck, [data-ogsc] .small, [data-ogsc] .quiet, [data-ogsc] .wash { color: #a5a8ae !important; }
  [data-ogsc] .standfirst { color: #cbc9c4 !important; }
  [data-ogsc] .kicker, [data-ogsc] .link { color: #7fb2ff !important; }
  [data-ogsc] .kicker.faint { color: #a5a8ae !important; }
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">A third bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="A fourth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Sunday, November 22, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/ykv4zoyjppbho" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/a-fourth-bridge-awgozhwldxyju" style="color:#1b1d22; text-decoration:none">A fourth bridge</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/a-fourth-bridge-awgozhwldxyju" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/a-third-bridge-occy3iuhy4tv5" style="color:#1b1d22; text-decoration:none">A third bridge</a></h2><p class="deck" style="margin:6px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:15px; line-height:22px; color:#5c6068">What the keepers found</p>    </td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Sunday, November 22, 2026
View in browser: http://127.0.0.1:8080/editions/ykv4zoyjppbho

------------------------------------------------------------

World
A fourth bridge

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/a-fourth-bridge-awgozhwldxyju

------------------------------------------------------------

World
A third bridge
What the keepers found
http://127.0.0.1:8080/articles/a-third-bridge-occy3iuhy4tv5

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
','7a7d59d5e9a72c9a8dbc05eaad1f4acaec9e6047bea5e98c4d8840176f93a344','[]');
INSERT INTO "editions" VALUES('oz7qip52bj4ap','daily',3,'manual:2026-11-22T07:31:00.000000+00:00','sending','2026-11-22 07:31:00.000000','2026-11-22 07:31:00.000000',NULL,'en','"The Lantern" <news@lantern.example>',NULL,'A fifth bridge','What the keepers found','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>A fifth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding: 0; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
table, td { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt; }
img { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic; }
p { display: block; margin: 13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
  <o:AllowPNG/>
  <o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">@media only screen and (min-width:480px) { .mj-column-per-100 { width:100% !important; max-width:100%; }  }</style><style media="screen and (min-width:480px)">.moz-text-html .mj-column-per-100 { width:100% !important; max-width:100%; } </style><style type="text/css">:root { color-scheme: light dark; supported-color-schemes: light dark; }
  a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
  .lead, .title { text-wrap: balance; }
  .second, .item, .deck, .words, .small { text-wrap: pretty; }
  .broken { -webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 12 5 4; }
  .link, .quiet { text-decoration-thickness: 1px; text-underline-offset: 3px; }
  @media (hover: hover) {
    .plain:hover { text-decoration: underline !important; text-decoration-thickness: 1px !important; text-underline-offset: 3px !important; }
  }
  @media only screen and (max-width: 479px) {
    .gutter { padding-left: 20px !important; padding-right: 20px !important; }
    .title { font-size: 24px !important; line-height: 30px !important; }
    .lead { font-size: 26px !important; line-height: 31px !important; }
    .long { font-size: 22px !important; line-height: 28px !important; }
    .lead.arabic, .lead.devanagari { line-height: 40px !important; }
  }
  @media only screen and (max-width: 379px) {
    .thumb { display: none !important; }
    .beside { padding-left: 0 !important; padding-right: 0 !important; }
  }
  @media (prefers-color-scheme: dark) {
    body, .canvas { background-color: #0c0d10 !important; }
    .paper, .paper table { background: #14161a !important; }
    .wash { background-color: #22252b !important; color: #a5a8ae !important; }
    .title, .headline, .item, .words, .plain { color: #eceae5 !important; }
    .standfirst { color: #cbc9c4 !important; }
    .deck, .small, .quiet { color: #a5a8ae !important; }
    .standfirst.deck { color: #cbc9c4 !important; }
    .kicker, .link { color: #7fb2ff !important; }
    .kicker.faint { color: #a5a8ae !important; }
    .rule { border-color: #2b2e35 !important; }
  }
  [data-ogsb] .canvas { background-color: #0c0d10 !important; }
  [data-ogsb] .paper, [data-ogsb] .paper table { background-color: #14161a !important; }
  [data-ogsb] .wash { background-color: #22252b !important; }
  [data-ogsc] .title, [data-ogsc] .headline, [data-ogsc] .item, [data-ogsc] .words, [data-ogsc] .plain { color: #eceae5 !important; }
  [data-ogsc] .deck, [data-ogsc] .small, [data-ogsc] .quiet, [data-ogsc] .wash { color: #a5a8ae !important; }
  [data-ogsc] .standfirst { color: #cbc9c4 !important; }
  [data-ogsc] .kicker, [data-ogsc] .link { color: #7fb2ff !important; }
  [data-ogsc] .kicker.faint { color: #a5a8ae !important; }
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">What the keepers found͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="A fifth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Sunday, November 22, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/oz7qip52bj4ap" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/a-fifth-bridge-exq43washx7hc" style="color:#1b1d22; text-decoration:none">A fifth bridge</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/a-fifth-bridge-exq43washx7hc" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Sunday, November 22, 2026
View in browser: http://127.0.0.1:8080/editions/oz7qip52bj4ap

------------------------------------------------------------

World
A fifth bridge

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/a-fifth-bridge-exq43washx7hc

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
','2df0be221a3e93d35e92c32c9bc01e4d0bb49c96b80603143b94ff3d7670e226','[]');
CREATE TABLE feed_appearances (
	position INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	page INTEGER, 
	CONSTRAINT pk_feed_appearances PRIMARY KEY (position)
);
INSERT INTO "feed_appearances" VALUES(1,'','azhgqzwwfcyfk','gz6c77adrjpre',NULL);
INSERT INTO "feed_appearances" VALUES(2,'','v735t3fx7tnew','uuftsyigqessk',NULL);
INSERT INTO "feed_appearances" VALUES(3,'section/world','azhgqzwwfcyfk','gz6c77adrjpre',NULL);
INSERT INTO "feed_appearances" VALUES(4,'section/world','v735t3fx7tnew','uuftsyigqessk',NULL);
CREATE TABLE feed_pages (
	scope TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	taken INTEGER NOT NULL, 
	is_full BOOLEAN NOT NULL, 
	made_for TEXT NOT NULL, 
	CONSTRAINT pk_feed_pages PRIMARY KEY (scope, number)
);
CREATE TABLE feed_places (
	kind TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_feed_places PRIMARY KEY (kind, slug)
);
INSERT INTO "feed_places" VALUES('section','world','World');
CREATE TABLE heroes (
	article_id TEXT NOT NULL, 
	source_url TEXT NOT NULL, 
	alt TEXT NOT NULL, 
	caption TEXT, 
	is_video BOOLEAN NOT NULL, 
	state TEXT NOT NULL, 
	renditions JSON NOT NULL, 
	reason TEXT, 
	attempts INTEGER NOT NULL, 
	retry_at DATETIME, 
	CONSTRAINT pk_heroes PRIMARY KEY (article_id), 
	CONSTRAINT ck_heroes_state CHECK (state IN ('wanted', 'ready', 'failed')), 
	CONSTRAINT fk_heroes_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE newsletters (
	name TEXT NOT NULL, 
	since_sequence INTEGER NOT NULL, 
	since_at DATETIME NOT NULL, 
	CONSTRAINT pk_newsletters PRIMARY KEY (name)
);
INSERT INTO "newsletters" VALUES('daily',0,'2026-11-20 07:30:00.000000');
CREATE TABLE occurrences (
	newsletter TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	due_at DATETIME NOT NULL, 
	outcome TEXT NOT NULL, 
	edition_id TEXT, 
	decided_at DATETIME NOT NULL, 
	CONSTRAINT pk_occurrences PRIMARY KEY (newsletter, slot), 
	CONSTRAINT ck_occurrences_outcome CHECK (outcome IN ('edition', 'empty', 'late')), 
	CONSTRAINT fk_occurrences_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "occurrences" VALUES('daily','2026-11-20','2026-11-20 07:00:00.000000','edition','hxn53kw7wjkk4','2026-11-20 07:30:00.000000');
INSERT INTO "occurrences" VALUES('daily','2026-11-21','2026-11-21 07:00:00.000000','empty',NULL,'2026-11-21 07:30:00.000000');
INSERT INTO "occurrences" VALUES('daily','2026-11-22','2026-11-22 07:00:00.000000','edition','ykv4zoyjppbho','2026-11-22 07:30:00.000000');
INSERT INTO "occurrences" VALUES('daily','manual:2026-11-22T07:31:00.000000+00:00','2026-11-22 07:31:00.000000','edition','oz7qip52bj4ap','2026-11-22 07:31:00.000000');
CREATE TABLE sources (
	name TEXT NOT NULL, 
	first_run_at DATETIME, 
	postponed JSON, 
	last_run_at DATETIME, 
	last_error TEXT, 
	CONSTRAINT pk_sources PRIMARY KEY (name)
);
INSERT INTO "sources" VALUES('desk','2026-11-20 07:30:00.000000','[]','2026-11-22 07:32:00.000000',NULL);
CREATE TABLE subscribers (
	id TEXT NOT NULL, 
	address TEXT NOT NULL, 
	address_key TEXT NOT NULL, 
	mailbox TEXT NOT NULL, 
	name TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_subscribers PRIMARY KEY (id), 
	CONSTRAINT uq_subscribers_address_key UNIQUE (address_key)
);
INSERT INTO "subscribers" VALUES('p4ejqcu6pjlctqxc2gfrlqfcbe','cy@example.com','cy@example.com','cy@example.com','Cy','2026-11-20 07:30:00.000000');
INSERT INTO "subscribers" VALUES('cm7icqi7dpcxyi7n5ybdshnac4','ann@example.org','ann@example.org','ann@example.org','Ann','2026-11-20 07:30:00.000000');
INSERT INTO "subscribers" VALUES('g7kveqrrufoz4oza36scjkfko4','bo@example.net','bo@example.net','bo@example.net','Bo','2026-11-20 07:30:00.000000');
CREATE TABLE subscriptions (
	id TEXT NOT NULL, 
	subscriber_id TEXT NOT NULL, 
	newsletter TEXT NOT NULL, 
	state TEXT NOT NULL, 
	cadence TEXT NOT NULL, 
	sections JSON NOT NULL, 
	time_zone TEXT, 
	language TEXT, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	ended_by TEXT, 
	CONSTRAINT pk_subscriptions PRIMARY KEY (id), 
	CONSTRAINT ck_subscriptions_state CHECK (state IN ('unconfirmed', 'confirmed', 'paused', 'ended')), 
	CONSTRAINT fk_subscriptions_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscribers (id) ON DELETE CASCADE, 
	CONSTRAINT uq_subscriptions_subscriber_id_newsletter UNIQUE (subscriber_id, newsletter)
);
INSERT INTO "subscriptions" VALUES('et4tohku6p44jf6x7gslxojubm','p4ejqcu6pjlctqxc2gfrlqfcbe','daily','ended','daily','[]',NULL,NULL,'2026-11-20 07:30:00.000000','2026-11-22 07:32:00.000000','page');
INSERT INTO "subscriptions" VALUES('vespox26tootyfzznmwhk7gsoy','cm7icqi7dpcxyi7n5ybdshnac4','daily','confirmed','daily','[]',NULL,NULL,'2026-11-20 07:30:00.000000',NULL,NULL);
INSERT INTO "subscriptions" VALUES('2pzc7rsh54kkavy5me6shr7wbq','g7kveqrrufoz4oza36scjkfko4','daily','confirmed','daily','[]',NULL,NULL,'2026-11-20 07:30:00.000000',NULL,NULL);
CREATE INDEX ix_articles_status_published_at ON articles (status, published_at);
CREATE INDEX ix_subscriptions_newsletter_state_id ON subscriptions (newsletter, state, id);
CREATE INDEX ix_deliveries_edition_id_state_attempts_id ON deliveries (edition_id, state, attempts, id);
CREATE INDEX ix_feed_appearances_scope_page ON feed_appearances (scope, page);
COMMIT;
