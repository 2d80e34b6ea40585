-- Views for reports with any SQL tool, read-only. Times without a zone are those of the clock at the site.

create schema if not exists reporting;

create or replace view reporting.events as
    select id, doc ->> 'title' as title, doc ->> 'site' as site, coalesce(doc ->> 'category', 'other') as category,
           (doc ->> 'starts')::timestamp as starts, (doc ->> 'ends')::timestamp as ends,
           coalesce(doc ->> 'zone', 'America/Edmonton') as zone, (doc ->> 'capacity')::integer as capacity,
           coalesce(doc ->> 'visibility', 'public') as visibility,
           coalesce(doc ->> 'status', 'confirmed') as status, doc ->> 'series' as series
    from book.documents where kind = 'event';

create or replace view reporting.enrolments as
    select id, doc ->> 'offering' as offering, doc ->> 'person' as person, doc ->> 'status' as status,
           coalesce((doc ->> 'party')::integer, 1) as party, (doc ->> 'at')::timestamptz as at, doc ->> 'by' as by,
           (doc ->> 'arrived')::timestamptz as arrived,
           (doc -> 'cancelled' ->> 'at')::timestamptz as cancelled_at,
           coalesce((doc -> 'cancelled' ->> 'late')::boolean, false) as cancelled_late
    from book.documents where kind = 'enrolment';

create or replace view reporting.people as
    select id, doc ->> 'name' as name, coalesce(doc ->> 'status', 'guest') as status, doc ->> 'phone' as phone,
           doc ->> 'email' as email, (doc ->> 'created')::timestamptz as created
    from book.documents where kind = 'person' and doc ->> 'merged_into' is null;

-- People in each event or program; holds and offers count as seats that are kept.
create or replace view reporting.seats as
    with offering as (
        select id, doc ->> 'title' as title, doc ->> 'site' as site, (doc ->> 'capacity')::integer as capacity
        from book.documents where kind = 'event'
        union all
        select id, doc ->> 'program', doc ->> 'site', (doc ->> 'capacity')::integer
        from book.documents where kind = 'program_seats'
    ), enrolled as (
        select offering, sum(party) filter (where status in ('enrolled', 'attended', 'no_show')) as enrolled,
               sum(party) filter (where status = 'offered') as offered,
               sum(party) filter (where status = 'waiting') as waiting,
               sum(party) filter (where status = 'attended') as attended
        from reporting.enrolments group by offering
    ), held as (
        select doc ->> 'offering' as offering, sum((doc ->> 'seats')::integer) as held
        from book.documents
        where kind = 'hold' and coalesce((doc ->> 'until')::timestamptz > now(), true)
        group by 1
    )
    select o.id as offering, o.title, o.site, o.capacity, coalesce(e.enrolled, 0) as enrolled,
           coalesce(e.offered, 0) as offered, coalesce(h.held, 0) as held, coalesce(e.waiting, 0) as waiting,
           coalesce(e.attended, 0) as attended
    from offering o left join enrolled e on e.offering = o.id left join held h on h.offering = o.id;
