"""Compare the schema of afspraak in a database with that of a fresh set-up.

Compared are tables, row-level security, policies, functions and grants.

The SQL files are run again, into a schema of another name, in a transaction that is rolled back;
the result is compared. So there is no second description to maintain, it is right for every version
of the server, and no other session sees it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .migrations import pending_migrations

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA = "afspraak"

OBJECT_KINDS = ("tables", "rls", "policies", "functions", "grants")

_SELECT_OBJECTS = """
with
  ours as (select * from pg_class where relnamespace = %(schema)s::regnamespace),
  called as (select *, proname || '(' || oidvectortypes(proargtypes) || ')' as name
    from pg_proc where pronamespace = %(schema)s::regnamespace),
  rights (name, acl) as (
    select 'schema', coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace
      where oid = %(schema)s::regnamespace
    union all select relname, coalesce(relacl, acldefault('r', relowner)) from ours
      where relkind not in ('i', 'S')
    union all select relname, coalesce(relacl, acldefault('s', relowner)) from ours
      where relkind = 'S'
    union all select relname || '.' || attname, attacl from ours
      join pg_attribute on attrelid = ours.oid
    union all select name, coalesce(proacl, acldefault('f', proowner)) from called)
select 'tables', relname, concat_ws(' ', relkind, relpersistence,
    pg_get_userbyid(relowner), reloptions) from ours
union all
select 'tables', relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod),
    attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
  from ours join pg_attribute on attrelid = ours.oid
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where relkind <> 'i' and attnum > 0 and not attisdropped
union all
select 'tables', conname, concat_ws(' ', conrelid::regclass, convalidated,
    pg_get_constraintdef(oid))
  from pg_constraint where connamespace = %(schema)s::regnamespace
union all
select 'tables', relname || ' (index)', pg_get_indexdef(oid) from ours where relkind = 'i'
union all
select 'tables', relname || ' (trigger ' || tgname || ')',
    concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
  from ours join pg_trigger on tgrelid = ours.oid where not tgisinternal
union all
select 'tables', relname || ' (rule ' || rulename || ')', pg_get_ruledef(pg_rewrite.oid)
  from ours join pg_rewrite on ev_class = ours.oid
union all
select 'rls', relname, concat_ws(' ', relrowsecurity, relforcerowsecurity)
  from ours where relkind in ('r', 'p')
union all
select 'policies', relname || ' (' || polname || ')', concat_ws(' ', polcmd, polpermissive,
    polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
  from ours join pg_policy on polrelid = ours.oid
union all
select 'functions', name, concat_ws(' ', pg_get_userbyid(proowner),
    case when prokind <> 'a' then pg_get_functiondef(oid) end) from called
union all
select 'tables', typname || ' (type)', typtype::text from pg_type
  where typnamespace = %(schema)s::regnamespace and typrelid = 0 and typelem = 0
union all
select 'grants', concat_ws(' ', pg_get_userbyid(defaclrole), '(from now on)', defaclobjtype),
    defaclacl::text
  from pg_default_acl where defaclnamespace = %(schema)s::regnamespace
union all
select 'grants', concat_ws(' ', name, lower(privilege_type),
    case grantee when 0 then 'public' else pg_get_userbyid(grantee) end), is_grantable::text
  from rights, aclexplode(acl)
"""
"""Kind, name, and full description: one row for each object of a schema."""

SchemaObjects = Mapping[tuple[str, str], str]
"""The full description of each object, by kind and name."""


class SchemaDifference(NamedTuple):
    """How the objects of one kind differ from a fresh set-up; all empty if they do not."""

    extra: Sequence[str] = ()
    missing: Sequence[str] = ()
    changed: Sequence[str] = ()


def diff_schema(connection: Connection[Any]) -> Mapping[str, SchemaDifference]:
    """Return, by kind, how the schema differs from a fresh set-up. Change nothing.

    Raises psycopg.Error: InsufficientPrivilege if this user may not act as afspraak_owner, or may
    make no schema in this database.
    """
    actual, fresh = _read_objects(connection, SCHEMA), _read_fresh_objects(connection)
    return {kind: _difference(kind, actual, fresh) for kind in OBJECT_KINDS}


def _difference(kind: str, actual: SchemaObjects, fresh: SchemaObjects) -> SchemaDifference:
    found = {
        name: description
        for (object_kind, name), description in actual.items()
        if object_kind == kind
    }
    expected = {
        name: description
        for (object_kind, name), description in fresh.items()
        if object_kind == kind
    }
    return SchemaDifference(
        sorted(found.keys() - expected.keys()),
        sorted(expected.keys() - found.keys()),
        sorted(name for name in found.keys() & expected.keys() if found[name] != expected[name]),
    )


def _read_objects(connection: Connection[Any], schema: str) -> SchemaObjects:
    with connection.transaction(force_rollback=True):
        # Makes PostgreSQL write all names in full, whatever this user's settings are.
        connection.execute("set local search_path to ''")
        rows = connection.execute(_SELECT_OBJECTS, {"schema": schema}).fetchall()
    return {(kind, name): text.replace(schema, SCHEMA) for kind, name, text in rows}


def _read_fresh_objects(connection: Connection[Any]) -> SchemaObjects:
    schema = f"{SCHEMA}_{secrets.token_hex(6)}"
    with connection.transaction(force_rollback=True):
        for migration in pending_migrations():
            if migration.name[0].isdigit():  # the roles exist already
                connection.execute(_renamed(migration.text, schema).encode())
        return _read_objects(connection, schema)


def _renamed(text: str, schema: str) -> str:
    return re.sub(r"\bafspraak(?=\.)|(?<=\bschema )afspraak\b", schema, text)
