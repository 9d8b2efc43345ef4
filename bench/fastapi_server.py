"""The endpoints of Reva that bench/server measures, on FastAPI: the same checks, the same record, the same answers.

    python fastapi_server.py PORT DATABASE-URL

The settings of the bot are Reva's own variables (REVA_TEAMS_APP_ID and so on). Without them only the health is served.
"""

import asyncio
import contextlib
import datetime
import json
import os
import sys
import urllib.request

import asyncpg
import fastapi
import jwt
import uvicorn
from fastapi.responses import JSONResponse, Response

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]
APP = os.environ.get("REVA_TEAMS_APP_ID")
TENANTS = {os.environ.get("REVA_TEAMS_APP_TENANT")}
ISSUER = "https://api.botframework.com"
SIZE_LIMIT = 512 * 1024
LEEWAY = datetime.timedelta(minutes=5)

# As Reva's table, with its indexes.
TABLE = """
CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id text NOT NULL,
    activity_id text NOT NULL,
    activity text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    outcome text,
    UNIQUE (conversation_id, activity_id)
);
CREATE INDEX ON messages (conversation_id, id) WHERE finished_at IS NULL;
CREATE INDEX ON messages (finished_at) WHERE finished_at IS NOT NULL;
"""
INSERT = """
INSERT INTO messages (conversation_id, activity_id, activity) VALUES ($1, $2, $3)
ON CONFLICT (conversation_id, activity_id) DO NOTHING RETURNING id
"""
FINISH = "UPDATE messages SET finished_at = clock_timestamp(), activity = '', outcome = 'unaddressed' WHERE id = $1"


def announced_keys():
    """By their ids, with the channels that each may sign for; loaded once, as a rollover does not come in the middle."""
    with urllib.request.urlopen(os.environ["REVA_TEAMS_METADATA_URL"]) as answer:
        address = json.load(answer)["jwks_uri"]
    with urllib.request.urlopen(address) as answer:
        keys = json.load(answer)["keys"]
    return {key["kid"]: (jwt.PyJWK(key, "RS256").key, set(key.get("endorsements") or [])) for key in keys}


@contextlib.asynccontextmanager
async def lifespan(app):
    async with asyncpg.create_pool(DATABASE, min_size=1, max_size=8) as pool:
        app.state.pool = pool
        app.state.turns = set()
        if APP:
            app.state.keys = announced_keys()
            await pool.execute(TABLE)
        yield
        await asyncio.gather(*app.state.turns)


app = fastapi.FastAPI(lifespan=lifespan)


@app.get("/api/health")
async def health():
    try:
        database = await asyncio.wait_for(app.state.pool.fetchval("SELECT 1"), timeout=2) == 1
    except (OSError, asyncio.TimeoutError, asyncpg.PostgresError):
        database = False
    report = {"adapter_initialized": True, "db": database, "mcp": {}, "status": "ok" if database else "degraded"}
    return JSONResponse(report, status_code=200 if database else 503, headers={"Cache-Control": "no-store"})


@app.post("/api/messages")
async def messages(request: fastapi.Request):
    authorization = request.headers.get("authorization", "")
    if not authorization.lower().startswith("bearer "):
        return Response(status_code=401)
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        return Response(status_code=415)
    body = await request.body()
    if len(body) > SIZE_LIMIT:
        return Response(status_code=413)
    try:
        text = body.decode()
        activity = json.loads(text)
        place = conversation(activity)
    except (ValueError, KeyError, TypeError):
        return Response(status_code=400)
    try:
        refusal = refused(authorization[7:], activity)
    except jwt.PyJWTError:
        return Response(status_code=401)
    if refusal:
        return Response(status_code=refusal)
    number = await app.state.pool.fetchval(INSERT, *place, text)
    if number is not None:
        turn = asyncio.create_task(take_turn(number, activity))
        app.state.turns.add(turn)
        turn.add_done_callback(app.state.turns.discard)
    return Response(status_code=202)


def conversation(activity):
    """The ids of the conversation and of the activity in it; everybody who takes part has one, too."""
    for member in ("from", "recipient"):
        if not isinstance(activity[member]["id"], str):
            raise TypeError(member)
    if not isinstance(activity["type"], str):
        raise TypeError("type")
    return activity["conversation"]["id"], activity["id"]


def refused(token, activity):
    """The status to refuse a request with; None for one from Teams, for this bot, of a tenant that may use it."""
    key, endorsements = app.state.keys.get(jwt.get_unverified_header(token).get("kid"), (None, None))
    if key is None:
        return 401
    claims = jwt.decode(
        token, key, algorithms=["RS256"], audience=APP, issuer=ISSUER, leeway=LEEWAY, options={"require": ["exp"]})
    if activity.get("channelId") not in endorsements:
        return 401
    if claims.get("serviceurl", "").rstrip("/") != activity.get("serviceUrl", "").rstrip("/"):
        return 401
    origins = {activity["conversation"].get("tenantId"), activity.get("channelData", {}).get("tenant", {}).get("id")}
    origins.discard(None)
    return None if origins and origins <= TENANTS else 403


async def take_turn(number, activity):
    """What Reva does with a message of a channel that does not mention it: nothing is answered, and its text goes."""
    mentioned = {entity.get("mentioned", {}).get("id") for entity in activity.get("entities", [])}
    assert activity["recipient"]["id"] not in mentioned
    await app.state.pool.execute(FINISH, number)


uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="error", access_log=False)
