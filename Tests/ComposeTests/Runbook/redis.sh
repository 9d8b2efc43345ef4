docker compose restart redis
