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
INSERT INTO "alembic_version" VALUES('0011');
CREATE TABLE article_terms (
	article_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	term TEXT NOT NULL, 
	CONSTRAINT pk_article_terms PRIMARY KEY (article_id, kind, term), 
	CONSTRAINT ck_article_terms_kind CHECK (kind IN ('section', 'tag', 'author', 'language')), 
	CONSTRAINT fk_article_terms_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "article_terms" VALUES('y4kv4sseyyz7a','section','World');
INSERT INTO "article_terms" VALUES('y4kv4sseyyz7a','language','en');
INSERT INTO "article_terms" VALUES('vz22gyolnitlr','section','World');
INSERT INTO "article_terms" VALUES('vz22gyolnitlr','language','en');
INSERT INTO "article_terms" VALUES('fo546qddofezn','section','World');
INSERT INTO "article_terms" VALUES('fo546qddofezn','language','en');
INSERT INTO "article_terms" VALUES('5rx2q3dmwpav2','section','World');
INSERT INTO "article_terms" VALUES('5rx2q3dmwpav2','language','en');
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
INSERT INTO "articles" VALUES(1,'y4kv4sseyyz7a','tag:lantern.example,2026:y4kv4sseyyz7a','desk','lamp.txt','d66fc518a64b80085e8795ab8b5fc3edc6e7f80a908e452b019fb73887028c97','published','The lamp','What the keepers found','["World"]','[]','[]','2026-11-20 06:00:00.000000',0,'November 20, 2026, 06:00:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','b6d6ff75aa4257fcbc6ea9f02ff53a42639ad9b425cb0e6189766af7292b307b',1,0,'2026-11-20 06:00:00.000000','2026-11-20 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-20 06:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(2,'vz22gyolnitlr','tag:lantern.example,2026:vz22gyolnitlr','desk','bridge.txt','5a7125c384ec55a7050d846a8f6126a7caa63f19711e2d992105352a4e0583dd','published','The bridge','What the keepers found','["World"]','[]','[]','2026-11-20 12:00:00.000000',0,'November 20, 2026, 12:00:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','bf236561694b174cb1be444c387a52f876c7b051450662fef8f09e5c06f793b9',1,0,'2026-11-20 12:00:00.000000','2026-11-20 12:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-20 12:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(3,'fo546qddofezn','tag:lantern.example,2026:fo546qddofezn','desk','ferry.txt','f7f066e74030fd42d4c4249ffa03e6bbc7393e99dd49c9aa4a409eb295700a96','published','The ferry','What the keepers found','["World"]','[]','[]','2026-11-21 06:00:00.000000',0,'November 21, 2026, 06:00:00 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','2fd391ce5318ed3b290dd6256a13b60ffa75205ccd52c06454e5214c483fa7f2',1,0,'2026-11-21 06:00:00.000000','2026-11-21 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-21 06:00:00.000000',NULL,0);
INSERT INTO "articles" VALUES(4,'5rx2q3dmwpav2','tag:lantern.example,2026:5rx2q3dmwpav2','desk','market.txt','c7f6e54791fbe3d000af68fbdf71af70f0e3d7d8c2c0abec6caaaa25c9ab89c9','published','The market','What the keepers found','["World"]','[]','[]','2026-11-21 07:10:06.000000',0,'November 21, 2026, 07:10:06 GMT',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.</p>
<p>Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p>
<p>The harbour office will decide in spring whether it stays.</p>','The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it.

Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.

The harbour office will decide in spring whether it stays.','[]','[]','46452810639a2635900ecb5df94f0259533a4cc40f8c0d43e91110751951a41a',1,0,'2026-11-21 07:10:06.000000','2026-11-21 07:10:06.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2026-11-21 07:10:06.000000',NULL,0);
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
INSERT INTO "choices" VALUES(2,'daily','daily',NULL,NULL,'[]',NULL,NULL,'7b1f91cc3db9f097b321b1fce9c1c2c73a3243accd70b9dbdc18c9290642f13d');
CREATE TABLE counters (
	name TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('releases',4);
CREATE TABLE deliveries (
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
	carrier TEXT, 
	claimed_by TEXT, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME, 
	claimed_at DATETIME, 
	settled_at DATETIME, 
	message_id TEXT, 
	reason TEXT, 
	CONSTRAINT pk_deliveries PRIMARY KEY ("key"), 
	CONSTRAINT ck_deliveries_state CHECK (state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped')), 
	CONSTRAINT fk_deliveries_edition_key FOREIGN KEY(edition_key) REFERENCES editions ("key"), 
	CONSTRAINT fk_deliveries_subscription_key FOREIGN KEY(subscription_key) REFERENCES subscriptions ("key") ON DELETE SET NULL, 
	CONSTRAINT fk_deliveries_group_key FOREIGN KEY(group_key) REFERENCES groups ("key"), 
	CONSTRAINT fk_deliveries_variant_key FOREIGN KEY(variant_key) REFERENCES variants ("key"), 
	CONSTRAINT uq_deliveries_id UNIQUE (id), 
	CONSTRAINT uq_deliveries_edition_key_subscription_key UNIQUE (edition_key, subscription_key)
);
INSERT INTO "deliveries" VALUES(1,'52a991d0f692febe05e60eae861d752e',1,1,1,1,'ann@example.org','Ann','submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','52a991d0f692febe05e60eae861d752e.eml',NULL);
INSERT INTO "deliveries" VALUES(2,'b2e7f0f63f10a35817442fcb01fa79b5',1,2,1,1,'bo@example.net','Bo','submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','b2e7f0f63f10a35817442fcb01fa79b5.eml',NULL);
INSERT INTO "deliveries" VALUES(3,'d2e2c02b530fb9b882d4adcd7e128d99',1,3,1,1,'cleo@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','d2e2c02b530fb9b882d4adcd7e128d99.eml',NULL);
INSERT INTO "deliveries" VALUES(4,'bec86e43ccf9947d3836f30124d6be20',1,4,1,1,'dag@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','bec86e43ccf9947d3836f30124d6be20.eml',NULL);
INSERT INTO "deliveries" VALUES(5,'2d044bb58930945437f233d878f27958',1,5,1,1,'eve@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2d044bb58930945437f233d878f27958.eml',NULL);
INSERT INTO "deliveries" VALUES(6,'67b319b852720e8f318d99656abae924',1,6,1,1,'finn@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','67b319b852720e8f318d99656abae924.eml',NULL);
INSERT INTO "deliveries" VALUES(7,'879d83323f4a672cf7d3178975008c87',1,7,1,1,'gus@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','879d83323f4a672cf7d3178975008c87.eml',NULL);
INSERT INTO "deliveries" VALUES(8,'4b4883e398f15739b7fd33f45b05ed52',1,8,1,1,'hal@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','4b4883e398f15739b7fd33f45b05ed52.eml',NULL);
INSERT INTO "deliveries" VALUES(9,'417cc87d59f1b31f4e933df3b332453a',1,9,1,1,'ida@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','417cc87d59f1b31f4e933df3b332453a.eml',NULL);
INSERT INTO "deliveries" VALUES(10,'13db71580714cbc06386c1dd3f6e42d2',1,10,1,1,'jo@example.org',NULL,'submitted',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','13db71580714cbc06386c1dd3f6e42d2.eml',NULL);
INSERT INTO "deliveries" VALUES(11,'24c6ebe9b93c89ee21ba637816187c26',1,11,1,1,'kim@example.org',NULL,'excluded',1,'outbox','vm:32078',1,NULL,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000',NULL,'unsubscribed, or the address suppressed, after the edition was frozen');
INSERT INTO "deliveries" VALUES(12,'f32e6d3b04e4dfbc5bc59bb781a375a5',2,1,2,2,'ann@example.org','Ann','submitted',1,'ses','vm:32078',1,NULL,'2026-11-20 12:00:01.000000','2026-11-20 12:00:01.000000','m-1',NULL);
INSERT INTO "deliveries" VALUES(13,'6ae09a1f2b41f887ab64e26c60b5ebd7',2,2,2,2,'bo@example.net','Bo','refused',1,'ses','vm:32078',1,NULL,'2026-11-20 12:00:02.000000','2026-11-20 12:00:02.000000',NULL,'MessageRejected: full');
INSERT INTO "deliveries" VALUES(14,'cdd5686963466acc0cb484e27f988950',2,3,2,2,'cleo@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(15,'1d6c276c2f4137f839545df35b977d53',2,4,2,2,'dag@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(16,'c6ecc8292ef11210d416d3dac6b4db6f',2,5,2,2,'eve@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(17,'b22fc755f88818592ab8a6ca97a62936',2,6,2,2,'finn@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(18,'11d4ab4f9dfa6f45b47d734aaecb0756',2,7,2,2,'gus@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(19,'697aea516285d5c7e3c1e3ce569efb26',2,8,2,2,'hal@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(20,'005e5577790cf680500a1677e5aa9bf6',2,9,2,2,'ida@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(21,'7de7786dadd9a50663169333f48e8bf2',2,10,2,2,'jo@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(22,'0e3fcd05532cecc68d5fd60e316b1e74',3,1,3,3,'ann@example.org','Ann','submitted',1,'outbox','vm:32078',1,NULL,'2026-11-21 07:10:01.000000','2026-11-21 07:10:01.000000','o-1',NULL);
INSERT INTO "deliveries" VALUES(23,'3815fec0fc8fa831e95717471562671d',3,2,3,3,'bo@example.net','Bo','submitted',1,'outbox','vm:32078',1,NULL,'2026-11-21 07:10:02.000000','2026-11-21 07:10:02.000000','o-2',NULL);
INSERT INTO "deliveries" VALUES(24,'73f383553634830e4e87d8a391ceffe9',3,3,3,3,'cleo@example.org',NULL,'submitted',1,'ses','vm:32078',1,NULL,'2026-11-21 07:10:03.000000','2026-11-21 07:10:03.000000','m-2',NULL);
INSERT INTO "deliveries" VALUES(25,'dae800a99b2c285d5be5203b6c28669c',3,4,3,3,'dag@example.org',NULL,'uncertain',1,'ses','vm:32078',1,NULL,'2026-11-21 07:10:04.000000','2026-11-21 07:10:04.000000',NULL,'the answer was lost');
INSERT INTO "deliveries" VALUES(26,'b3ae070f84e5bfc8b209026f5ee45357',3,5,3,3,'eve@example.org',NULL,'pending',1,'ses','vm:32078',1,'2026-11-21 07:10:35.000000','2026-11-21 07:10:05.000000',NULL,NULL,'busy');
INSERT INTO "deliveries" VALUES(27,'b884a1b16d555687fd838159801560fb',3,6,3,3,'finn@example.org',NULL,'claimed',1,'ses','vm:32078',1,NULL,'2026-11-21 07:10:06.000000',NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(28,'21db0a72f9cfc77b08f16bb1896ebd73',3,7,3,3,'gus@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(29,'9d284ba63de0517a5ddd9c6e81b0c3bd',3,8,3,3,'hal@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(30,'aff853a0b5ac67ee7f8f292665dbe1eb',3,9,3,3,'ida@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(31,'29bb37b9649fd5aff0356d781868316f',3,10,3,3,'jo@example.org',NULL,'pending',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
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
	reply_to TEXT, 
	CONSTRAINT pk_editions PRIMARY KEY ("key"), 
	CONSTRAINT ck_editions_state CHECK (state IN ('held', 'freezing', 'sending', 'stopped', 'discarded', 'closed')), 
	CONSTRAINT fk_editions_instead_of FOREIGN KEY(instead_of) REFERENCES editions (id), 
	CONSTRAINT uq_editions_id UNIQUE (id), 
	CONSTRAINT uq_editions_newsletter_number UNIQUE (newsletter, number)
);
INSERT INTO "editions" VALUES(1,'so5amses6ptl2slbgydcugzmza','daily','daily',1,'2026-11-20','closed',NULL,'2026-11-20 07:00:00.000000',1,'2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000','2026-11-20 07:10:00.000000',NULL,1,'"The Lantern" <news@lantern.example>',NULL);
INSERT INTO "editions" VALUES(2,'vqfld3qo5ed4fbftlkrns7sjgq','daily','daily',2,'manual:vqfld3qo5ed4fbftlkrns7sjgq','held','the subject is wrong','2026-11-20 12:00:00.000000',2,'2026-11-20 12:00:00.000000','2026-11-20 12:00:00.000000','2026-11-20 12:00:01.000000','2026-11-20 12:00:02.000000',NULL,NULL,1,'"The Lantern" <news@lantern.example>',NULL);
INSERT INTO "editions" VALUES(3,'xp2gdbw3lipgrtvpqbz4rjdwaq','daily','daily',3,'2026-11-21','sending',NULL,'2026-11-21 07:00:00.000000',3,'2026-11-21 07:10:00.000000','2026-11-21 07:10:00.000000','2026-11-21 07:10:01.000000','2026-11-21 07:10:06.000000',NULL,NULL,1,'"The Lantern" <news@lantern.example>',NULL);
CREATE TABLE feed_appearances (
	position INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	page INTEGER, 
	CONSTRAINT pk_feed_appearances PRIMARY KEY (position)
);
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
INSERT INTO "grounds" VALUES('ktv5uzur2ur55','xll7e7nefc27xzknbsx7yxkwje','sample','a sample reader of the configuration; the address belongs to nobody','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('uajhnyrq6wagz','m7ksh4zz7zqmluztppq5x6vzha','sample','a sample reader of the configuration; the address belongs to nobody','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('6co5vmx563z6x','bsxtpptczbfzu5koe3vex5pk3m','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('drc5hxixyazng','bknbwrbnuabluki32eikocwqna','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('np7t7yfifn6ba','deviytajm3d7g6cefzybobfula','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('hz7xhn3bjlynx','o6dbik5jjy72lzdyoo56xa6ime','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('dd4d4u6olorvu','qydbzoe2b47cqe4vyf6fh7deya','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('xp57pnmguyklx','epitbwmmegd456igqr3bgkj6km','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('5yebi5gumknq2','7xpjecnwsgz7clnhnwj3a3xtqa','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('jjxig2x7lkbpx','6v3jqkaocfqo77q7l32fkaxvpy','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('qnpwiyjiewdlr','5onokfjqvroxsducgdf2u55dru','stated','signed up at the fair','2026-11-20 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "groups" VALUES(1,1,NULL,0,0,1,'',1,'mail',NULL);
INSERT INTO "groups" VALUES(2,2,NULL,1,1,2,'',2,'mail',NULL);
INSERT INTO "groups" VALUES(3,3,NULL,2,2,3,'',3,'mail',NULL);
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
INSERT INTO "occurrences" VALUES(1,'daily','daily','2026-11-20',1,'2026-11-20 07:00:00.000000','edition',1,1,NULL,'2026-11-20 07:10:00.000000',11,'2026-11-20 07:10:00.000000');
INSERT INTO "occurrences" VALUES(2,'daily','daily','manual:vqfld3qo5ed4fbftlkrns7sjgq',1,'2026-11-20 12:00:00.000000','edition',2,2,NULL,'2026-11-20 12:00:00.000000',11,'2026-11-20 12:00:00.000000');
INSERT INTO "occurrences" VALUES(3,'daily','daily','2026-11-21',1,'2026-11-21 07:00:00.000000','edition',3,3,NULL,'2026-11-21 07:10:00.000000',11,'2026-11-21 07:10:00.000000');
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
INSERT INTO "releases" VALUES(1,'y4kv4sseyyz7a','intake','2026-11-20 06:00:00.000000');
INSERT INTO "releases" VALUES(2,'vz22gyolnitlr','intake','2026-11-20 12:00:00.000000');
INSERT INTO "releases" VALUES(3,'fo546qddofezn','intake','2026-11-21 06:00:00.000000');
INSERT INTO "releases" VALUES(4,'5rx2q3dmwpav2','intake','2026-11-21 07:10:06.000000');
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
INSERT INTO "rendering_articles" VALUES(1,0,'y4kv4sseyyz7a',1,'lead');
INSERT INTO "rendering_articles" VALUES(2,0,'vz22gyolnitlr',1,'lead');
INSERT INTO "rendering_articles" VALUES(3,0,'fo546qddofezn',1,'lead');
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
INSERT INTO "renderings" VALUES(1,1,1,NULL,'2026-11-20 07:10:00.000000','The lamp','What the keepers found','<!DOCTYPE html>
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">What the keepers found͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The lamp" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 20, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/so5amses6ptl2slbgydcugzmza" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-y4kv4sseyyz7a" style="color:#1b1d22; text-decoration:none">The lamp</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-lamp-y4kv4sseyyz7a" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 20, 2026
View in browser: http://127.0.0.1:8080/editions/so5amses6ptl2slbgydcugzmza

------------------------------------------------------------

World
The lamp

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/the-lamp-y4kv4sseyyz7a

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12150,'{"title": "The Lantern daily", "issued_on": "2026-11-20", "language": "en", "subject": null, "opening": "What the keepers found", "web_url": "http://127.0.0.1:8080/editions/so5amses6ptl2slbgydcugzmza", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "y4kv4sseyyz7a", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-y4kv4sseyyz7a", "kicker": "World", "deck": "What the keepers found", "excerpt": "The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "y4kv4sseyyz7a", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-y4kv4sseyyz7a", "kicker": "World", "deck": "What the keepers found", "excerpt": "", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','1ad9a8b9c94181a4d885c253ee324a6e768c793bb1382c37ff68992c31bcc773','[]');
INSERT INTO "renderings" VALUES(2,2,1,NULL,'2026-11-20 12:00:00.000000','The bridge','What the keepers found','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">What the keepers found͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 20, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/vqfld3qo5ed4fbftlkrns7sjgq" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-bridge-vz22gyolnitlr" style="color:#1b1d22; text-decoration:none">The bridge</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-bridge-vz22gyolnitlr" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 20, 2026
View in browser: http://127.0.0.1:8080/editions/vqfld3qo5ed4fbftlkrns7sjgq

------------------------------------------------------------

World
The bridge

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/the-bridge-vz22gyolnitlr

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12160,'{"title": "The Lantern daily", "issued_on": "2026-11-20", "language": "en", "subject": null, "opening": "What the keepers found", "web_url": "http://127.0.0.1:8080/editions/vqfld3qo5ed4fbftlkrns7sjgq", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "vz22gyolnitlr", "headline": "The bridge", "url": "http://127.0.0.1:8080/articles/the-bridge-vz22gyolnitlr", "kicker": "World", "deck": "What the keepers found", "excerpt": "The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "vz22gyolnitlr", "headline": "The bridge", "url": "http://127.0.0.1:8080/articles/the-bridge-vz22gyolnitlr", "kicker": "World", "deck": "What the keepers found", "excerpt": "", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','fd2cdb78cde611cf4318f882bfa1b81604b62633a0ceb78090a4ab8c4485ef6d','[]');
INSERT INTO "renderings" VALUES(3,3,1,NULL,'2026-11-21 07:10:00.000000','The ferry','What the keepers found','<!DOCTYPE html>
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">What the keepers found͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The ferry" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Saturday, November 21, 2026</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/xp2gdbw3lipgrtvpqbz4rjdwaq" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ferry-fo546qddofezn" style="color:#1b1d22; text-decoration:none">The ferry</a></h1><p class="deck standfirst" style="margin:10px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:18px; line-height:27px; color:#3d4048">What the keepers found</p><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-ferry-fo546qddofezn" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Saturday, November 21, 2026
View in browser: http://127.0.0.1:8080/editions/xp2gdbw3lipgrtvpqbz4rjdwaq

------------------------------------------------------------

World
The ferry

What the keepers found

The old lamp on the pier burned for the first time in nine years on
Tuesday night, and half the town came out to look at it. Its keepers say
that the work took eleven months and that the lens alone weighs four
hundred kilograms.

Read on: http://127.0.0.1:8080/articles/the-ferry-fo546qddofezn

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12157,'{"title": "The Lantern daily", "issued_on": "2026-11-21", "language": "en", "subject": null, "opening": "What the keepers found", "web_url": "http://127.0.0.1:8080/editions/xp2gdbw3lipgrtvpqbz4rjdwaq", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "fo546qddofezn", "headline": "The ferry", "url": "http://127.0.0.1:8080/articles/the-ferry-fo546qddofezn", "kicker": "World", "deck": "What the keepers found", "excerpt": "The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out to look at it. Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "fo546qddofezn", "headline": "The ferry", "url": "http://127.0.0.1:8080/articles/the-ferry-fo546qddofezn", "kicker": "World", "deck": "What the keepers found", "excerpt": "", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','8fc1be66a5a403b281ad601f48a6f0fb0f78cdc36c7cbd1c64f7e46d93b7eb43','[]');
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
CREATE TABLE sources (
	name TEXT NOT NULL, 
	first_run_at DATETIME, 
	postponed JSON, 
	last_run_at DATETIME, 
	last_error TEXT, 
	CONSTRAINT pk_sources PRIMARY KEY (name)
);
INSERT INTO "sources" VALUES('desk','2026-11-20 06:00:00.000000','[]','2026-11-21 07:10:06.000000',NULL);
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
INSERT INTO "subscribers" VALUES(1,'bdxdukuojeh27bsbgsqbf6jsja','ann@example.org','ann@example.org','ann@example.org','Ann','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(2,'2rukbuxlp54teobwliliul6wy4','bo@example.net','bo@example.net','bo@example.net','Bo','2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(3,'wjk65ypwtkbrs3amnjswx7sefe','cleo@example.org','cleo@example.org','cleo@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(4,'5nmx24qncdri44n7umsshykqde','dag@example.org','dag@example.org','dag@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(5,'7jeyhxwumqh3z7ua2rf7bbwbli','eve@example.org','eve@example.org','eve@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(6,'bxg5n5l6zt6sfdq6rkhdgthoza','finn@example.org','finn@example.org','finn@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(7,'przbqonk6p7azdga6bcrwzujce','gus@example.org','gus@example.org','gus@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(8,'cmamyujrdmtu2xhtvqpv7f4rfa','hal@example.org','hal@example.org','hal@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(9,'yasiiaicop2bdrptjrclbr3zo4','ida@example.org','ida@example.org','ida@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(10,'kzpamk34n7afk6zxj2fjmwavca','jo@example.org','jo@example.org','jo@example.org',NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "subscribers" VALUES(11,'z44begxxyqrj2k2bp6ye3atcxa','kim@example.org','kim@example.org','kim@example.org',NULL,'2026-11-20 06:00:00.000000');
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
INSERT INTO "subscriptions" VALUES(1,'xll7e7nefc27xzknbsx7yxkwje',1,'daily','confirmed',1,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(2,'m7ksh4zz7zqmluztppq5x6vzha',2,'daily','confirmed',1,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(3,'bsxtpptczbfzu5koe3vex5pk3m',3,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(4,'bknbwrbnuabluki32eikocwqna',4,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(5,'deviytajm3d7g6cefzybobfula',5,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(6,'o6dbik5jjy72lzdyoo56xa6ime',6,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(7,'qydbzoe2b47cqe4vyf6fh7deya',7,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(8,'epitbwmmegd456igqr3bgkj6km',8,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(9,'7xpjecnwsgz7clnhnwj3a3xtqa',9,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(10,'6v3jqkaocfqo77q7l32fkaxvpy',10,'daily','confirmed',2,3,'2026-11-21',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES(11,'5onokfjqvroxsducgdf2u55dru',11,'daily','confirmed',2,1,'2026-11-20',NULL,NULL,'2026-11-20 06:00:00.000000',NULL,NULL,NULL);
CREATE TABLE suppressions (
	address_key TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_suppressions PRIMARY KEY (address_key)
);
INSERT INTO "suppressions" VALUES('kim@example.org','bounced','2026-11-20 07:10:00.000000','operator');
INSERT INTO "suppressions" VALUES('jo@example.org','bounced','2026-11-21 07:10:06.000000','operator');
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
INSERT INTO "variants" VALUES(3,3,'default','en',1);
CREATE INDEX ix_feed_appearances_scope_page ON feed_appearances (scope, page);
CREATE INDEX ix_grounds_subscription_id ON grounds (subscription_id);
CREATE INDEX ix_rendering_articles_article_id ON rendering_articles (article_id);
CREATE INDEX ix_feed_appearances_article_id ON feed_appearances (article_id);
CREATE INDEX ix_renditions_name ON renditions (name);
CREATE INDEX ix_renditions_leaving ON renditions (name) WHERE is_leaving = 1;
CREATE INDEX ix_articles_expires_at ON articles (expires_at);
CREATE INDEX ix_articles_status_published_at ON articles (status, published_at);
CREATE INDEX ix_articles_unpublished ON articles (id) WHERE status <> 'published';
CREATE INDEX ix_articles_embargo_until ON articles (embargo_until);
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
CREATE INDEX ix_deliveries_edition_key_state_attempts_key ON deliveries (edition_key, state, attempts, "key");
CREATE INDEX ix_deliveries_message_id ON deliveries (message_id);
CREATE INDEX ix_deliveries_subscription_key ON deliveries (subscription_key);
COMMIT;
