-- How often visitors lodge, and try codes that are wrong. Keyed hashes alone: no row tells where
-- anybody was, or what was sent. Forgotten after a day; not logged ahead, so in no archive and on no
-- replica: after a crash the counting begins anew. The schema belongs in no backup.
create schema if not exists visitors;

create unlogged table if not exists visitors.act (
    place bytea       not null,   -- what was done, and from which network
    what  bytea       not null,   -- the one thing: done again it counts once
    at    timestamptz not null,
    primary key (place, what)
);
create index if not exists act_place on visitors.act (place, at);
create index if not exists act_at on visitors.act (at);

-- When a place is free again; null when it is free now.
create or replace function visitors.free_at(
    in_place bytea, in_at timestamptz, an_hour int, a_day int
) returns timestamptz language sql stable as $$
    select max(again_at) from (
        (select at + interval '1 hour' as again_at from visitors.act
            where place = in_place order by at desc offset an_hour - 1 limit 1)
        union all
        (select at + interval '1 day' from visitors.act
            where place = in_place order by at desc offset a_day - 1 limit 1)
    ) as of_each where again_at > in_at
$$;

-- Count one thing, and return null; or count nothing, and return when the place is free again.
-- The lock ends with the statement: a hundred at once, through several processes, are counted
-- one by one.
create or replace function visitors.admit(
    in_place bytea, in_what bytea, in_at timestamptz, an_hour int, a_day int
) returns timestamptz language plpgsql as $$
declare
    found_at timestamptz;
begin
    perform pg_advisory_xact_lock(
        8080020, ('x' || encode(substring(in_place for 4), 'hex'))::bit(32)::int
    );
    if exists (select from visitors.act a where a.place = in_place and a.what = in_what) then
        return null;
    end if;
    found_at := visitors.free_at(in_place, in_at, an_hour, a_day);
    if found_at is null then
        insert into visitors.act values (in_place, in_what, in_at);
    end if;
    return found_at;
end $$;

grant usage on schema visitors to tiepdan_intake;
grant select, insert, delete on visitors.act to tiepdan_intake;
