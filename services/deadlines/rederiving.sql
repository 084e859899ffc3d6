-- How far counting clocks again has come, and what drafts would change: no facts. Losing it
-- costs time: everything is counted once more, and what was moved already does not move again.
create schema if not exists recount;

create table if not exists recount.progress (
    only_row    boolean primary key default true check (only_row),
    position    bigint not null default 0,  -- every clock stands as the calendars up to here have it
    target      bigint not null default 0,  -- up to which publication it is being counted now
    cursor      text   not null default '', -- the last clock that was looked at
    examined    bigint not null default 0,
    moved       bigint not null default 0,
    troubled    bigint not null default 0,  -- clocks that the present calendars give no date
    total       bigint not null default 0,
    started_at  timestamptz,
    beat_at     timestamptz,
    finished_at timestamptz
);
insert into recount.progress default values on conflict do nothing;

-- A draft tried on what there is: a proposal of days, a calendar, a rule.
create table if not exists recount.trial (
    trial_id   text   primary key,
    kind       text   not null,             -- proposal, calendar, rule
    subject    text   not null,             -- `2026.3`, or the id of the clock
    draft      text   not null,             -- as it was given
    asked_by   text   not null,
    asked_at   timestamptz not null,
    beat_at    timestamptz not null,
    position   bigint not null,             -- of our log when it was asked for
    state      text   not null,             -- running, done, failed
    examined   bigint not null default 0,
    total      bigint not null default 0,
    found      text   not null default ''   -- figures, as JSON, when it is done
);
create index if not exists trial_subject on recount.trial (kind, subject, asked_at);

create table if not exists recount.moved (
    trial_id    text     not null references recount.trial on delete cascade,
    rank        smallint not null,          -- 0 where the case changes side, 1 where its date moves
    new_on      date     not null,
    clock_id    text     not null,
    petition_id text     not null,
    rule        text     not null,
    against     text     not null,
    old_on      date     not null,
    side        text     not null,          -- to which side it changes, empty where it does not
    primary key (trial_id, rank, new_on, clock_id)
);

grant usage on schema recount to tiepdan_deadlines;
grant select, update on recount.progress to tiepdan_deadlines;
grant select, insert, update, delete on recount.trial, recount.moved to tiepdan_deadlines;
