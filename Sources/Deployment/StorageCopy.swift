/// Copying a database's files from `/from` to `/to`, in an image of PostgreSQL.
enum StorageCopy {
    /// Room is looked for first, and what was written is counted and on the disk before anybody believes in it.
    static let script = """
        set -e
        need=$(du -sk /from | cut -f1)
        free=$(df -Pk /to | awk 'NR == 2 { print $4 }')
        if [ "$free" -lt "$((need + need / 20))" ]; then
            echo "no room for a copy of the database: $need KiB are needed, $free KiB are free" >&2; exit 1
        fi
        cp -a /from/. /to/
        sync
        [ "$(find /from | wc -l)" -eq "$(find /to | wc -l)" ] || { echo "the copy is not complete" >&2; exit 1; }
        """
}
