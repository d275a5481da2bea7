-- deskbook.sqlite3 as the Deskbook of 2026-11-22 left it
CREATE TABLE "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" bigint NOT NULL );
CREATE TABLE "setting" ( "key" varchar(100) NOT NULL PRIMARY KEY, "value" text NOT NULL );
CREATE TABLE "installation" ( "id" varchar(40) NOT NULL PRIMARY KEY, "name" varchar(100) NOT NULL, "position" integer NOT NULL );
INSERT INTO "seaql_migrations" VALUES ('m20261122_000001_setting', 1795392000);
INSERT INTO "seaql_migrations" VALUES ('m20261122_000002_installation', 1795392000);
INSERT INTO "setting" VALUES ('theme', 'dark');
INSERT INTO "installation" VALUES ('older', 'Older', 3);
