/// Objects of a database with which a test can hold up a procedure, to break something at a known place.
package enum HeldWork {
    /// SQL without double quotes or dollar signs, for a shell; twice is as good as once.
    package static let objects = """
        SET client_min_messages = warning;
        CREATE OR REPLACE FUNCTION nobody_holds_loads() RETURNS boolean LANGUAGE plpgsql AS '
            BEGIN
                WHILE EXISTS (SELECT FROM pg_stat_activity WHERE application_name = ''\(loads)'') LOOP
                    PERFORM pg_sleep(0.05);
                    PERFORM pg_stat_clear_snapshot();
                END LOOP;
                RETURN true;
            END';
        CREATE TABLE IF NOT EXISTS held (n int CHECK (nobody_holds_loads()));
        INSERT INTO held SELECT 1 WHERE NOT EXISTS (SELECT FROM held);
        """

    /// As long as a session has this name, a load waits at the one row of `held`.
    package static let loads = "holds_loads"

    /// What is true while a load waits there.
    package static let loadWaits = """
        SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE 'COPY %'
        """

    /// A gigabyte to read, which takes next to no room, and seconds. Nothing at all keeps rows from being read that lets
    /// definitions be read.
    package static let muchToRead =
        "CREATE TABLE much AS SELECT i, repeat('x', 1000000) AS t FROM generate_series(1, 1000) i"

    /// What is true while a session waits for a lock; the server's own vacuuming may wait, too.
    package static let lockWaits = """
        SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND backend_type = 'client backend'
        """
}
