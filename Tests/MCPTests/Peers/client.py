"""Uses a server with the client of the reference implementation, and prints what it got as JSON.

client.py auto|legacy URL, or client.py auto|legacy stdio PORT for a server whose stream a local port carries.
"""

import asyncio
import json
import os
import sys

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client


async def main() -> None:
    mode, target = sys.argv[1:3]
    if target == "stdio":
        relay = os.path.join(os.path.dirname(__file__), "relay.py")
        target = stdio_client(StdioServerParameters(command=sys.executable, args=[relay, sys.argv[3]]))
    reports = []

    async def progress(done, total, message):
        reports.append([done, total, message])

    async with Client(target, mode=mode) as client:
        tools = []
        cursor = None
        while True:
            page = await client.list_tools(cursor=cursor)
            tools += [tool.name for tool in page.tools]
            cursor = page.next_cursor
            if cursor is None:
                break
        good = await client.call_tool("add", {"a": 1})
        bad = await client.call_tool("add", {"a": "x"})
        await client.call_tool("count", {}, progress_callback=progress)
        header = await client.call_tool("header", {"region": "Hello, 世界"})
        print(json.dumps({
            "version": client.protocol_version,
            "server": client.server_info.name,
            "tools": tools,
            "sum": good.structured_content,
            "error": [bad.is_error, bad.content[0].text],
            "progress": reports,
            "header": header.content[0].text,
        }))


asyncio.run(main())
