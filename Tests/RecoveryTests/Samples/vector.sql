-- What only a database with pgvector holds.
CREATE EXTENSION vector;
CREATE TABLE public.memories (id integer PRIMARY KEY, person text, embedding vector(16), short halfvec(4));
INSERT INTO public.memories
    SELECT i, 'person ' || i % 7, (SELECT array_agg(sin(i * k)) FROM generate_series(1, 16) k)::vector,
        ARRAY[i % 5, 1, 0.5, -1]::halfvec
    FROM generate_series(1, 400) i;
CREATE INDEX memories_near ON public.memories USING hnsw (embedding vector_cosine_ops) WITH (m = 8, ef_construction = 32);
CREATE INDEX memories_lists ON public.memories USING ivfflat (embedding vector_l2_ops) WITH (lists = 4);
COMMENT ON INDEX public.memories_near IS 'searches by meaning';
