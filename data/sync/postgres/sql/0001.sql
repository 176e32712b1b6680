-- afspraak, the tables: conversations that are shared over a database, and who may see which.
-- Whoever runs this needs no superuser: only to be a member of afspraak_owner, and to be allowed to
-- create a schema in this database.
--
-- Nobody has any right on a table. All goes through the functions below: each asks first whether
-- this conversation is any of one's business, and then does what it does with the rights of
-- afspraak_owner (security definer). They find nothing but what they name in full (search_path is
-- empty). Who somebody is, is always session_user: who logged in, whatever they call themselves since.
--
-- Why not a right to read the tables, and row-level security over it: EXPLAIN ANALYZE tells how many
-- rows an index found before that decided about them, so that all numbers of conversations and who
-- is in them could be found out by halving; and who may delete from a table may lock all of it.
-- Row-level security is on all the same, without any policy: where somebody grants a right on a
-- table by mistake, it shows no rows.

create schema afspraak authorization afspraak_owner;
set local role afspraak_owner;
revoke all on schema afspraak from public;
grant usage on schema afspraak to afspraak;

-- Versions: a program works where oldest <= the version it was written for <= version.
create table afspraak.version (
  version integer primary key,
  oldest integer not null,
  applied timestamptz not null default clock_timestamp(),
  check (oldest <= version)
);
grant select on afspraak.version to afspraak;

-- The number is drawn here: who might choose it could make one that was withdrawn again, for
-- programs that still look for it. What it is about are words, and short: whoever is invited reads
-- them, and a number of a few bytes may be a hundred thousand digits long.
create table afspraak.conversation (
  id uuid primary key default gen_random_uuid(),
  owner name not null,
  about jsonb not null check (
    octet_length(about::text) <= 16384 and jsonb_typeof(about) = 'object'
    and not about @? '$.**{3 to last}' and not about @? '$.** ? (@.type() == "number")'
  ),
  made timestamptz not null default clock_timestamp()
);

-- The owner is a member too, so one question decides who may do what.
create table afspraak.member (
  conversation uuid not null references afspraak.conversation on delete cascade,
  login name not null,
  invited timestamptz not null default clock_timestamp(),
  primary key (conversation, login)
);
create index member_login on afspraak.member (login, conversation);

-- One row for what was typed in a few hundredths of a second. The key is the author, the session
-- that wrote (client) and a number that it counts: writing the same again changes nothing, and a row
-- that becomes visible late is still asked for. In this order it finds all rows of a conversation,
-- and those of one session after a number: no other index is needed, and each would cost every key
-- that is typed. The time is that of the clock: that of a transaction is as old as one likes.
create table afspraak.update (
  conversation uuid not null references afspraak.conversation on delete cascade,
  author name not null,
  client bigint not null check (client > 0),
  n integer not null check (n > 0),
  payload bytea not null check (octet_length(payload) <= 67108864),
  at timestamptz not null default clock_timestamp(),
  primary key (conversation, client, n, author)
);

-- Who has it open, and where they are in it. Nothing here outlives a crash of the server.
create unlogged table afspraak.presence (
  conversation uuid not null references afspraak.conversation on delete cascade,
  login name not null,
  client bigint not null check (client > 0),
  pid integer not null check (pid > 0),
  place jsonb not null check (
    octet_length(place::text) <= 4096 and jsonb_typeof(place) = 'array'
    and not place @? '$.**{2 to last}'
    and not place @? '$[*] ? (@.type() == "number" && (@ < 0 || @ > 2147483647))'
  ),
  primary key (conversation, login, client)
) with (fillfactor = 50);

alter table afspraak.version enable row level security;
alter table afspraak.conversation enable row level security;
alter table afspraak.member enable row level security;
alter table afspraak.update enable row level security;
alter table afspraak.presence enable row level security;
create policy see on afspraak.version for select to afspraak using (true);

-- Anyone may listen to anything, so no more is told than that there is something, and whose session
-- did it. Who listens asks for the rows, and gets those that they may see. Nothing is told where
-- nobody else has it open: PostgreSQL wakes everybody who listens to anything for each word.
create function afspraak.tell() returns trigger
language plpgsql set search_path = '' as $$
declare
  talk constant uuid := case tg_op when 'DELETE' then old.conversation else new.conversation end;
  session constant bigint := case tg_op when 'DELETE' then old.client else new.client end;
begin
  if exists (
    select from afspraak.presence p where p.conversation = talk and p.client <> session
  ) then
    perform pg_catalog.pg_notify('afspraak_' || talk, tg_argv[0] || session);
  end if;
  return null;
end
$$;
create trigger tell after insert on afspraak.update
  for each row execute function afspraak.tell('u');
create trigger tell after insert or update or delete on afspraak.presence
  for each row execute function afspraak.tell('p');

