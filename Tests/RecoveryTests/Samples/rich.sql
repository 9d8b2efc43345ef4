-- Something of everything that a database may hold, so that nothing of it is lost unnoticed. Needs no extension.
DO $$
BEGIN
    CREATE ROLE reva_test_owner;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    CREATE ROLE "Reva Test ""Reader""";
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

CREATE SCHEMA "Odd $chema.with ""quotes""";
CREATE SCHEMA quiet AUTHORIZATION reva_test_owner;
GRANT USAGE ON SCHEMA quiet TO "Reva Test ""Reader""";

CREATE DOMAIN public.percentage AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE TYPE public.mood AS ENUM ('calm', 'it''s complicated', 'überrascht');
CREATE TYPE public.span_of_time AS (begins timestamptz, ends timestamptz);

CREATE FUNCTION public.shout(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT upper(words) || '; -- no end; $$ of it'
$body$;
CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- COPY public.nothing (a) FROM stdin;
    NEW.changed := coalesce(NEW.changed, 0) + 1;
    RETURN NEW;
END
$$;
CREATE PROCEDURE quiet.nothing() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
CREATE AGGREGATE public.longest(text) (SFUNC = textcat, STYPE = text, INITCOND = '');

-- Texts that a careless reader stumbles over.
CREATE TABLE public.texts (id integer PRIMARY KEY, body text, note text DEFAULT 'none');
INSERT INTO public.texts (id, body) VALUES
    (1, E'two\nlines'), (2, E'a\ttab'), (3, E'back\\slash \\N \\.'), (4, E'\\.'), (5, ''), (6, NULL),
    (7, E'\r\n'), (8, 'größer 日本 🐘'), (9, E'\\N'), (10, 'COPY public.texts (id) FROM stdin;'),
    (11, E'-- PostgreSQL database dump complete\n\n\\unrestrict x'), (12, E'\b\f\v\001\177');
-- One row of more than 5 MiB, wider than any buffer.
INSERT INTO public.texts (id, body) SELECT 100, string_agg(md5(i::text), ' ') FROM generate_series(1, 170000) i;

CREATE TABLE "Odd $chema.with ""quotes"""."A table.with $everything * ""in it""" (
    "Key Column" bigint GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 3) PRIMARY KEY,
    "select" text COLLATE "C", "größe" public.percentage, feelings public.mood[], "semi;colon" public.span_of_time);
INSERT INTO "Odd $chema.with ""quotes"""."A table.with $everything * ""in it""" ("select", "größe", feelings)
    VALUES ('a', 12.5, '{calm,"it''s complicated"}'), ('b', 100, '{}'), ('c', NULL, NULL);
CREATE TABLE public."A TABLE" (x integer);
CREATE TABLE public."a table" (x integer);
CREATE TABLE public.a_table (x integer);
CREATE TABLE public."ümläut?" (x integer);
INSERT INTO public."A TABLE" VALUES (1);
INSERT INTO public."a table" VALUES (2), (2);
INSERT INTO public.a_table VALUES (3), (3), (3);
INSERT INTO public."ümläut?" VALUES (4);

CREATE TABLE public.empty_one (a integer, b text);
CREATE TABLE public.without_columns ();
INSERT INTO public.without_columns DEFAULT VALUES;
INSERT INTO public.without_columns DEFAULT VALUES;
CREATE UNLOGGED TABLE public.unlogged_one AS SELECT i AS n FROM generate_series(1, 50) i;

CREATE SEQUENCE quiet.free_sequence AS smallint START 5 MAXVALUE 500 CYCLE;
SELECT nextval('quiet.free_sequence'), nextval('quiet.free_sequence');
CREATE SEQUENCE public.never_called START 1234;
CREATE SEQUENCE public."Odd Seq" START 3;
SELECT nextval('public."Odd Seq"');
CREATE TABLE public.numbered (id serial PRIMARY KEY, other bigserial, half integer GENERATED ALWAYS AS (id_twice / 4) STORED,
    id_twice integer, changed integer, CONSTRAINT positive CHECK (id_twice > 0) NOT VALID, UNIQUE (other));
CREATE TRIGGER stamps BEFORE INSERT OR UPDATE ON public.numbered FOR EACH ROW EXECUTE FUNCTION public.stamp();
INSERT INTO public.numbered (id_twice) SELECT i * 2 FROM generate_series(1, 3000) i;
DELETE FROM public.numbered WHERE id % 3 = 0;
-- Dead rows make this table large here and small in a copy, so that its rows are read by another program there.
CREATE TABLE public.once_large (id serial PRIMARY KEY, words text);
INSERT INTO public.once_large (words) SELECT repeat('x', 500) FROM generate_series(1, 4000);
DELETE FROM public.once_large WHERE id > 3;
CREATE INDEX by_half ON public.numbered (half) WHERE half > 10;
CREATE INDEX by_shout ON public.texts (public.shout(note)) INCLUDE (id);
CREATE UNIQUE INDEX "Odd Index" ON public.numbered (id, other DESC NULLS LAST);
CREATE STATISTICS public.related (dependencies) ON id, half FROM public.numbered;
ALTER TABLE public.numbered CLUSTER ON numbered_pkey;
CREATE TABLE public.pointing (id integer PRIMARY KEY REFERENCES public.numbered ON DELETE CASCADE,
    self integer REFERENCES public.pointing DEFERRABLE INITIALLY DEFERRED);
