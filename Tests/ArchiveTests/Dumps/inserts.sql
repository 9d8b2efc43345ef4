--
-- PostgreSQL database dump
--

\restrict 7vnDjJUc7RZkarqhkGVWs2jx7XhSujVuivaCdJlMrExv7B2UYT0WqpGxdyxWzVO

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: odd; schema; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA "odd; schema";


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: mood; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.mood AS ENUM (
    'sad',
    'o''k',
    'back\slash'
);


--
-- Name: positive; Type: DOMAIN; Schema: public; Owner: -
--

CREATE DOMAIN public.positive AS integer
	CONSTRAINT positive_check CHECK ((VALUE > 0));


--
-- Name: atomic(integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.atomic(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (a > 1) THEN 1
             ELSE 2
         END AS "case";
 SELECT (a + 1);
END;


--
-- Name: nasty(text, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.nasty(a text, b integer DEFAULT 3) RETURNS text
    LANGUAGE plpgsql
    AS $_$
BEGIN
  -- it's a comment with a quote
  /* COPY public.x FROM stdin;
\.
*/
  RETURN $$ \! rm -rf ; $$ || '\.' || E'\'' || $1;
END;
COPY public.x FROM stdin;
\.
--
-- PostgreSQL database dump complete
--
$_$;


--
-- Name: FUNCTION nasty(a text, b integer); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.nasty(a text, b integer) IS 'back\slash \! x';


--
-- Name: proc(); Type: PROCEDURE; Schema: public; Owner: -
--

CREATE PROCEDURE public.proc()
    LANGUAGE sql
    AS $$SELECT 1; SELECT 'it''s'$$;


--
-- Name: touch(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN RETURN NEW; END$$;


--
-- Name: agg(integer); Type: AGGREGATE; Schema: public; Owner: -
--

CREATE AGGREGATE public.agg(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);


--
-- Name: <#>; Type: OPERATOR; Schema: public; Owner: -
--

CREATE OPERATOR public.<#> (
    FUNCTION = int4pl,
    LEFTARG = integer,
    RIGHTARG = integer
);


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: a "quoted"; Type: TABLE new line; Type: TABLE; Schema: odd; schema; Owner: -
--

CREATE TABLE "odd; schema"."a ""quoted""; Type: TABLE
new line" (
    "co""l; --" text,
    "select" integer
);


--
-- Name: conversations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.conversations (
    id bigint NOT NULL,
    person text NOT NULL,
    body text,
    at timestamp with time zone DEFAULT '2026-01-01 00:00:00+00'::timestamp with time zone,
    mood public.mood
);


--
-- Name: TABLE conversations; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.conversations IS 'it''s; a -- comment
with a line \. and $$';


--
-- Name: conversations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.conversations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: conversations_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.conversations_id_seq OWNED BY public.conversations.id;


--
-- Name: empty_table; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.empty_table (
);


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    id integer,
    at date,
    note text
)
PARTITION BY RANGE (at);


--
-- Name: events_2025; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2025 (
    id integer,
    at date,
    note text
);


--
-- Name: events_2026; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2026 (
    id integer,
    at date,
    note text
);


--
-- Name: memories; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.memories (
    id integer NOT NULL,
    embedding text,
    n integer,
    twice integer GENERATED ALWAYS AS ((n * 2)) STORED
);


--
-- Name: memories_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.memories ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.memories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: mv; Type: MATERIALIZED VIEW; Schema: public; Owner: -
--

CREATE MATERIALIZED VIEW public.mv AS
 SELECT count(*) AS n
   FROM public.conversations
  WITH NO DATA;


--
-- Name: nocolumns_rows; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nocolumns_rows (
);


--
-- Name: reva_subscriptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reva_subscriptions (
    id integer NOT NULL,
    conversation bigint
);


--
-- Name: s; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.s
    START WITH 5
    INCREMENT BY 3
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: v; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.v AS
 SELECT conversations.id,
    conversations.person,
        CASE
            WHEN (conversations.body ~~ '%;%'::text) THEN 'semi;colon'::text
            ELSE '\back'::text
        END AS w
   FROM public.conversations;


--
-- Name: events_2025; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: events_2026; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');


--
-- Name: conversations id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversations ALTER COLUMN id SET DEFAULT nextval('public.conversations_id_seq'::regclass);


--
-- Name: 90001; Type: BLOB; Schema: -; Owner: -
--

SELECT pg_catalog.lo_create('90001');


--
-- Name: 90002; Type: BLOB; Schema: -; Owner: -
--

SELECT pg_catalog.lo_create('90002');


--
-- Name: LARGE OBJECT 90002; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON LARGE OBJECT 90002 IS 'second';


--
-- Name: 90003; Type: BLOB; Schema: -; Owner: -
--

SELECT pg_catalog.lo_create('90003');


--
-- Data for Name: a "quoted"; Type: TABLE new line; Type: TABLE DATA; Schema: odd; schema; Owner: -
--

INSERT INTO "odd; schema"."a ""quoted""; Type: TABLE
new line" VALUES ('x', 1);
INSERT INTO "odd; schema"."a ""quoted""; Type: TABLE
new line" VALUES ('', 2);
INSERT INTO "odd; schema"."a ""quoted""; Type: TABLE
new line" VALUES ('$$', 3);


--
-- Data for Name: conversations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.conversations VALUES (1, 'a', 'tab	here
newline \. back\slash', '2026-01-01 00:00:00+00', 'sad');
INSERT INTO public.conversations VALUES (2, 'b', '\.', '2026-01-01 00:00:00+00', 'o''k');
INSERT INTO public.conversations VALUES (3, 'c', NULL, '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (4, 'd', 'COPY public.x FROM stdin;', '2026-01-01 00:00:00+00', 'back\slash');
INSERT INTO public.conversations VALUES (5, 'p1', 'text 1 text 1 text 1 text 1 text 1 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (6, 'p2', 'text 2 text 2 text 2 text 2 text 2 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (7, 'p3', 'text 3 text 3 text 3 text 3 text 3 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (8, 'p4', 'text 4 text 4 text 4 text 4 text 4 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (9, 'p5', 'text 5 text 5 text 5 text 5 text 5 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (10, 'p6', 'text 6 text 6 text 6 text 6 text 6 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (11, 'p7', 'text 7 text 7 text 7 text 7 text 7 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (12, 'p8', 'text 8 text 8 text 8 text 8 text 8 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (13, 'p9', 'text 9 text 9 text 9 text 9 text 9 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (14, 'p10', 'text 10 text 10 text 10 text 10 text 10 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (15, 'p11', 'text 11 text 11 text 11 text 11 text 11 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (16, 'p12', 'text 12 text 12 text 12 text 12 text 12 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (17, 'p13', 'text 13 text 13 text 13 text 13 text 13 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (18, 'p14', 'text 14 text 14 text 14 text 14 text 14 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (19, 'p15', 'text 15 text 15 text 15 text 15 text 15 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (20, 'p16', 'text 16 text 16 text 16 text 16 text 16 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (21, 'p17', 'text 17 text 17 text 17 text 17 text 17 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (22, 'p18', 'text 18 text 18 text 18 text 18 text 18 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (23, 'p19', 'text 19 text 19 text 19 text 19 text 19 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (24, 'p20', 'text 20 text 20 text 20 text 20 text 20 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (25, 'p21', 'text 21 text 21 text 21 text 21 text 21 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (26, 'p22', 'text 22 text 22 text 22 text 22 text 22 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (27, 'p23', 'text 23 text 23 text 23 text 23 text 23 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (28, 'p24', 'text 24 text 24 text 24 text 24 text 24 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (29, 'p25', 'text 25 text 25 text 25 text 25 text 25 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (30, 'p26', 'text 26 text 26 text 26 text 26 text 26 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (31, 'p27', 'text 27 text 27 text 27 text 27 text 27 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (32, 'p28', 'text 28 text 28 text 28 text 28 text 28 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (33, 'p29', 'text 29 text 29 text 29 text 29 text 29 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (34, 'p30', 'text 30 text 30 text 30 text 30 text 30 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (35, 'p31', 'text 31 text 31 text 31 text 31 text 31 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (36, 'p32', 'text 32 text 32 text 32 text 32 text 32 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (37, 'p33', 'text 33 text 33 text 33 text 33 text 33 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (38, 'p34', 'text 34 text 34 text 34 text 34 text 34 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (39, 'p35', 'text 35 text 35 text 35 text 35 text 35 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (40, 'p36', 'text 36 text 36 text 36 text 36 text 36 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (41, 'p37', 'text 37 text 37 text 37 text 37 text 37 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (42, 'p38', 'text 38 text 38 text 38 text 38 text 38 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (43, 'p39', 'text 39 text 39 text 39 text 39 text 39 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (44, 'p40', 'text 40 text 40 text 40 text 40 text 40 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (45, 'p41', 'text 41 text 41 text 41 text 41 text 41 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (46, 'p42', 'text 42 text 42 text 42 text 42 text 42 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (47, 'p43', 'text 43 text 43 text 43 text 43 text 43 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (48, 'p44', 'text 44 text 44 text 44 text 44 text 44 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (49, 'p45', 'text 45 text 45 text 45 text 45 text 45 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (50, 'p46', 'text 46 text 46 text 46 text 46 text 46 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (51, 'p47', 'text 47 text 47 text 47 text 47 text 47 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (52, 'p48', 'text 48 text 48 text 48 text 48 text 48 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (53, 'p49', 'text 49 text 49 text 49 text 49 text 49 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (54, 'p50', 'text 50 text 50 text 50 text 50 text 50 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (55, 'p51', 'text 51 text 51 text 51 text 51 text 51 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (56, 'p52', 'text 52 text 52 text 52 text 52 text 52 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (57, 'p53', 'text 53 text 53 text 53 text 53 text 53 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (58, 'p54', 'text 54 text 54 text 54 text 54 text 54 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (59, 'p55', 'text 55 text 55 text 55 text 55 text 55 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (60, 'p56', 'text 56 text 56 text 56 text 56 text 56 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (61, 'p57', 'text 57 text 57 text 57 text 57 text 57 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (62, 'p58', 'text 58 text 58 text 58 text 58 text 58 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (63, 'p59', 'text 59 text 59 text 59 text 59 text 59 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (64, 'p60', 'text 60 text 60 text 60 text 60 text 60 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (65, 'p61', 'text 61 text 61 text 61 text 61 text 61 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (66, 'p62', 'text 62 text 62 text 62 text 62 text 62 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (67, 'p63', 'text 63 text 63 text 63 text 63 text 63 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (68, 'p64', 'text 64 text 64 text 64 text 64 text 64 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (69, 'p65', 'text 65 text 65 text 65 text 65 text 65 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (70, 'p66', 'text 66 text 66 text 66 text 66 text 66 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (71, 'p67', 'text 67 text 67 text 67 text 67 text 67 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (72, 'p68', 'text 68 text 68 text 68 text 68 text 68 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (73, 'p69', 'text 69 text 69 text 69 text 69 text 69 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (74, 'p70', 'text 70 text 70 text 70 text 70 text 70 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (75, 'p71', 'text 71 text 71 text 71 text 71 text 71 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (76, 'p72', 'text 72 text 72 text 72 text 72 text 72 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (77, 'p73', 'text 73 text 73 text 73 text 73 text 73 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (78, 'p74', 'text 74 text 74 text 74 text 74 text 74 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (79, 'p75', 'text 75 text 75 text 75 text 75 text 75 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (80, 'p76', 'text 76 text 76 text 76 text 76 text 76 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (81, 'p77', 'text 77 text 77 text 77 text 77 text 77 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (82, 'p78', 'text 78 text 78 text 78 text 78 text 78 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (83, 'p79', 'text 79 text 79 text 79 text 79 text 79 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (84, 'p80', 'text 80 text 80 text 80 text 80 text 80 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (85, 'p81', 'text 81 text 81 text 81 text 81 text 81 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (86, 'p82', 'text 82 text 82 text 82 text 82 text 82 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (87, 'p83', 'text 83 text 83 text 83 text 83 text 83 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (88, 'p84', 'text 84 text 84 text 84 text 84 text 84 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (89, 'p85', 'text 85 text 85 text 85 text 85 text 85 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (90, 'p86', 'text 86 text 86 text 86 text 86 text 86 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (91, 'p87', 'text 87 text 87 text 87 text 87 text 87 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (92, 'p88', 'text 88 text 88 text 88 text 88 text 88 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (93, 'p89', 'text 89 text 89 text 89 text 89 text 89 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (94, 'p90', 'text 90 text 90 text 90 text 90 text 90 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (95, 'p91', 'text 91 text 91 text 91 text 91 text 91 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (96, 'p92', 'text 92 text 92 text 92 text 92 text 92 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (97, 'p93', 'text 93 text 93 text 93 text 93 text 93 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (98, 'p94', 'text 94 text 94 text 94 text 94 text 94 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (99, 'p95', 'text 95 text 95 text 95 text 95 text 95 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (100, 'p96', 'text 96 text 96 text 96 text 96 text 96 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (101, 'p97', 'text 97 text 97 text 97 text 97 text 97 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (102, 'p98', 'text 98 text 98 text 98 text 98 text 98 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (103, 'p99', 'text 99 text 99 text 99 text 99 text 99 ', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.conversations VALUES (104, 'p100', 'text 100 text 100 text 100 text 100 text 100 ', '2026-01-01 00:00:00+00', NULL);


--
-- Data for Name: empty_table; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: events_2025; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events_2025 VALUES (1, '2025-06-21', 'note 1');
INSERT INTO public.events_2025 VALUES (2, '2025-07-11', 'note 2');
INSERT INTO public.events_2025 VALUES (3, '2025-07-31', 'note 3');
INSERT INTO public.events_2025 VALUES (4, '2025-08-20', 'note 4');
INSERT INTO public.events_2025 VALUES (5, '2025-09-09', 'note 5');
INSERT INTO public.events_2025 VALUES (6, '2025-09-29', 'note 6');
INSERT INTO public.events_2025 VALUES (7, '2025-10-19', 'note 7');
INSERT INTO public.events_2025 VALUES (8, '2025-11-08', 'note 8');
INSERT INTO public.events_2025 VALUES (9, '2025-11-28', 'note 9');
INSERT INTO public.events_2025 VALUES (10, '2025-12-18', 'note 10');


--
-- Data for Name: events_2026; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events_2026 VALUES (11, '2026-01-07', 'note 11');
INSERT INTO public.events_2026 VALUES (12, '2026-01-27', 'note 12');
INSERT INTO public.events_2026 VALUES (13, '2026-02-16', 'note 13');
INSERT INTO public.events_2026 VALUES (14, '2026-03-08', 'note 14');
INSERT INTO public.events_2026 VALUES (15, '2026-03-28', 'note 15');
INSERT INTO public.events_2026 VALUES (16, '2026-04-17', 'note 16');
INSERT INTO public.events_2026 VALUES (17, '2026-05-07', 'note 17');
INSERT INTO public.events_2026 VALUES (18, '2026-05-27', 'note 18');
INSERT INTO public.events_2026 VALUES (19, '2026-06-16', 'note 19');
INSERT INTO public.events_2026 VALUES (20, '2026-07-06', 'note 20');


--
-- Data for Name: memories; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (1, '[-0.999990,-0.008851,0.999912,0.017702,-0.999755,-0.026551,0.999520,0.035398,-0.999207,-0.044243,0.998815,0.053084,-0.998345,-0.061920,0.997797,0.070752,-0.997171,-0.079579,0.996467,0.088399,-0.995684,-0.097212,0.994824,0.106017]', 11, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (2, '[0.989358,-0.287903,-0.905578,0.551427,0.745113,-0.768255,-0.521551,0.920026,0.253823,-0.993889,0.035398,0.983588,-0.321622,-0.889996,0.580611,0.721038,-0.790433,-0.491022,0.933321,0.219425,-0.997173,0.070752,0.976584,-0.354938]', 8, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (3, '[0.149877,0.296369,0.436165,0.566108,0.683262,0.784980,0.868966,0.933321,0.976591,0.997799,0.996467,0.972623,0.926807,0.860054,0.773872,0.670207,0.551402,0.420140,0.279387,0.132322,-0.017732,-0.167385,-0.313257,-0.452053]', 19, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (4, '[-0.756802,0.989358,-0.536573,-0.287903,0.912945,-0.905578,0.270906,0.551427,-0.991779,0.745113,0.017702,-0.768255,0.986628,-0.521551,-0.304811,0.920026,-0.897928,0.253823,0.566108,-0.993889,0.733190,0.035398,-0.779466,0.983588]', 4, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (5, '[0.990607,0.270906,-0.916522,-0.521551,0.773891,0.733190,-0.573382,-0.889996,0.329991,0.980240,-0.061920,-0.997173,-0.210781,0.939530,0.467719,-0.811621,-0.689676,0.623012,0.860054,-0.387809,-0.966110,0.123603,0.999912,0.149847]', 14, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (6, '[0.141120,-0.279415,0.412118,-0.536573,0.650288,-0.750987,0.836656,-0.905578,0.956376,-0.988032,0.999912,-0.991779,0.963795,-0.916522,0.850904,-0.768255,0.670229,-0.558789,0.436165,-0.304811,0.167356,-0.026551,-0.114785,0.253823]', 3, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (7, '[-0.961397,0.529083,0.670229,-0.897928,-0.176076,0.994827,-0.371404,-0.790433,0.806401,0.346649,-0.997171,0.202120,0.885939,-0.689676,-0.506392,0.968357,-0.026521,-0.953762,0.551402,0.650311,-0.909285,-0.149907,0.991783,-0.395897]', 17, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (8, '[0.912945,0.745113,-0.304811,-0.993889,-0.506366,0.580611,0.980240,0.219425,-0.801153,-0.873297,0.088399,0.945445,0.683240,-0.387809,-0.999756,-0.428155,0.650311,0.958916,0.132322,-0.850919,-0.826812,0.176105,0.970543,0.616017]', 20, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (9, '[0.420167,0.762558,0.963795,0.986628,0.826829,0.513978,0.105988,-0.321622,-0.689698,-0.930106,-0.998345,-0.881785,-0.602000,-0.210781,0.219455,0.609068,0.885939,0.998817,0.926807,0.683240,0.313200,-0.114815,-0.521577,-0.831791]', 13, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (10, '[-0.544021,0.912945,-0.988032,0.745113,-0.262375,-0.304811,0.773891,-0.993889,0.893997,-0.506366,-0.044243,0.580611,-0.930106,0.980240,-0.714876,0.219425,0.346649,-0.801153,0.997799,-0.873297,0.467719,0.088399,-0.616064,0.945445]', 10, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (11, '[0.412118,-0.750987,0.956376,-0.991779,0.850904,-0.558789,0.167356,0.253823,-0.629888,0.893997,-0.999207,0.926819,-0.689698,0.329991,0.088369,-0.491022,0.806401,-0.978450,0.976591,-0.801153,0.483318,-0.079579,-0.338305,0.696058]', 9, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (12, '[0.656987,0.990607,0.836656,0.270906,-0.428183,-0.916522,-0.953753,-0.521551,0.167356,0.773891,0.999520,0.733190,0.105988,-0.573382,-0.970535,-0.889996,-0.371404,0.329991,0.868966,0.980240,0.609044,-0.061920,-0.702408,-0.997173]', 7, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (13, '[0.841471,0.909297,0.141120,-0.756802,-0.958924,-0.279415,0.656987,0.989358,0.412118,-0.544021,-0.999990,-0.536573,0.420167,0.990607,0.650288,-0.287903,-0.961397,-0.750987,0.149877,0.912945,0.836656,-0.008851,-0.846220,-0.905578]', 1, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (14, '[-0.958924,-0.544021,0.650288,0.912945,-0.132352,-0.988032,-0.428183,0.745113,0.850904,-0.262375,-0.999755,-0.304811,0.826829,0.773891,-0.387782,-0.993889,-0.176076,0.893997,0.683262,-0.506366,-0.970535,-0.044243,0.945435,0.580611]', 5, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (15, '[-0.750987,-0.991779,-0.558789,0.253823,0.893997,0.926819,0.329991,-0.491022,-0.978450,-0.801153,-0.079579,0.696058,0.998817,0.623012,-0.176046,-0.855504,-0.953762,-0.404065,0.420140,0.958916,0.846236,0.158652,-0.636715,-0.999519]', 18, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (16, '[0.909297,-0.756802,-0.279415,0.989358,-0.544021,-0.536573,0.990607,-0.287903,-0.750987,0.912945,-0.008851,-0.905578,0.762558,0.270906,-0.988032,0.551427,0.529083,-0.991779,0.296369,0.745113,-0.916522,0.017702,0.901788,-0.768255]', 2, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (17, '[-0.287903,0.551427,-0.768255,0.920026,-0.993889,0.983588,-0.889996,0.721038,-0.491022,0.219425,0.070752,-0.354938,0.609068,-0.811621,0.945445,-0.999208,0.968357,-0.855504,0.670207,-0.428155,0.149847,0.141150,-0.420194,0.663656]', 16, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (18, '[0.650288,-0.988032,0.850904,-0.304811,-0.387782,0.893997,-0.970535,0.580611,0.088369,-0.714876,0.997797,-0.801153,0.219455,0.467719,-0.930095,0.945445,-0.506392,-0.176046,0.773872,-0.999756,0.745133,-0.132382,-0.543996,0.958916]', 15, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (19, '[-0.279415,-0.536573,-0.750987,-0.905578,-0.988032,-0.991779,-0.916522,-0.768255,-0.558789,-0.304811,-0.026551,0.253823,0.513978,0.733190,0.893997,0.983588,0.994827,0.926819,0.784980,0.580611,0.329991,0.053084,-0.228052,-0.491022]', 6, DEFAULT);
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES (20, '[-0.536573,-0.905578,-0.991779,-0.768255,-0.304811,0.253823,0.733190,0.983588,0.926819,0.580611,0.053084,-0.491022,-0.881785,-0.997173,-0.801153,-0.354938,0.202120,0.696058,0.972623,0.945445,0.623012,0.106017,-0.444086,-0.855504]', 12, DEFAULT);


--
-- Data for Name: nocolumns_rows; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.nocolumns_rows DEFAULT VALUES;
INSERT INTO public.nocolumns_rows DEFAULT VALUES;


--
-- Data for Name: reva_subscriptions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: conversations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.conversations_id_seq', 104, true);


--
-- Name: memories_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.memories_id_seq', 20, true);


--
-- Name: s; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.s', 8, true);


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('90001', 131072);
SELECT pg_catalog.lowrite(0, '\x00ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700');
SELECT pg_catalog.lowrite(0, '\xff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff2700ff27');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('90002', 131072);
SELECT pg_catalog.lowrite(0, '\x7365636f6e64');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('90003', 131072);
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Name: conversations conversations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);


--
-- Name: memories memories_n_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.memories
    ADD CONSTRAINT memories_n_key UNIQUE (n);


--
-- Name: reva_subscriptions reva_subscriptions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reva_subscriptions
    ADD CONSTRAINT reva_subscriptions_pkey PRIMARY KEY (id);


--
-- Name: conversations_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX conversations_person ON public.conversations USING btree (person);


--
-- Name: idx "q"; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX "idx ""q""" ON public.conversations USING gin (body public.gin_trgm_ops);


--
-- Name: st; Type: STATISTICS; Schema: public; Owner: -
--

CREATE STATISTICS public.st ON person, mood FROM public.conversations;


--
-- Name: empty_table r; Type: RULE; Schema: public; Owner: -
--

CREATE RULE r AS
    ON DELETE TO public.empty_table DO ( SELECT 1 AS "?column?";
 SELECT 2 AS "?column?";
);


--
-- Name: conversations touch; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touch BEFORE UPDATE ON public.conversations FOR EACH ROW EXECUTE FUNCTION public.touch();


--
-- Name: reva_subscriptions reva_subscriptions_conversation_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reva_subscriptions
    ADD CONSTRAINT reva_subscriptions_conversation_fkey FOREIGN KEY (conversation) REFERENCES public.conversations(id);


--
-- Name: conversations; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.conversations ENABLE ROW LEVEL SECURITY;

--
-- Name: conversations p; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY p ON public.conversations FOR SELECT TO reva_app USING ((person = CURRENT_USER));


--
-- Name: SCHEMA "odd; schema"; Type: ACL; Schema: -; Owner: -
--

GRANT ALL ON SCHEMA "odd; schema" TO PUBLIC;


--
-- Name: FUNCTION nasty(a text, b integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.nasty(a text, b integer) FROM PUBLIC;


--
-- Name: TABLE conversations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.conversations TO reva_app;
GRANT SELECT ON TABLE public.conversations TO "odd role";


--
-- Name: COLUMN conversations.id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(id) ON TABLE public.conversations TO reva_app WITH GRANT OPTION;


--
-- Name: COLUMN conversations.person; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(person) ON TABLE public.conversations TO reva_app WITH GRANT OPTION;


--
-- Name: LARGE OBJECT 90002; Type: ACL; Schema: -; Owner: -
--

GRANT SELECT ON LARGE OBJECT 90002 TO reva_app;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: public; Owner: -
--

ALTER DEFAULT PRIVILEGES FOR ROLE reva_app IN SCHEMA public GRANT SELECT ON TABLES  TO "odd role";


--
-- Name: mv; Type: MATERIALIZED VIEW DATA; Schema: public; Owner: -
--

REFRESH MATERIALIZED VIEW public.mv;


--
-- PostgreSQL database dump complete
--

\unrestrict 7vnDjJUc7RZkarqhkGVWs2jx7XhSujVuivaCdJlMrExv7B2UYT0WqpGxdyxWzVO

