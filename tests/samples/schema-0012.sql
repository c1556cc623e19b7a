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
INSERT INTO "alembic_version" VALUES('0012');
CREATE TABLE article_terms (
	article_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	term TEXT NOT NULL, 
	CONSTRAINT pk_article_terms PRIMARY KEY (article_id, kind, term), 
	CONSTRAINT ck_article_terms_kind CHECK (kind IN ('section', 'tag', 'author', 'language')), 
	CONSTRAINT fk_article_terms_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "article_terms" VALUES('tcap37t6z7ri5','section','World');
INSERT INTO "article_terms" VALUES('tcap37t6z7ri5','tag','pier');
INSERT INTO "article_terms" VALUES('tcap37t6z7ri5','author','Ann Reed');
INSERT INTO "article_terms" VALUES('tcap37t6z7ri5','language','en');
INSERT INTO "article_terms" VALUES('42ymtpf3hvisc','section','World');
INSERT INTO "article_terms" VALUES('42ymtpf3hvisc','language','en');
INSERT INTO "article_terms" VALUES('2euolfjo3chh2','section','World');
INSERT INTO "article_terms" VALUES('2euolfjo3chh2','language','en');
INSERT INTO "article_terms" VALUES('xxqj6rm4sjklu','section','World');
INSERT INTO "article_terms" VALUES('xxqj6rm4sjklu','language','en');
INSERT INTO "article_terms" VALUES('cvowppkwei56h','section','World');
INSERT INTO "article_terms" VALUES('cvowppkwei56h','language','en');
INSERT INTO "article_terms" VALUES('4js4jyr4gydce','section','World');
INSERT INTO "article_terms" VALUES('4js4jyr4gydce','language','en');
CREATE TABLE "articles" (
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
	changed_at DATETIME NOT NULL, 
	audio JSON, 
	is_paid BOOLEAN DEFAULT 0 NOT NULL, 
	significant_at DATETIME, 
	withdrawn_at DATETIME, 
	withdrawal_reason TEXT, 
	was_public BOOLEAN, 
	expires_at DATETIME, 
	released_at DATETIME, 
	withdrawn_by TEXT, 
	awaits_release BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_articles PRIMARY KEY (sequence), 
	CONSTRAINT uq_articles_id UNIQUE (id), 
	CONSTRAINT uq_articles_tag UNIQUE (tag), 
	CONSTRAINT ck_articles_direction CHECK (direction IN ('ltr', 'rtl')), 
	CONSTRAINT ck_articles_status CHECK (status IN ('published', 'held', 'withdrawn')), 
	CONSTRAINT uq_articles_source_external_id UNIQUE (source, external_id)
);
INSERT INTO "articles" VALUES(1,'tcap37t6z7ri5','tag:lantern.example,2026:tcap37t6z7ri5','desk','bridge.md','372acb17bc08770469f4ccae9f03bc7270311060ffacf0bf66e4db596476726e','published','The bridge','What the keepers found','["World"]','["pier"]','[{"name": "Ann Reed", "url": null}]','2026-11-20 06:00:00.000000',0,'2026-11-20T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','673c2f61fbaefdb5ea4ed30e40901a258871366214b64e4e73f45f4e3170d914',1,0,'2026-11-20 06:00:00.000000','2026-11-20 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(2,'42ymtpf3hvisc','tag:lantern.example,2026:42ymtpf3hvisc','desk','lamp.md','b0199b7d289040278a1350399b59cda07dc3cd18a74d908d91ea6aafd617cda5','published','The lamp',NULL,'["World"]','[]','[]','2026-11-20 06:00:00.000000',0,'2026-11-20T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[{"kind": "image", "candidates": [{"url": "lamp.jpg", "key": "", "width": null, "height": null}], "title": "", "description": "The lamp at dusk", "caption": "", "credit": "Ann Reed", "origin": "picked", "focal": null}]','[]','f0bfb749970a8dd1441adcf70aa194129234cdecddcf4f6dc5bd39d9570b4e4d',1,0,'2026-11-20 06:00:00.000000','2026-11-20 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(3,'2euolfjo3chh2','tag:lantern.example,2026:2euolfjo3chh2','desk','draft.md','35accabb21cccc1bec7272cd75135a72258ac3ffe5585d16bda89f073b88f801','held','The draft',NULL,'["World"]','[]','[]','2026-11-21 06:00:00.000000',0,'2026-11-21T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[{"severity": "block", "code": "draft", "message": "\u201cdraft\u201d (line 5, column 8) withholds the article: \u201ctrue\u201d. Change it, or take it out, to publish the article.", "quote": "true"}]','98e1d8df373b2894100eedcd621ff5c602abcc6c1a4d34d6eecfde575ada11a6',1,0,'2026-11-21 06:00:00.000000','2026-11-21 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO "articles" VALUES(4,'xxqj6rm4sjklu','tag:lantern.example,2026:xxqj6rm4sjklu','desk','embargo.md','7905ecd79079ae03af68deeac2e14b83ca0a38e3918f7397709c78cb53df48eb','published','The embargo',NULL,'["World"]','[]','[]','2026-11-21 06:00:00.000000',0,'2026-11-21T06:00:00+00:00',0,NULL,NULL,NULL,NULL,'2099-12-24 12:00:00.000000',NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','60bf5d3de3c77718087fb4e392e1909e60e4256a252be74e5191bb170284bb46',1,0,'2026-11-21 06:00:00.000000','2026-11-21 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-21 06:00:00.000000',NULL,1);
INSERT INTO "articles" VALUES(5,'cvowppkwei56h','tag:lantern.example,2026:cvowppkwei56h','desk','ferry.md','7c2cc1c102f6dfbc33e9bc6bcc341fe1cfc7fbd357aa981f81e3b322f71580ea','published','The ferry',NULL,'["World"]','[]','[]','2026-11-21 06:00:00.000000',0,'2026-11-21T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[{"kind": "image", "candidates": [{"url": "ferry.jpg", "key": "", "width": null, "height": null}], "title": "", "description": "The ferry at dusk", "caption": "", "credit": "Ann Reed", "origin": "picked", "focal": null}]','[]','946d93e461e75dbcf6a2170f4093ca0aa6ca4c56a15ad531b1f7d0bf692db312',1,0,'2026-11-21 06:00:00.000000','2026-11-21 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-21 06:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(6,'4js4jyr4gydce','tag:lantern.example,2026:4js4jyr4gydce','desk','market.md','1cb3b7af30aa81f6a9424d9912bb7f426f3f110a04f232854f0f694d6898a1cb','published','The market',NULL,'["World"]','[]','[]','2026-11-21 07:10:00.000000',0,'2026-11-21T07:10:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[{"kind": "image", "candidates": [{"url": "market.jpg", "key": "", "width": null, "height": null}], "title": "", "description": "The market at dusk", "caption": "", "credit": "Ann Reed", "origin": "picked", "focal": null}]','[]','12156ff1edadd45e9c325467b3b153d6561041520ac96297cf6070f7a7d73958',1,0,'2026-11-21 07:10:00.000000','2026-11-21 07:10:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-21 07:10:00.000000',NULL,0);
CREATE TABLE batches (
	"key" INTEGER NOT NULL, 
	edition_key INTEGER NOT NULL, 
	carrier TEXT NOT NULL, 
	claimed_by TEXT NOT NULL, 
	claimed_at DATETIME NOT NULL, 
	lease_until DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_batches PRIMARY KEY ("key"), 
	CONSTRAINT fk_batches_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key")
);
INSERT INTO "batches" VALUES(1,1,'outbox','vm:29719:zlwn57zh','2026-11-20 07:10:00.000000','2026-11-20 07:12:00.000000','2026-11-20 07:10:00.000000');
INSERT INTO "batches" VALUES(2,2,'ses','a','2026-11-21 07:10:00.000000','2026-11-21 07:15:00.000000','2026-11-21 07:10:00.000000');
INSERT INTO "batches" VALUES(3,2,'ses','a','2026-11-21 07:10:00.000000','2026-11-21 07:15:00.000000','2026-11-21 07:10:00.000000');
INSERT INTO "batches" VALUES(4,2,'ses','a','2026-11-21 07:10:00.000000','2026-11-21 07:15:00.000000',NULL);
CREATE TABLE carriers (
	name TEXT NOT NULL, 
	max_rate DOUBLE, 
	daily_quota DOUBLE, 
	sent_24h DOUBLE DEFAULT '0' NOT NULL, 
	told_at DATETIME, 
	rate DOUBLE, 
	rate_at DOUBLE, 
	next_free DOUBLE DEFAULT '0' NOT NULL, 
	paused_until DATETIME, 
	paused_because TEXT, 
	pause_hint TEXT, 
	pauses INTEGER DEFAULT '0' NOT NULL, 
	lost INTEGER DEFAULT '0' NOT NULL, 
	troubles INTEGER DEFAULT '0' NOT NULL, 
	began_on TEXT, 
	day TEXT, 
	day_count INTEGER DEFAULT '0' NOT NULL, 
	heard_at DATETIME, 
	CONSTRAINT pk_carriers PRIMARY KEY (name)
);
CREATE TABLE choices (
	id INTEGER NOT NULL, 
	newsletter TEXT NOT NULL, 
	cadence TEXT, 
	at TEXT, 
	time_zone TEXT, 
	sections JSON NOT NULL, 
	language TEXT, 
	format TEXT, 
	fingerprint TEXT NOT NULL, 
	CONSTRAINT pk_choices PRIMARY KEY (id), 
	CONSTRAINT uq_choices_fingerprint UNIQUE (fingerprint)
);
INSERT INTO "choices" VALUES(1,'daily',NULL,NULL,NULL,'[]',NULL,NULL,'2c9e631e58910f9c8cb808fa602cf1b2be49f0bbf6c4ed38ab3284f5e5deeb19');
INSERT INTO "choices" VALUES(2,'daily','daily',NULL,NULL,'["World"]',NULL,NULL,'78c242902a386bb2ee5bbe5bef83a1c7915f6ffdd21ee2c8b9820b53eea9618f');
INSERT INTO "choices" VALUES(3,'daily','daily',NULL,NULL,'[]',NULL,NULL,'7b1f91cc3db9f097b321b1fce9c1c2c73a3243accd70b9dbdc18c9290642f13d');
INSERT INTO "choices" VALUES(4,'daily','daily',NULL,'Pacific/Apia','[]','de',NULL,'d0d7776b882e5a35ad45ee137025f65f2ec4d0624707d761507251c7886841b8');
CREATE TABLE counters (
	name TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('releases',4);
CREATE TABLE "deliveries" (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	edition_key INTEGER NOT NULL, 
	subscription_key INTEGER, 
	group_key INTEGER, 
	variant_key INTEGER, 
	address TEXT, 
	name TEXT, 
	state TEXT NOT NULL, 
	revision INTEGER, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME, 
	settled_at DATETIME, 
	message_id TEXT, 
	reason TEXT, 
	batch_key INTEGER, 
	resends INTEGER DEFAULT '0' NOT NULL, 
	fate TEXT, 
	heard_at DATETIME, 
	CONSTRAINT pk_deliveries PRIMARY KEY ("key"), 
	CONSTRAINT fk_deliveries_group_key FOREIGN KEY(group_key) REFERENCES groups ("key"), 
	CONSTRAINT uq_deliveries_id UNIQUE (id), 
	CONSTRAINT uq_deliveries_edition_key_subscription_key UNIQUE (edition_key, subscription_key), 
	CONSTRAINT fk_deliveries_variant_key FOREIGN KEY(variant_key) REFERENCES variants ("key"), 
	CONSTRAINT fk_deliveries_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key"), 
	CONSTRAINT fk_deliveries_batch_key FOREIGN KEY(batch_key) REFERENCES batches ("key"), 
	CONSTRAINT ck_deliveries_state CHECK (state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped')), 
	CONSTRAINT ck_deliveries_fate CHECK (fate IN ('sent', 'delayed', 'delivered', 'unsent', 'returned', 'suppressed', 'bounced', 'complained')), 
	CONSTRAINT fk_deliveries_subscription_key FOREIGN KEY(subscription_key) REFERENCES subscriptions ("key") ON DELETE SET NULL
);
INSERT INTO "deliveries" VALUES(1,'6dbb2db0e37a859e36d7d309cb3de62d',1,1,1,1,'ann@example.org','Ann','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','6dbb2db0e37a859e36d7d309cb3de62d.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(2,'c0fc0c7d5cec3b82ff9f744d51c1a7af',1,2,1,1,'bo@example.net','Bo','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','c0fc0c7d5cec3b82ff9f744d51c1a7af.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(3,'72037400dc53f1d9bd247492e3494ae5',1,3,1,1,'cleo@example.org','Cleo','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','72037400dc53f1d9bd247492e3494ae5.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(4,'26325222e03cd347d8ad84d9709972f1',1,4,1,1,'eve@example.org','Eve','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','26325222e03cd347d8ad84d9709972f1.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(5,'7eb1cd6df40b71b62050b67bdda76d5f',1,5,1,1,'finn@example.org','Finn','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','7eb1cd6df40b71b62050b67bdda76d5f.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(6,'7987bcbabc242f65add6bcd0a8815fe7',1,6,1,1,'gus@example.org','Gus','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','7987bcbabc242f65add6bcd0a8815fe7.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(7,'abc1b142b09d71b207f375b8f80c5689',1,9,1,1,'dag@example.org','Dag','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','abc1b142b09d71b207f375b8f80c5689.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(8,'355c181d10202cd1faa3c428361785df',1,12,1,1,'lou@example.org','Lou','submitted',1,1,NULL,'2026-11-20 07:10:00.000000','355c181d10202cd1faa3c428361785df.eml',NULL,1,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(9,'a339fd57fafe2434caeed9cbceabea82',2,1,2,2,'ann@example.org','Ann','submitted',1,1,NULL,'2026-11-21 07:10:00.000000','m-1',NULL,2,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(10,'793e637e593715a979d6b859266fdbfb',2,2,2,2,'bo@example.net','Bo','uncertain',1,1,NULL,'2026-11-21 07:10:00.000000',NULL,'the answer was lost',2,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(11,'679bf655e14aaa92facca2cb77535905',2,3,2,2,'cleo@example.org','Cleo','refused',1,1,NULL,'2026-11-21 07:10:00.000000',NULL,'MessageRejected: full',3,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(12,'f10bcf6fe60ff199b76ee666608f3752',2,4,2,2,'eve@example.org','Eve','pending',1,1,'2026-11-21 07:10:30.000000',NULL,NULL,'busy',3,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(13,'432cef07011918c600c367b4f7c0aff6',2,5,2,2,'finn@example.org','Finn','claimed',1,1,NULL,NULL,NULL,NULL,4,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(14,'03bb1100d1a1a9674cc415222dc48ce4',2,6,2,2,'gus@example.org','Gus','claimed',1,1,NULL,NULL,NULL,NULL,4,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(15,'aad23a8d77eccb4fa633839ae9ec5e0c',2,9,2,2,'dag@example.org','Dag','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "deliveries" VALUES(16,'cb83136d4691336bbde64c19b26b6ae2',2,12,2,2,'lou@example.org','Lou','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL);
CREATE TABLE editions (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	newsletter TEXT NOT NULL, 
	cadence TEXT NOT NULL, 
	number INTEGER, 
	slot TEXT NOT NULL, 
	state TEXT NOT NULL, 
	held_because TEXT, 
	due_at DATETIME NOT NULL, 
	cut INTEGER, 
	frozen_at DATETIME NOT NULL, 
	opened_at DATETIME, 
	first_claimed_at DATETIME, 
	planned_at DATETIME, 
	closed_at DATETIME, 
	instead_of TEXT, 
	min_articles INTEGER NOT NULL, 
	sender TEXT NOT NULL, 
	reply_to TEXT, priority INTEGER DEFAULT '0' NOT NULL, started INTEGER DEFAULT '0' NOT NULL, submitted INTEGER DEFAULT '0' NOT NULL, bounced INTEGER DEFAULT '0' NOT NULL, complained INTEGER DEFAULT '0' NOT NULL, tried INTEGER DEFAULT '0' NOT NULL, refused INTEGER DEFAULT '0' NOT NULL, unmade INTEGER DEFAULT '0' NOT NULL, mails INTEGER, trial_ended_at DATETIME, 
	CONSTRAINT pk_editions PRIMARY KEY ("key"), 
	CONSTRAINT ck_editions_state CHECK (state IN ('held', 'freezing', 'sending', 'stopped', 'discarded', 'closed')), 
	CONSTRAINT fk_editions_instead_of FOREIGN KEY(instead_of) REFERENCES editions (id), 
	CONSTRAINT uq_editions_id UNIQUE (id), 
	CONSTRAINT uq_editions_newsletter_number UNIQUE (newsletter, number)
);
INSERT INTO "editions" VALUES(1,'lopeecmwncl2ayyew2knelxb7a','daily','daily',1,'2026-11-20','closed',NULL,'2026-11-20 07:00:00.000000',2,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000',NULL,1,'"The Lantern" <news@lantern.example>',NULL,0,8,8,0,0,8,0,0,8,NULL);
INSERT INTO "editions" VALUES(2,'ozg3gcqrllsuyuknz627br4dxy','daily','daily',2,'2026-11-21','sending',NULL,'2026-11-21 07:00:00.000000',3,'2026-11-21 07:10:00.000000','2026-11-21 07:10:00.000000',NULL,'2026-11-21 07:10:30.000000',NULL,NULL,1,'"The Lantern" <news@lantern.example>',NULL,0,0,1,0,0,3,1,0,8,NULL);
CREATE TABLE events (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	delivery_key INTEGER, 
	message_id TEXT, 
	at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	detail JSON, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT ck_events_kind CHECK (kind IN ('sent', 'delivered', 'delayed', 'bounced', 'complained', 'rejected', 'unrendered', 'opened', 'clicked', 'unsubscribed', 'unknown')), 
	CONSTRAINT fk_events_delivery_key FOREIGN KEY(delivery_key) REFERENCES deliveries ("key") ON DELETE SET NULL
);
CREATE TABLE feed_appearances (
	position INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	page INTEGER, 
	CONSTRAINT pk_feed_appearances PRIMARY KEY (position)
);
INSERT INTO "feed_appearances" VALUES(1,'','tcap37t6z7ri5','toektnb5xlw2r',NULL);
INSERT INTO "feed_appearances" VALUES(2,'','42ymtpf3hvisc','va3ze5kaknh3a',NULL);
INSERT INTO "feed_appearances" VALUES(3,'section/world','tcap37t6z7ri5','toektnb5xlw2r',NULL);
INSERT INTO "feed_appearances" VALUES(4,'section/world','42ymtpf3hvisc','va3ze5kaknh3a',NULL);
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
CREATE TABLE freezes (
	site TEXT NOT NULL, 
	occurrence_key INTEGER NOT NULL, 
	CONSTRAINT pk_freezes PRIMARY KEY (site), 
	CONSTRAINT fk_freezes_occurrence_key FOREIGN KEY(occurrence_key) REFERENCES occurrences ("key")
);
CREATE TABLE grounds (
	id TEXT NOT NULL, 
	subscription_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	given_at DATETIME, 
	file_name TEXT, 
	file_hash TEXT, 
	system TEXT, 
	"column" TEXT, 
	CONSTRAINT pk_grounds PRIMARY KEY (id), 
	CONSTRAINT fk_grounds_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscriptions (id) ON DELETE CASCADE
);
INSERT INTO "grounds" VALUES('jns5l76yj2ins','lmfflgwpy44f56ebhlxvz37bsi','sample','a sample reader of the configuration; the address belongs to nobody','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('ijfqsfbpgojar','z6jtv32twsmtmzqjyc6qfyvm2e','sample','a sample reader of the configuration; the address belongs to nobody','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('xc4pvg5gjwt6r','6onlbrhsmg2xkhzjuj34dhtfyi','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('javqxawq3gofg','5dvfayvv7y3zhxrngasbkkvjm4','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('xgkgj2a6x4yqj','3elqusudijmdcrzkg4eawd2vmi','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('yslcvlhdrzskt','ev4e4ynkiftqo6garcdvdot7bi','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('alppm7gke5wob','35qdz7r66smc7q7azqs2chy4aa','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('b7aamrpto4pd3','jmvrdbqz2jk3pzvsu5hcarnecu','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('pdfuclnco2da7','y57mglsos33nsguza623tvef4e','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('oyc2mvczj5lhp','rxvf7srx6oijrpulqs4omyiuuu','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('n5gm4rr3i2f7t','oookm72opfvovsx6q45f47gglu','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE groups (
	"key" INTEGER NOT NULL, 
	occurrence_key INTEGER NOT NULL, 
	choice_id INTEGER, 
	from_watermark INTEGER NOT NULL, 
	through_watermark INTEGER NOT NULL, 
	moves_to INTEGER NOT NULL, 
	history TEXT NOT NULL, 
	variant_key INTEGER, 
	outcome TEXT NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_groups PRIMARY KEY ("key"), 
	CONSTRAINT ck_groups_outcome CHECK (outcome IN ('mail', 'nothing', 'wait')), 
	CONSTRAINT fk_groups_occurrence_key FOREIGN KEY(occurrence_key) REFERENCES occurrences ("key") ON DELETE CASCADE, 
	CONSTRAINT fk_groups_choice_id FOREIGN KEY(choice_id) REFERENCES choices (id), 
	CONSTRAINT fk_groups_variant_key FOREIGN KEY(variant_key) REFERENCES variants ("key")
);
INSERT INTO "groups" VALUES(1,1,NULL,0,0,2,'',1,'mail',NULL);
INSERT INTO "groups" VALUES(2,2,NULL,2,2,3,'',2,'mail',NULL);
CREATE TABLE heroes (
	article_id TEXT NOT NULL, 
	source_url TEXT NOT NULL, 
	alt TEXT NOT NULL, 
	caption TEXT, 
	is_video BOOLEAN NOT NULL, 
	state TEXT NOT NULL, 
	details JSON NOT NULL, 
	reason TEXT, 
	attempts INTEGER NOT NULL, 
	retry_at DATETIME, 
	CONSTRAINT pk_heroes PRIMARY KEY (article_id), 
	CONSTRAINT ck_heroes_state CHECK (state IN ('wanted', 'ready', 'failed')), 
	CONSTRAINT fk_heroes_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "heroes" VALUES('42ymtpf3hvisc','lamp.jpg','The lamp at dusk','Ann Reed',0,'ready','{"ground": "#183c5c", "title": "", "credit": "Ann Reed", "choice_focal": null, "focal": null, "wish": {"files": "6408da40f5c37970c5f3c2a69ff5ae0f", "revision": 1}, "original": {"digest": "481f57282612552cd720a07c6b8b364c064026b973c42618c5e2e16ec66e9650", "width": 1280, "height": 720, "point": null, "etag": null, "modified": null}, "rejections": [], "sizes": {}}',NULL,1,NULL);
INSERT INTO "heroes" VALUES('cvowppkwei56h','ferry.jpg','The ferry at dusk','Ann Reed',0,'ready','{"ground": "#183c5c", "title": "", "credit": "Ann Reed", "choice_focal": null, "focal": null, "wish": {"files": "70234cb47d7a7635d0be7200708cd2d7", "revision": 1}, "original": {"digest": "481f57282612552cd720a07c6b8b364c064026b973c42618c5e2e16ec66e9650", "width": 1280, "height": 720, "point": null, "etag": null, "modified": null}, "rejections": [], "sizes": {}}',NULL,1,NULL);
INSERT INTO "heroes" VALUES('4js4jyr4gydce','market.jpg','The market at dusk','Ann Reed',0,'ready','{"ground": "#183c5c", "title": "", "credit": "Ann Reed", "choice_focal": null, "focal": null, "wish": {"files": "fc6922e2edc5cd2679d9fce0d09b547b", "revision": 1}, "original": {"digest": "481f57282612552cd720a07c6b8b364c064026b973c42618c5e2e16ec66e9650", "width": 1280, "height": 720, "point": null, "etag": null, "modified": null}, "rejections": [], "sizes": {}}',NULL,1,NULL);
CREATE TABLE hosts (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	generation INTEGER NOT NULL, 
	admitted_at DATETIME NOT NULL, 
	started_at DATETIME NOT NULL, 
	CONSTRAINT pk_hosts PRIMARY KEY (id)
);
CREATE TABLE installation (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (number), 
	CONSTRAINT ck_installation_number CHECK (number = 1)
);
CREATE TABLE newsletters (
	name TEXT NOT NULL, 
	since_release INTEGER NOT NULL, 
	since_at DATETIME NOT NULL, 
	CONSTRAINT pk_newsletters PRIMARY KEY (name)
);
INSERT INTO "newsletters" VALUES('daily',0,'2026-11-20 06:00:00.000000');
CREATE TABLE occurrences (
	"key" INTEGER NOT NULL, 
	newsletter TEXT NOT NULL, 
	cadence TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	wave INTEGER NOT NULL, 
	due_at DATETIME NOT NULL, 
	outcome TEXT NOT NULL, 
	edition_key INTEGER, 
	cut INTEGER, 
	had_since DATETIME, 
	decided_at DATETIME NOT NULL, 
	frozen_through INTEGER, 
	frozen_at DATETIME, 
	CONSTRAINT pk_occurrences PRIMARY KEY ("key"), 
	CONSTRAINT ck_occurrences_outcome CHECK (outcome IN ('edition', 'empty', 'late')), 
	CONSTRAINT fk_occurrences_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key"), 
	CONSTRAINT uq_occurrences_newsletter_cadence_slot_wave UNIQUE (newsletter, cadence, slot, wave)
);
INSERT INTO "occurrences" VALUES(1,'daily','daily','2026-11-20',1,'2026-11-20 07:00:00.000000','edition',1,2,NULL,'2026-11-20 07:10:00.000000',12,'2026-11-20 07:10:00.000000');
INSERT INTO "occurrences" VALUES(2,'daily','daily','2026-11-21',1,'2026-11-21 07:00:00.000000','edition',2,3,NULL,'2026-11-21 07:10:00.000000',12,'2026-11-21 07:10:00.000000');
CREATE TABLE passed_over (
	group_key INTEGER NOT NULL, 
	article_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	decided_at DATETIME NOT NULL, 
	CONSTRAINT pk_passed_over PRIMARY KEY (group_key, article_id), 
	CONSTRAINT fk_passed_over_group_key FOREIGN KEY(group_key) REFERENCES groups ("key") ON DELETE CASCADE, 
	CONSTRAINT fk_passed_over_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE purges (
	address TEXT NOT NULL, 
	noted_at DATETIME NOT NULL, 
	CONSTRAINT pk_purges PRIMARY KEY (address)
);
CREATE TABLE releases (
	number INTEGER NOT NULL, 
	article_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_releases PRIMARY KEY (number), 
	CONSTRAINT ck_releases_reason CHECK (reason IN ('intake', 'embargo-over', 'approved', 'restored', 'widened', 'returned', 'upgrade')), 
	CONSTRAINT fk_releases_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "releases" VALUES(1,'tcap37t6z7ri5','intake','2026-11-20 06:00:00.000000');
INSERT INTO "releases" VALUES(2,'42ymtpf3hvisc','intake','2026-11-20 06:00:00.000000');
INSERT INTO "releases" VALUES(3,'cvowppkwei56h','intake','2026-11-21 06:00:00.000000');
INSERT INTO "releases" VALUES(4,'4js4jyr4gydce','intake','2026-11-21 07:10:00.000000');
CREATE TABLE rendering_articles (
	rendering_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	article_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	tier TEXT NOT NULL, 
	CONSTRAINT pk_rendering_articles PRIMARY KEY (rendering_id, position), 
	CONSTRAINT ck_rendering_articles_tier CHECK (tier IN ('lead', 'secondary', 'more')), 
	CONSTRAINT fk_rendering_articles_rendering_id FOREIGN KEY(rendering_id) REFERENCES renderings (id), 
	CONSTRAINT fk_rendering_articles_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
);
INSERT INTO "rendering_articles" VALUES(1,0,'42ymtpf3hvisc',1,'lead');
INSERT INTO "rendering_articles" VALUES(1,1,'tcap37t6z7ri5',1,'secondary');
INSERT INTO "rendering_articles" VALUES(2,0,'cvowppkwei56h',1,'lead');
CREATE TABLE renderings (
	id INTEGER NOT NULL, 
	variant_key INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	reason TEXT, 
	made_at DATETIME NOT NULL, 
	subject TEXT NOT NULL, 
	preheader TEXT NOT NULL, 
	html TEXT NOT NULL, 
	text TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	content JSON, 
	content_hash TEXT NOT NULL, 
	findings JSON NOT NULL, 
	CONSTRAINT pk_renderings PRIMARY KEY (id), 
	CONSTRAINT fk_renderings_variant_key FOREIGN KEY(variant_key) REFERENCES variants ("key"), 
	CONSTRAINT uq_renderings_variant_key_revision UNIQUE (variant_key, revision)
);
INSERT INTO "renderings" VALUES(1,1,1,NULL,'2026-11-20 07:10:00.000000','The lamp','The bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The lamp</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The lamp" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 20, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/lopeecmwncl2ayyew2knelxb7a" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none"><img class="hero shade" src="http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg" alt="The lamp at dusk" width="600" height="338" style="font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; display:block; width:100%; height:auto; margin:0 auto; border:0; max-width:600px; text-align:left; aspect-ratio:600/338; background-color:#183c5c; color:#fff"></a></div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:10px 32px 0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" lang="en" dir="ltr" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068; text-align:left">Ann Reed</p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none">The lamp</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-bridge-tcap37t6z7ri5" style="color:#1b1d22; text-decoration:none">The bridge</a></h2><p class="deck" style="margin:6px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:15px; line-height:22px; color:#5c6068">What the keepers found</p>    </td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 20, 2026
View in browser: http://127.0.0.1:8080/editions/lopeecmwncl2ayyew2knelxb7a

------------------------------------------------------------

World
The lamp

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc

------------------------------------------------------------

World
The bridge
What the keepers found
http://127.0.0.1:8080/articles/the-bridge-tcap37t6z7ri5

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',13945,'{"title": "The Lantern daily", "issued_on": "2026-11-20", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/lopeecmwncl2ayyew2knelxb7a", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg", "width": 1200, "height": 675, "alt": "The lamp at dusk", "caption": "Ann Reed", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/a4/a4bcb9f2cddddfd5593deb3bba314762.jpg", "width": 240, "height": 180, "alt": "The lamp at dusk", "caption": "Ann Reed", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "tcap37t6z7ri5", "headline": "The bridge", "url": "http://127.0.0.1:8080/articles/the-bridge-tcap37t6z7ri5", "kicker": "World", "deck": "What the keepers found", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "tcap37t6z7ri5", "headline": "The bridge", "url": "http://127.0.0.1:8080/articles/the-bridge-tcap37t6z7ri5", "kicker": "World", "deck": "What the keepers found", "excerpt": "", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','6c89aea54a0d9d2700e4f66d5baf0ae6c8d5b6f5c5c7760906551170b0da8c5b','[]');
INSERT INTO "renderings" VALUES(2,2,1,NULL,'2026-11-21 07:10:00.000000','The ferry','The keepers say that the work took eleven months.','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The ferry</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The keepers say that the work took eleven months.͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The ferry" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Saturday, November 21, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/ozg3gcqrllsuyuknz627br4dxy" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div><a class="plain" href="http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h" style="color:#1b1d22; text-decoration:none"><img class="hero shade" src="http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg" alt="The ferry at dusk" width="600" height="338" style="font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; display:block; width:100%; height:auto; margin:0 auto; border:0; max-width:600px; text-align:left; aspect-ratio:600/338; background-color:#183c5c; color:#fff"></a></div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:10px 32px 0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" lang="en" dir="ltr" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068; text-align:left">Ann Reed</p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h" style="color:#1b1d22; text-decoration:none">The ferry</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Saturday, November 21, 2026
View in browser: http://127.0.0.1:8080/editions/ozg3gcqrllsuyuknz627br4dxy

------------------------------------------------------------

World
The ferry

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12728,'{"title": "The Lantern daily", "issued_on": "2026-11-21", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/ozg3gcqrllsuyuknz627br4dxy", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "cvowppkwei56h", "headline": "The ferry", "url": "http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg", "width": 1200, "height": 675, "alt": "The ferry at dusk", "caption": "Ann Reed", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "cvowppkwei56h", "headline": "The ferry", "url": "http://127.0.0.1:8080/articles/the-ferry-cvowppkwei56h", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/a4/a4bcb9f2cddddfd5593deb3bba314762.jpg", "width": 240, "height": 180, "alt": "The ferry at dusk", "caption": "Ann Reed", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','967df09899c7d71bcd0857572f11e5ba664504fc4b9a6c7daba20b6e4a53a11a','[]');
CREATE TABLE renditions (
	article_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT NOT NULL, 
	position INTEGER, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	media_type TEXT NOT NULL, 
	is_leaving BOOLEAN NOT NULL, 
	CONSTRAINT pk_renditions PRIMARY KEY (article_id, role, name), 
	CONSTRAINT ck_renditions_role CHECK (role IN ('lead', 'small', 'thumb')), 
	CONSTRAINT fk_renditions_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "renditions" VALUES('42ymtpf3hvisc','lead','11/11271073cb74d640dc90257ca565c2d5.jpg',0,1200,675,8734,'image/jpeg',0);
INSERT INTO "renditions" VALUES('42ymtpf3hvisc','lead','28/28440d610857291b2c24269f82d5420e.webp',1,1200,675,3650,'image/webp',0);
INSERT INTO "renditions" VALUES('42ymtpf3hvisc','small','1f/1fff9185b8ac9d69620ac69550c18f0d.jpg',2,600,338,3306,'image/jpeg',0);
INSERT INTO "renditions" VALUES('42ymtpf3hvisc','small','f7/f7bfa85aa0f6a9092ada33e8b198e79e.webp',3,600,338,1346,'image/webp',0);
INSERT INTO "renditions" VALUES('42ymtpf3hvisc','thumb','a4/a4bcb9f2cddddfd5593deb3bba314762.jpg',4,240,180,1655,'image/jpeg',0);
INSERT INTO "renditions" VALUES('cvowppkwei56h','lead','11/11271073cb74d640dc90257ca565c2d5.jpg',0,1200,675,8734,'image/jpeg',0);
INSERT INTO "renditions" VALUES('cvowppkwei56h','lead','28/28440d610857291b2c24269f82d5420e.webp',1,1200,675,3650,'image/webp',0);
INSERT INTO "renditions" VALUES('cvowppkwei56h','small','1f/1fff9185b8ac9d69620ac69550c18f0d.jpg',2,600,338,3306,'image/jpeg',0);
INSERT INTO "renditions" VALUES('cvowppkwei56h','small','f7/f7bfa85aa0f6a9092ada33e8b198e79e.webp',3,600,338,1346,'image/webp',0);
INSERT INTO "renditions" VALUES('cvowppkwei56h','thumb','a4/a4bcb9f2cddddfd5593deb3bba314762.jpg',4,240,180,1655,'image/jpeg',0);
INSERT INTO "renditions" VALUES('4js4jyr4gydce','lead','11/11271073cb74d640dc90257ca565c2d5.jpg',0,1200,675,8734,'image/jpeg',0);
INSERT INTO "renditions" VALUES('4js4jyr4gydce','lead','28/28440d610857291b2c24269f82d5420e.webp',1,1200,675,3650,'image/webp',0);
INSERT INTO "renditions" VALUES('4js4jyr4gydce','small','1f/1fff9185b8ac9d69620ac69550c18f0d.jpg',2,600,338,3306,'image/jpeg',0);
INSERT INTO "renditions" VALUES('4js4jyr4gydce','small','f7/f7bfa85aa0f6a9092ada33e8b198e79e.webp',3,600,338,1346,'image/webp',0);
INSERT INTO "renditions" VALUES('4js4jyr4gydce','thumb','a4/a4bcb9f2cddddfd5593deb3bba314762.jpg',4,240,180,1655,'image/jpeg',0);
CREATE TABLE sources (
	name TEXT NOT NULL, 
	first_run_at DATETIME, 
	postponed JSON, 
	last_run_at DATETIME, 
	last_error TEXT, 
	CONSTRAINT pk_sources PRIMARY KEY (name)
);
INSERT INTO "sources" VALUES('desk','2026-11-20 06:00:00.000000','[]','2026-11-21 07:10:00.000000',NULL);
CREATE TABLE stored_templates (
	name TEXT NOT NULL, 
	carrier TEXT NOT NULL, 
	edition_key INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_stored_templates PRIMARY KEY (name), 
	CONSTRAINT fk_stored_templates_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key")
);
CREATE TABLE subscribers (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	address TEXT NOT NULL, 
	address_key TEXT NOT NULL, 
	mailbox TEXT NOT NULL, 
	name TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_subscribers PRIMARY KEY ("key"), 
	CONSTRAINT uq_subscribers_id UNIQUE (id), 
	CONSTRAINT uq_subscribers_address_key UNIQUE (address_key)
);
INSERT INTO "subscribers" VALUES(1,'x6gwuoaeks3qipdxawjirrch3i','ann@example.org','ann@example.org','ann@example.org','Ann','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(2,'jtiu3ke7c73so3fzktqgxd7jzu','bo@example.net','bo@example.net','bo@example.net','Bo','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(3,'oyv7bz5dqa6a4vcy3qnpria2fe','cleo@example.org','cleo@example.org','cleo@example.org','Cleo','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(4,'ev2a3cb5gjaxdcckoyhteyyezy','dag@example.org','dag@example.org','dag@example.org','Dag','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(5,'girruj64d6pqjhfw5mfyndutfy','eve@example.org','eve@example.org','eve@example.org','Eve','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(6,'maej5khsesdzkfbkzgtmwphq5m','finn@example.org','finn@example.org','finn@example.org','Finn','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(7,'vjf5g4ymm22wu3bb4jryf63jmi','gus@example.org','gus@example.org','gus@example.org','Gus','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(8,'keri77w5mowjezb2hdma7bwkue','hal@example.org','hal@example.org','hal@example.org','Hal','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(9,'fblbvdku46vr6kg642m4umktwu','ida@example.org','ida@example.org','ida@example.org','Ida','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(10,'4pf7flofqbxiqgyukml742lmva','jo@example.org','jo@example.org','jo@example.org','Jo','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(11,'36bcy6ewystpaks6kcllrbtbom','kim@example.org','kim@example.org','kim@example.org','Kim','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(12,'g45m2nn2rvxy7wiw4d36oaq4re','lou@example.org','lou@example.org','lou@example.org','Lou','2026-11-20 06:00:00.000000');
CREATE TABLE subscriptions (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	subscriber_key INTEGER NOT NULL, 
	newsletter TEXT NOT NULL, 
	state TEXT NOT NULL, 
	choice_id INTEGER NOT NULL, 
	watermark INTEGER NOT NULL, 
	last_slot TEXT, 
	last_periods JSON, 
	paused_until DATETIME, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	ended_by TEXT, 
	ended_source TEXT, 
	CONSTRAINT pk_subscriptions PRIMARY KEY ("key"), 
	CONSTRAINT ck_subscriptions_state CHECK (state IN ('unconfirmed', 'confirmed', 'paused', 'ended')), 
	CONSTRAINT fk_subscriptions_subscriber_key FOREIGN KEY(subscriber_key) REFERENCES subscribers ("key") ON DELETE CASCADE, 
	CONSTRAINT fk_subscriptions_choice_id FOREIGN KEY(choice_id) REFERENCES choices (id), 
	CONSTRAINT uq_subscriptions_id UNIQUE (id), 
	CONSTRAINT uq_subscriptions_subscriber_key_newsletter UNIQUE (subscriber_key, newsletter)
);
INSERT INTO "subscriptions" VALUES(1,'lmfflgwpy44f56ebhlxvz37bsi',1,'daily','confirmed',1,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(2,'z6jtv32twsmtmzqjyc6qfyvm2e',2,'daily','confirmed',1,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(3,'6onlbrhsmg2xkhzjuj34dhtfyi',3,'daily','confirmed',3,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(4,'5dvfayvv7y3zhxrngasbkkvjm4',5,'daily','confirmed',3,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(5,'3elqusudijmdcrzkg4eawd2vmi',6,'daily','confirmed',3,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(6,'ev4e4ynkiftqo6garcdvdot7bi',7,'daily','confirmed',3,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(7,'35qdz7r66smc7q7azqs2chy4aa',10,'daily','ended',3,0,NULL,NULL,NULL,'2026-11-20 06:00:00.000000','2026-11-20 06:00:00.000000','one-click',NULL);
INSERT INTO "subscriptions" VALUES(8,'jmvrdbqz2jk3pzvsu5hcarnecu',11,'daily','confirmed',3,0,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(9,'y57mglsos33nsguza623tvef4e',4,'daily','confirmed',4,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(10,'wcc7nb6xspvxwdjtaao2tivmye',8,'daily','unconfirmed',3,0,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(11,'rxvf7srx6oijrpulqs4omyiuuu',9,'daily','paused',3,0,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(12,'oookm72opfvovsx6q45f47gglu',12,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
CREATE TABLE suppressions (
	address_key TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_suppressions PRIMARY KEY (address_key)
);
INSERT INTO "suppressions" VALUES('kim@example.org','bounced','2026-11-20 06:00:00.000000','operator');
CREATE TABLE variants (
	"key" INTEGER NOT NULL, 
	edition_key INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_variants PRIMARY KEY ("key"), 
	CONSTRAINT fk_variants_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key"), 
	CONSTRAINT uq_variants_edition_key_name_language UNIQUE (edition_key, name, language)
);
INSERT INTO "variants" VALUES(1,1,'default','en',1);
INSERT INTO "variants" VALUES(2,2,'default','en',1);
CREATE INDEX ix_feed_appearances_scope_page ON feed_appearances (scope, page);
CREATE INDEX ix_grounds_subscription_id ON grounds (subscription_id);
CREATE INDEX ix_rendering_articles_article_id ON rendering_articles (article_id);
CREATE INDEX ix_feed_appearances_article_id ON feed_appearances (article_id);
CREATE INDEX ix_renditions_name ON renditions (name);
CREATE INDEX ix_renditions_leaving ON renditions (name) WHERE is_leaving = 1;
CREATE INDEX ix_articles_expires_at ON articles (expires_at);
CREATE INDEX ix_articles_status_published_at ON articles (status, published_at);
CREATE INDEX ix_articles_embargo_until ON articles (embargo_until);
CREATE INDEX ix_articles_unpublished ON articles (id) WHERE status <> 'published';
CREATE INDEX ix_articles_awaiting ON articles (embargo_until) WHERE awaits_release = 1;
CREATE INDEX ix_articles_published ON articles (id, embargo_until, expires_at) WHERE status = 'published';
CREATE INDEX ix_releases_article_id ON releases (article_id);
CREATE INDEX ix_article_terms_kind_term_article_id ON article_terms (kind, term, article_id);
CREATE INDEX ix_subscriptions_newsletter_state_key ON subscriptions (newsletter, state, "key");
CREATE INDEX ix_subscriptions_choice_id ON subscriptions (choice_id);
CREATE INDEX ix_editions_state ON editions (state);
CREATE INDEX ix_editions_frozen_at ON editions (frozen_at);
CREATE INDEX ix_occurrences_decided_at ON occurrences (decided_at);
CREATE INDEX ix_occurrences_edition_key ON occurrences (edition_key);
CREATE INDEX ix_groups_occurrence_key ON groups (occurrence_key);
CREATE INDEX ix_passed_over_article_id ON passed_over (article_id);
CREATE INDEX ix_batches_open ON batches (edition_key) WHERE ended_at IS NULL;
CREATE INDEX ix_batches_edition_key_key ON batches (edition_key, "key");
CREATE INDEX ix_deliveries_subscription_key ON deliveries (subscription_key);
CREATE INDEX ix_deliveries_message_id ON deliveries (message_id);
CREATE INDEX ix_deliveries_queue ON deliveries (edition_key, state, variant_key, attempts, "key");
CREATE INDEX ix_deliveries_doubt ON deliveries (settled_at) WHERE state = 'uncertain';
CREATE INDEX ix_deliveries_accepted ON deliveries (edition_key, settled_at) WHERE state = 'submitted';
CREATE INDEX ix_events_delivery_key ON events (delivery_key);
CREATE INDEX ix_events_message_id ON events (message_id);
CREATE INDEX ix_events_parked ON events (message_id) WHERE delivery_key IS NULL;
CREATE INDEX ix_stored_templates_edition_key ON stored_templates (edition_key);
COMMIT;
