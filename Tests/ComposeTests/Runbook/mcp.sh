curl -s http://localhost:3978/api/health | python3 -c \
"import sys,json; d=json.load(sys.stdin); print(json.dumps(d.get('mcp',{}), indent=2))"
docker compose restart release-mcp jira-mcp
