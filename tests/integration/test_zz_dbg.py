import base64, os, datetime as dt, traceback
import httpx, pytest
from pathlib import Path
from tests.clocks import *
from services.deadlines.app import create
from shared.settings import from_environment
from shared.auth.token import Signer, HEADER
from shared.auth.principal import *
async def test_y(database_url, tmp_path):
    await made(database_url)
    key=tmp_path/"k"; key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    settings=from_environment({"TIEPDAN_PORT":"1","TIEPDAN_DATABASE_URL":database_url,"TIEPDAN_NATS_URL":"nats://127.0.0.1:1","TIEPDAN_NATS_USER":"n","TIEPDAN_NATS_SEED_FILE":str(key),"TIEPDAN_MASTER_KEY_FILE":str(key),"TIEPDAN_PRINCIPAL_KEY_FILE":str(key),"TIEPDAN_FACTOR_KEY_FILE":str(key),"TIEPDAN_PRINCIPAL_KEY":Signer.read(str(key)).public,"TIEPDAN_ATTACHMENTS_URL":tmp_path.as_uri()})
    app,frame=create(settings)
    await frame.database.open()
    async with clockwork(database_url) as w:
        await w.begin(); await w.fill(20, first_on=dt.date(2026,11,16))
        async with w.database.connection() as c:
            await c.execute("insert into live.matter (petition_id, receipt_code, holder, kind, shunned, officer) select distinct petition_id, 'X-1', '25585','complaint','','' from live.clock")
        def who(*roles):
            return Principal(officer="o"+roles[0],name="N",agency="25585",post="official",grants=tuple(Grant(role=r,agency="80",covers=frozenset({WHOLE_PROVINCE})) for r in roles),csrf="c",until=dt.datetime.now(dt.UTC)+dt.timedelta(hours=1))
        s=Signer.read(str(key))
        async def ask(method,path,role="inspectorate",**kw):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app),base_url="http://x", headers={HEADER:s.sign(who(role)),"accept":"text/html"}) as cl:
                try:
                    a=await cl.request(method,path,**kw)
                    print(method,path,a.status_code,a.headers.get("location",""))
                    return a
                except Exception as e:
                    print(method,path,"EXC"); traceback.print_exc(limit=-3)
        await ask("GET","/calendars"); await ask("GET","/calendars/2026"); await ask("GET","/calendars/progress")
        await ask("GET","/calendars/2026/propose"); await ask("GET","/calendars/2028/propose"); await ask("GET","/calendars/2026/2")
        a=await ask("POST","/calendars/2026/propose",data={"csrf":"c","source":"x","on":["2026-11-26",""],"kind":["local","holiday"],"name":["b",""]})
        await w.hear()
        await ask("GET","/calendars/2026"); r=await ask("GET","/calendars/2026/3",role="head"); await ask("GET","/calendars/2026/3",role="administrator"); await ask("GET","/calendars/2026/3",role="auditor"); await ask("GET","/calendars/2026/3")
        await ask("POST","/calendars/2026/propose",data={"csrf":"c","source":"x","on":["2026-11-29",""],"kind":["local","holiday"],"name":["",""]})
        await ask("POST","/calendars/2026/file",data={"csrf":"c","source":"x"},files={"file":("a.csv",b"2026-11-29,a,b")})
        await ask("POST","/calendars/2026/file",data={"csrf":"no","source":"x"},files={"file":("a.csv",b"2026-11-29,a,b")})
        await ask("POST","/calendars/2026/3/approve",role="head",data={"csrf":"c","instead_of":"1"})
        await ask("POST","/calendars/2026/3/reject",role="head",data={"csrf":"c","reason":" "})
        await ask("GET","/rules/what-if"); await ask("GET","/rules/what-if?rule=KN.L1.SETTLE"); await ask("GET","/rules/what-if?rule=TC.SETTLE")
        for rule in w.aggregates.book.clocks: await ask("GET",f"/rules/what-if?rule={rule}")
        await ask("POST","/rules/what-if",data={"csrf":"c","rule":"TC.SETTLE","valid_from":"2026-01-01","length":"0"})
        a=await ask("POST","/rules/what-if",data={"csrf":"c","rule":"KN.L1.ACCEPT","valid_from":"2026-07-01","length":"5","roll":"true","pauses":"from","pauses_from":"2026-08-01"})
        await ask("GET",a.headers["location"]); await ask("GET",a.headers["location"],role="administrator")
        a=await ask("POST","/rules/what-if/days",data={"csrf":"c","year":"2026","days":"2026-11-26,lễ,x"})
        await ask("GET",a.headers["location"])
        await ask("POST","/rules/what-if/days",data={"csrf":"c","year":"abc","days":"2026-11-26,lễ,x"})
        await ask("POST","/rules/what-if/days",data={"csrf":"c","year":"2026","days":"2026-11-29,lễ,x"})
        await ask("GET","/rules/what-if/00000000-0000-7000-8000-000000000000"); await ask("GET","/calendars/abc"); await ask("GET","/calendars/2026/3?cursor=0_2026-13-01_x&trial=zzz")
    await frame.database.close()
