-- Three roles of this database: desks may read and call the functions, leads may remove names as well, reports may
-- look at the views of reporting.sql. A login for a desk is a member of the first or the second, one for reports of
-- the third. Needs the right to make roles; the database's owner uses the book without them.

do $$
declare
    desk text := current_database() || '_desk';
    leads text := current_database() || '_leads';
    reports text := current_database() || '_reports';
    role text;
begin
    foreach role in array array[desk, leads, reports] loop
        if not exists (select from pg_catalog.pg_roles r where r.rolname = role) then
            execute format('create role %I nologin', role);
        end if;
        execute format('grant connect on database %I to %I', current_database(), role);
    end loop;
    execute format('revoke connect, temporary on database %I from public', current_database());
    execute 'revoke all on schema public from public';
    execute 'revoke all on all tables in schema book from public';
    execute 'revoke execute on all functions in schema book from public';

    execute format('grant usage on schema book to %I', desk);
    execute format('grant select on book.head, book.journal, book.documents, book.desks to %I', desk);
    execute format(
        'grant execute on function book.missed, book.append, book.turn, book.here, book.gone to %I', desk);

    execute format('grant %I to %I', desk, leads);
    execute format('grant execute on function book.forget to %I', leads);

    -- The one way to write past the functions. Only a superuser can take it away; for others this does nothing.
    revoke execute on function pg_catalog.lo_from_bytea(oid, bytea), pg_catalog.lo_create(oid),
        pg_catalog.lo_creat(integer), pg_catalog.lo_put(oid, bigint, bytea) from public;

    execute format('grant usage on schema reporting to %I', reports);
    execute format('grant select on all tables in schema reporting to %I', reports);
end $$;
