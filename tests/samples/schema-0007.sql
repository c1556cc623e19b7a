BEGIN TRANSACTION;
CREATE TABLE accepted_findings (
	article_id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	accepted_at DATETIME NOT NULL, 
	CONSTRAINT pk_accepted_findings PRIMARY KEY (article_id, code, quote), 
	CONSTRAINT fk_accepted_findings_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "accepted_findings" VALUES('xccvxu44lj3lp','space-before-sign','It was held for a reason .','2025-11-24 08:20:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
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
	changed_at DATETIME NOT NULL, audio JSON, is_paid BOOLEAN DEFAULT 0 NOT NULL, significant_at DATETIME, withdrawn_at DATETIME, withdrawal_reason TEXT, was_public BOOLEAN, expires_at DATETIME, released_at DATETIME, withdrawn_by TEXT, 
	CONSTRAINT pk_articles PRIMARY KEY (sequence), 
	CONSTRAINT ck_articles_direction CHECK (direction IN ('ltr', 'rtl')), 
	CONSTRAINT ck_articles_status CHECK (status IN ('published', 'held', 'withdrawn')), 
	CONSTRAINT uq_articles_id UNIQUE (id), 
	CONSTRAINT uq_articles_source_external_id UNIQUE (source, external_id), 
	CONSTRAINT uq_articles_tag UNIQUE (tag)
);
INSERT INTO "articles" VALUES(1,'cv3lqxpphj7mh','tag:lantern.example,2026:cv3lqxpphj7mh','desk','far.md','10f1da95d1bf0b2e9d22a09ff690e85d991ad807af612c9f8976567438e8b922','published','The embargo of 2099',NULL,'["World"]','[]','[]','2099-12-24 12:00:00.000000',0,'2099-12-24 12:00 +00:00',0,NULL,NULL,NULL,NULL,'2099-12-24 12:00:00.000000',NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','58196f4b642a9777e4b8b02d7381e6ab3586abfad277d515312a366b8c4bd624',1,0,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-17 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(2,'xccvxu44lj3lp','tag:lantern.example,2026:xccvxu44lj3lp','desk','held.md','be4c7d8ec8baf9927503c3281fd0eafeb31f139b2822af52b3154836bd73fb49','published','The held story',NULL,'["World"]','[]','[]','2025-11-24 08:20:00.000000',0,'2025-11-24T08:20:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>It was held for  a reason .</p>','It was held for a reason .','[]','[{"severity": "warn", "code": "space-before-sign", "message": "There is a space before the full stop.", "quote": "It was held for a reason ."}]','560e79e72b089218642a2c3a924207ee22641f7eb85f94b9fe22585719d1f954',2,0,'2025-11-17 06:00:00.000000','2025-11-24 08:20:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-24 08:20:00.000000',NULL);
INSERT INTO "articles" VALUES(3,'42ymtpf3hvisc','tag:lantern.example,2026:42ymtpf3hvisc','desk','lamp.md','bc4ba4a9cea71790839d35cf2d407bc340be34cad8d968072528c7ddef44ef68','published','The lamp',NULL,'["Harbour"]','["light", "pier"]','[{"name": "Ann Reed", "url": null}]','2025-11-17 06:00:00.000000',0,'2025-11-17T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[{"kind": "image", "candidates": [{"url": "lamp.jpg", "key": "", "width": null, "height": null}], "title": "", "description": "The lamp at dusk", "caption": "", "credit": "", "origin": "picked", "focal": null}]','[]','f0bfb749970a8dd1441adcf70aa194129234cdecddcf4f6dc5bd39d9570b4e4d',1,0,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-17 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(4,'gbsddcwplvti5','tag:lantern.example,2026:gbsddcwplvti5','desk','later.md','7819ebf0ae03632402b66155dddc0ad911823701c229d3e81fc5d53e8f2c2d03','published','The embargo of the 21st',NULL,'["Harbour"]','[]','[]','2025-11-17 06:00:00.000000',0,'2025-11-17T06:00:00+00:00',0,NULL,NULL,NULL,NULL,'2025-11-21 12:00:00.000000',NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','c41dd4c0ebc3f366e5756f7d31aa3c5bb8dbb155e346708728c5cfa2d615b094',1,0,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-17 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(5,'yfbngtpysneyt','tag:lantern.example,2026:yfbngtpysneyt','desk','second bridge.md','deb92f5a30566b1b3632b8e3b7c251d79cf96360f871fe23b4060085ee229a47','withdrawn','The second bridge',NULL,'["World"]','[]','[{"name": "Ann Reed", "url": null}, {"name": "Bo Dale", "url": null}]','2025-11-17 06:00:00.000000',0,'2025-11-17T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','45c38e55d84d92f563c1d6b16ea5335673c6af0a2cb32e4ca65c385ae1aabbd8',1,0,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','null',1,NULL,'2025-11-18 09:00:00.000000','it was not true',1,NULL,'2025-11-17 06:00:00.000000','operator');
INSERT INTO "articles" VALUES(6,'itgoryqjrnhwi','tag:lantern.example,2026:itgoryqjrnhwi','wire','wire-1.md','592a96b8931b3e6a72b7f2de8760c6ffcdd50c470ccacec99504d2392f165f0c','published','The wire of before',NULL,'["World"]','[]','[]','2025-11-17 06:00:00.000000',0,'2025-11-17T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','61a3879d278ab25c56a3a8ca2827e0b7bfe5ffca8452e897456a4b905a7c0e3e',1,1,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-17 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(7,'3asommbd6m45v','tag:lantern.example,2026:3asommbd6m45v','desk','old.md','d9da962b243d88f53daaeb55c90ac68b7fa8a0f6ec225fffced3259a1947249c','withdrawn','The old story',NULL,'["World"]','[]','[]','2025-10-01 12:00:00.000000',0,'2025-10-01 12:00 +00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[{"severity": "block", "code": "draft", "message": "\u201cdraft\u201d (line 4, column 8) withholds the article: \u201ctrue\u201d. Change it, or take it out, to publish the article.", "quote": "true"}]','965bf02ead914025f591fd0db6de16be8450db7f6cf7027108115edb27fe05d1',1,0,'2025-11-18 09:00:00.000000','2025-11-18 09:00:00.000000','null',0,NULL,'2025-11-22 06:00:00.000000','“draft” (line 4, column 8) withholds the article: “true”. Change it, or take it out, to publish the article.',1,NULL,'2025-11-18 09:00:00.000000','document');
INSERT INTO "articles" VALUES(8,'i775kvo3x7a3r','tag:lantern.example,2026:i775kvo3x7a3r','wire','wire-2.md','56d9c90a6d4947415cc1b752f034bb2f3663f987ca05cf5e267df422836e34e7','withdrawn','The wire of after',NULL,'["World"]','[]','[]','2025-11-18 09:00:00.000000',0,'2025-11-18T09:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'de','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','3602c02e22aa40ea8be0d970aeaa4bdf77c525535cfe74519a530aa9d4daa156',1,0,'2025-11-18 09:00:00.000000','2025-11-18 09:00:00.000000','null',0,NULL,'2025-11-18 09:00:00.000000',NULL,1,NULL,'2025-11-18 09:00:00.000000','operator');
INSERT INTO "articles" VALUES(9,'xqyi55qxdx2ol','tag:lantern.example,2026:xqyi55qxdx2ol','desk','first over.md','2bfa0c3c18cfe39c98c49ec4f89138dc8afb582b981a4a530d4e8362ad4e7321','published','The first over',NULL,'["World"]','[]','[]','2025-11-21 06:10:00.000000',0,'2025-11-21T06:10:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','c0e48824d2e29068643cdbf6ef122c71abfb0e7ed11d0ccd0845f585629abb07',1,0,'2025-11-21 06:13:00.000000','2025-11-21 06:13:00.000000','null',0,'2025-11-22 06:00:00.000000',NULL,NULL,NULL,NULL,'2025-11-22 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(10,'rlsdohjbzcm7f','tag:lantern.example,2026:rlsdohjbzcm7f','desk','fourth bridge.md','140b7bf6adbdb24d904d731ae27a4358a7dcd96ec83091f3883cfad714248858','published','The fourth bridge',NULL,'["Harbour"]','[]','[]','2025-11-21 06:13:00.000000',0,'2025-11-21T06:13:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','de5422ef0d848e7dea089cdc79a94800834c45d34c1b84b7e2e14ab3a31bdb68',1,0,'2025-11-21 06:13:00.000000','2025-11-21 06:13:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-21 06:13:00.000000',NULL);
INSERT INTO "articles" VALUES(11,'hkoelvsf3vcho','tag:lantern.example,2026:hkoelvsf3vcho','desk','second over.md','647754ba9daf11fa59ac03a659bbafa78d7aeab712319e37806060051f872a31','published','The second over',NULL,'["Harbour"]','[]','[]','2025-11-21 06:11:00.000000',0,'2025-11-21T06:11:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','ac6a76add0b873952475def416e93eec301108b99678f017bb36f6f436d78aca',1,0,'2025-11-21 06:13:00.000000','2025-11-21 06:13:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-21 06:13:00.000000',NULL);
INSERT INTO "articles" VALUES(12,'ykt6j7e3uomm3','tag:lantern.example,2026:ykt6j7e3uomm3','desk','third bridge.md','e7e42f08174e153c49df68dc62f0090210a00c1ed30fdcf9c1be6365607581f9','published','The third bridge',NULL,'["World"]','[]','[]','2025-11-21 06:12:00.000000',0,'2025-11-21T06:12:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','1d886e0cbbdf369a35abeec11366b1e7aca74ce992e90c8dbbeee77a265e8d69',1,0,'2025-11-21 06:13:00.000000','2025-11-21 06:13:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-21 06:13:00.000000',NULL);
INSERT INTO "articles" VALUES(13,'mtbhfdwoobr6k','tag:lantern.example,2026:mtbhfdwoobr6k','desk','fifth bridge.md','cf7ab9375dfc2b10fbb46bbc7974ef1899c5317b0bc71780d3c6f62b19bc8e7c','published','The fifth bridge',NULL,'["World"]','[]','[]','2025-11-22 06:00:00.000000',0,'2025-11-22T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','3bd380b4b818a8d875ad3bac0ec7c857b6d83eb24d587bdb41326c5c9cbf46b2',1,0,'2025-11-22 06:00:00.000000','2025-11-22 06:00:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-22 06:00:00.000000',NULL);
INSERT INTO "articles" VALUES(14,'it7g6p3omcoau','tag:lantern.example,2026:it7g6p3omcoau','desk','ninth bridge.md','0589877aba8f0c08b478e698849359e56d9ef9daee466b68d033e7d5d9a6ec7d','published','The ninth bridge',NULL,'["World"]','[]','[]','2025-11-24 06:05:00.000000',0,'2025-11-24T06:05:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','6700f5fc5dfc18f5c477943686257c5eb4fea20771f10ecc7454c76b747560e6',1,0,'2025-11-24 06:06:00.000000','2025-11-24 06:06:00.000000','null',0,NULL,NULL,NULL,NULL,'2025-12-31 12:00:00.000000','2025-11-24 06:06:00.000000',NULL);
INSERT INTO "articles" VALUES(15,'6dmq4ogpd7d24','tag:lantern.example,2026:6dmq4ogpd7d24','desk','pilot boat.md','1ef019ad4465ac109ce052f35fbfb0f3412902812a376ca0e392d6d242f0caa9','published','The pilot boat',NULL,'["Harbour"]','["pier"]','[{"name": "Ann Reed", "url": "https://lantern.example/ann"}]','2025-11-24 06:00:00.000000',0,'2025-11-24T06:00:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','22b69862075883ccb805774deaf2e8b90c3dfc9119d3aa5974b97a68838c5b6a',1,0,'2025-11-24 06:06:00.000000','2025-11-24 06:06:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-24 06:06:00.000000',NULL);
INSERT INTO "articles" VALUES(16,'k5rs6hiuv6r45','tag:lantern.example,2026:k5rs6hiuv6r45','desk','tenth bridge.md','7f54a4a29f2f10b355b05e82b0114412be710bc6b77353001548b476dd2d17aa','withdrawn','The tenth bridge',NULL,'["World"]','[]','[]','2025-11-24 06:06:00.000000',0,'2025-11-24T06:06:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'de','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','157773f804689baf69d9eaa3c08b011d580a50dbd4a0f8250396f7ec885314bf',1,0,'2025-11-24 06:06:00.000000','2025-11-24 06:06:00.000000','null',0,NULL,'2025-11-24 07:10:00.000000','a hoax',1,NULL,'2025-11-24 06:06:00.000000','operator');
INSERT INTO "articles" VALUES(17,'rjqzliqigmx6s','tag:lantern.example,2026:rjqzliqigmx6s','desk','eleventh bridge.md','b54568842878698fe5e3f2460d852d19320fa70f860e4e2408aad17ba01c5e04','published','The eleventh bridge',NULL,'["Harbour"]','[]','[]','2025-11-24 08:10:00.000000',0,'2025-11-24T08:10:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','8618962cd27bb6f26572ffca01a350436e41b93fba3c335a24aa1bdaee339cfa',1,0,'2025-11-24 08:10:00.000000','2025-11-24 08:10:00.000000','null',0,NULL,NULL,NULL,NULL,'2025-11-24 08:40:00.000000','2025-11-24 08:10:00.000000',NULL);
INSERT INTO "articles" VALUES(18,'mpe6aycs4jxgf','tag:lantern.example,2026:mpe6aycs4jxgf','desk','gone.md','23ec729a27b27f919a3dc6ef437f65a2ac7a307e2be2de7c29cb3ce5adf78d18','published','The gone',NULL,'["World"]','[]','[]','2025-11-24 08:10:00.000000',0,'2025-11-24T08:10:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','1eef023342075476c16737927dd05aaaa057e70a1879ed4ee651f0e917101664',1,0,'2025-11-24 08:10:00.000000','2025-11-24 08:10:00.000000','null',0,NULL,NULL,NULL,NULL,'2025-11-24 08:30:00.000000','2025-11-24 08:10:00.000000',NULL);
INSERT INTO "articles" VALUES(19,'v3fcqehsrgbac','tag:lantern.example,2026:v3fcqehsrgbac','desk','night ferry.md','0ea2be8c27c20f2ca95cf1b8dfb3ad95cc5dd4004e108130fae1737a2cb8873d','published','The night ferry',NULL,'["Harbour"]','[]','[{"name": "Bo Dale", "url": null}]','2025-11-24 08:10:00.000000',0,'2025-11-24T08:10:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','a7207a94bf280ad403359216d7002b539d5048510ff06d35d1e4d6e8cc9256a1',1,0,'2025-11-24 08:10:00.000000','2025-11-24 08:10:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-24 08:10:00.000000',NULL);
INSERT INTO "articles" VALUES(20,'4js4jyr4gydce','tag:lantern.example,2026:4js4jyr4gydce','desk','market.md','0eb8f51c83d89f7e89fd2f3b0dcde3e4a40e05f3ea06993012a0bd7a26ae4f8f','published','The market',NULL,'["World"]','[]','[]','2025-11-24 08:20:00.000000',0,'2025-11-24T08:20:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[]','[]','0e4f84b336fac6763103783371858e025e2711a4940925b56de9e5be31f2beed',1,0,'2025-11-24 08:20:00.000000','2025-11-24 08:20:00.000000','{"url": "https://lantern.example/market.mp3", "media_type": "audio/mpeg", "size": 1000, "seconds": 90}',0,NULL,NULL,NULL,NULL,NULL,'2025-11-24 08:20:00.000000',NULL);
INSERT INTO "articles" VALUES(21,'stl4l2gp6krhv','tag:lantern.example,2026:stl4l2gp6krhv','desk','tide table.md','71623ec32db2078b7a11979c442d1e1ee92cfbfd817ef0f5013682da0d9919bf','published','The tide table',NULL,'["Culture"]','[]','[]','2025-11-24 08:20:00.000000',0,'2025-11-24T08:20:00+00:00',0,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr','<p>The keepers say that the work took eleven months.</p>','The keepers say that the work took eleven months.','[{"kind": "image", "candidates": [{"url": "nowhere.jpg", "key": "", "width": null, "height": null}], "title": "", "description": "A table", "caption": "", "credit": "", "origin": "picked", "focal": null}]','[{"severity": "warn", "code": "alt-short", "message": "The picture''s description is too short to say what there is to see.", "quote": "A table"}]','5d8c3779f8d7584261d9ff7accaaa77eafe784d4f62bd6eb1a0d0ed4cb27b0a0',1,0,'2025-11-24 08:20:00.000000','2025-11-24 08:20:00.000000','null',0,NULL,NULL,NULL,NULL,NULL,'2025-11-24 08:20:00.000000',NULL);
CREATE TABLE "deliveries" (
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
	revision INTEGER, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id), 
	CONSTRAINT fk_deliveries_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscriptions (id), 
	CONSTRAINT uq_deliveries_edition_id_subscription_id UNIQUE (edition_id, subscription_id), 
	CONSTRAINT ck_deliveries_state CHECK (state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped'))
);
INSERT INTO "deliveries" VALUES('0fad404bfeba8a2d723c9960abd58575','gjp2fmzwipw3gamxexjqckdb3a','bgtclyquknxzmbaizdqetnyxfy','eve@example.org','Eve','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','0fad404bfeba8a2d723c9960abd58575.eml',NULL,1);
INSERT INTO "deliveries" VALUES('61d1c8458f6cd5dfa7b61bccf86a9d30','gjp2fmzwipw3gamxexjqckdb3a','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','61d1c8458f6cd5dfa7b61bccf86a9d30.eml',NULL,1);
INSERT INTO "deliveries" VALUES('4963b403030d641478a8899b51267da1','gjp2fmzwipw3gamxexjqckdb3a','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','4963b403030d641478a8899b51267da1.eml',NULL,1);
INSERT INTO "deliveries" VALUES('6ed88a2c5a593e6b906d58fed50ebb14','gjp2fmzwipw3gamxexjqckdb3a','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','6ed88a2c5a593e6b906d58fed50ebb14.eml',NULL,1);
INSERT INTO "deliveries" VALUES('2848dbb277da4d1c303594eac21cbde4','gjp2fmzwipw3gamxexjqckdb3a','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','2848dbb277da4d1c303594eac21cbde4.eml',NULL,1);
INSERT INTO "deliveries" VALUES('5a1b23d3b21b8c60caebb3c53c39c633','gjp2fmzwipw3gamxexjqckdb3a','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','5a1b23d3b21b8c60caebb3c53c39c633.eml',NULL,1);
INSERT INTO "deliveries" VALUES('f63c7ab9bfd7c40a70364ce9537f9960','gjp2fmzwipw3gamxexjqckdb3a','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','f63c7ab9bfd7c40a70364ce9537f9960.eml',NULL,1);
INSERT INTO "deliveries" VALUES('cdbf21efa9c92d2a261948f38a1f4ec8','gjp2fmzwipw3gamxexjqckdb3a','r6dxyi6q7fh4ggsolueduwneke','gus@example.org','Gus','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','cdbf21efa9c92d2a261948f38a1f4ec8.eml',NULL,1);
INSERT INTO "deliveries" VALUES('3828ce5db0b9e54124b71e8fe1c75f76','gjp2fmzwipw3gamxexjqckdb3a','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','submitted','outbox',1,NULL,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','3828ce5db0b9e54124b71e8fe1c75f76.eml',NULL,1);
INSERT INTO "deliveries" VALUES('2b7aa57f1f4f07c20d390f89b6497eae','5dp26tqup6ieyofmd4oiowxqqi','bgtclyquknxzmbaizdqetnyxfy','eve@example.org','Eve','uncertain','outbox',1,NULL,'2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000',NULL,'the answer was lost',1);
INSERT INTO "deliveries" VALUES('f8f200d20f74ddddad749845b891d285','5dp26tqup6ieyofmd4oiowxqqi','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('52172995c3db03e7227f205c80b48426','5dp26tqup6ieyofmd4oiowxqqi','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('9fd45309997fe92b8c962c24e1913a5e','5dp26tqup6ieyofmd4oiowxqqi','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('37f87f69af4a4ab1b6a2f42bee005cb3','5dp26tqup6ieyofmd4oiowxqqi','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('3cd2029f47674f3884ff862cfb0eeb39','5dp26tqup6ieyofmd4oiowxqqi','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('32ba1491193e608f0632604dffee05f1','5dp26tqup6ieyofmd4oiowxqqi','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','refused','outbox',1,NULL,'2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000',NULL,'MessageRejected: a virus',1);
INSERT INTO "deliveries" VALUES('0ac2d5cc337a3600e6907a654d9f0e6d','5dp26tqup6ieyofmd4oiowxqqi','r6dxyi6q7fh4ggsolueduwneke','gus@example.org','Gus','submitted','outbox',1,NULL,'2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000','m-1',NULL,1);
INSERT INTO "deliveries" VALUES('52e22fcb5e927bb885c1e2c8ad667c84','5dp26tqup6ieyofmd4oiowxqqi','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','stopped',NULL,0,NULL,NULL,'2025-11-21 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('ef0f9d2e4d8ee0221552baa9ccfe8801','rmmkdypr57i3fmyqoxy4xv3jba','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','ef0f9d2e4d8ee0221552baa9ccfe8801.eml',NULL,1);
INSERT INTO "deliveries" VALUES('ee60c354c8c1d19deb502b42df23479c','rmmkdypr57i3fmyqoxy4xv3jba','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','ee60c354c8c1d19deb502b42df23479c.eml',NULL,1);
INSERT INTO "deliveries" VALUES('3d8b7129a3e23ad45f1b41214792abf4','rmmkdypr57i3fmyqoxy4xv3jba','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','3d8b7129a3e23ad45f1b41214792abf4.eml',NULL,1);
INSERT INTO "deliveries" VALUES('ae706e80750715c34933361c3571d201','rmmkdypr57i3fmyqoxy4xv3jba','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','ae706e80750715c34933361c3571d201.eml',NULL,1);
INSERT INTO "deliveries" VALUES('5fde915f0b91b40709944810b1aae8d9','rmmkdypr57i3fmyqoxy4xv3jba','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','5fde915f0b91b40709944810b1aae8d9.eml',NULL,1);
INSERT INTO "deliveries" VALUES('ca8f7088d7479bdfd14def31755fdf05','rmmkdypr57i3fmyqoxy4xv3jba','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','ca8f7088d7479bdfd14def31755fdf05.eml',NULL,1);
INSERT INTO "deliveries" VALUES('e540d02aca695896762ae5cab9345f9a','rmmkdypr57i3fmyqoxy4xv3jba','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','submitted','outbox',1,NULL,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','e540d02aca695896762ae5cab9345f9a.eml',NULL,1);
INSERT INTO "deliveries" VALUES('ab321a349df80fc7d377f4979204d512','3b3px3z44y5vzlstbenmqzyvc4','bgtclyquknxzmbaizdqetnyxfy','eve@example.org','Eve','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('e3d14ed0fef90481f9ec038417fb86a3','3b3px3z44y5vzlstbenmqzyvc4','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('bbce41aaebb53f58be882668d1b70013','3b3px3z44y5vzlstbenmqzyvc4','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('3211fea36f046d7f1a4943b0de88283b','3b3px3z44y5vzlstbenmqzyvc4','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('98c6613c6a36fbd71a6ed9a47d4228a7','3b3px3z44y5vzlstbenmqzyvc4','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('d917e5109134d0474827c336cdc8e6ee','3b3px3z44y5vzlstbenmqzyvc4','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('00b4833c31eecf9c98e28e6ac2e5d6ea','3b3px3z44y5vzlstbenmqzyvc4','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('3803527ee7274103d465e674330e23fb','3b3px3z44y5vzlstbenmqzyvc4','r6dxyi6q7fh4ggsolueduwneke','gus@example.org','Gus','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('591453c642f7540bde42605b8cfb021f','3b3px3z44y5vzlstbenmqzyvc4','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','stopped',NULL,0,NULL,NULL,'2025-11-22 07:10:00.000000',NULL,'the edition was stopped before it left',NULL);
INSERT INTO "deliveries" VALUES('2a7df81e6018bf8f65eb0328c7006f1f','dvvkxdc2kcfrjcgk6pz4uavm2a','bgtclyquknxzmbaizdqetnyxfy','eve@example.org','Eve','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('3d637c30b2e0321631bd189237f6b762','dvvkxdc2kcfrjcgk6pz4uavm2a','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('47b78a07794105e34bd6728e058817d9','dvvkxdc2kcfrjcgk6pz4uavm2a','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('2046cc626ba7d3c250fea4ca16dc7411','dvvkxdc2kcfrjcgk6pz4uavm2a','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('05f3758460e9e22c6db7129d1d44304f','dvvkxdc2kcfrjcgk6pz4uavm2a','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','refused','outbox',1,NULL,'2025-11-22 12:00:00.000000','2025-11-22 12:00:00.000000',NULL,'MessageRejected: spam',1);
INSERT INTO "deliveries" VALUES('4ba3138e2e5dfb103513749a8e5d089f','dvvkxdc2kcfrjcgk6pz4uavm2a','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('f5d406b9a4381f2c820057d8f2638f9b','dvvkxdc2kcfrjcgk6pz4uavm2a','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('8bf8175d0a0f96fc724115868c91cf89','dvvkxdc2kcfrjcgk6pz4uavm2a','r6dxyi6q7fh4ggsolueduwneke','gus@example.org','Gus','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('19ecc670ac998b1ff846876254ea7218','dvvkxdc2kcfrjcgk6pz4uavm2a','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','pending','outbox',1,'2025-11-22 12:00:30.000000','2025-11-22 12:00:00.000000',NULL,NULL,'busy',1);
INSERT INTO "deliveries" VALUES('f69a16e080efa58c27cf0214431c6abe','op7gj2vtcxxemslry6k7ejnhce','bgtclyquknxzmbaizdqetnyxfy','eve@example.org','Eve','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('f453bbdb9b79bf0589591b0d4da6d986','op7gj2vtcxxemslry6k7ejnhce','c64sjic7lfg2galde27mpdg5qm','cleo@example.org','Cleo','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('d671ddf4f955ba2c5d91c047f2c5485c','op7gj2vtcxxemslry6k7ejnhce','ckux22ifg7rdt6nkg2zb3h7gmq','frida@xn--bcher-kva.example','Frida','claimed','outbox',1,NULL,'2025-11-24 07:10:00.000000',NULL,NULL,NULL,2);
INSERT INTO "deliveries" VALUES('857365580a702310ef6a26d24e7b0dda','op7gj2vtcxxemslry6k7ejnhce','d26uzjepbsphh2vi4idlcrg4wa','ann@example.org','Ann','refused','outbox',1,NULL,'2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000',NULL,'MessageRejected: full',1);
INSERT INTO "deliveries" VALUES('55aec101c9bafe32e826077b09ccdb59','op7gj2vtcxxemslry6k7ejnhce','dsqba5mb2dk75j4b7rtm254clq','rae@example.org','Rae','submitted','outbox',1,NULL,'2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000','m-2',NULL,1);
INSERT INTO "deliveries" VALUES('6ef9678aa182efbc93dd8c8f866f5915','op7gj2vtcxxemslry6k7ejnhce','epsbe6eb6iqgrjgsb7yd7tvzsm','dag@example.org','Dag','uncertain','outbox',1,NULL,'2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000',NULL,'the answer was lost',1);
INSERT INTO "deliveries" VALUES('d381b98337e3a93f97316309f6df8c6d','op7gj2vtcxxemslry6k7ejnhce','jzi3nbobph7v7dfe3bfzbyyg54','bo@example.net','Bo','submitted','outbox',1,NULL,'2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000','m-3',NULL,2);
INSERT INTO "deliveries" VALUES('d08fbb83a40b9728cce973d17ec98b1d','op7gj2vtcxxemslry6k7ejnhce','r6dxyi6q7fh4ggsolueduwneke','gus@example.org','Gus','excluded',NULL,0,NULL,NULL,'2025-11-24 07:10:00.000000',NULL,'unsubscribed after the edition was frozen',NULL);
INSERT INTO "deliveries" VALUES('dccd43a54edc7d79c2bccb565f39e7e0','op7gj2vtcxxemslry6k7ejnhce','rkj4v7grgsb5dzjvnjdrmy63wa','quin@example.org','Quin','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('2b0f1e7d7fa5fa573cef5448f846ff89','e5caet7qz6p6bzrsg7e2stumee','5am4hlofxnefdxez7dz3vcaei4','ann@example.org','Ann','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('76811914a986e8d1f97b2cd70b7e01e5','e5caet7qz6p6bzrsg7e2stumee','ds7k6aseul57d37trm2n4vmz64','gus@example.org','Gus','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('dfa242b3b9935679dbb5ccb5e8f8c76d','e5caet7qz6p6bzrsg7e2stumee','v3mldlxwoqpt66gy2f42hu3tjq','pia@example.org',NULL,'pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "editions" (
	id TEXT NOT NULL, 
	newsletter TEXT NOT NULL, 
	number INTEGER, 
	slot TEXT NOT NULL, 
	state TEXT NOT NULL, 
	due_at DATETIME NOT NULL, 
	frozen_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	sender TEXT NOT NULL, 
	reply_to TEXT, 
	held_because TEXT, 
	revision INTEGER NOT NULL, 
	opened_at DATETIME, 
	first_claimed_at DATETIME, 
	planned_at DATETIME, 
	instead_of TEXT, 
	min_articles INTEGER NOT NULL, 
	CONSTRAINT pk_editions PRIMARY KEY (id), 
	CONSTRAINT ck_editions_state CHECK (state IN ('held', 'sending', 'stopped', 'discarded', 'closed')), 
	CONSTRAINT fk_editions_instead_of FOREIGN KEY(instead_of) REFERENCES editions (id), 
	CONSTRAINT uq_editions_newsletter_number UNIQUE (newsletter, number)
);
INSERT INTO "editions" VALUES('gjp2fmzwipw3gamxexjqckdb3a','daily',1,'2025-11-17','closed','2025-11-17 07:00:00.000000','2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','"The Lantern" <news@lantern.example>',NULL,NULL,2,'2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000','2025-11-17 07:10:00.000000',NULL,1);
INSERT INTO "editions" VALUES('5dp26tqup6ieyofmd4oiowxqqi','daily',2,'2025-11-21','stopped','2025-11-21 07:00:00.000000','2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000','"The Lantern" <news@lantern.example>',NULL,NULL,1,'2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000','2025-11-21 07:10:00.000000',NULL,1);
INSERT INTO "editions" VALUES('rmmkdypr57i3fmyqoxy4xv3jba','daily',3,'manual:rmmkdypr57i3fmyqoxy4xv3jba','closed','2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','"The Lantern" <news@lantern.example>',NULL,NULL,1,'2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','2025-11-21 09:00:00.000000','5dp26tqup6ieyofmd4oiowxqqi',1);
INSERT INTO "editions" VALUES('3b3px3z44y5vzlstbenmqzyvc4','daily',4,'2025-11-22','discarded','2025-11-22 07:00:00.000000','2025-11-22 07:10:00.000000','2025-11-22 07:10:00.000000','"The Lantern" <news@lantern.example>',NULL,NULL,1,'2025-11-22 07:10:00.000000',NULL,'2025-11-22 07:00:00.000000',NULL,1);
INSERT INTO "editions" VALUES('dvvkxdc2kcfrjcgk6pz4uavm2a','daily',5,'manual:dvvkxdc2kcfrjcgk6pz4uavm2a','held','2025-11-22 12:00:00.000000','2025-11-22 12:00:00.000000',NULL,'"The Lantern" <news@lantern.example>',NULL,'the subject is wrong',1,'2025-11-22 12:00:00.000000','2025-11-22 12:00:00.000000','2025-11-22 12:00:00.000000',NULL,1);
INSERT INTO "editions" VALUES('7huxh3a7xfznnmys2ixwxfho7m','night',1,'2025-11-24','sending','2025-11-24 06:30:00.000000','2025-11-24 06:40:00.000000',NULL,'"The Lantern" <night@lantern.example>',NULL,NULL,2,'2025-11-24 06:40:00.000000',NULL,'2025-11-24 06:30:00.000000',NULL,1);
INSERT INTO "editions" VALUES('op7gj2vtcxxemslry6k7ejnhce','daily',6,'2025-11-24','sending','2025-11-24 07:00:00.000000','2025-11-24 07:10:00.000000',NULL,'"The Lantern" <news@lantern.example>',NULL,NULL,2,'2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000','2025-11-24 07:10:00.000000',NULL,1);
INSERT INTO "editions" VALUES('e5caet7qz6p6bzrsg7e2stumee','harbour',1,'2025-11-24','sending','2025-11-24 08:00:00.000000','2025-11-24 08:05:00.000000',NULL,'"The Lantern" <harbour@lantern.example>',NULL,NULL,1,'2025-11-24 08:05:00.000000',NULL,'2025-11-24 08:00:00.000000',NULL,2);
INSERT INTO "editions" VALUES('og4w4k5duuzqqspfxitpc6fltm','daily',NULL,'manual:og4w4k5duuzqqspfxitpc6fltm','held','2025-11-24 08:10:00.000000','2025-11-24 08:10:00.000000',NULL,'"The Lantern" <news@lantern.example>',NULL,'composed by hand; it waits for: syndicate edition send',1,NULL,NULL,NULL,NULL,1);
CREATE TABLE feed_appearances (
	position INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	page INTEGER, 
	CONSTRAINT pk_feed_appearances PRIMARY KEY (position)
);
INSERT INTO "feed_appearances" VALUES(1,'','xccvxu44lj3lp','qhoh6y2pipfoj',1);
INSERT INTO "feed_appearances" VALUES(2,'','42ymtpf3hvisc','wzrhovmg5x5zk',1);
INSERT INTO "feed_appearances" VALUES(3,'','gbsddcwplvti5','xqcike3w6tq6w',1);
INSERT INTO "feed_appearances" VALUES(4,'','itgoryqjrnhwi','hiofajcfttnaj',1);
INSERT INTO "feed_appearances" VALUES(5,'','xqyi55qxdx2ol','op5xfjn2uqhri',1);
INSERT INTO "feed_appearances" VALUES(6,'','rlsdohjbzcm7f','z6vrdy7gt22kc',1);
INSERT INTO "feed_appearances" VALUES(7,'','hkoelvsf3vcho','j4wiu6ldhwx5n',1);
INSERT INTO "feed_appearances" VALUES(8,'','ykt6j7e3uomm3','5extyc5vdiduh',1);
INSERT INTO "feed_appearances" VALUES(9,'','mtbhfdwoobr6k','jtsoufg6mjx2m',1);
INSERT INTO "feed_appearances" VALUES(10,'','it7g6p3omcoau','zujmibrzgianb',1);
INSERT INTO "feed_appearances" VALUES(11,'','6dmq4ogpd7d24','qmsikwsj7ai7f',1);
INSERT INTO "feed_appearances" VALUES(12,'','rjqzliqigmx6s','bi3jevkfx66xv',1);
INSERT INTO "feed_appearances" VALUES(13,'','mpe6aycs4jxgf','xa2s4sjdck2qr',1);
INSERT INTO "feed_appearances" VALUES(14,'','v3fcqehsrgbac','gqr2nvjvvlszt',1);
INSERT INTO "feed_appearances" VALUES(15,'','4js4jyr4gydce','ohgig5upyeu7l',1);
INSERT INTO "feed_appearances" VALUES(16,'','stl4l2gp6krhv','fwxu2zcfcodah',NULL);
INSERT INTO "feed_appearances" VALUES(17,'section/culture','stl4l2gp6krhv','fwxu2zcfcodah',NULL);
INSERT INTO "feed_appearances" VALUES(18,'section/harbour','42ymtpf3hvisc','wzrhovmg5x5zk',1);
INSERT INTO "feed_appearances" VALUES(19,'section/harbour','gbsddcwplvti5','xqcike3w6tq6w',1);
INSERT INTO "feed_appearances" VALUES(20,'section/harbour','rlsdohjbzcm7f','z6vrdy7gt22kc',1);
INSERT INTO "feed_appearances" VALUES(21,'section/harbour','hkoelvsf3vcho','j4wiu6ldhwx5n',1);
INSERT INTO "feed_appearances" VALUES(22,'section/harbour','6dmq4ogpd7d24','qmsikwsj7ai7f',1);
INSERT INTO "feed_appearances" VALUES(23,'section/harbour','rjqzliqigmx6s','bi3jevkfx66xv',1);
INSERT INTO "feed_appearances" VALUES(24,'section/harbour','v3fcqehsrgbac','gqr2nvjvvlszt',NULL);
INSERT INTO "feed_appearances" VALUES(25,'section/world','xccvxu44lj3lp','qhoh6y2pipfoj',1);
INSERT INTO "feed_appearances" VALUES(26,'section/world','itgoryqjrnhwi','hiofajcfttnaj',1);
INSERT INTO "feed_appearances" VALUES(27,'section/world','xqyi55qxdx2ol','op5xfjn2uqhri',1);
INSERT INTO "feed_appearances" VALUES(28,'section/world','ykt6j7e3uomm3','5extyc5vdiduh',1);
INSERT INTO "feed_appearances" VALUES(29,'section/world','mtbhfdwoobr6k','jtsoufg6mjx2m',1);
INSERT INTO "feed_appearances" VALUES(30,'section/world','it7g6p3omcoau','zujmibrzgianb',1);
INSERT INTO "feed_appearances" VALUES(31,'section/world','mpe6aycs4jxgf','xa2s4sjdck2qr',1);
INSERT INTO "feed_appearances" VALUES(32,'section/world','4js4jyr4gydce','ohgig5upyeu7l',NULL);
CREATE TABLE feed_pages (
	scope TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	taken INTEGER NOT NULL, 
	is_full BOOLEAN NOT NULL, 
	made_for TEXT NOT NULL, 
	CONSTRAINT pk_feed_pages PRIMARY KEY (scope, number)
);
INSERT INTO "feed_pages" VALUES('',1,15,0,'ueav76vcn2ir6');
INSERT INTO "feed_pages" VALUES('section/harbour',1,6,0,'ueav76vcn2ir6');
INSERT INTO "feed_pages" VALUES('section/world',1,7,0,'ueav76vcn2ir6');
CREATE TABLE feed_places (
	kind TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_feed_places PRIMARY KEY (kind, slug)
);
INSERT INTO "feed_places" VALUES('section','culture','Culture');
INSERT INTO "feed_places" VALUES('section','harbour','Harbour');
INSERT INTO "feed_places" VALUES('section','world','World');
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
INSERT INTO "grounds" VALUES('ufkugvfqsanih','d26uzjepbsphh2vi4idlcrg4wa','sample','a sample reader of the configuration; the address belongs to nobody','2025-11-17 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('buqk4b4b6zv44','jzi3nbobph7v7dfe3bfzbyyg54','sample','a sample reader of the configuration; the address belongs to nobody','2025-11-17 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('wbhj4ujbph5cx','c64sjic7lfg2galde27mpdg5qm','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('nucjws4znvidd','epsbe6eb6iqgrjgsb7yd7tvzsm','export','confirmed','2025-11-17 06:00:00.000000','2025-03-01 00:00:00.000000','list.csv','0000000000000000000000000000000000000000000000000000000000000000','Mailchimp','CONFIRM_TIME');
INSERT INTO "grounds" VALUES('sb4btes47nfc4','epsbe6eb6iqgrjgsb7yd7tvzsm','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('k4bclfrsub5af','bgtclyquknxzmbaizdqetnyxfy','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('c2e7j4myjzrur','ckux22ifg7rdt6nkg2zb3h7gmq','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('2fbvfezveofuj','r6dxyi6q7fh4ggsolueduwneke','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('idw2ia77px3vf','aqv2pn7nwlfr6vl7zqp7rqo2lq','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('4epikumvsqc7k','ydeunuqynwhz7nuyceryqgn2ra','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('7e6wtc4y5epqd','z2nfrkbourd7qyfmynzbokkiqi','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('o5wapvil7j4fq','jknj56mqacz4qhuqiep6uhqrh4','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('o4w342uvhqrqw','rkj4v7grgsb5dzjvnjdrmy63wa','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('6blgpay7vsrbh','dsqba5mb2dk75j4b7rtm254clq','stated','signed up at the fair','2025-11-17 06:00:00.000000',NULL,'fair.csv',NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('2szxmnneftt3i','5am4hlofxnefdxez7dz3vcaei4','operator','asked by letter','2025-11-21 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('55eqz6dhj7eh6','ds7k6aseul57d37trm2n4vmz64','operator','asked by letter','2025-11-21 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "grounds" VALUES('wy5yxmfuynfdl','v3mldlxwoqpt66gy2f42hu3tjq','operator','asked by letter','2025-11-21 06:00:00.000000',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "heroes" VALUES('42ymtpf3hvisc','lamp.jpg','The lamp at dusk',NULL,0,'ready','{"ground": "#183c5c", "title": "", "credit": null, "choice_focal": null, "focal": null, "wish": {"files": "6408da40f5c37970c5f3c2a69ff5ae0f", "revision": 1}, "original": {"digest": "481f57282612552cd720a07c6b8b364c064026b973c42618c5e2e16ec66e9650", "width": 1280, "height": 720, "point": null, "etag": null, "modified": null}, "rejections": [], "sizes": {}}',NULL,1,NULL);
INSERT INTO "heroes" VALUES('stl4l2gp6krhv','nowhere.jpg','A table',NULL,0,'failed','{"ground": null, "title": "", "credit": null, "choice_focal": null, "focal": null, "wish": {"files": "c155351fb4690dc003cf551ade7889ab", "revision": 1}, "original": null, "rejections": [{"address": "nowhere.jpg", "reason": "the picture is not in the source''s folder", "is_permanent": false}], "sizes": {}}','the picture is not in the source''s folder',1,'2025-11-24 08:25:00.000000');
CREATE TABLE newsletters (
	name TEXT NOT NULL, 
	since_sequence INTEGER NOT NULL, 
	since_at DATETIME NOT NULL, 
	CONSTRAINT pk_newsletters PRIMARY KEY (name)
);
INSERT INTO "newsletters" VALUES('daily',0,'2025-11-17 06:00:00.000000');
INSERT INTO "newsletters" VALUES('harbour',8,'2025-11-21 06:00:00.000000');
INSERT INTO "newsletters" VALUES('night',13,'2025-11-22 12:00:00.000000');
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
INSERT INTO "occurrences" VALUES('daily','2025-11-17','2025-11-17 07:00:00.000000','edition','gjp2fmzwipw3gamxexjqckdb3a','2025-11-17 07:10:00.000000');
INSERT INTO "occurrences" VALUES('daily','2025-11-19','2025-11-19 07:00:00.000000','empty',NULL,'2025-11-19 07:10:00.000000');
INSERT INTO "occurrences" VALUES('daily','2025-11-20','2025-11-20 07:00:00.000000','late',NULL,'2025-11-20 14:00:00.000000');
INSERT INTO "occurrences" VALUES('daily','manual:rmmkdypr57i3fmyqoxy4xv3jba','2025-11-21 09:00:00.000000','edition','rmmkdypr57i3fmyqoxy4xv3jba','2025-11-21 09:00:00.000000');
INSERT INTO "occurrences" VALUES('daily','2025-11-22','2025-11-22 07:00:00.000000','edition','3b3px3z44y5vzlstbenmqzyvc4','2025-11-22 07:10:00.000000');
INSERT INTO "occurrences" VALUES('daily','manual:dvvkxdc2kcfrjcgk6pz4uavm2a','2025-11-22 12:00:00.000000','edition','dvvkxdc2kcfrjcgk6pz4uavm2a','2025-11-22 12:00:00.000000');
INSERT INTO "occurrences" VALUES('night','2025-11-24','2025-11-24 06:30:00.000000','edition','7huxh3a7xfznnmys2ixwxfho7m','2025-11-24 06:40:00.000000');
INSERT INTO "occurrences" VALUES('daily','2025-11-24','2025-11-24 07:00:00.000000','edition','op7gj2vtcxxemslry6k7ejnhce','2025-11-24 07:10:00.000000');
INSERT INTO "occurrences" VALUES('harbour','2025-11-24','2025-11-24 08:00:00.000000','edition','e5caet7qz6p6bzrsg7e2stumee','2025-11-24 08:05:00.000000');
CREATE TABLE passed_over (
	newsletter TEXT NOT NULL, 
	article_id TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	edition_id TEXT, 
	reason TEXT NOT NULL, 
	decided_at DATETIME NOT NULL, 
	CONSTRAINT pk_passed_over PRIMARY KEY (newsletter, article_id), 
	CONSTRAINT fk_passed_over_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_passed_over_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "passed_over" VALUES('daily','3asommbd6m45v','2025-11-19',NULL,'came 47.9 days after its own date, max_age is 7','2025-11-19 07:10:00.000000');
INSERT INTO "passed_over" VALUES('daily','hkoelvsf3vcho','2025-11-21','5dp26tqup6ieyofmd4oiowxqqi','over the limit of 2','2025-11-21 07:10:00.000000');
INSERT INTO "passed_over" VALUES('daily','xqyi55qxdx2ol','2025-11-21','5dp26tqup6ieyofmd4oiowxqqi','over the limit of 2','2025-11-21 07:10:00.000000');
INSERT INTO "passed_over" VALUES('daily','6dmq4ogpd7d24','2025-11-24','op7gj2vtcxxemslry6k7ejnhce','over the limit of 2','2025-11-24 07:10:00.000000');
CREATE TABLE purges (
	address TEXT NOT NULL, 
	noted_at DATETIME NOT NULL, 
	CONSTRAINT pk_purges PRIMARY KEY (address)
);
INSERT INTO "purges" VALUES('http://127.0.0.1:8080/articles/tenth-bridge','2025-11-24 08:20:00.000000');
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
INSERT INTO "rendering_articles" VALUES(1,1,'yfbngtpysneyt',1,'secondary');
INSERT INTO "rendering_articles" VALUES(2,0,'42ymtpf3hvisc',1,'lead');
INSERT INTO "rendering_articles" VALUES(3,0,'rlsdohjbzcm7f',1,'lead');
INSERT INTO "rendering_articles" VALUES(3,1,'ykt6j7e3uomm3',1,'secondary');
INSERT INTO "rendering_articles" VALUES(4,0,'rlsdohjbzcm7f',1,'lead');
INSERT INTO "rendering_articles" VALUES(4,1,'ykt6j7e3uomm3',1,'secondary');
INSERT INTO "rendering_articles" VALUES(5,0,'mtbhfdwoobr6k',1,'lead');
INSERT INTO "rendering_articles" VALUES(5,1,'gbsddcwplvti5',1,'secondary');
INSERT INTO "rendering_articles" VALUES(6,0,'mtbhfdwoobr6k',1,'lead');
INSERT INTO "rendering_articles" VALUES(6,1,'gbsddcwplvti5',1,'secondary');
INSERT INTO "rendering_articles" VALUES(7,0,'k5rs6hiuv6r45',1,'lead');
INSERT INTO "rendering_articles" VALUES(7,1,'it7g6p3omcoau',1,'secondary');
INSERT INTO "rendering_articles" VALUES(8,0,'k5rs6hiuv6r45',1,'lead');
INSERT INTO "rendering_articles" VALUES(8,1,'it7g6p3omcoau',1,'secondary');
INSERT INTO "rendering_articles" VALUES(9,0,'it7g6p3omcoau',1,'lead');
INSERT INTO "rendering_articles" VALUES(10,0,'it7g6p3omcoau',1,'lead');
INSERT INTO "rendering_articles" VALUES(11,0,'6dmq4ogpd7d24',1,'lead');
INSERT INTO "rendering_articles" VALUES(11,1,'rlsdohjbzcm7f',1,'secondary');
INSERT INTO "rendering_articles" VALUES(11,2,'hkoelvsf3vcho',1,'secondary');
INSERT INTO "rendering_articles" VALUES(11,3,'gbsddcwplvti5',1,'secondary');
INSERT INTO "rendering_articles" VALUES(12,0,'v3fcqehsrgbac',1,'lead');
INSERT INTO "rendering_articles" VALUES(12,1,'rjqzliqigmx6s',1,'secondary');
CREATE TABLE renderings (
	id INTEGER NOT NULL, 
	edition_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	reason TEXT, 
	made_at DATETIME NOT NULL, 
	language TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	preheader TEXT NOT NULL, 
	html TEXT NOT NULL, 
	text TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	content JSON, 
	content_hash TEXT NOT NULL, 
	findings JSON NOT NULL, 
	CONSTRAINT pk_renderings PRIMARY KEY (id), 
	CONSTRAINT fk_renderings_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id), 
	CONSTRAINT uq_renderings_edition_id_revision UNIQUE (edition_id, revision)
);
INSERT INTO "renderings" VALUES(1,'gjp2fmzwipw3gamxexjqckdb3a',1,NULL,'2025-11-17 07:10:00.000000','en','The lamp','The second bridge','<!DOCTYPE html>
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The second bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The lamp" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 17, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none"><img class="hero shade" src="http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg" alt="The lamp at dusk" width="600" height="338" style="font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; display:block; width:100%; height:auto; margin:0 auto; border:0; max-width:600px; text-align:left; aspect-ratio:600/338; background-color:#183c5c; color:#fff"></a></div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none">The lamp</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-second-bridge-yfbngtpysneyt" style="color:#1b1d22; text-decoration:none">The second bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Monday, November 17, 2025
View in browser: http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a

------------------------------------------------------------

Harbour
The lamp

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc

------------------------------------------------------------

World
The second bridge
http://127.0.0.1:8080/articles/the-second-bridge-yfbngtpysneyt

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',13291,'{"title": "The Lantern daily", "issued_on": "2025-11-17", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg", "width": 1200, "height": 675, "alt": "The lamp at dusk", "caption": "", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/a4/a4bcb9f2cddddfd5593deb3bba314762.jpg", "width": 240, "height": 180, "alt": "The lamp at dusk", "caption": "", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "yfbngtpysneyt", "headline": "The second bridge", "url": "http://127.0.0.1:8080/articles/the-second-bridge-yfbngtpysneyt", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "yfbngtpysneyt", "headline": "The second bridge", "url": "http://127.0.0.1:8080/articles/the-second-bridge-yfbngtpysneyt", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','41cafacafc89a3ec1a1e2e95c38ed88f9a1f5d61f46fc0f2d0ca2f8079089e7b','[]');
INSERT INTO "renderings" VALUES(2,'gjp2fmzwipw3gamxexjqckdb3a',2,'not for readers any more: yfbngtpysneyt','2025-11-18 09:00:00.000000','en','The lamp','The keepers say that the work took eleven months.','<!DOCTYPE html>
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The keepers say that the work took eleven months.͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The lamp" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 17, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none"><img class="hero shade" src="http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg" alt="The lamp at dusk" width="600" height="338" style="font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; display:block; width:100%; height:auto; margin:0 auto; border:0; max-width:600px; text-align:left; aspect-ratio:600/338; background-color:#183c5c; color:#fff"></a></div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#1b1d22; text-decoration:none">The lamp</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Monday, November 17, 2025
View in browser: http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a

------------------------------------------------------------

Harbour
The lamp

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12242,'{"title": "The Lantern daily", "issued_on": "2025-11-17", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/gjp2fmzwipw3gamxexjqckdb3a", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/11/11271073cb74d640dc90257ca565c2d5.jpg", "width": 1200, "height": 675, "alt": "The lamp at dusk", "caption": "", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "42ymtpf3hvisc", "headline": "The lamp", "url": "http://127.0.0.1:8080/articles/the-lamp-42ymtpf3hvisc", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": {"url": "http://127.0.0.1:8080/media/a4/a4bcb9f2cddddfd5593deb3bba314762.jpg", "width": 240, "height": 180, "alt": "The lamp at dusk", "caption": "", "ground": "#183c5c"}, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','c2472754ddf44751e95ef9c045915cb3bba2351480498f018206289ead0840b3','[]');
INSERT INTO "renderings" VALUES(3,'5dp26tqup6ieyofmd4oiowxqqi',1,NULL,'2025-11-21 07:10:00.000000','en','The fourth bridge','The third bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The fourth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The third bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The fourth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 21, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/5dp26tqup6ieyofmd4oiowxqqi" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f" style="color:#1b1d22; text-decoration:none">The fourth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3" style="color:#1b1d22; text-decoration:none">The third bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 21, 2025
View in browser: http://127.0.0.1:8080/editions/5dp26tqup6ieyofmd4oiowxqqi

------------------------------------------------------------

Harbour
The fourth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f

------------------------------------------------------------

World
The third bridge
http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12885,'{"title": "The Lantern daily", "issued_on": "2025-11-21", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/5dp26tqup6ieyofmd4oiowxqqi", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "ykt6j7e3uomm3", "headline": "The third bridge", "url": "http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "ykt6j7e3uomm3", "headline": "The third bridge", "url": "http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": [{"article_id": "hkoelvsf3vcho", "reason": "over the limit of 2", "is_final": true}, {"article_id": "xqyi55qxdx2ol", "reason": "over the limit of 2", "is_final": true}]}','c19df647b53094ce1af0185d5b7a63c5fcd83ac905b389d617a6685101e44326','[]');
INSERT INTO "renderings" VALUES(4,'rmmkdypr57i3fmyqoxy4xv3jba',1,NULL,'2025-11-21 09:00:00.000000','en','The fourth bridge','The third bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The fourth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The third bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The fourth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Friday, November 21, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/rmmkdypr57i3fmyqoxy4xv3jba" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f" style="color:#1b1d22; text-decoration:none">The fourth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3" style="color:#1b1d22; text-decoration:none">The third bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Friday, November 21, 2025
View in browser: http://127.0.0.1:8080/editions/rmmkdypr57i3fmyqoxy4xv3jba

------------------------------------------------------------

Harbour
The fourth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f

------------------------------------------------------------

World
The third bridge
http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12885,'{"title": "The Lantern daily", "issued_on": "2025-11-21", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/rmmkdypr57i3fmyqoxy4xv3jba", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "ykt6j7e3uomm3", "headline": "The third bridge", "url": "http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "ykt6j7e3uomm3", "headline": "The third bridge", "url": "http://127.0.0.1:8080/articles/the-third-bridge-ykt6j7e3uomm3", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','6120a006c96fa57575483de3b949d94430948f9889f40553a0ef543d682d1ad1','[]');
INSERT INTO "renderings" VALUES(5,'3b3px3z44y5vzlstbenmqzyvc4',1,NULL,'2025-11-22 07:10:00.000000','en','The fifth bridge','The embargo of the 21st','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The fifth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The embargo of the 21st͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The fifth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Saturday, November 22, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/3b3px3z44y5vzlstbenmqzyvc4" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k" style="color:#1b1d22; text-decoration:none">The fifth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5" style="color:#1b1d22; text-decoration:none">The embargo of the 21st</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Saturday, November 22, 2025
View in browser: http://127.0.0.1:8080/editions/3b3px3z44y5vzlstbenmqzyvc4

------------------------------------------------------------

World
The fifth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k

------------------------------------------------------------

Harbour
The embargo of the 21st
http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12903,'{"title": "The Lantern daily", "issued_on": "2025-11-22", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/3b3px3z44y5vzlstbenmqzyvc4", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "mtbhfdwoobr6k", "headline": "The fifth bridge", "url": "http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "mtbhfdwoobr6k", "headline": "The fifth bridge", "url": "http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','cb847d37c7805aedd1f70f7302a343e224031975e1c672486bfa5daa947e5789','[]');
INSERT INTO "renderings" VALUES(6,'dvvkxdc2kcfrjcgk6pz4uavm2a',1,NULL,'2025-11-22 12:00:00.000000','en','The fifth bridge','The embargo of the 21st','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The fifth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The embargo of the 21st͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The fifth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Saturday, November 22, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/dvvkxdc2kcfrjcgk6pz4uavm2a" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k" style="color:#1b1d22; text-decoration:none">The fifth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5" style="color:#1b1d22; text-decoration:none">The embargo of the 21st</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Saturday, November 22, 2025
View in browser: http://127.0.0.1:8080/editions/dvvkxdc2kcfrjcgk6pz4uavm2a

------------------------------------------------------------

World
The fifth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k

------------------------------------------------------------

Harbour
The embargo of the 21st
http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12903,'{"title": "The Lantern daily", "issued_on": "2025-11-22", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/dvvkxdc2kcfrjcgk6pz4uavm2a", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "mtbhfdwoobr6k", "headline": "The fifth bridge", "url": "http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "mtbhfdwoobr6k", "headline": "The fifth bridge", "url": "http://127.0.0.1:8080/articles/the-fifth-bridge-mtbhfdwoobr6k", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','b8d15061c5b6fc7fdd9560985fa4a083ad35eb9ed2c041ffc99ee0c2fe5dc590','[]');
INSERT INTO "renderings" VALUES(7,'7huxh3a7xfznnmys2ixwxfho7m',1,NULL,'2025-11-24 06:40:00.000000','en','The tenth bridge','The ninth bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The tenth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The ninth bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The tenth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Night Lantern, which nobody reads yet</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="de" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45" style="color:#1b1d22; text-decoration:none">The tenth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#1b1d22; text-decoration:none">The ninth bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Night Lantern, which nobody reads yet.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Night Lantern, which nobody reads yet
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m

------------------------------------------------------------

World
The tenth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45

------------------------------------------------------------

World
The ninth bridge
http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau

------------------------------------------------------------

You get this every day because you subscribed to The Night Lantern, which
nobody reads yet.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12926,'{"title": "The Night Lantern, which nobody reads yet", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "k5rs6hiuv6r45", "headline": "The tenth bridge", "url": "http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "de", "direction": "ltr"}, "as_listed": {"article_id": "k5rs6hiuv6r45", "headline": "The tenth bridge", "url": "http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "de", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','608e363e741b9e98aca56a194cc9d823488ea742c6a5acc245759a495084b216','[]');
INSERT INTO "renderings" VALUES(8,'op7gj2vtcxxemslry6k7ejnhce',1,NULL,'2025-11-24 07:10:00.000000','en','The tenth bridge','The ninth bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The tenth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The ninth bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The tenth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="de" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45" style="color:#1b1d22; text-decoration:none">The tenth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#1b1d22; text-decoration:none">The ninth bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce

------------------------------------------------------------

World
The tenth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45

------------------------------------------------------------

World
The ninth bridge
http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12878,'{"title": "The Lantern daily", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "k5rs6hiuv6r45", "headline": "The tenth bridge", "url": "http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "de", "direction": "ltr"}, "as_listed": {"article_id": "k5rs6hiuv6r45", "headline": "The tenth bridge", "url": "http://127.0.0.1:8080/articles/the-tenth-bridge-k5rs6hiuv6r45", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "de", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": [{"article_id": "6dmq4ogpd7d24", "reason": "over the limit of 2", "is_final": true}]}','7c046e23e16b79a909180b787e3281cc64a648ffb7e09bd94511c8fe830b5842','[]');
INSERT INTO "renderings" VALUES(9,'7huxh3a7xfznnmys2ixwxfho7m',2,'not for readers any more: k5rs6hiuv6r45','2025-11-24 07:10:00.000000','en','The ninth bridge','The keepers say that the work took eleven months.','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The ninth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The keepers say that the work took eleven months.͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The ninth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Night Lantern, which nobody reads yet</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#1b1d22; text-decoration:none">The ninth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Night Lantern, which nobody reads yet.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Night Lantern, which nobody reads yet
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m

------------------------------------------------------------

World
The ninth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau

------------------------------------------------------------

You get this every day because you subscribed to The Night Lantern, which
nobody reads yet.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',11880,'{"title": "The Night Lantern, which nobody reads yet", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "", "web_url": "http://127.0.0.1:8080/editions/7huxh3a7xfznnmys2ixwxfho7m", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','2c0e6753fbe76bd0e2ae019d739b78fc94e9196478256cfcd9a16931b0bccebb','[]');
INSERT INTO "renderings" VALUES(10,'op7gj2vtcxxemslry6k7ejnhce',2,'not for readers any more: k5rs6hiuv6r45','2025-11-24 07:10:00.000000','en','The ninth bridge','The keepers say that the work took eleven months.','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The ninth bridge</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The keepers say that the work took eleven months.͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The ninth bridge" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">World</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#1b1d22; text-decoration:none">The ninth bridge</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce

------------------------------------------------------------

World
The ninth bridge

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',11832,'{"title": "The Lantern daily", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "", "web_url": "http://127.0.0.1:8080/editions/op7gj2vtcxxemslry6k7ejnhce", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "it7g6p3omcoau", "headline": "The ninth bridge", "url": "http://127.0.0.1:8080/articles/the-ninth-bridge-it7g6p3omcoau", "kicker": "World", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": [{"article_id": "6dmq4ogpd7d24", "reason": "over the limit of 2", "is_final": true}]}','9c48719eb3179afe2838c551c44d1c6ce0d2e5655d18bb844b744ef51df21832','[]');
INSERT INTO "renderings" VALUES(11,'e5caet7qz6p6bzrsg7e2stumee',1,NULL,'2025-11-24 08:05:00.000000','en','The pilot boat','The fourth bridge · The second over · The embargo of the 21st','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The pilot boat</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The fourth bridge · The second over · The embargo of the 21st͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The pilot boat" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Harbour weekly</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/e5caet7qz6p6bzrsg7e2stumee" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-pilot-boat-6dmq4ogpd7d24" style="color:#1b1d22; text-decoration:none">The pilot boat</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-pilot-boat-6dmq4ogpd7d24" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f" style="color:#1b1d22; text-decoration:none">The fourth bridge</a></h2></td></tr></table><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-second-over-hkoelvsf3vcho" style="color:#1b1d22; text-decoration:none">The second over</a></h2></td></tr></table><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5" style="color:#1b1d22; text-decoration:none">The embargo of the 21st</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every week because you subscribed to The Harbour weekly.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Harbour weekly
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/e5caet7qz6p6bzrsg7e2stumee

------------------------------------------------------------

Harbour
The pilot boat

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-pilot-boat-6dmq4ogpd7d24

------------------------------------------------------------

Harbour
The fourth bridge
http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f

------------------------------------------------------------

Harbour
The second over
http://127.0.0.1:8080/articles/the-second-over-hkoelvsf3vcho

------------------------------------------------------------

Harbour
The embargo of the 21st
http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5

------------------------------------------------------------

You get this every week because you subscribed to The Harbour weekly.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',14564,'{"title": "The Harbour weekly", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/e5caet7qz6p6bzrsg7e2stumee", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "weekly", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "6dmq4ogpd7d24", "headline": "The pilot boat", "url": "http://127.0.0.1:8080/articles/the-pilot-boat-6dmq4ogpd7d24", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "6dmq4ogpd7d24", "headline": "The pilot boat", "url": "http://127.0.0.1:8080/articles/the-pilot-boat-6dmq4ogpd7d24", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "rlsdohjbzcm7f", "headline": "The fourth bridge", "url": "http://127.0.0.1:8080/articles/the-fourth-bridge-rlsdohjbzcm7f", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "hkoelvsf3vcho", "headline": "The second over", "url": "http://127.0.0.1:8080/articles/the-second-over-hkoelvsf3vcho", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "hkoelvsf3vcho", "headline": "The second over", "url": "http://127.0.0.1:8080/articles/the-second-over-hkoelvsf3vcho", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "gbsddcwplvti5", "headline": "The embargo of the 21st", "url": "http://127.0.0.1:8080/articles/the-embargo-of-the-21st-gbsddcwplvti5", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": []}','2a571103f9aeba43c5ab0601a553b3a0c8111912198e98424464940f231f987f','[]');
INSERT INTO "renderings" VALUES(12,'og4w4k5duuzqqspfxitpc6fltm',1,NULL,'2025-11-24 08:10:00.000000','en','The night ferry','The eleventh bridge','<!DOCTYPE html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>The night ferry</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
  [data-ogsc] .rule { border-color: #2b2e35 !important; }</style><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><meta name="x-apple-disable-message-reformatting"><!--[if mso]><style>h1,h2,.title,.item,.item a{font-family:Georgia,serif !important}.kicker,.deck,.small,.words{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#f4f2ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">The eleventh bridge͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ ͏‌ </div><div aria-label="The night ferry" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#f4f2ee;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#ffffff" align="center" width="600" class="paper-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="paper" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#ffffff;background-color:#ffffff;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:28px 32px 24px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="ltr"><tr><td valign="bottom" align="left"><p class="title" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:28px; line-height:34px">The Lantern daily</p><p class="small" style="margin:2px 0 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">Monday, November 24, 2025</p></td><td valign="bottom" align="right" style="padding-left: 16px"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="http://127.0.0.1:8080/editions/og4w4k5duuzqqspfxitpc6fltm" style="color:#5c6068; text-decoration:underline; white-space:nowrap">View in browser</a></p></td></tr></table></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div class="rule" style="border-top:1px solid #e3dfd7; font-size:1px; line-height:1px"> </div></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:26px 32px 40px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><div lang="en" dir="ltr" style="text-align: left"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h1 class="headline lead" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:30px; line-height:36px"><a class="plain" href="http://127.0.0.1:8080/articles/the-night-ferry-v3fcqehsrgbac" style="color:#1b1d22; text-decoration:none">The night ferry</a></h1><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22">The keepers say that the work took eleven months.</p></div><p class="words" style="margin:16px 0 0; font-size:16px; line-height:25px; color:#1b1d22"><a class="link" href="http://127.0.0.1:8080/articles/the-night-ferry-v3fcqehsrgbac" style="color:#0b5bd3; text-decoration:underline">Read on →</a></p></div></td></tr><tr><td align="left" class="gutter" style="font-size:0px;padding:0 32px 16px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="en" dir="ltr"><tr><td class="rule" valign="top" align="left" style="border-top:1px solid #e3dfd7; padding:24px 0"><p class="kicker caps" style="margin:0 0 6px; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:12px; line-height:16px; font-weight:bold; color:#0b5bd3; letter-spacing:0.08em; text-transform:uppercase">Harbour</p><h2 class="headline second" style="margin:0; color:#1b1d22; font-family:Charter, Bitstream Charter, Iowan Old Style, Georgia, serif; font-weight:bold; font-size:19px; line-height:25px"><a class="plain" href="http://127.0.0.1:8080/articles/the-eleventh-bridge-rjqzliqigmx6s" style="color:#1b1d22; text-decoration:none">The eleventh bridge</a></h2></td></tr></table></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" width="600" class="foot-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="foot" style="margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0;text-align:left;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="gutter" style="font-size:0px;padding:32px 32px 48px;word-break:break-word;"><div style="font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068">You get this every day because you subscribed to The Lantern daily.</p><p class="small" style="margin:12px 0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><a class="quiet" href="{{unsubscribe_url}}" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Unsubscribe</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/" style="color:#5c6068; text-decoration:underline; white-space:nowrap">All stories</a>  ·  <a class="quiet" href="http://127.0.0.1:8080/feeds/rss.xml" style="color:#5c6068; text-decoration:underline; white-space:nowrap">Feed</a></p><p class="small" style="margin:0; font-family:-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:13px; line-height:18px; color:#5c6068"><span dir="auto">The Lantern, 1 Pier Road, Harbourtown</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>','The Lantern daily
Monday, November 24, 2025
View in browser: http://127.0.0.1:8080/editions/og4w4k5duuzqqspfxitpc6fltm

------------------------------------------------------------

Harbour
The night ferry

The keepers say that the work took eleven months.

Read on: http://127.0.0.1:8080/articles/the-night-ferry-v3fcqehsrgbac

------------------------------------------------------------

Harbour
The eleventh bridge
http://127.0.0.1:8080/articles/the-eleventh-bridge-rjqzliqigmx6s

------------------------------------------------------------

You get this every day because you subscribed to The Lantern daily.

Unsubscribe: {{unsubscribe_url}}
All stories: http://127.0.0.1:8080/
Feed: http://127.0.0.1:8080/feeds/rss.xml

The Lantern, 1 Pier Road, Harbourtown
',12886,'{"title": "The Lantern daily", "issued_on": "2025-11-24", "language": "en", "subject": null, "opening": "The keepers say that the work took eleven months.", "web_url": "http://127.0.0.1:8080/editions/og4w4k5duuzqqspfxitpc6fltm", "site_url": "http://127.0.0.1:8080/", "feed_url": "http://127.0.0.1:8080/feeds/rss.xml", "postal_address": "The Lantern, 1 Pier Road, Harbourtown", "cadence": "daily", "stories": [{"tier": "lead", "revision": 1, "as_lead": {"article_id": "v3fcqehsrgbac", "headline": "The night ferry", "url": "http://127.0.0.1:8080/articles/the-night-ferry-v3fcqehsrgbac", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "v3fcqehsrgbac", "headline": "The night ferry", "url": "http://127.0.0.1:8080/articles/the-night-ferry-v3fcqehsrgbac", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}, {"tier": "secondary", "revision": 1, "as_lead": {"article_id": "rjqzliqigmx6s", "headline": "The eleventh bridge", "url": "http://127.0.0.1:8080/articles/the-eleventh-bridge-rjqzliqigmx6s", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}, "as_listed": {"article_id": "rjqzliqigmx6s", "headline": "The eleventh bridge", "url": "http://127.0.0.1:8080/articles/the-eleventh-bridge-rjqzliqigmx6s", "kicker": "Harbour", "deck": "", "excerpt": "The keepers say that the work took eleven months.", "picture": null, "is_video": false, "language": "en", "direction": "ltr"}}], "passed_over": [{"article_id": "mpe6aycs4jxgf", "reason": "over the limit of 2", "is_final": true}]}','03169bf3d8dd7853d74dec690bd4859013fbcbfa5d3420e8802a08a08f123703','[]');
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
CREATE TABLE sources (
	name TEXT NOT NULL, 
	first_run_at DATETIME, 
	postponed JSON, 
	last_run_at DATETIME, 
	last_error TEXT, 
	CONSTRAINT pk_sources PRIMARY KEY (name)
);
INSERT INTO "sources" VALUES('desk','2025-11-17 06:00:00.000000','[]','2025-11-24 08:20:00.000000',NULL);
INSERT INTO "sources" VALUES('wire','2025-11-17 06:00:00.000000','[]','2025-11-24 08:20:00.000000','/srv/lantern/wire: the source''s folder cannot be read: No such file or directory');
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
INSERT INTO "subscribers" VALUES('qto7ytnsf5kd5k32h63tnb7iou','ann@example.org','ann@example.org','ann@example.org','Ann','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('gpzlrxt3vpbu4l7ibcjb2xpnse','bo@example.net','bo@example.net','bo@example.net','Bo','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('gvfflaoeplmp2lkg3yamrji5wm','cleo@example.org','cleo@example.org','cleo@example.org','Cleo','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('26tmwfrikmmrfhr32wdoqbxf2y','dag@example.org','dag@example.org','dag@example.org','Dag','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('cbuepv47mpo4h5ti5g34fbbliq','eve@example.org','eve@example.org','eve@example.org','Eve','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('yzr5acpf26ia357wpvikqrr3eq','frida@bücher.example','frida@xn--bcher-kva.example','frida@xn--bcher-kva.example','Frida','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('ohvr4hwppse7mhn5gpq2yvvg4i','gus@example.org','gus@example.org','gus@example.org','Gus','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('oplbgevsitjpixqwoljfa7at4i','hal@example.org','hal@example.org','hal@example.org','Hal','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('vrgdm2nukz5d24ooegdif2v3pe','ida@example.org','ida@example.org','ida@example.org','Ida','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('cvd4q3jj3eq64dk25ujecgn5tq','jo@example.org','jo@example.org','jo@example.org','Jo','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('q3puclq46kzsojpihhi62cwyiy','kim@example.org','kim@example.org','kim@example.org','Kim','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('lcyoxxde6rljznm65etqhvsuym','lou@example.org','lou@example.org','lou@example.org','Lou','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('v23ljdjeuboamu35yjvvaxxy2q','mo@example.org','mo@example.org','mo@example.org',NULL,'2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('g3epwg4jvkgvcekxanunnov254','quin@example.org','quin@example.org','quin@example.org','Quin','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('oo3gprlu3r6dox2dbzkju5cxwi','rae@example.org','rae@example.org','rae@example.org','Rae','2025-11-17 06:00:00.000000');
INSERT INTO "subscribers" VALUES('o4rprh2gatq5sv2b5rkgycq544','pia@example.org','pia@example.org','pia@example.org',NULL,'2025-11-21 06:00:00.000000');
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
	ended_by TEXT, ended_source TEXT, 
	CONSTRAINT pk_subscriptions PRIMARY KEY (id), 
	CONSTRAINT ck_subscriptions_state CHECK (state IN ('unconfirmed', 'confirmed', 'paused', 'ended')), 
	CONSTRAINT fk_subscriptions_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscribers (id) ON DELETE CASCADE, 
	CONSTRAINT uq_subscriptions_subscriber_id_newsletter UNIQUE (subscriber_id, newsletter)
);
INSERT INTO "subscriptions" VALUES('d26uzjepbsphh2vi4idlcrg4wa','qto7ytnsf5kd5k32h63tnb7iou','daily','confirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('jzi3nbobph7v7dfe3bfzbyyg54','gpzlrxt3vpbu4l7ibcjb2xpnse','daily','confirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('c64sjic7lfg2galde27mpdg5qm','gvfflaoeplmp2lkg3yamrji5wm','daily','ended','daily','["Harbour", "World"]',NULL,NULL,'2025-11-17 06:00:00.000000','2025-11-24 07:10:00.000000','one-click',NULL);
INSERT INTO "subscriptions" VALUES('epsbe6eb6iqgrjgsb7yd7tvzsm','26tmwfrikmmrfhr32wdoqbxf2y','daily','confirmed','daily','[]','Pacific/Apia','de','2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('bgtclyquknxzmbaizdqetnyxfy','cbuepv47mpo4h5ti5g34fbbliq','daily','confirmed','weekly','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('ckux22ifg7rdt6nkg2zb3h7gmq','yzr5acpf26ia357wpvikqrr3eq','daily','confirmed','daily','["Harbour", "World"]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('r6dxyi6q7fh4ggsolueduwneke','ohvr4hwppse7mhn5gpq2yvvg4i','daily','ended','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000','2025-11-24 07:10:00.000000','operator',NULL);
INSERT INTO "subscriptions" VALUES('7dcza2mxfe6dvsgibyd3bmox6m','oplbgevsitjpixqwoljfa7at4i','daily','unconfirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('aqv2pn7nwlfr6vl7zqp7rqo2lq','vrgdm2nukz5d24ooegdif2v3pe','daily','paused','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('ydeunuqynwhz7nuyceryqgn2ra','cvd4q3jj3eq64dk25ujecgn5tq','daily','ended','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','one-click',NULL);
INSERT INTO "subscriptions" VALUES('z2nfrkbourd7qyfmynzbokkiqi','q3puclq46kzsojpihhi62cwyiy','daily','ended','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000','2025-11-17 06:00:00.000000','page',NULL);
INSERT INTO "subscriptions" VALUES('jknj56mqacz4qhuqiep6uhqrh4','lcyoxxde6rljznm65etqhvsuym','daily','confirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('rkj4v7grgsb5dzjvnjdrmy63wa','g3epwg4jvkgvcekxanunnov254','daily','confirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('dsqba5mb2dk75j4b7rtm254clq','oo3gprlu3r6dox2dbzkju5cxwi','daily','confirmed','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('4xn7mohnd3zacznudgncr6n4cy','v23ljdjeuboamu35yjvvaxxy2q','daily','ended','daily','[]',NULL,NULL,'2025-11-17 06:00:00.000000','2024-01-02 00:00:00.000000','import','list.csv (0000), UNSUB_TIME');
INSERT INTO "subscriptions" VALUES('5am4hlofxnefdxez7dz3vcaei4','qto7ytnsf5kd5k32h63tnb7iou','harbour','confirmed','weekly','[]',NULL,NULL,'2025-11-21 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('ds7k6aseul57d37trm2n4vmz64','ohvr4hwppse7mhn5gpq2yvvg4i','harbour','confirmed','weekly','[]',NULL,NULL,'2025-11-21 06:00:00.000000',NULL,NULL,NULL);
INSERT INTO "subscriptions" VALUES('v3mldlxwoqpt66gy2f42hu3tjq','o4rprh2gatq5sv2b5rkgycq544','harbour','confirmed','daily','[]',NULL,NULL,'2025-11-21 06:00:00.000000',NULL,NULL,NULL);
CREATE TABLE suppressions (
	address_key TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_suppressions PRIMARY KEY (address_key)
);
INSERT INTO "suppressions" VALUES('lou@example.org','bounced','2025-11-17 06:00:00.000000','operator');
INSERT INTO "suppressions" VALUES('nobody@example.org','complained','2025-11-17 06:00:00.000000','operator');
CREATE INDEX ix_articles_status_published_at ON articles (status, published_at);
CREATE INDEX ix_subscriptions_newsletter_state_id ON subscriptions (newsletter, state, id);
CREATE INDEX ix_feed_appearances_scope_page ON feed_appearances (scope, page);
CREATE INDEX ix_grounds_subscription_id ON grounds (subscription_id);
CREATE INDEX ix_rendering_articles_article_id ON rendering_articles (article_id);
CREATE INDEX ix_deliveries_edition_id_state_attempts_id ON deliveries (edition_id, state, attempts, id);
CREATE INDEX ix_editions_state ON editions (state);
CREATE INDEX ix_occurrences_decided_at ON occurrences (decided_at);
CREATE INDEX ix_articles_unpublished ON articles (id) WHERE status <> 'published';
CREATE INDEX ix_articles_embargo_until ON articles (embargo_until);
CREATE INDEX ix_articles_expires_at ON articles (expires_at);
CREATE INDEX ix_feed_appearances_article_id ON feed_appearances (article_id);
CREATE INDEX ix_renditions_name ON renditions (name);
CREATE INDEX ix_renditions_leaving ON renditions (name) WHERE is_leaving = 1;
COMMIT;
