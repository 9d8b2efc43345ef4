"""A server made with the reference implementation: over HTTP on a free port that it prints, or over stdio."""

import asyncio
import socket
import sys

import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver import Context

server = MCPServer("reference", version="9.9")


@server.tool()
def add(a: int, b: int = 10) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
async def count(ctx: Context) -> str:
    """Reports progress."""
    for step in (1, 2, 3):
        await ctx.report_progress(step, 3, f"step {step}")
    return "counted"


@server.tool()
def crash() -> str:
    """Fails."""
    raise ValueError("secret")


async def serve() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(server.streamable_http_app(), log_level="warning")
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/mcp", flush=True)
    await uvicorn.Server(config).serve(sockets=[listener])


if sys.argv[1] == "stdio":
    server.run(transport="stdio")
else:
    asyncio.run(serve())
