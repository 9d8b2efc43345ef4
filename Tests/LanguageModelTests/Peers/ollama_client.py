"""Speaks to the stand-in with Ollama's own client, and prints what it understood as one line of JSON.

usage: ollama_client.py ADDRESS [faults]
With `faults`, the stand-in has been told to fail, first in the middle of an answer, then at once.
"""
import json
import sys

import ollama

client = ollama.Client(host=sys.argv[1])
seen = {}


def error(function):
    """What the call raises, as (status, text)."""
    try:
        function()
    except ollama.ResponseError as failure:
        return [failure.status_code, failure.error]
    return None


question = [{"role": "user", "content": "Which state has release R1?"}]
tool = {
    "type": "function",
    "function": {
        "name": "release__get",
        "description": "Reads one release.",
        "parameters": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    },
}


def works():
    """All that a caller does on a good day."""
    seen["models"] = [model.model for model in client.list().models]
    shown = client.show("stand-in")
    seen["capabilities"] = shown.capabilities
    seen["context"] = shown.modelinfo["rule.context_length"]
    seen["running"] = len(client.ps().models)

    pieces = list(client.chat("stand-in", messages=question, stream=True))
    seen["streamed"] = "".join(piece.message.content or "" for piece in pieces)
    seen["pieces"] = len(pieces) > 3
    seen["end"] = [pieces[-1].done, pieces[-1].done_reason, pieces[-1].prompt_eval_count, pieces[-1].eval_count > 0]
    seen["whole"] = client.chat("stand-in", messages=question).message.content

    pieces = list(client.chat("stand-in", messages=question, tools=[tool], stream=True))
    calls = [call for piece in pieces for call in piece.message.tool_calls or []]
    seen["calls"] = [[call.function.name, dict(call.function.arguments)] for call in calls]
    result = question + [pieces[0].message, {"role": "tool", "tool_name": "release__get", "content": "running"}]
    seen["after"] = client.chat("stand-in", messages=result, tools=[tool]).message.content

    embedded = client.embed("stand-in-embed", input=["one text", "another text"])
    seen["vectors"] = [len(vector) for vector in embedded.embeddings]

    seen["missing"] = error(lambda: client.chat("none", messages=question))
    seen["unsupported"] = error(lambda: client.chat("stand-in-embed", messages=question))
    progress = list(client.pull("large:8b", stream=True))
    seen["pull"] = [[step.status, step.completed, step.total] for step in progress]
    seen["pulled"] = "large:8b" in [model.model for model in client.list().models]
    seen["unpullable"] = error(lambda: list(client.pull("unknown", stream=True)))
    client.delete("large:8b")
    seen["deleted"] = "large:8b" not in [model.model for model in client.list().models]


def fails():
    seen["interrupted"] = error(lambda: list(client.chat("stand-in", messages=question, stream=True)))
    seen["busy"] = error(lambda: client.chat("stand-in", messages=question))


(fails if sys.argv[2:] == ["faults"] else works)()
print(json.dumps(seen, sort_keys=True, ensure_ascii=False))
