docker compose ps
docker compose logs postgres
