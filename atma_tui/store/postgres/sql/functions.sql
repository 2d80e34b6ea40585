-- What desks may do. They are run with the rights of the owner; every name is written in full.
-- Changes here keep the names and what is returned: desks of several versions are open at the same time.

-- What a desk that knows transaction `p_seq` has missed. The first row says how the two stand; then come the
-- transactions, as many as fit into `p_bytes`, and at least one.
create or replace function book.missed(p_book uuid, p_seq bigint, p_hash bytea, p_bytes integer default 4194304)
returns table (what text, seq bigint, hash bytea, ops text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    h book.head;
    known bytea;
begin
    select * into strict h from book.head;
    if p_book is distinct from h.book then
        return query select 'another book', h.seq, h.hash, null::text; return;
    elsif p_seq > h.seq then
        return query select 'ahead', h.seq, h.hash, null::text; return;
    elsif p_seq < h.trimmed then
        return query select 'too old', h.seq, h.hash, null::text; return;
    elsif p_seq = h.seq then
        known := h.hash;
    elsif p_seq = h.trimmed then
        known := h.trimmed_hash;
    else
        select j.hash into known from book.journal j where j.seq = p_seq;
    end if;
    if known is distinct from p_hash then
        return query select 'another history', h.seq, h.hash, null::text; return;
    end if;
    return query select case when p_seq = h.seq then 'level' else 'behind' end, h.seq, h.hash, h.format::text;
    return query
        select 'entry', m.seq, m.hash, m.ops
        from (
            select j.seq, j.hash, j.ops, sum(octet_length(j.ops)) over (order by j.seq) as bytes
            from (select x.* from book.journal x where x.seq > p_seq order by x.seq limit 1000) j
        ) m
        where m.bytes <= p_bytes or m.seq = p_seq + 1
        order by m.seq;
end $$;

-- The same while the book is locked: only what fits into the buffers of a connection, so that a desk that does not
-- read its answer cannot keep the lock.
create or replace function book.missed_little(p_book uuid, p_seq bigint, p_hash bytea)
returns table (what text, seq bigint, hash bytea, ops text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select m.what, m.seq, m.hash, m.ops from book.missed(p_book, p_seq, p_hash, 32768) m
    where m.ops is null or octet_length(m.ops) <= 32768
$$;

-- Add a transaction, if the desk knows all before it; else tell it what it missed. Looks first without the lock:
-- what may be long is sent before the lock is taken.
create or replace function book.append(
    p_book uuid, p_seq bigint, p_hash bytea, p_key uuid, p_desk text, p_ops text, p_format integer
)
returns table (what text, seq bigint, hash bytea, ops text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2500ms' as $$
declare
    h book.head;
    j book.journal;
    fresh bytea;
    op constant text := E'^\\["(?!_meta"|_heads")([^"\\\\]|\\\\.)*","([^"\\\\]|\\\\.)*",(null|\\{.*\\})\\]$';
begin
    select * into j from book.journal x where x.key = p_key;   -- sent before, and the answer was lost
    if found then
        return query select 'saved before', j.seq, j.hash, null::text; return;
    end if;
    select * into strict h from book.head;
    if p_book is distinct from h.book or p_seq <> h.seq or p_hash is distinct from h.hash then
        return query select m.* from book.missed(p_book, p_seq, p_hash) m; return;
    end if;
    select * into strict h from book.head for update;          -- one writer at a time: numbers have no gaps
    select * into j from book.journal x where x.key = p_key;   -- the first sending was under way all the time
    if found then
        return query select 'saved before', j.seq, j.hash, null::text; return;
    end if;
    if p_seq <> h.seq then                                     -- somebody was faster while we waited
        return query select m.* from book.missed_little(p_book, p_seq, p_hash) m; return;
    end if;
    if p_format <> h.format then
        return query select 'another format', h.seq, h.hash, h.format::text; return;
    end if;
    if p_ops not like '[%]' or position(E'\n' in p_ops) > 0     -- no desk could read it
        or exists (select from json_array_elements(p_ops::json) o where o::text !~ op)
    then
        raise exception 'not a transaction' using errcode = 'invalid_parameter_value';
    end if;
    fresh := sha256(h.hash || convert_to(p_ops, 'UTF8'));
    insert into book.journal (seq, key, desk, ops, hash) values (h.seq + 1, p_key, p_desk, p_ops, fresh);
    insert into book.documents (kind, id, doc)
        select o ->> 0, o ->> 1, o -> 2 from json_array_elements(p_ops::json) o where json_typeof(o -> 2) <> 'null'
        on conflict (kind, id) do update set doc = excluded.doc;
    delete from book.documents d using json_array_elements(p_ops::json) o
        where json_typeof(o -> 2) = 'null' and d.kind = o ->> 0 and d.id = o ->> 1;
    update book.head set seq = h.seq + 1, hash = fresh;
    perform pg_notify('book', (h.seq + 1)::text);
    return query select 'saved', h.seq + 1, fresh, null::text;
end $$;

-- The same for a transaction that removes names (a lead's or the owner's login only): nothing from before it stays in
-- the journal. Desks that have not seen all before it copy the book anew.
create or replace function book.forget(
    p_book uuid, p_seq bigint, p_hash bytea, p_key uuid, p_desk text, p_ops text, p_format integer
)
returns table (what text, seq bigint, hash bytea, ops text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2500ms' as $$
begin
    for what, seq, hash, ops in
        select a.* from book.append(p_book, p_seq, p_hash, p_key, p_desk, p_ops, p_format) a
    loop
        if what = 'saved' then
            update book.head set trimmed = forget.seq - 1, trimmed_hash = p_hash;
            delete from book.journal j where j.seq < forget.seq;
        end if;
        return next;
    end loop;
end $$;

-- Take the turn: keep out other writers until COMMIT or ROLLBACK, and learn what was missed. A desk that stops in
-- its turn is thrown out by the server before others give up waiting.
create or replace function book.turn(p_book uuid, p_seq bigint, p_hash bytea)
returns table (what text, seq bigint, hash bytea, ops text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2500ms' as $$
begin
    perform set_config('idle_in_transaction_session_timeout', '2000', true);
    perform 1 from book.head for update;
    return query select m.* from book.missed_little(p_book, p_seq, p_hash) m;
end $$;

-- Say that a desk is open. Answers with the server's time, its process (another than the connection's own behind a
-- pooler), the last transaction, and who else was here in the last 15 seconds.
create or replace function book.here(p_desk uuid, p_operator text, p_computer text, p_seq bigint)
returns table (at double precision, process integer, seq bigint, others json)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into book.desks as d (desk, operator, computer, seq)
        values (p_desk, left(p_operator, 60), left(p_computer, 60), p_seq)
        on conflict (desk) do update
        set operator = excluded.operator, computer = excluded.computer, seq = excluded.seq, seen = clock_timestamp()
        where d.login = session_user;
    return query
        select extract(epoch from clock_timestamp())::double precision, pg_backend_pid(),
               (select h.seq from book.head h),
               (select coalesce(json_agg(json_build_array(d.operator, d.computer) order by d.operator, d.computer),
                                '[]')
                from book.desks d where d.desk <> p_desk and d.seen > clock_timestamp() - interval '15 seconds');
end $$;

-- Say that a desk is closed.
create or replace function book.gone(p_desk uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    delete from book.desks where (desk = p_desk and login = session_user) or seen < now() - interval '30 days'
$$;

-- For the owner only: forget transactions older than so many days. A replica that needs them copies everything anew.
create or replace function book.trim(p_days integer) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    last book.journal;
begin
    perform 1 from book.head for update;
    select * into last from book.journal j
        where j.at < now() - make_interval(days => p_days) order by j.seq desc limit 1;
    if not found then
        return 0;
    end if;
    update book.head set trimmed = last.seq, trimmed_hash = last.hash;
    delete from book.journal j where j.seq <= last.seq;
    return last.seq;
end $$;
