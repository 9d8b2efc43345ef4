"""What bench/server measures with: PostgreSQL, a stand-in of Microsoft's cloud, and the two servers."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent


def script(name, *arguments):
    result = subprocess.run([ROOT / "scripts" / name, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"error: scripts/{name} failed")
    return result.stdout.strip()


def home():
    command = '. "$1" && printf %s "$REVA_HOME"'
    return subprocess.check_output(["bash", "-c", command, "home", ROOT / "scripts" / "home"], text=True)


def python():
    """Of the environment that FastAPI is installed in."""
    folder = pathlib.Path(home()) / "bench" / "peers"
    print(script("install-peers", folder, ROOT / "bench" / "peers.d"))
    return folder / "fastapi" / "bin" / "python"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(*command, **keywords):
    child = subprocess.Popen(command, **keywords)
    try:
        yield child
    finally:
        child.terminate()
        child.wait()


class Postgres:
    """A private server with default settings, on a socket in a folder."""

    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder
        self.version = subprocess.check_output([programs / "postgres", "--version"], text=True).split()[2]

    @contextlib.contextmanager
    def database(self):
        """A new one; yields its address and a function that gives what a query says."""
        self.client("createdb", "bench")

        def ask(query):
            return self.client("psql", "-X", "-A", "-t", "-d", "bench", "-c", query).strip()

        try:
            yield f"postgresql://postgres@/bench?host={self.folder}", ask
        finally:
            self.client("dropdb", "--force", "bench")

    def client(self, program, *arguments):
        command = [self.programs / program, "-h", self.folder, "-U", "postgres", *arguments]
        return subprocess.check_output(command, text=True)

    def is_ready(self):
        return subprocess.run([self.programs / "pg_isready", "-q", "-h", self.folder], check=False).returncode == 0


@contextlib.contextmanager
def postgres(folder):
    """Root starts it as somebody else."""
    programs = pathlib.Path(script("find-postgres"))
    data = folder / "postgres"
    data.mkdir()
    account = {}
    if os.geteuid() == 0:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(data, "postgres", "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": data}
    subprocess.run(
        [programs / "initdb", "-D", data / "data", "-U", "postgres", "--auth", "trust", "-E", "UTF8"],
        check=True, **quiet, **account)
    with running(
        programs / "postgres", "-D", data / "data", "-c", "listen_addresses=", "-k", data, **quiet, **account
    ) as child:
        server = Postgres(programs, data)
        until(server.is_ready, child)
        yield server


@contextlib.contextmanager
def cloud(program, folder):
    """A stand-in of Microsoft's; yields the settings of a bot that believes it, and a token of a message."""
    command = [program, "demo", "teams", "--port", "0", "--home", folder / "cloud", "--format", "json"]
    with running(*command, stdout=subprocess.PIPE, text=True) as child:
        said = json.loads(child.stdout.readline() or sys.exit(f"error: {program} demo teams does not start"))
        yield said["variables"], said["token"]


def until(is_so, child):
    while not is_so():
        if child.poll() is not None:
            sys.exit(f"error: {child.args[0]} does not start, or has ended")
        time.sleep(0.05)


@contextlib.contextmanager
def side(name, program, address, folder, settings):
    """One server; yields where it serves, and its process."""
    port = free_port()
    if name == "reva":
        command = [program, "serve", "--port", str(port), "--home", folder / "home", "--database-url", address]
    else:
        command = [program, ROOT / "bench" / "fastapi_server.py", str(port), address]
    environment = {**os.environ, **settings, "REVA_LOG_LEVEL": "error"}
    with running(*command, stdout=subprocess.DEVNULL, env=environment) as child:
        url = f"http://127.0.0.1:{port}/api/"
        until(lambda: answers(url + "health"), child)
        yield url, child


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer) == {"adapter_initialized": True, "db": True, "mcp": {}, "status": "ok"}
    except OSError:
        return False
