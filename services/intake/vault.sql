-- Keys of personal data, one a petition, wrapped by the master key. Backed up apart from facts:
-- a backup of facts leaves the schema `vault` out, `tiepdan keys backup` takes it alone.
create schema if not exists vault;
create table if not exists vault.key (
    name    text  primary key,   -- the petition
    wrapped bytea not null
);
alter table vault.key add column if not exists generation int not null default 1;

-- Secrets that outlive master keys: `root` (receipts) and `index` (marks), wrapped like keys.
create table if not exists vault.secret (
    name       text  primary key,
    wrapped    bytea not null,
    generation int   not null
);

-- Under which master key new keys are wrapped.
create table if not exists vault.head (
    only_row   boolean primary key default true check (only_row),
    generation int     not null
);
insert into vault.head values (true, 1) on conflict do nothing;

-- Keyed marks by which a petition is found without its content; nothing can be read from them.
create table if not exists vault.mark (
    mark        text not null,   -- begins with its kind
    petition_id text not null,
    role        text not null,   -- petitioner or respondent
    primary key (mark, petition_id, role)
);
create index if not exists mark_petition on vault.mark (petition_id);

-- Keyed sketches by which petitions that are alike are found; made from content and index key,
-- made again at any time, and destroyed with the petition's key. See vault/sketches.py.
create table if not exists vault.likeness (
    petition_id   text      primary key,
    words         bit(1024) not null,   -- four bits of each of 256 places
    word_pieces   int       not null,
    letters       bit(1024) not null,
    letter_pieces int       not null,
    tokens        int[]     not null,   -- by what candidates are found
    figures       int[]     not null,
    names         int[]     not null,   -- of who wrote; never of who denounced
    numbers       int[]     not null,
    respondents   int[]     not null,
    places        int[]     not null
);
create index if not exists likeness_tokens on vault.likeness
    using gin (tokens) with (fastupdate = off);

-- Petitions whose key was destroyed: no backup of keys brings it back.
create table if not exists vault.tombstone (
    petition_id text        primary key,
    erased_at   timestamptz not null
);

-- One custodian asked to erase; another has yet to confirm.
create table if not exists vault.erasure_asked (
    petition_id text        primary key,
    ground      text        not null,
    reference   text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null
);

-- Keep a new key and its marks, unless the master key changed meanwhile: false, and nothing
-- is kept. The shared lock ends with the statement; a rotation takes it alone, so that after
-- it no key under the old master key can still be on its way.
create or replace function vault.keep(
    new_name text, new_wrapped bytea, wrapped_by int, new_marks text[], new_roles text[]
) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(8080017);
    if wrapped_by <> (select h.generation from vault.head h) then
        return false;
    end if;
    insert into vault.key (name, wrapped, generation) values (new_name, new_wrapped, wrapped_by);
    insert into vault.mark (mark, petition_id, role)
        select m, new_name, r from unnest(new_marks, new_roles) as u (m, r)
        on conflict do nothing;
    return true;
end $$;

grant usage on schema vault to tiepdan_intake;
grant select, insert, update, delete on vault.key, vault.secret, vault.mark, vault.likeness,
    vault.tombstone, vault.erasure_asked to tiepdan_intake;
grant select, update on vault.head to tiepdan_intake;
