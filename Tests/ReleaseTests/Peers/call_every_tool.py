"""Lists and calls every tool of reva mcp release with the reference client, as every client would.

usage: call_every_tool.py auto|legacy|2026-07-28 URL
       call_every_tool.py auto|legacy|2026-07-28 COMMAND ARGUMENT...

Every schema must be JSON Schema 2020-12, every answer must fit its own. Prints one line of JSON.
"""

import asyncio
import json
import os
import sys

import jsonschema
import mcp

VALIDATOR = jsonschema.Draft202012Validator


class Caller:
    def __init__(self, client, tools):
        self.client, self.tools, self.called = client, tools, set()
        for tool in tools.values():
            for schema in (tool["inputSchema"], tool["outputSchema"]):
                VALIDATOR.check_schema(schema)

    async def __call__(self, name, /, **arguments):
        VALIDATOR(self.tools[name]["inputSchema"]).validate(arguments)
        result = (await self.client.call_tool(name, arguments)).model_dump(by_alias=True)
        if result.get("isError"):
            raise SystemExit(f"{name}{arguments}: {result['content'][0]['text']}")
        content = result["structuredContent"]
        VALIDATOR(self.tools[name]["outputSchema"], format_checker=VALIDATOR.FORMAT_CHECKER).validate(content)
        assert json.loads(result["content"][0]["text"]) == content, name
        self.called.add(name)
        return content


async def life_of_a_release(call):
    template = (await call("search_templates", title="web shop"))["items"][0]["id"]
    assert "version" in [one["key"] for one in (await call("list_template_variables", template=template))["items"]]
    assert (await call("get_template", template=template))["phases"]
    title = 'Ünïcode "release" \u202e 🚀'
    release = (await call("create_release", template=template, title=title, variables={"version": "9"}))["id"]
    assert (await call("start_release", release=release))["status"] == "IN_PROGRESS"
    first = (await call("list_active_tasks", release=release))["items"][0]["id"]
    await call("comment_task", task=first, comment="from a peer")
    assert (await call("assign_task", task=first, user="linus"))["owner"] == "linus"
    await call("lock_task", task=first)
    await call("unlock_task", task=first)
    assert (await call("fail_task", task=first, comment="no"))["status"] == "FAILED"
    assert (await call("retry_task", task=first))["status"] == "IN_PROGRESS"
    assert (await call("complete_task", task=first))["status"] == "COMPLETED"
    comments = (await call("get_task", task=first))["comments"]
    assert [one["text"] for one in comments] == ["from a peer", "no"], comments
    tasks = {one["title"]: one["id"] for one in (await call("list_tasks", release=release))["items"]}
    assert (await call("abort_task", task=tasks["Freeze the branch"], comment="stop"))["status"] == "FAILED"
    later = tasks["Run the browser tests"]
    assert (await call("skip_task", task=later, comment="not now"))["status"] == "SKIPPED_IN_ADVANCE"
    assert (await call("reopen_task", task=later))["status"] == "PLANNED"
    gate = await call("set_gate_condition", task=tasks["Go or no go"], condition="Security scan is clean", checked=True)
    assert [one["checked"] for one in gate["conditions"]] == [False, True]
    changed = await call("update_release", release=release, flag="AT_RISK", flagComment="look", tags=["peer"])
    assert changed["flag"] == "AT_RISK" and changed["tags"] == ["peer"]
    assert (await call("set_release_variable", release=release, key="version", value="10"))["value"] == "10"
    values = {one["key"]: one.get("value") for one in (await call("list_release_variables", release=release))["items"]}
    assert values == {"version": "10", "environment": "production", "deployPassword": None}, values
    detail = await call("get_release", release=release)
    phase = detail["phases"][0]["id"]
    assert (await call("get_phase", phase=phase))["tasks"]
    assert (await call("restart_release", release=release, phase=phase))["status"] == "PAUSED"
    assert (await call("resume_release", release=release))["status"] == "IN_PROGRESS"
    assert (await call("abort_release", release=release, comment="done with it"))["status"] == "ABORTED"


async def everything(client):
    listed = await client.list_tools()
    tools = {tool.name: tool.model_dump(by_alias=True, exclude_none=True) for tool in listed.tools}
    call = Caller(client, tools)
    await life_of_a_release(call)
    found = await call("search_releases", title="payment 4.1")
    release = found["items"][0]["id"]
    assert found["items"][0]["status"] == "FAILED"
    assert (await call("get_release_blockers", release=release))["blockers"][0]["tool"] == "retry_task"
    assert (await call("count_releases"))["byStatus"]["FAILED"] == 1
    assert (await call("list_release_teams", release=release))["items"]
    assert (await call("list_activity", release=release))["items"]
    assert (await call("get_risk", release=release))["score"] == 80
    asking = (await call("search_releases", title="fraud"))["items"][0]["id"]
    task = (await call("list_active_tasks", release=asking))["items"][0]["id"]
    assert [one["key"] for one in (await call("list_task_variables", task=task))["items"]] == ["version"]
    waiting = (await call("search_releases", title="spring"))["items"][0]["id"]
    task = (await call("list_active_tasks", release=waiting))["items"][0]["id"]
    assert (await call("start_task", task=task))["status"] == "IN_PROGRESS"
    folders = {one["path"]: one["id"] for one in (await call("list_folders"))["items"]}
    assert (await call("find_folder", path="Web shop/Mobile"))["id"] == folders["Web shop/Mobile"]
    assert (await call("list_users", name="Ada"))["items"][0]["username"] == "ada"
    print(json.dumps({"listed": sorted(tools), "called": sorted(call.called)}))


async def main(mode, *target):
    url = target[0] if target[0].startswith("http") else None
    if hasattr(mcp, "Client"):
        server = url or mcp.StdioServerParameters(command=target[0], args=list(target[1:]), env=dict(os.environ))
        async with mcp.Client(server, mode=mode) as client:
            await everything(client)
        return
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamablehttp_client

    server = mcp.StdioServerParameters(command=target[0], args=list(target[1:]), env=dict(os.environ))
    transport = streamablehttp_client(url) if url else stdio_client(server)
    async with transport as streams, mcp.ClientSession(streams[0], streams[1]) as client:
        await client.initialize()
        await everything(client)


asyncio.run(main(*sys.argv[1:]))
