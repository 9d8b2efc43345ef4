BACKUP_FILE="backups/reva_2026-03-15_020000.sql.gz"
docker compose stop reva
docker exec reva-postgres psql -U postgres -c \
"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'reva' AND pid <> pg_backend_pid();"
gunzip -c "$BACKUP_FILE" | docker exec -i reva-postgres psql -U postgres -d reva
docker compose up -d reva
sleep 10
curl -s http://localhost:3978/api/health | python3 -m json.tool
