"""Encrypted connections: asked for, proven, and refused when the server is not the right one."""

import shutil
import subprocess
import time

import pytest

from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.connection.connecting import Connector
from atma_tui.store.postgres.connection.line import Lost
from tests import postgres


@pytest.fixture(scope="module")
def certificate(server):
    """The certificate of the server, which from now on speaks TLS as `localhost`."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs openssl")
    data = server.folder / "data"
    key, certificate = data / "server.key", data / "server.crt"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    for file in (key, certificate):
        file.chmod(0o600)
        if postgres.as_postgres(data):
            shutil.chown(file, "postgres")
    server.run("alter system set ssl = on")
    server.run("select pg_reload_conf()")
    public = server.folder / "root.crt"
    public.write_bytes(certificate.read_bytes())
    yield public
    server.run("alter system reset ssl")
    server.run("select pg_reload_conf()")
    while server.run("show ssl") != [[b"off"]]:
        pass


def connect(url):
    connector = Connector(parse(url, {}))
    end = time.monotonic() + 30
    return connector, connector(end)


def test_a_connection_is_encrypted_and_checked_when_it_is_asked_for(server, database, certificate):
    url = server.url(database, sslmode="verify-full", sslrootcert=str(certificate)).replace(
        "127.0.0.1", "localhost"
    )
    connector, line = connect(url)
    assert line.is_encrypted
    assert connector.warning == ""
    line.close()


def test_a_server_that_proves_another_name_is_refused(server, database, certificate):
    with pytest.raises(Lost, match="does not match host name"):
        connect(server.url(database, sslmode="verify-full", sslrootcert=str(certificate)))


def test_a_server_whom_nobody_known_vouches_for_is_refused(server, database, certificate, tmp_path):
    other = tmp_path / "other.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x", "-keyout",
         tmp_path / "key", "-out", other], check=True, capture_output=True,
    )  # fmt: skip
    url = server.url(database, sslmode="verify-full", sslrootcert=str(other)).replace("127.0.0.1", "localhost")
    with pytest.raises(Lost, match="certificate"):
        connect(url)
