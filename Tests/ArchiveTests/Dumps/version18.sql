--
-- PostgreSQL database dump
--

\restrict Abc123

-- Dumped from database version 18.1
-- Dumped by pg_dump version 18.1

SET statement_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

SET default_table_access_method = heap;

--
-- Name: conversations; Type: TABLE; Schema: public; Owner: reva
--

CREATE TABLE public.conversations (
    id bigint CONSTRAINT conversations_id_not_null NOT NULL,
    body text
);


ALTER TABLE public.conversations OWNER TO reva;

--
-- Name: 90001..90003; Type: BLOB METADATA; Schema: -; Owner: reva
--

SELECT pg_catalog.lo_create('90001');
SELECT pg_catalog.lo_create('90003');

ALTER LARGE OBJECT 90001 OWNER TO reva;
ALTER LARGE OBJECT 90003 OWNER TO reva;

--
-- Data for Name: 90001..90003; Type: BLOBS; Schema: -; Owner: reva
--

BEGIN;

SELECT pg_catalog.lo_open('90001', 131072);
SELECT pg_catalog.lowrite(0, '\x7365636f6e64');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('90003', 131072);
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Data for Name: conversations; Type: TABLE DATA; Schema: public; Owner: reva
--

COPY public.conversations (id, body) FROM stdin;
1	one
2	\N
\.


--
-- Statistics for Name: conversations; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '180001'::integer,
	'schemaname', 'public',
	'relname', 'conversations',
	'relpages', '1'::integer
);


--
-- PostgreSQL database dump complete
--

\unrestrict Abc123

