docker compose down
docker volume rm reva_postgres-data
docker compose up -d
