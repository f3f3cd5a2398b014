"""A real Dask cluster on loopback, a worker of which is killed, and object storage that is shared."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.reliability.runs import environment, finish, start

pytestmark = pytest.mark.slow

distributed = pytest.importorskip("distributed")
PATIENCE = 300
"""Seconds that a busy machine may take for what takes an idle one two."""
BATCH = ("batch", "articles", "-e", "espeak", "--json", "-j", "2")


def write_articles(folder: Path, count: int) -> None:
    (folder / "articles").mkdir()
    for n in range(count):
        (folder / "articles" / f"{n}.txt").write_text(
            f"Notes from harbour {n}\n\nThe harbour master, Vera Lindqvist, counted {n + 3} boats.\n\n"
            f'"There were {n + 5} last year," she said. "I miss them."\n\n'
            + "The wind turned at noon and stayed in the west until the evening tide. " * 4
            + "\n",
            encoding="utf-8",
        )


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers; yields the scheduler's address and the workers' processes."""
    about = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_"]
    common = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def run(what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [*dask[:2], dask[2] + what, *arguments]
        return subprocess.Popen(command, env=environment(tmp_path), **common)

    arguments = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(about))
    scheduler = run("scheduler", *arguments)
    workers: list[subprocess.Popen[bytes]] = []
    try:
        until = time.monotonic() + PATIENCE
        while not about.exists():
            assert time.monotonic() < until and scheduler.poll() is None
            time.sleep(0.05)
        address = json.loads(about.read_text())["address"]
        workers += [
            run("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout",
                str(PATIENCE), "--local-directory", str(tmp_path / f"dask-{n}"))
            for n in range(2)
        ]  # fmt: skip
        with distributed.Client(address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def sounds(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "audio").glob("*.mp3")}


def test_a_killed_worker_costs_nothing_but_time(tmp_path, tmp_path_factory, cluster):
    address, workers = cluster
    write_articles(tmp_path, 12)
    process = start(tmp_path, *BATCH, "--scheduler", address, "--report", "report.jsonl")
    until = time.monotonic() + PATIENCE
    while len(list((tmp_path / "audio").glob("*.mp3"))) < 3:
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.05)
    os.kill(workers[0].pid, signal.SIGKILL)
    code, out, err = finish(process)
    assert code == 0, err
    total = json.loads(out)
    assert (total["made"] + total["skipped"], total["failed"]) == (12, 0)
    outcomes = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert len({outcome["source"] for outcome in outcomes}) == len(outcomes) == 12

    local = tmp_path_factory.mktemp("local")
    write_articles(local, 12)
    code, _, err = finish(start(local, *BATCH))
    assert code == 0, err
    assert sounds(tmp_path) == sounds(local) and len(sounds(local)) == 12


def test_a_scheduler_that_does_not_answer_is_a_sentence(tmp_path):
    write_articles(tmp_path, 1)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, so that nobody else answers there
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        code, _, err = finish(start(tmp_path, *BATCH, "--scheduler", address))
    assert code == 4 and "no Dask scheduler answers" in err and "Traceback" not in err


@pytest.fixture
def bucket(monkeypatch):
    """A bucket in an S3 double on loopback; yields the variables that lead there, and a client."""
    server_module = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    there = {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket="shelf")
    yield there, client
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    server.stop()


def test_episodes_go_to_object_storage_once(tmp_path, bucket):
    there, client = bucket
    write_articles(tmp_path, 3)
    arguments = (*BATCH, "-o", "s3://shelf/show")
    code, out, err = finish(start(tmp_path, *arguments, **there))
    assert code == 0, err
    assert json.loads(out)["made"] == 3

    stored = {o["Key"]: o["ETag"] for o in client.list_objects_v2(Bucket="shelf")["Contents"]}
    assert {"show/notes-from-harbour-0.mp3", "show/scripts/notes-from-harbour-2.md"} <= set(stored)
    assert not (tmp_path / "audio").exists()

    code, out, err = finish(start(tmp_path, *arguments, **there))
    assert (code, json.loads(out)["skipped"]) == (0, 3), err
    again = {o["Key"]: o["ETag"] for o in client.list_objects_v2(Bucket="shelf")["Contents"]}
    assert again == stored


def test_two_batches_of_the_same_articles_at_once_agree(tmp_path, tmp_path_factory, bucket):
    there, client = bucket
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for folder in (tmp_path, elsewhere):
        write_articles(folder, 3)
    both = [start(folder, *BATCH, "-o", "s3://shelf/show", **there) for folder in (tmp_path, elsewhere)]
    for process in both:
        code, _, err = finish(process)
        assert code == 0, err
    keys = [o["Key"] for o in client.list_objects_v2(Bucket="shelf")["Contents"]]
    assert sorted(k for k in keys if k.endswith(".mp3")) == [
        f"show/notes-from-harbour-{n}.mp3" for n in range(3)
    ]


def test_recordings_are_shared_through_object_storage(tmp_path, tmp_path_factory, bucket):
    there, client = bucket
    make = ("make", "article.txt", "-e", "espeak", "--json")
    shared = {**there, "NARRATOR_SHARED_CACHE": "s3://shelf/clips"}
    code, out, err = finish(start(tmp_path, *make, **shared))
    assert code == 0, err
    first = json.loads(out)
    assert first["recorded"] == len(client.list_objects_v2(Bucket="shelf")["Contents"]) > 0

    elsewhere = tmp_path_factory.mktemp("elsewhere")
    code, out, err = finish(start(elsewhere, *make, **shared))
    assert code == 0, err
    assert json.loads(out)["recorded"] == 0
    assert sounds(elsewhere) == sounds(tmp_path)


def test_workers_in_other_folders_write_where_the_batch_was_started(tmp_path, tmp_path_factory, cluster):
    address, _ = cluster
    desk = tmp_path_factory.mktemp("desk")
    write_articles(desk, 2)
    code, out, err = finish(start(desk, *BATCH, "--scheduler", address))
    assert code == 0, err
    assert json.loads(out)["made"] == 2
    assert len(sounds(desk)) == 2 and not (tmp_path / "audio").exists()
    code, out, err = finish(start(desk, *BATCH))
    assert (code, json.loads(out)["skipped"]) == (0, 2), err
