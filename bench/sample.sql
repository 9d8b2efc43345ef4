-- The sample database of the benchmarks: what a Reva that has been in use for a year holds.
--
--   psql -d bench -v messages=300000 -v memories=50000 -v dimensions=768 -v activities=1500000 -f bench/sample.sql
--
-- Run it in an empty database of a server with pgvector 0.7 or newer. Rows depend on nothing but these four numbers:
-- every text, time and vector comes from one seeded generator (the graph of the HNSW index alone may differ).
-- Vectors are random on purpose: as text they are what makes a dump large and slow to compress, and learned
-- embeddings compress no better.

\set ON_ERROR_STOP on
\if :{?messages} \else \set messages 300000 \endif
\if :{?memories} \else \set memories 50000 \endif
\if :{?dimensions} \else \set dimensions 768 \endif
\if :{?activities} \else \set activities 1500000 \endif
-- One person in 150 messages, but never fewer than twenty people.
SELECT greatest(20, :messages / 150) AS people \gset

SET synchronous_commit = off;
SET client_min_messages = warning;
-- Parallel workers would draw from generators of their own.
SET max_parallel_workers_per_gather = 0;
SET maintenance_work_mem = '512MB';
SET TimeZone = 'UTC';
SELECT setseed(0.42) \g /dev/null

CREATE EXTENSION IF NOT EXISTS vector;

-- Prose of about the statistics of chat: stock phrases, an ordinary vocabulary, names and numbers.
-- `clauses` bounds a text's length; lengths are skewed, most messages are short and a few are long.
CREATE FUNCTION pg_temp.prose(texts int, clauses int) RETURNS SETOF text LANGUAGE plpgsql AS $body$
DECLARE
    phrases CONSTANT text[] := string_to_array(
        'could you check whether|the release is blocked by|I would like to know why|the deployment to production|'
        'as far as I can see|waiting for approval from|the pipeline failed again because|we rolled back after|'
        'please remind me before|the change window starts at|nobody has answered about|the tests are green on|'
        'this was agreed with|the ticket says that|let us postpone|I have just merged|the customer reported that|'
        'it has been stuck since|everything went well with|the gate is still closed for|have a look at|'
        'in the last retrospective we decided that|according to the dashboard|the hotfix contains|'
        'can someone from operations confirm|the risk assessment mentions|before we promote this to staging|'
        'there is a regression in|the release notes for|I subscribed to|thank you for|the smoke tests of|'
        'our target is still|what is the status of|who owns|the freeze ends after|it depends on', '|');
    words CONSTANT text[] := string_to_array(
        'account address after again agent alert also always answer archive around artifact audit available back '
        'balance banner batch because before behind better billing board branch bridge broken browser budget build '
        'button cache calendar campaign candidate canary card cause change channel check checkout claim clean client '
        'cluster column commit compare complete component config connection contract copy correct counter country '
        'coverage credit customer cycle daily dashboard database deadline decision default delay delivery demand '
        'dependency design detail device different director discount document domain double draft driver during early '
        'editor effect email engine enough environment error estimate event every evidence example exception expected '
        'export external factor failure feature feedback field figure filter final finance finding first flag folder '
        'follow forecast format forward frontend function further gateway general global goal group growth guide half '
        'handover happen header health help hidden history hotfix hour however idea identity image impact import '
        'incident include index input insight install instead interface internal invoice issue item journey keep '
        'kernel label language large latency launch layer ledger legal level library license limit list load local '
        'location logic login longer machine mail main major manager mapping margin market matter measure meeting '
        'memory merge message method metric migration minor missing mobile model module monday monitor month morning '
        'network never nightly node normal notice number object offer office often online open operator option order '
        'other outage output owner package page parser partner password patch payment people percent period person '
        'phase plan platform please point policy portal possible postgres preview price priority problem process '
        'product profile project proposal protocol provider quality quarter query question queue quick rather reason '
        'record recovery region release remote replica report request require reset resource response restore result '
        'retry return review risk role rollout route rule runner sales sample scale schedule schema scope screen '
        'script search second section secret security select sender series server service session setting several '
        'shared shipping signal simple since single small snapshot source special split sprint stable staging standard '
        'start state status step still storage story stream subject summary supplier support switch symptom system '
        'table target task team template tenant terminal test thread threshold ticket time timeout today token '
        'tomorrow traffic transfer trend trigger under unit until update upgrade upload usage user vendor version '
        'view volume waiting warning webhook week weekly window within without worker workflow yesterday zone', ' ');
    products CONSTANT text[] := '{Checkout,Ledger,Atlas,Payments,Mobile,Search,Identity,Billing,Portal,Reports}';
    result text;
    draw double precision;
BEGIN
    FOR text_number IN 1 .. texts LOOP
        result := '';
        FOR clause IN 0 .. floor(clauses * random() ^ 2.2)::int LOOP
            result := result || phrases[1 + floor(random() * cardinality(phrases))::int];
            FOR word IN 0 .. floor(random() * 7)::int LOOP
                result := result || ' ' || words[1 + floor(random() * cardinality(words))::int];
            END LOOP;
            draw := random();
            IF draw < 0.20 THEN
                result := result || ' ' || products[1 + floor(random() * cardinality(products))::int]
                    || ' ' || 1 + floor(random() * 9)::int || '.' || floor(random() * 40)::int;
            ELSIF draw < 0.35 THEN
                result := result || ' REL-' || 1000 + floor(random() * 9000)::int;
            ELSIF draw < 0.40 THEN
                result := result || ' "' || words[1 + floor(random() * cardinality(words))::int] || ' é ü ✓"';
            END IF;
            result := result || CASE WHEN random() < 0.06 THEN E'?\n' WHEN random() < 0.4 THEN '. ' ELSE ', ' END;
        END LOOP;
        RETURN NEXT upper(left(result, 1)) || rtrim(substr(result, 2), E', .\n') || '.';
    END LOOP;
