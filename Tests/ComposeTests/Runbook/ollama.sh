docker compose restart ollama
