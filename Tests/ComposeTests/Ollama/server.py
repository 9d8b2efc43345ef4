#!/usr/bin/env python3
"""Stands in for Ollama's image where that cannot be had: what Reva's deployment asks of it, and models that stay on disk.

`server.py serve` answers on port 11434; under the name `ollama`, `ollama list` asks it, as the health check does.
"""
import json
import os
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODELS = os.path.expanduser("~/.ollama/models")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, kind="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/api/version":
            self.answer(200, json.dumps({"version": "0.0.0-stand-in"}))
        elif self.path == "/api/tags":
            names = sorted(os.listdir(MODELS))
            self.answer(200, json.dumps({"models": [{"name": n, "model": n, "size": 1, "details": {}} for n in names]}))
        else:
            self.answer(404, json.dumps({"error": "not found"}))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        name = body.get("model") or body.get("name")
        if self.path != "/api/pull" or not name or "/" in name:
            self.answer(404, json.dumps({"error": "not found"}))
            return
        open(os.path.join(MODELS, name if ":" in name else name + ":latest"), "w").close()
        lines = [{"status": "pulling manifest"}, {"status": "success"}]
        self.answer(200, "".join(json.dumps(line) + "\n" for line in lines), "application/x-ndjson")


if sys.argv[1:] == ["list"]:
    urllib.request.urlopen("http://127.0.0.1:11434/api/tags", timeout=5).read()
else:
    os.makedirs(MODELS, exist_ok=True)
    ThreadingHTTPServer(("0.0.0.0", 11434), Handler).serve_forever()