END $body$;

CREATE TABLE conversations (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    conversation text NOT NULL,
    person text NOT NULL,
    role text NOT NULL CHECK (role IN ('user', 'assistant', 'tool')),
    content text NOT NULL,
    channel text NOT NULL DEFAULT 'msteams',
    reference jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE memories (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    person text NOT NULL,
    content text NOT NULL,
    message_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz
);

CREATE TABLE memory_embeddings (
    memory_id bigint NOT NULL,
    model text NOT NULL,
    digest text NOT NULL,
    embedding vector(:dimensions) NOT NULL
);

CREATE TABLE reva_subscriptions (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    person text NOT NULL,
    subject text NOT NULL,
    conversation text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);

CREATE TABLE activity_logs (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    person text NOT NULL,
    action text NOT NULL,
    subject text,
    message_id bigint,
    outcome text NOT NULL,
    detail jsonb
);

INSERT INTO conversations (id, conversation, person, role, content, reference, created_at)
SELECT n, 'a:' || (n / 12) % (:people * 2), 'person-' || (n / 12) % :people,
    CASE n % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, content,
    CASE WHEN n % 5 = 0 THEN jsonb_build_object('activity', 1600000000000 + n * 1337, 'locale', 'en-GB') END,
    '2025-03-15 08:00:00+00'::timestamptz + n * interval '104.7 seconds' + random() * interval '60 seconds'
FROM pg_temp.prose(:messages, 9) WITH ORDINALITY AS texts (content, n);

INSERT INTO memories (id, person, content, message_id, created_at)
SELECT n, 'person-' || floor(random() * :people)::int, content, 1 + floor(random() * :messages)::bigint,
    '2025-03-15 08:00:00+00'::timestamptz + n * interval '628 seconds'
FROM pg_temp.prose(:memories, 3) WITH ORDINALITY AS texts (content, n);

-- Normally distributed coordinates (Box and Muller) scaled to length one: directions spread evenly over the sphere.
INSERT INTO memory_embeddings (memory_id, model, digest, embedding)
SELECT memory, 'nomic-embed-text', 'sha256:0a109f422b47e3a30ba2b10eca18548e',
    l2_normalize((
        SELECT array_agg((sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))::real)
        -- Naming the outer row keeps the subquery from being computed once for all.
        FROM generate_series(1, :dimensions + 0 * memory)
    )::vector(:dimensions))
FROM generate_series(1, :memories) AS memory;

INSERT INTO reva_subscriptions (id, person, subject, conversation, created_at)
SELECT n, 'person-' || n % :people, 'Release/' || n / :people, 'a:' || n % (:people * 2),
    '2025-03-15 08:00:00+00'::timestamptz + n * interval '1 hour'
FROM generate_series(0, :people * 3 - 1) AS n;

INSERT INTO activity_logs (id, at, person, action, subject, message_id, outcome, detail)
SELECT n, '2025-03-15 08:00:00+00'::timestamptz + n * interval '20.9 seconds' + random() * interval '15 seconds',
    'person-' || floor(random() * :people)::int,
    ('{message.received,message.answered,tool.called,memory.recalled,memory.stored,approval.asked,approval.given,'
        'notification.sent,health.probed}'::text[])[1 + floor(random() * random() * 9)::int],
    CASE WHEN n % 3 = 0 THEN 'REL-' || 1000 + floor(random() * 9000)::int END,
    CASE WHEN n % 4 = 0 THEN 1 + floor(random() * :messages)::bigint END,
    CASE WHEN random() < 0.03 THEN 'failed' ELSE 'done' END,
    CASE WHEN n % 4 = 1 THEN jsonb_build_object('ms', floor(900 * random() ^ 3)::int) END
FROM generate_series(1, :activities) AS n;

SELECT setval(pg_get_serial_sequence(name, 'id'), rows) FROM (VALUES
    ('conversations', :messages), ('memories', :memories),
    ('reva_subscriptions', :people * 3), ('activity_logs', :activities)) AS tables (name, rows) \g /dev/null

ALTER TABLE conversations ADD PRIMARY KEY (id);
ALTER TABLE memories ADD PRIMARY KEY (id);
ALTER TABLE memory_embeddings ADD PRIMARY KEY (memory_id, model);
ALTER TABLE reva_subscriptions ADD PRIMARY KEY (id), ADD UNIQUE (person, subject);
ALTER TABLE activity_logs ADD PRIMARY KEY (id);
CREATE INDEX conversations_by_conversation ON conversations (conversation, created_at);
CREATE INDEX conversations_by_person ON conversations (person, created_at);
CREATE INDEX memories_by_person ON memories (person);
CREATE INDEX activity_logs_by_time ON activity_logs (at);
CREATE INDEX activity_logs_by_person ON activity_logs (person, at);
CREATE INDEX activity_logs_failed ON activity_logs (at) WHERE outcome = 'failed';
CREATE INDEX memory_embeddings_nearest ON memory_embeddings USING hnsw (embedding vector_cosine_ops);
ALTER TABLE memories ADD FOREIGN KEY (message_id) REFERENCES conversations (id) ON DELETE SET NULL;
ALTER TABLE memory_embeddings ADD FOREIGN KEY (memory_id) REFERENCES memories (id) ON DELETE CASCADE;
ALTER TABLE activity_logs ADD FOREIGN KEY (message_id) REFERENCES conversations (id) ON DELETE SET NULL;
VACUUM (ANALYZE);
CHECKPOINT;
