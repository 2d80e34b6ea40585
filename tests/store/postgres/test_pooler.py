"""PgBouncer in transaction mode between a desk and the server: writes work, and news is asked for."""

import shutil
import socket
import subprocess
import threading

import pytest

from tests import postgres
from tests.store.postgres.desks import add, add_optimistically, names, open_desk, wait_for, wait_until_live


def wait_until_open(port, program):
    while program.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
            return
        except ConnectionRefusedError:
            threading.Event().wait(0.02)
    raise AssertionError(program.stderr.read())


@pytest.fixture
def pooled_url(server, database, tmp_path_factory):
    program = postgres.find("pgbouncer")
    if not program:
        pytest.skip(postgres.MISSING)
    folder, port = server.folder / "pooler", postgres.free_port()
    folder.mkdir(exist_ok=True)
    (folder / "users").write_text(f'"{postgres.OWNER}" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nauth_type = trust\nauth_file = {folder}/users\npool_mode = transaction\n"
        f"unix_socket_dir = {folder}\n"
    )
    for path in (folder, *folder.iterdir()):
        if postgres.as_postgres(folder):
            shutil.chown(path, "postgres")
    command = [*postgres.as_postgres(folder), program, "-q", str(folder / "pgbouncer.ini")]
    pooler = subprocess.Popen(command, stderr=subprocess.PIPE)
    wait_until_open(port, pooler)
    url = server.url(database).replace(str(server.port), str(port))
    yield url
    pooler.terminate()
    pooler.communicate()


def test_a_desk_behind_a_pooler_writes_and_sees_what_others_do(pooled_url, server, database, tmp_path):
    pooled = open_desk(pooled_url, tmp_path / "pooled", patience=30.0)
    direct = open_desk(server.url(database), tmp_path / "direct")
    wait_until_live(pooled)
    assert pooled._keeper._is_pooled
    wait_until_live(direct)
    assert not direct._keeper._is_pooled
    add(pooled, 1)
    wait_for(direct, lambda: names(direct) == ["per-001"])
    add_optimistically(direct, 2)
    wait_for(pooled, lambda: names(pooled) == ["per-001", "per-002"])
    add_optimistically(pooled, 3)
    assert len(names(pooled)) == 3
    pooled.close()
    direct.close()
