-- Where sql/migrate writes down what it has applied. It runs this file before
-- the numbered ones, as ehoks_omistaja, and only while the table is missing.

CREATE SCHEMA IF NOT EXISTS ehoks;
COMMENT ON SCHEMA ehoks IS
    'Henkilökohtaiset osaamisen kehittämissuunnitelmat (HOKS): plans, their '
    'history and what is needed to find them';
GRANT USAGE ON SCHEMA ehoks TO ehoks_sovellus;

CREATE TABLE ehoks.migraatio (
    numero integer CONSTRAINT migraatio_pkey PRIMARY KEY,
    nimi text NOT NULL,
    sha256 text NOT NULL,
    aika timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ehoks.migraatio IS
    'Applied migrations: one row for each numbered file of sql/';
COMMENT ON COLUMN ehoks.migraatio.numero IS
    'Number of the file; a higher number is applied later';
COMMENT ON COLUMN ehoks.migraatio.nimi IS 'Name of the file';
COMMENT ON COLUMN ehoks.migraatio.sha256 IS
    'SHA-256 of the file as it was applied: an applied file never changes';
COMMENT ON COLUMN ehoks.migraatio.aika IS 'When it was applied';

-- /healthcheck tells whether the database is as new as the module.
GRANT SELECT ON ehoks.migraatio TO ehoks_sovellus;