-- Whether a conversation is there, and who asks takes part in it.
create function afspraak.takes_part(talk uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  return exists (
    select from afspraak.member m where m.conversation = talk and m.login = session_user
  );
end
$$;

-- Whether it is one's own. Who takes no part in it learns nothing here: the counters of a session
-- (pg_stat_xact_user_tables) do not even tell whether it is there.
create function afspraak.owns(talk uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not afspraak.takes_part(talk) then
    return false;
  end if;
  return exists (
    select from afspraak.conversation c where c.id = talk and c.owner = session_user
  );
end
$$;

-- The question at the door of what follows. A transaction that keeps an older view of things would
-- let somebody go on writing who was let out since, so there are none of those.
create function afspraak.enter(talk uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if pg_catalog.current_setting('transaction_isolation') <> 'read committed' then
    raise feature_not_supported using message = 'afspraak works in READ COMMITTED alone';
  end if;
  if not afspraak.takes_part(talk) then
    raise insufficient_privilege using message = 'not a member of this conversation';
  end if;
end
$$;

-- Make a conversation for oneself and one other. Returns its number.
create function afspraak.share(about jsonb, who name) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  talk uuid;
begin
  insert into afspraak.conversation (owner, about) values (session_user, share.about)
    returning id into talk;
  insert into afspraak.member (conversation, login) values (talk, session_user), (talk, who)
    on conflict do nothing;
  return talk;
end
$$;

-- What others share with whoever asks, and what they share themselves.
create function afspraak.shared() returns table (id uuid, owner text, about jsonb, last date)
language sql stable security definer set search_path = '' as $$
  select c.id, c.owner::text, c.about,
    (select max(u.at)::date from afspraak.update u where u.conversation = c.id)
  from afspraak.member m join afspraak.conversation c on c.id = m.conversation
  where m.login = session_user
  order by c.owner, c.made, c.id
$$;

-- Let the other one out of one's own conversation. What they wrote stays: it is the conversation.
create function afspraak.let_out(talk uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if afspraak.owns(talk) then
    delete from afspraak.member m where m.conversation = talk and m.login <> session_user;
    perform pg_catalog.pg_notify('afspraak_' || talk, 'p0');  -- whoever looks now is told that
  end if;
end
$$;

-- Take one's own conversation away. It waits for whoever is just writing in it, so that the other
-- one is let out first, in a transaction of its own: nobody stays in by never coming to an end.
create function afspraak.withdraw(talk uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if afspraak.owns(talk) then
    delete from afspraak.conversation c where c.id = talk;
  end if;
end
$$;

-- Leave somebody else's conversation and take along what one wrote in it.
create function afspraak.leave(talk uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  if afspraak.owns(talk) then
    raise insufficient_privilege using message = 'the owner withdraws a conversation';
  end if;
  delete from afspraak.presence p where p.conversation = talk and p.login = session_user;
  delete from afspraak.update u where u.conversation = talk and u.author = session_user;
  delete from afspraak.member m where m.conversation = talk and m.login = session_user;
end
$$;

-- Write one's own updates under their numbers; what is there already stays as it is.
create function afspraak.write(
  talk uuid, session bigint, numbers integer[], payloads bytea[]
) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.update (conversation, author, client, n, payload)
    select talk, session_user, session, row.n, row.payload
    from unnest(numbers, payloads) as row (n, payload)
    on conflict do nothing;
end
$$;

-- All updates that are not within a vector: the author and the session, and how far it was read.
create function afspraak.since(
  talk uuid, authors text[], clients bigint[], numbers integer[]
) returns table (author text, client bigint, n integer, payload bytea)
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  return query
    select u.author::text, u.client, u.n, u.payload
    from afspraak.update u
    left join unnest(authors, clients, numbers) as seen (author, client, n)
      on seen.author = u.author and seen.client = u.client
    where u.conversation = talk and u.n > coalesce(seen.n, 0)
    order by u.author, u.client, u.n;
end
$$;

-- The updates of one session after a number.
create function afspraak.written(
  talk uuid, session bigint, number integer
) returns table (author text, client bigint, n integer, payload bytea)
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  return query
    select u.author::text, u.client, u.n, u.payload
    from afspraak.update u
    where u.conversation = talk and u.client = session and u.n > number
    order by u.n, u.author;
end
$$;

-- Put one's own rows, as far as they were read, together into one; nobody else's, and none unread.
create function afspraak.condense(
  talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]
) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.update (conversation, author, client, n, payload)
    values (talk, session_user, session, number, document);
  delete from afspraak.update u
    using unnest(clients, numbers) as seen (client, n)
    where u.conversation = talk and u.author = session_user
      and u.client = seen.client and u.n <= seen.n
      and (u.client, u.n) <> (session, number);
end
$$;

-- Whether the server's process with this number is a connection of this user: who is killed says
-- nothing, but their connection ends. (-1 would stand for all of them.)
create function afspraak.is_connected(process integer, who name) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from pg_catalog.pg_stat_get_activity(process) a
    join pg_catalog.pg_roles r on r.oid = a.usesysid where process > 0 and r.rolname = who
  )
$$;

-- Say where one's session is; pid is the server's process that listens for it.
create function afspraak.announce(talk uuid, session bigint, pid integer, place jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.presence (conversation, login, client, pid, place)
    values (talk, session_user, session, announce.pid, announce.place)
    on conflict on constraint presence_pkey
    do update set pid = excluded.pid, place = excluded.place;
end
$$;

-- Where all the others are who have it open now.
create function afspraak.present(talk uuid, session bigint) returns table (login text, place jsonb)
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform afspraak.enter(talk);
  return query
    select p.login::text, p.place
    from afspraak.presence p
    where p.conversation = talk and (p.login, p.client) <> (session_user, session)
      and afspraak.is_connected(p.pid, p.login)
    order by p.login, p.client;
end
$$;

-- Say that one's session is not here any more.
create function afspraak.go(talk uuid, session bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from afspraak.presence p
    where p.conversation = talk and p.login = session_user and p.client = session;
end
$$;

-- The same for those of one's sessions that ended without a word.
create function afspraak.sweep(talk uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from afspraak.presence p
    where p.conversation = talk and p.login = session_user
      and not afspraak.is_connected(p.pid, p.login);
end
$$;

revoke execute on all functions in schema afspraak from public;
grant execute on function
  afspraak.share, afspraak.shared, afspraak.let_out, afspraak.withdraw, afspraak.leave,
  afspraak.takes_part, afspraak.write, afspraak.since, afspraak.written, afspraak.condense,
  afspraak.announce, afspraak.present, afspraak.go, afspraak.sweep
  to afspraak;

insert into afspraak.version (version, oldest) values (1, 1);
reset role;
