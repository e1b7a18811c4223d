-- The two roles of the service and what they may do in this database as a
-- whole. sql/migrate runs this file each time, in one transaction, before the
-- migrations; it changes only what is missing, so a second run does nothing.
-- Rights on single tables stand with the tables, in the migrations.
--
-- Roles belong to the whole cluster. Whoever may not make roles (the owner of
-- one database) needs a superuser to have run sql/migrate once.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ehoks_omistaja') THEN
        CREATE ROLE ehoks_omistaja NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ehoks_sovellus') THEN
        CREATE ROLE ehoks_sovellus LOGIN;
    END IF;
EXCEPTION
    -- A migrate of another database of this cluster was faster.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

-- Each query below writes the commands that are still needed; \gexec runs
-- them.

-- The roles say what they are, and dates look the same whatever the server's
-- own settings are. Abandoned transactions do not hold locks for ever.
SELECT command
  FROM (VALUES
        ('ehoks_omistaja', NULL,
         'COMMENT ON ROLE ehoks_omistaja IS ''Owns everything in schema '
         'ehoks; nobody logs in as it, sql/migrate works as it'''),
        ('ehoks_sovellus', NULL,
         'COMMENT ON ROLE ehoks_sovellus IS ''What the web server logs in '
         'as; may do what the service needs and nothing else'''),
        ('ehoks_sovellus', 'TimeZone=UTC',
         'ALTER ROLE ehoks_sovellus SET TimeZone = ''UTC'''),
        ('ehoks_sovellus', 'DateStyle=ISO, YMD',
         'ALTER ROLE ehoks_sovellus SET DateStyle = ''ISO, YMD'''),
        ('ehoks_sovellus', 'idle_in_transaction_session_timeout=60s',
         'ALTER ROLE ehoks_sovellus'
         ' SET idle_in_transaction_session_timeout = ''60s''')
       ) AS wanted (role_name, setting, command)
  JOIN pg_roles ON rolname = role_name
 WHERE CASE WHEN setting IS NULL
            THEN shobj_description(pg_roles.oid, 'pg_authid') IS NULL
            ELSE NOT setting = ANY (coalesce(rolconfig, '{}')) END
\gexec

-- PostgreSQL's log names nobody: no values of statements, and no details of
-- errors, which quote the row. Only a superuser may set that. With it: a
-- statement is planned once for a connection, not anew for the values of each
-- call, which would cost more than it finds out.
SELECT format('ALTER ROLE ehoks_sovellus SET %I = %L', name, value)
  FROM (VALUES ('log_error_verbosity', 'terse'),
               ('log_parameter_max_length', '0'),
               ('log_parameter_max_length_on_error', '0'),
               ('log_statement', 'none'),
               ('log_min_duration_statement', '-1'),
               ('plan_cache_mode', 'force_generic_plan')
       ) AS wanted (name, value)
  JOIN pg_roles ON rolname = 'ehoks_sovellus'
 WHERE NOT name || '=' || value = ANY (coalesce(rolconfig, '{}'))
   AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
\gexec

-- Who migrates must be able to work as the owner.
SELECT format('GRANT ehoks_omistaja TO %I', current_user)
 WHERE NOT pg_has_role('ehoks_omistaja', 'MEMBER')
\gexec

-- The database is for these two: nobody else connects or makes temporary
-- tables by default, and only the owner makes schemas.
SELECT format(command, current_database())
  FROM pg_database
 CROSS JOIN (VALUES
        (1, 'REVOKE ALL ON DATABASE %I FROM PUBLIC'),
        (2, 'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I'
            ' TO ehoks_omistaja'),
        (3, 'GRANT CONNECT ON DATABASE %I TO ehoks_sovellus')
       ) AS wanted (place, command)
 WHERE datname = current_database()
   AND (datacl IS NULL
        OR NOT has_database_privilege('ehoks_omistaja', datname, 'CREATE')
        OR NOT has_database_privilege('ehoks_sovellus', datname, 'CONNECT'))
 ORDER BY place
\gexec

-- Before PostgreSQL 15 everybody could make tables in schema public.
SELECT 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'
  FROM pg_namespace
 WHERE nspname = 'public' AND has_schema_privilege('public', oid, 'CREATE')
\gexec

-- PostgreSQL lets everybody run new functions and use new types; here each
-- grant is written out.
SELECT command
  FROM (VALUES
        ('f', 'ALTER DEFAULT PRIVILEGES FOR ROLE ehoks_omistaja'
              ' REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC'),
        ('T', 'ALTER DEFAULT PRIVILEGES FOR ROLE ehoks_omistaja'
              ' REVOKE USAGE ON TYPES FROM PUBLIC')
       ) AS wanted (kind, command)
 WHERE NOT EXISTS (SELECT FROM pg_default_acl
                    WHERE defaclrole = 'ehoks_omistaja'::regrole
                      AND defaclnamespace = 0
                      AND defaclobjtype::text = kind)
\gexec
