"""The endpoint of Reva that bench/server measures, on FastAPI: the same checks, the same answer.

    python fastapi_server.py PORT DATABASE-URL
"""

import asyncio
import contextlib
import sys

import asyncpg
import fastapi
import uvicorn
from fastapi.responses import JSONResponse

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]


@contextlib.asynccontextmanager
async def lifespan(app):
    async with asyncpg.create_pool(DATABASE, min_size=1, max_size=8) as pool:
        app.state.pool = pool
        yield


app = fastapi.FastAPI(lifespan=lifespan)


@app.get("/api/health")
async def health():
    try:
        database = await asyncio.wait_for(app.state.pool.fetchval("SELECT 1"), timeout=2) == 1
    except (OSError, asyncio.TimeoutError, asyncpg.PostgresError):
        database = False
    report = {"adapter_initialized": True, "db": database, "mcp": {}, "status": "ok" if database else "degraded"}
    return JSONResponse(report, status_code=200 if database else 503, headers={"Cache-Control": "no-store"})


uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="error", access_log=False)
