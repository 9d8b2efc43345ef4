docker compose down postgres
docker volume rm reva_postgres-data
docker compose up -d postgres
sleep 5
gunzip -c backups/reva_LATEST.sql.gz | docker exec -i reva-postgres psql -U postgres -d reva
docker compose up -d reva