INSERT INTO public.pointing VALUES (1, 2), (2, 1);
CREATE TABLE public.bookings (room integer, during int4range, EXCLUDE USING gist (during WITH &&));
INSERT INTO public.bookings VALUES (1, '[1,5)'), (1, '[5,9)');

CREATE TABLE public.measured (day date NOT NULL, value double precision, PRIMARY KEY (day)) PARTITION BY RANGE (day);
CREATE TABLE public.measured_old PARTITION OF public.measured FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE quiet.measured_new PARTITION OF public.measured FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)
    PARTITION BY HASH (day);
CREATE TABLE quiet.measured_new_0 PARTITION OF quiet.measured_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE quiet.measured_new_1 PARTITION OF quiet.measured_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX by_value ON public.measured (value);
INSERT INTO public.measured SELECT date '2025-06-01' + i, CASE i WHEN 3 THEN 'NaN' WHEN 4 THEN '-Infinity' ELSE i / 7.0 END
    FROM generate_series(0, 399) i;

CREATE TABLE public.ticket (id serial, region text) PARTITION BY LIST (region);
CREATE TABLE public.ticket_north PARTITION OF public.ticket FOR VALUES IN ('north');
CREATE TABLE public.ticket_rest PARTITION OF public.ticket DEFAULT;
INSERT INTO public.ticket (region) VALUES ('north'), ('south'), (NULL);

CREATE TABLE public.animal (name text, legs integer DEFAULT 4);
CREATE TABLE public.bird (wings integer DEFAULT 2) INHERITS (public.animal);
INSERT INTO public.animal VALUES ('cow');
INSERT INTO public.bird VALUES ('hen', 2, 2);

CREATE TABLE public.kinds (b bytea, j jsonb, i inet, u uuid, t tsvector, r numrange, v interval, m money, p point,
    bits bit varying, a integer[][], n numeric, ts timestamp(3), c "char", f real);
INSERT INTO public.kinds VALUES ('\x00ff5c0a', '{"a": ["\u00e9", null, 1e10]}', '10.0.0.0/8',
    '00000000-0000-0000-0000-000000000001', 'a:1 b:2', '[1,2)', '1 year -3 days', 1.5, '(1,2)', B'101', '{{1,2},{3,NULL}}',
    'NaN', '2026-02-28 23:59:59.999', 'x', 1.1);

CREATE VIEW public.lively WITH (security_barrier) AS SELECT name, legs FROM public.animal WHERE legs > 2;
CREATE RULE no_change AS ON UPDATE TO public.lively DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW public.totals AS SELECT count(*) AS rows, sum(half) AS sum FROM public.numbered;
CREATE UNIQUE INDEX totals_once ON public.totals (rows);
CREATE MATERIALIZED VIEW public.of_totals AS SELECT rows * 2 AS double FROM public.totals;
CREATE MATERIALIZED VIEW public.unfilled AS SELECT 1 AS one WITH NO DATA;
-- Two views that need each other's types at once: pg_dump has to break the circle.
CREATE TABLE public.circle (id integer PRIMARY KEY, words text);
CREATE VIEW public.grouped AS SELECT id, words, count(*) FROM public.circle GROUP BY id;

ALTER TABLE public.pointing ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_own ON public.pointing FOR SELECT TO reva_test_owner USING (id > 1);
ALTER TABLE public.circle OWNER TO reva_test_owner;
GRANT SELECT, INSERT (words) ON public.circle TO "Reva Test ""Reader""" WITH GRANT OPTION;
REVOKE ALL ON FUNCTION public.shout(text) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA quiet GRANT SELECT ON TABLES TO reva_test_owner;
COMMENT ON TABLE public.circle IS E'it''s a comment;\nof two lines -- and more';
COMMENT ON COLUMN public.circle.words IS 'words';
COMMENT ON INDEX public.by_half IS 'halves';
COMMENT ON FUNCTION public.shout(text) IS 'loud';
CREATE PUBLICATION news FOR TABLE public.texts (id, body) WHERE (id > 1);
CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
CREATE COLLATION public.plain (provider = libc, locale = 'C');
CREATE TEXT SEARCH CONFIGURATION public.simplest (COPY = pg_catalog.simple);
CREATE CAST (text AS public.mood) WITH INOUT AS ASSIGNMENT;

SELECT lo_from_bytea(424242, '\x00010203ff');
SELECT lo_from_bytea(424243, convert_to(repeat('a large object of a few pages ', 2000), 'UTF8'));
COMMENT ON LARGE OBJECT 424242 IS 'five bytes';
GRANT SELECT ON LARGE OBJECT 424243 TO reva_test_owner;

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path TO public, quiet, "Odd $chema.with ""quotes"""', current_database());
    EXECUTE format('ALTER DATABASE %I SET work_mem TO ''5MB''', current_database());
    EXECUTE format('ALTER ROLE reva_test_owner IN DATABASE %I SET statement_timeout TO ''90s''', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO reva_test_owner WITH GRANT OPTION', current_database());
    EXECUTE format('COMMENT ON DATABASE %I IS ''it''''s production''', current_database());
    EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 77', current_database());
END $$;
