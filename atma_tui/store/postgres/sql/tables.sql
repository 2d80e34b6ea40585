-- The shared book: a journal of transactions, and the documents that it comes to.
-- Desks may read everything here and change it through the functions only (see functions.sql and roles.sql).

create schema book;

create table book.head (                       -- one row: which book this is, and how far it reached
    one     boolean primary key default true check (one),
    book    uuid not null default gen_random_uuid(),
    format  integer not null,                  -- what the documents mean (migrations.py)
    seq     bigint not null default 0,         -- number of the last transaction
    hash    bytea not null default '',         -- digest of the last transaction and all before it
    trimmed bigint not null default 0,         -- transactions up to this one are not in the journal any more
    trimmed_hash bytea not null default ''     -- digest of that one
) with (fillfactor = 10);

create table book.journal (                    -- what happened; lines are added and never changed
    seq   bigint primary key,
    key   uuid not null unique,                -- made by the desk: what is sent twice is written once
    at    timestamptz not null default clock_timestamp(),
    login text not null default session_user,
    desk  text not null,                       -- who was at the desk, as the desk says
    ops   text not null,                       -- "ops" as in a line of the journal of an embedded book
    hash  bytea not null                       -- sha256(digest before || ops)
);

create index journal_at on book.journal (at);

create table book.documents (                  -- for new replicas and for reports
    kind text collate "C" not null,
    id   text collate "C" not null,
    doc  json not null,                        -- json, not jsonb: the very bytes that the desk wrote
    primary key (kind, id)
);

create unlogged table book.desks (             -- which desks are open; nothing is lost with it
    desk     uuid primary key,
    operator text not null,
    computer text not null,
    login    text not null default session_user,
    seq      bigint not null,                  -- the last transaction that has reached the desk
    seen     timestamptz not null default clock_timestamp()
) with (fillfactor = 10);
