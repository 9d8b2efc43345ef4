#!/usr/bin/env bash
# Backs up Reva's database into backups/ beside this script's folder. For cron:
#   0 2 * * * /opt/reva/bin/backup-db.sh
# Needs no working folder and no environment. `reva` does it where it is found: bin/reva here, else in PATH. Without it a
# plain dump is made: whole or not at all, but not proven by a restore.
# Ends with 0 when there is a new backup, else with the exit codes of `reva backup` (docs/commands.md).
set -euo pipefail
umask 077
export LC_ALL=C
# Cron gives /usr/bin and /bin only.
PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
export PATH

root=$(dirname "$(dirname "$(readlink -f "$0")")")
cd "$root"

# fail CODE SENTENCE [TRY]
fail() {
    printf 'error: %s\n' "$2" >&2
    [ -z "${3:-}" ] || printf '  try: %s\n' "$3" >&2
    exit "$1"
}

# The plain lines of .env; what the environment says already stays.
if [ -r .env ]; then
    while IFS='=' read -r name value || [ -n "$name" ]; do
        [[ $name =~ ^(REVA_[A-Z0-9_]+|DOCKER_HOST)$ && -z ${!name+set} ]] || continue
        if [[ $value =~ ^\"([^\"]*)\" || $value =~ ^\'([^\']*)\' ]]; then
            value=${BASH_REMATCH[1]}
        else
            value=${value%%[[:space:]]#*}
            value=${value%"${value##*[![:space:]]}"}
        fi
        # What Compose would have to work out is not for here.
        [[ -z $value || $value == *'$'* ]] || export "$name=$value"
    done <.env
fi
backups=${REVA_BACKUPS:-$root/backups}

# The name that one types at three in the morning leads to the newest backup.
link_latest() {
    local files=("$backups"/reva_[0-9]*.sql.gz)
    ln -sfn "${files[-1]##*/}" "$backups/.reva_LATEST.new"
    mv -fT "$backups/.reva_LATEST.new" "$backups/reva_LATEST.sql.gz"
}

program=$root/bin/reva
[ -x "$program" ] || program=$(command -v reva) || program=
if [ -n "$program" ]; then
    if "$program" --version >/dev/null 2>&1; then
        "$program" backup --deployment compose --backups "$backups" --prune "$@"
        link_latest
        exit 0
    fi
    echo "warning: $program does not run on this machine" >&2
fi

# --- without the program ------------------------------------------------------------------------------------------

echo "warning: reva is not here; this is a plain dump that nobody has restored yet" >&2
[ $# -eq 0 ] || fail 64 "without reva there are no options: $*"
container=${REVA_POSTGRES_CONTAINER:-reva-postgres}
command -v docker >/dev/null || fail 1 "docker is not in $PATH"
mkdir -p "$backups" || fail 1 "the folder $backups cannot be made"

exec 9>>"$backups/.backup-db.lock" || fail 1 "the folder $backups cannot be written to"
if command -v flock >/dev/null; then
    flock -n 9 || fail 5 "another backup-db.sh is at work in $backups"
fi
if [ "$(docker inspect --format '{{.State.Running}}' "$container" 2>/dev/null)" != true ]; then
    fail 6 "the container $container does not run" "docker compose up -d postgres"
fi

name=reva_$(date -u +%Y-%m-%d_%H%M%S).sql.gz
partial=$backups/.$name.partial
trap 'rm -f "$partial"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# What a crash left behind; nobody writes at one backup for a day.
find "$backups" -maxdepth 1 -name '.reva_*.partial' -mmin +1440 -delete

set +e
docker exec "$container" pg_dump -U postgres --clean --if-exists reva </dev/null | gzip -c >"$partial"
ends=("${PIPESTATUS[@]}")
set -e
# A full disk ends gzip first, and pg_dump for want of it.
[ "${ends[1]}" -eq 0 ] || fail 8 "gzip ended with status ${ends[1]} in $backups; there is no new backup" "df -h $backups"
[ "${ends[0]}" -eq 0 ] || fail 1 "pg_dump in $container ended with status ${ends[0]}; there is no new backup"
# Both may say that all is well and the text end early all the same; its last lines tell. Reading it checks the file too.
marked=$(gunzip -c "$partial" | tail -n 8 | grep -c -x -e '-- PostgreSQL database dump complete') || marked=0
[ "$marked" -eq 1 ] || fail 1 "the dump ends before its end marker; there is no new backup"
sync "$partial"
mv -n "$partial" "$backups/$name"
[ ! -e "$partial" ] || fail 5 "$backups/$name is there already"
sync "$backups"
link_latest
echo "$backups/$name: $(stat -c %s "$backups/$name") bytes"

# --- retention ----------------------------------------------------------------------------------------------------

days=${REVA_RETENTION_DAYS:-30}
[[ $days =~ ^[0-9]{1,5}$ ]] || fail 1 "REVA_RETENTION_DAYS is \"$days\", and must be a whole number; nothing was removed"
# Rules that only the program knows may keep more than these days.
for rule in DAILY WEEKLY MONTHLY YEARLY; do
    rule=REVA_RETENTION_$rule
    [ "${!rule:-0}" = 0 ] || { echo "note: $rule is for reva to decide by; nothing is removed" >&2; exit 0; }
done

files=("$backups"/reva_[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]_[0-9][0-9][0-9][0-9][0-9][0-9].sql.gz)
[ ${#files[@]} -gt 1 ] || exit 0
# Had backups stopped, or is the clock wrong? Then age is no reason to remove anything.
former=${files[-2]##*/}
if [[ $former < reva_$(date -u -d '2 days ago' +%Y-%m-%d_%H%M%S) ]]; then
    echo "note: the backup before this one is $former; nothing is removed until there are two within two days" >&2
    exit 0
fi
proven=
for file in "${files[@]}"; do
    if grep -Eqs '"state" *: *"proven"' "$file.proof.json"; then proven=$file; fi
done
oldest=reva_$(date -u -d "$days days ago" +%Y-%m-%d_%H%M%S)
for file in "${files[@]}"; do
    [[ ${file##*/} < $oldest ]] || continue
    # The newest of all, and the newest that is known to restore, stay however old they are.
    if [ "$file" = "${files[-1]}" ] || [ "$file" = "$proven" ]; then continue; fi
    rm -f "$file"
    rm -f "$file.proof.json"
    echo "removed ${file##*/}: older than $days days"
done
