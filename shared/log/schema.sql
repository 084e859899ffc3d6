-- The log of one service. Two insert-only tables; read models stand in their own schema.
-- Run by the owner role; the service's role may only insert and read here.

create table if not exists said (
    position   bigint primary key,          -- gapless, given at append
    id         uuid   not null unique,
    stream     text   not null,             -- aggregate id
    version    int    not null,             -- gapless within the stream, from 1
    type       text   not null,
    command_id text,                        -- the id the client chose for its write
    ordinal    int    not null,             -- place among the facts of one append
    body       bytea  not null,             -- the CloudEvent, byte for byte as published
    hash       bytea  not null,             -- sha256 of body; body names its predecessor's
    unique (stream, version)
);
create unique index if not exists said_command on said (command_id, ordinal) where command_id is not null;

create table if not exists said_head (
    only_row boolean primary key default true check (only_row),
    position bigint  not null,
    hash     bytea   not null
);
insert into said_head values (true, 0, '') on conflict do nothing;

-- Every fact of every service we listen to, our own included, in stream order. A fact that
-- the broker lost and its origin gave back stands at the sequence that revealed the hole.
create table if not exists heard (
    seq         bigint not null,
    source      text   not null,
    position    bigint not null,
    id          uuid   not null unique,
    subject     text   not null,
    correlation text   not null,
    type        text   not null,
    body        bytea  not null,
    primary key (seq, source, position),
    unique (source, position)
);
create index if not exists heard_correlation on heard (correlation, seq) where correlation <> '';

-- How far hearing (raw facts) and processing (read models, reactions) have come.
create table if not exists checkpoint (
    only_row  boolean primary key default true check (only_row),
    heard     bigint  not null,
    processed bigint  not null,
    generation bigint not null default 0,   -- a rebuild swapped the read models: drop rows in memory
    stopped_at uuid,                        -- the fact that processing could not take
    stopped_why text
);
insert into checkpoint (heard, processed) values (0, 0) on conflict do nothing;

-- What is added to the stream's own sequences: a stream that was lost and is published again
-- starts at 1, and what it brings stands after all that was heard before.
alter table checkpoint add column if not exists shift bigint not null default 0;

-- Last position and hash heard of each source: the next fact must follow it.
create table if not exists heard_of (
    source   text   primary key,
    position bigint not null,
    hash     bytea  not null
);

-- How far each feed of jobs has come in our own facts; see feeding.py.
create table if not exists job_cursor (
    name     text   primary key,
    position bigint not null
);

-- Append groups of facts, each group to one stream at the version its writer saw.
-- The head row is locked inside this one statement only, so the lock never spans a round
-- trip; a group whose version is taken, or whose command was answered before, gets a null
-- position and writes nothing, the others stand.
-- Arrays are parallel, one element a fact; `groups` numbers them from 1, ascending.
-- The loop only gives places and hashes; one insert writes all, which is what makes it fast.
-- It runs with the owner's rights, so its search path is fixed, and what a caller could make
-- (`pg_temp`) comes last: else a temporary table named `said` would take the facts.
create or replace function append_facts(
    ids uuid[], streams text[], versions int[], types text[], commands text[], groups int[], bodies bytea[]
) returns table (group_no int, last_position bigint) language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    pos bigint; prev bytea; whole bytea; seen int; answered boolean; refused boolean;
    head record;  -- the first fact of a group, where the group ends, and what is known of it
    seen_after int[]; answered_after boolean[];  -- the same once the group was decided, for those after it
    -- One element a fact, as in the arguments; null where the group is refused.
    positions bigint[] := array_fill(null::bigint, array[cardinality(ids)]);
    ordinals int[] := array_fill(null::int, array[cardinality(ids)]);
    wholes bytea[] := array_fill(null::bytea, array[cardinality(ids)]);
    hashes bytea[] := wholes;
begin
    select h.position, h.hash into strict pos, prev from said_head h for update;
    for head in
        select n, first, lead(first, 1, cardinality(groups) + 1) over (order by n) - 1 as until,
            version, command,
            lag(n) over (partition by stream order by n) as same_stream,
            lag(n) over (partition by command order by n) as same_command,
            (select max(s.version) from said s where s.stream = heads.stream) as seen,
            (select true from said s where s.command_id = heads.command limit 1) as answered
        from (select n, i::int as first, stream, version, command, lag(n) over (order by i) as before
              from unnest(groups, streams, versions, commands) with ordinality
                  as facts(n, stream, version, command, i)) as heads
        where before is distinct from n
        order by n
    loop
        seen := coalesce(seen_after[head.same_stream], head.seen, 0);
        answered := head.command is not null
            and coalesce(head.answered, answered_after[head.same_command], false);
        refused := answered or seen <> head.version - 1;
        for i in head.first .. head.until loop
            exit when refused;
            pos := pos + 1;
            whole := substring(bodies[i] from 1 for octet_length(bodies[i]) - 1)
                || convert_to(',"position":' || pos || ',"prevhash":"' || encode(prev, 'hex') || '"}', 'UTF8');
            prev := sha256(whole);
            positions[i] := pos; ordinals[i] := i - head.first + 1; wholes[i] := whole; hashes[i] := prev;
            seen := greatest(seen, versions[i]);
        end loop;
        seen_after[head.n] := seen; answered_after[head.n] := answered or not refused;
        group_no := head.n; last_position := case when refused then null else pos end; return next;
    end loop;
    insert into said
        select * from unnest(positions, ids, streams, versions, types, commands, ordinals, wholes, hashes)
            as facts(position)
        where facts.position is not null;
    update said_head set position = pos, hash = prev;
    if pos > 0 then perform pg_notify('said', pos::text); end if;
end $$;
