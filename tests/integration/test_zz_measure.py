import asyncio, time, statistics, json
import asyncpg, msgspec, pytest
from tests.integration.desk import *
from deploy.demo.load import Loader
from deploy.commands.demo import access_of
from deploy.demo.plan import plan
async def test_measure(stack):
    async with Loader(access_of(stack.workspace), seed=3).open() as loader:
        await loader.run(petitions=300, start_on=dt.date(2026,9,1), until_at=dt.datetime(2026,11,1,tzinfo=dt.UTC), told=lambda a,b: None)
    await asyncio.sleep(2)
    c = await asyncpg.connect(stack.dsn("intake","owner"))
    ids=[r[0] for r in await c.fetch("select petition_id from live.tracking where kind not like 'den%' limit 50")]
    nc = await connect_once(stack.workspace.nats_login("routing"), name="test")
    who=everywhere("o","inspectorate")
    for parts in (["name"],["name","letter"]):
        for n in (1,50):
            q=msgspec.json.encode({"petition_ids":ids[:n],"principal":signed(stack,who),"parts":parts})
            ts=[]
            for _ in range(60):
                t=time.perf_counter(); a=await nc.request("rpc.intake.unseal",q,timeout=3); ts.append(time.perf_counter()-t)
            d=msgspec.json.decode(a.data)["contents"]
            print(parts,n,"ms p50",round(statistics.median(ts)*1e3,2), sum('full_name' in v for v in d.values()))
    with as_officer(stack, who) as client:
        name = "Nguyen Van Hung"
        ts=[]
        for _ in range(30):
            t=time.perf_counter(); r=client.post("/api/intake/search",json={"q":name}); ts.append(time.perf_counter()-t)
        print("search", round(statistics.median(ts)*1e3,2), len(r.json()["found"]))
    await close(nc)
    print(await c.fetch("select count(*), count(distinct petition_id) from vault.mark"))
    await c.close()
