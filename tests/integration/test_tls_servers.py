"""NATS and PostgreSQL over a network: encrypted, checked, or not at all; against the real ones."""

import asyncio
import dataclasses
import datetime as dt
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import nats
import pytest
from cryptography import x509
from nats.aio.client import Client

from deploy.embedded.nats import NatsServer
from deploy.embedded.secrets import load_or_generate, seed_file
from shared import tls
from shared.errors import StoreUnavailable
from shared.log.wire import close, connect_once
from shared.postgres.pool import Database, connect
from tests.folders import data_folder
from tests.integration.tls_ground import Ground, ground, of_yesterday, old, talking, weak

WEAK = ("AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "aNULL", "kRSA")


@pytest.fixture(name="there", scope="module")
def _there() -> Iterator[Ground]:
    with data_folder() as folder, ground(folder) as found:
        yield found


def database(
    there: Ground, *, host: str = "localhost", trusting: Path | None = None
) -> str:
    """The address as settings make it: with who vouches for the server in it."""
    vouching = str(trusting or there.authority.file)
    return tls.with_authority(there.admin_url(host=host), vouching)


async def test_the_right_certificate_lets_work_begin(there: Ground) -> None:
    """On a connection of one's own, on one of the pool, and through NATS."""
    own = await connect(database(there), name="test")
    row = await own.fetchrow(
        "select ssl, version, cipher from pg_stat_ssl where pid = pg_backend_pid()"
    )
    own.terminate()
    assert tuple(row)[:2] == (True, "TLSv1.3")
    pool = Database(database(there), name="test")
    await pool.open()
    async with pool.connection() as lent:
        assert await lent.fetchval(
            "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
        )
    await pool.close()
    nc = await connect_once(there.nats_user(), name="test")
    assert sealed(nc)
    heard = await nc.subscribe("tiepdan.intake.test")
    await nc.publish("tiepdan.intake.test", b"a fact")
    assert (await heard.next_msg(5)).data == b"a fact"
    await close(nc)


def sealed(nc: Client) -> bool:
    """Whether the connection is encrypted."""
    return nc._transport._io_writer.get_extra_info("ssl_object") is not None


async def test_the_authority_of_others_vouches_for_nobody(there: Ground) -> None:
    """Nor does the system's, where no other is named."""
    for file in (str(there.stranger.file), ""):
        asked = dataclasses.replace(there.nats_user(), ca_file=file)
        with pytest.raises(ssl.SSLCertVerificationError):
            await connect_once(asked, name="test")
    for url in (database(there, trusting=there.stranger.file), there.admin_url()):
        with pytest.raises(StoreUnavailable, match="SSLCertVerificationError"):
            await connect(url, name="test")
        pool = Database(url, name="test")
        await pool.open()
        with pytest.raises(StoreUnavailable, match="SSLCertVerificationError"):
            async with pool.connection():
                pass
        await pool.close()


async def test_a_server_of_another_name_is_not_the_one(there: Ground) -> None:
    """Its certificate is good, but not for the host that was asked for."""
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        await connect_once(there.nats_user(host="127.0.0.1"), name="test")
    with pytest.raises(StoreUnavailable, match="SSLCertVerificationError"):
        await connect(database(there, host="127.0.0.1"), name="test")


async def test_nobody_in_between_can_ask_for_clear_words(
    there: Ground, tmp_path: Path
) -> None:
    """A server that does not want TLS, or says so in the server's place, hears nothing."""
    load_or_generate(tmp_path)
    plain = NatsServer(folder=tmp_path, port=None)
    plain.prepare()
    plain.start()
    try:
        asked = dataclasses.replace(there.nats_user(), url=f"tls://localhost:{plain.port}")
        with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
            await connect_once(asked, name="test")
        # What the rule is for: nats-py alone goes on in clear, whatever the address says.
        careless = await nats.connect(
            asked.url,
            tls=there.authority.trusting,
            nkeys_seed=str(seed_file(tmp_path, "operator")),
        )
        assert not sealed(careless)
        await careless.close()
    finally:
        plain.stop()
    heard: list[bytes] = []
    ended = asyncio.Event()

    async def without_tls(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer the question for TLS as a PostgreSQL without it does."""
        await reader.readexactly(8)
        writer.write(b"N")
        heard.append(await reader.read())
        writer.close()
        ended.set()

    async with await asyncio.start_server(without_tls, "127.0.0.1", 0) as relay:
        url = database(there).replace(f":{there.postgres.port}/", f":{port(relay)}/")
        with pytest.raises(StoreUnavailable, match="ConnectionError"):
            await connect(url, name="test")
        await asyncio.wait_for(ended.wait(), 5)
    assert heard == [b""], "something was said in clear"


async def test_they_take_nothing_in_clear(there: Ground) -> None:
    """So that a service with a wrong setting is seen at once."""
    with pytest.raises(
        asyncpg.InvalidAuthorizationSpecificationError, match="no encryption"
    ):
        await asyncpg.connect(there.admin_url(how=""), ssl=False)
    with socket.create_connection(("127.0.0.1", there.nats.port), 5) as plain:
        plain.sendall(b"PING\r\n")
        assert b"PONG" not in plain.recv(4096)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nats_speaks_no_old_tls(there: Ground, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        with talking(there.nats.port, old(there.authority, version)):
            pass


@pytest.mark.parametrize("suites", WEAK)
def test_nats_speaks_by_no_weak_suite(there: Ground, suites: str) -> None:
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        with talking(there.nats.port, weak(there.authority, suites)):
            pass


async def test_postgres_speaks_no_old_tls_and_by_no_weak_suite(there: Ground) -> None:
    url, authority = there.admin_url(how=""), there.authority
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        await asyncpg.connect(url, ssl=old(authority))
    for suites in WEAK:
        with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
            await asyncpg.connect(url, ssl=weak(authority, suites))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
async def test_we_speak_no_old_tls(there: Ground, version: ssl.TLSVersion) -> None:
    """With a server that knows nothing newer."""
    pair = there.authority.sign("localhost", called="yesterday")
    context = of_yesterday(pair, version)
    async with await asyncio.start_server(_quiet, "127.0.0.1", 0, ssl=context) as server:
        asked = dataclasses.replace(
            there.nats_user(), url=f"tls://localhost:{port(server)}"
        )
        await asyncio.to_thread(_speaks, port(server), old(there.authority, version))
        with pytest.raises(OSError):  # its alert may not arrive before it hangs up
            await connect_once(asked, name="test")


def _speaks(port: int, context: ssl.SSLContext) -> None:
    """Shake hands: there is a server, and it speaks with those who speak as it does."""
    with talking(port, context):
        pass


def port(server: asyncio.Server) -> int:
    """Return the port of a server."""
    return int(server.sockets[0].getsockname()[1])


async def test_an_ended_certificate_is_none(there: Ground) -> None:
    """Whoever forgets to renew it notices; nobody goes on unchecked."""
    ended = there.authority.sign(
        "localhost", called="ended", lasts=-dt.timedelta(minutes=5)
    )
    context = tls.server(tls.Certificate(str(ended.file), str(ended.key_file)))
    async with await asyncio.start_server(_quiet, "127.0.0.1", 0, ssl=context) as server:
        asked = dataclasses.replace(
            there.nats_user(), url=f"tls://localhost:{port(server)}"
        )
        with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
            await connect_once(asked, name="test")


async def _quiet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def test_a_renewed_certificate_is_shown(there: Ground) -> None:
    """By NATS and PostgreSQL after SIGHUP, by services within the hour; nothing is restarted."""
    own = there.authority.sign("localhost", called="own")
    context = tls.server(tls.Certificate(str(own.file), str(own.key_file)))
    async with await asyncio.start_server(_quiet, "127.0.0.1", 0, ssl=context) as server:
        ours = port(server)

        def reload() -> None:
            there.nats.signal(signal.SIGHUP)
            there.postgres.signal(signal.SIGHUP)
            tls.load(context, tls.Certificate(str(own.file), str(own.key_file)))

        before = [await serial(there, which) for which in (there.nats.port, ours, None)]
        there.authority.sign("localhost", called="nats")
        there.authority.sign("localhost", called="own")
        there.postgres.show(there.authority.sign("localhost", called="postgres"))
        reload()
        for which, first in zip((there.nats.port, ours, None), before, strict=True):
            until = time.monotonic() + 10
            while await serial(there, which) == first:
                assert time.monotonic() < until, which
                await asyncio.sleep(0.1)


async def serial(there: Ground, port: int | None) -> int:
    """Return which certificate is shown at a port, or by PostgreSQL."""
    if port is None:
        url = tls.with_authority(there.admin_url(), str(there.authority.file))
        own = await asyncpg.connect(url, ssl=tls.of_postgres(url))
        shown = own._transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
        await own.close()
    else:
        shown = await asyncio.to_thread(_shown, port, there.authority.trusting)
    return x509.load_der_x509_certificate(shown).serial_number


def _shown(port: int, context: ssl.SSLContext) -> bytes:
    with talking(port, context) as sealed:
        return sealed.getpeercert(binary_form=True) or b""
