-- The ground: plans with their history, the local copies of what the national
-- registries told, the tables in which a plan is found without its id, the
-- change feed and the audit.
--
-- Constraints have names because the service turns some of them into errors
-- of its own (hoks_opiskeluoikeus_oid_key: the study right has a plan).
-- Times come from the writer; nothing here runs by itself.

-- Copies of the registries ---------------------------------------------------

CREATE TABLE ehoks.oppija (
    oid text CONSTRAINT oppija_pkey PRIMARY KEY,
    nimi text NOT NULL,
    haettu timestamptz NOT NULL
);
COMMENT ON TABLE ehoks.oppija IS
    'Learners as Oppijanumerorekisteri knows them, one row for each learner '
    'of a plan or of a study right';
COMMENT ON COLUMN ehoks.oppija.oid IS 'Learner OID (1.2.246.562.24.…)';
COMMENT ON COLUMN ehoks.oppija.nimi IS
    'First names, a space, family name';
COMMENT ON COLUMN ehoks.oppija.haettu IS
    'When the registry was last asked: the age of this copy';

CREATE TABLE ehoks.organisaatio (
    oid text CONSTRAINT organisaatio_pkey PRIMARY KEY,
    polku text[] NOT NULL,
    nimi jsonb NOT NULL,
    tyypit text[] NOT NULL DEFAULT '{}',
    haettu timestamptz NOT NULL,
    CONSTRAINT organisaatio_polku_check CHECK (oid = ANY (polku)),
    CONSTRAINT organisaatio_nimi_check CHECK (jsonb_typeof(nimi) = 'object')
);
COMMENT ON TABLE ehoks.organisaatio IS
    'Organisations as Organisaatiopalvelu knows them: schools and those above '
    'them';
COMMENT ON COLUMN ehoks.organisaatio.oid IS
    'Organisation OID (1.2.246.562.10.…)';
COMMENT ON COLUMN ehoks.organisaatio.polku IS
    'The organisation itself and everything above it. A caller has a right '
    'here when this overlaps with the organisations of the right';
COMMENT ON COLUMN ehoks.organisaatio.nimi IS
    'Name by language: {"fi": …, "sv": …}';
COMMENT ON COLUMN ehoks.organisaatio.tyypit IS
    'Kinds, as codes (organisaatiotyyppi_03 = toimipiste)';
COMMENT ON COLUMN ehoks.organisaatio.haettu IS
    'When the registry was last asked: the age of this copy';

CREATE TABLE ehoks.opiskeluoikeus (
    oid text CONSTRAINT opiskeluoikeus_pkey PRIMARY KEY,
    oppija_oid text NOT NULL CONSTRAINT opiskeluoikeus_oppija_oid_fkey
        REFERENCES ehoks.oppija ON UPDATE CASCADE,
    oppilaitos_oid text NOT NULL,
    koulutustoimija_oid text,
    tyyppi text,
    tila text,
    alkamispaiva date,
    arvioitu_paattymispaiva date,
    tutkinto_nimi jsonb NOT NULL,
    osaamisala_nimi jsonb NOT NULL,
    asiakirja jsonb NOT NULL,
    haettu timestamptz NOT NULL,
    mitatoity timestamptz,
    CONSTRAINT opiskeluoikeus_tutkinto_nimi_check
        CHECK (jsonb_typeof(tutkinto_nimi) = 'object'),
    CONSTRAINT opiskeluoikeus_osaamisala_nimi_check
        CHECK (jsonb_typeof(osaamisala_nimi) = 'object')
);
CREATE INDEX opiskeluoikeus_oppija_oid_idx
    ON ehoks.opiskeluoikeus (oppija_oid);
CREATE INDEX opiskeluoikeus_oppilaitos_oid_idx
    ON ehoks.opiskeluoikeus (oppilaitos_oid);
COMMENT ON TABLE ehoks.opiskeluoikeus IS
    'Study rights as Koski knows them: the index through which a plan gets '
    'its school, and the school its rights';
COMMENT ON COLUMN ehoks.opiskeluoikeus.oid IS
    'Study right OID (1.2.246.562.15.…)';
COMMENT ON COLUMN ehoks.opiskeluoikeus.oppija_oid IS
    'Whose study right; follows when a learner gets another OID';
COMMENT ON COLUMN ehoks.opiskeluoikeus.oppilaitos_oid IS
    'School; not a foreign key, because a school that Organisaatiopalvelu '
    'does not know gives nobody a right but is no reason to refuse the copy';
COMMENT ON COLUMN ehoks.opiskeluoikeus.koulutustoimija_oid IS
    'Education provider as Koski tells it; rights do not come from here but '
    'from the path of the school';
COMMENT ON COLUMN ehoks.opiskeluoikeus.tyyppi IS
    'Code of the kind: ammatillinenkoulutus, tuva, …';
COMMENT ON COLUMN ehoks.opiskeluoikeus.tila IS
    'Code of the latest state: lasna, valmistunut, eronnut, …';
COMMENT ON COLUMN ehoks.opiskeluoikeus.alkamispaiva IS
    'First day, if Koski tells it';
COMMENT ON COLUMN ehoks.opiskeluoikeus.arvioitu_paattymispaiva IS
    'Estimated last day, if Koski tells it';
COMMENT ON COLUMN ehoks.opiskeluoikeus.tutkinto_nimi IS
    'Name of the qualification by language; {"fi": "", "sv": ""} if none';
COMMENT ON COLUMN ehoks.opiskeluoikeus.osaamisala_nimi IS
    'Name of the competence area by language; {"fi": "", "sv": ""} if none';
COMMENT ON COLUMN ehoks.opiskeluoikeus.asiakirja IS
    'The study right as Koski told it';
COMMENT ON COLUMN ehoks.opiskeluoikeus.haettu IS
    'When Koski was last asked: the age of this copy';
COMMENT ON COLUMN ehoks.opiskeluoikeus.mitatoity IS
    'Since when Koski no longer knows the study right; the row then counts '
    'as not indexed. It stays, because the plan and its history refer to it. '
    'NULL: Koski knows it';

-- Plans ----------------------------------------------------------------------

-- An update changes the document, its version and its times, none of which is
-- indexed: with a fifth of each page free the new row lands on the same page
-- and no index is touched (HOT). The documents lie beside, in the TOAST
-- table, where each update leaves a dead one: vacuum both often.
CREATE SEQUENCE ehoks.hoks_id_seq AS bigint;
CREATE TABLE ehoks.hoks (
    id bigint CONSTRAINT hoks_pkey PRIMARY KEY,
    eid text NOT NULL CONSTRAINT hoks_eid_key UNIQUE,
    oppija_oid text NOT NULL CONSTRAINT hoks_oppija_oid_fkey
        REFERENCES ehoks.oppija,
    opiskeluoikeus_oid text NOT NULL
        CONSTRAINT hoks_opiskeluoikeus_oid_key UNIQUE
        CONSTRAINT hoks_opiskeluoikeus_oid_fkey
        REFERENCES ehoks.opiskeluoikeus,
    versio integer NOT NULL CONSTRAINT hoks_versio_check CHECK (versio > 0),
    asiakirja text COMPRESSION lz4 NOT NULL,
    ensikertainen_hyvaksyminen date,
    osaamisen_saavuttamisen_pvm date,
    luotu timestamptz NOT NULL,
    muutettu timestamptz NOT NULL,
    poistettu timestamptz
) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
ALTER SEQUENCE ehoks.hoks_id_seq OWNED BY ehoks.hoks.id;
CREATE INDEX hoks_oppija_oid_idx ON ehoks.hoks (oppija_oid);
COMMENT ON SEQUENCE ehoks.hoks_id_seq IS
    'Ids of plans. The writer takes the id first, because the document '
    'contains it; gaps are harmless';
COMMENT ON TABLE ehoks.hoks IS
    'Plans: the newest version of each, with what is needed to find it. A '
    'deleted plan stays as a row';
COMMENT ON COLUMN ehoks.hoks.id IS 'Id of the plan, as in the API';
COMMENT ON COLUMN ehoks.hoks.eid IS
    'Random UUID by which shares name the plan; never changes';
COMMENT ON COLUMN ehoks.hoks.oppija_oid IS
    'Whose plan; changes only with the document (to the OID that replaced '
    'the old one), so it does not cascade';
COMMENT ON COLUMN ehoks.hoks.opiskeluoikeus_oid IS
    'Study right of the plan: at most one plan each, deleted ones counted';
COMMENT ON COLUMN ehoks.hoks.versio IS
    'Number of the newest version, from 1: the ETag. Not the field "versio" '
    'of the document';
COMMENT ON COLUMN ehoks.hoks.asiakirja IS
    'The plan as JSON text, exactly as a full read answers it. Text and not '
    'jsonb: it goes out unparsed';
COMMENT ON COLUMN ehoks.hoks.ensikertainen_hyvaksyminen IS
    'Day of first approval, from the document';
COMMENT ON COLUMN ehoks.hoks.osaamisen_saavuttamisen_pvm IS
    'Day on which the competence was achieved, from the document';
COMMENT ON COLUMN ehoks.hoks.luotu IS 'When the plan was made';
COMMENT ON COLUMN ehoks.hoks.muutettu IS
    'When the plan was last changed, deleted or restored';
COMMENT ON COLUMN ehoks.hoks.poistettu IS
    'When the plan was deleted; NULL: it is live';

-- The history only grows: nothing to keep free on its pages, and vacuum has
-- to come for inserts, to freeze rows little by little.
CREATE TABLE ehoks.hoks_versio (
    hoks_id bigint NOT NULL CONSTRAINT hoks_versio_hoks_id_fkey
        REFERENCES ehoks.hoks,
    versio integer NOT NULL
        CONSTRAINT hoks_versio_versio_check CHECK (versio > 0),
    aika timestamptz NOT NULL,
    tekija_oid text,
    asiakas text,
    toiminto text NOT NULL CONSTRAINT hoks_versio_toiminto_check
        CHECK (toiminto IN
               ('luonti', 'korvaus', 'paivitys', 'poisto', 'palautus')),
    muutos text COMPRESSION lz4,
    asiakirja text COMPRESSION lz4,
    CONSTRAINT hoks_versio_pkey PRIMARY KEY (hoks_id, versio),
    CONSTRAINT hoks_versio_sisalto_check
        CHECK (muutos IS NOT NULL OR asiakirja IS NOT NULL),
    CONSTRAINT hoks_versio_alku_check
        CHECK (versio > 1 OR asiakirja IS NOT NULL)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);
COMMENT ON TABLE ehoks.hoks_versio IS
    'History: one row for each version of each plan. Rows are only added. '
    'Version n is the nearest snapshot at or before n with the changes after '
    'it applied';
COMMENT ON COLUMN ehoks.hoks_versio.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.hoks_versio.versio IS
    'Number of the version, from 1 without gaps. The primary key is also '
    'what stops two writers of the same version';
COMMENT ON COLUMN ehoks.hoks_versio.aika IS 'When the version was made';
COMMENT ON COLUMN ehoks.hoks_versio.tekija_oid IS
    'OID of the one who made it; the name is never stored here';
COMMENT ON COLUMN ehoks.hoks_versio.asiakas IS
    'Name of the client system, if a system made it';
COMMENT ON COLUMN ehoks.hoks_versio.toiminto IS
    'What was done: luonti (create), korvaus (PUT), paivitys (PATCH), poisto '
    '(delete), palautus (restore)';
COMMENT ON COLUMN ehoks.hoks_versio.muutos IS
    'JSON Patch (RFC 6902) that makes this version from the one before';
COMMENT ON COLUMN ehoks.hoks_versio.asiakirja IS
    'The whole document of this version: always in version 1, then now and '
    'then, so that no chain of changes gets long';

-- Where a plan is found without its id ---------------------------------------

CREATE TABLE ehoks.tyopaikkajakso (
    hoks_id bigint NOT NULL CONSTRAINT tyopaikkajakso_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    moduuli_id uuid CONSTRAINT tyopaikkajakso_pkey PRIMARY KEY,
    alku date,
    loppu date,
    yksiloiva_tunniste text,
    ohjaaja_sahkoposti text,
    tyopaikan_y_tunnus text,
    CONSTRAINT tyopaikkajakso_ohjaaja_sahkoposti_check
        CHECK (ohjaaja_sahkoposti <> ''
               AND ohjaaja_sahkoposti = lower(btrim(ohjaaja_sahkoposti)))
);
CREATE INDEX tyopaikkajakso_hoks_id_idx ON ehoks.tyopaikkajakso (hoks_id);
CREATE INDEX tyopaikkajakso_ohjaaja_sahkoposti_loppu_idx
    ON ehoks.tyopaikkajakso (ohjaaja_sahkoposti, loppu)
    WHERE ohjaaja_sahkoposti IS NOT NULL;
COMMENT ON TABLE ehoks.tyopaikkajakso IS
    'Work periods of the newest version of each plan, cut out of the document '
    'in the same statement that writes it';
COMMENT ON COLUMN ehoks.tyopaikkajakso.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.tyopaikkajakso.moduuli_id IS
    'module-id of the period in the document';
COMMENT ON COLUMN ehoks.tyopaikkajakso.alku IS 'First day';
COMMENT ON COLUMN ehoks.tyopaikkajakso.loppu IS 'Last day';
COMMENT ON COLUMN ehoks.tyopaikkajakso.yksiloiva_tunniste IS
    'The identifier that the provider''s system gave the period';
COMMENT ON COLUMN ehoks.tyopaikkajakso.ohjaaja_sahkoposti IS
    'E-mail of the responsible workplace instructor, trimmed and in lower '
    'case: by it a workplace person finds the periods. NULL: not given';
COMMENT ON COLUMN ehoks.tyopaikkajakso.tyopaikan_y_tunnus IS
    'Business ID of the workplace';

CREATE TABLE ehoks.naytto (
    hoks_id bigint NOT NULL CONSTRAINT naytto_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    moduuli_id uuid CONSTRAINT naytto_pkey PRIMARY KEY,
    alku date,
    loppu date
);
CREATE INDEX naytto_hoks_id_idx ON ehoks.naytto (hoks_id);
COMMENT ON TABLE ehoks.naytto IS
    'Demonstrations of the newest version of each plan, cut out of the '
    'document in the same statement that writes it';
COMMENT ON COLUMN ehoks.naytto.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.naytto.moduuli_id IS
    'module-id of the demonstration in the document';
COMMENT ON COLUMN ehoks.naytto.alku IS 'First day';
COMMENT ON COLUMN ehoks.naytto.loppu IS 'Last day';

-- The change feed ------------------------------------------------------------

-- Numbers are given when a row is written, rows are seen when their
-- transaction ends: number 8 can be seen before number 7. A reader that goes
-- on from the highest number it saw would miss 7 for ever. So it reads only
-- rows of transactions older than every one still open:
--     WHERE jarjestys > … AND transaktio < pg_snapshot_xmin(
--           pg_current_snapshot())
CREATE TABLE ehoks.muutossyote (
    jarjestys bigint GENERATED ALWAYS AS IDENTITY
        CONSTRAINT muutossyote_pkey PRIMARY KEY,
    transaktio xid8 NOT NULL DEFAULT pg_current_xact_id(),
    hoks_id bigint NOT NULL,
    versio integer NOT NULL,
    toiminto text NOT NULL CONSTRAINT muutossyote_toiminto_check
        CHECK (toiminto IN
               ('luonti', 'korvaus', 'paivitys', 'poisto', 'palautus')),
    aika timestamptz NOT NULL
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);
COMMENT ON TABLE ehoks.muutossyote IS
    'Change feed: one row for each new version of any plan, in the order in '
    'which they were written. Rows are only added';
COMMENT ON COLUMN ehoks.muutossyote.jarjestys IS
    'Place in the feed; grows, may have gaps';
COMMENT ON COLUMN ehoks.muutossyote.transaktio IS
    'Transaction of the change: readers take only rows of transactions that '
    'are older than every open one, so that none is overtaken and missed';
COMMENT ON COLUMN ehoks.muutossyote.hoks_id IS
    'The plan; not a foreign key, the feed outlives the plan';
COMMENT ON COLUMN ehoks.muutossyote.versio IS 'The version that was made';
COMMENT ON COLUMN ehoks.muutossyote.toiminto IS
    'What was done, as in hoks_versio';
COMMENT ON COLUMN ehoks.muutossyote.aika IS 'When it was done';

-- The audit ------------------------------------------------------------------

CREATE TABLE ehoks.audit (
    id bigint GENERATED ALWAYS AS IDENTITY
        CONSTRAINT audit_pkey PRIMARY KEY,
    aika timestamptz NOT NULL,
    tekija_oid text,
    tekija_laji text CONSTRAINT audit_tekija_laji_check
        CHECK (tekija_laji IN ('OPPIJA', 'VIRKAILIJA', 'PALVELU',
                               'TYOPAIKKA', 'JARJESTELMA')),
    asiakas text,
    osoite inet,
    selain text,
    pyynto text,
    toiminto text NOT NULL CONSTRAINT audit_toiminto_check
        CHECK (toiminto IN ('read', 'create', 'update', 'overwrite',
                            'delete', 'login', 'logout')
               OR toiminto ~ '^:[a-z.-]+/[a-z-]+$'),
    kohde jsonb,
    tulos text NOT NULL CONSTRAINT audit_tulos_check
        CHECK (tulos IN ('succeeded', 'failed')),
    hoks_id bigint,
    versio integer,
    oppija_oid text,
    opiskeluoikeus_oid text,
    muutokset jsonb,
    tiiviste bytea
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);
CREATE INDEX audit_oppija_oid_aika_idx
    ON ehoks.audit (oppija_oid, aika DESC) WHERE oppija_oid IS NOT NULL;
CREATE INDEX audit_hoks_id_idx
    ON ehoks.audit (hoks_id) WHERE hoks_id IS NOT NULL;
CREATE INDEX audit_aika_idx
    ON ehoks.audit USING brin (aika) WITH (autosummarize = on);
COMMENT ON TABLE ehoks.audit IS
    'Who read or changed what, and who tried. Rows are only added';
COMMENT ON COLUMN ehoks.audit.id IS
    'Number of the row; grows, may have gaps';
COMMENT ON COLUMN ehoks.audit.aika IS 'When it was done';
COMMENT ON COLUMN ehoks.audit.tekija_oid IS
    'OID of the caller; NULL: nobody was logged in';
COMMENT ON COLUMN ehoks.audit.tekija_laji IS
    'Kind of caller as in claim user_type; JARJESTELMA: the service itself';
COMMENT ON COLUMN ehoks.audit.asiakas IS
    'Name of the client system, if a system called';
COMMENT ON COLUMN ehoks.audit.osoite IS 'Address of the caller';
COMMENT ON COLUMN ehoks.audit.selain IS 'Its User-Agent header';
COMMENT ON COLUMN ehoks.audit.pyynto IS
    'Id of the request, the same as in the logs';
COMMENT ON COLUMN ehoks.audit.toiminto IS
    'What was done: read, create, update, overwrite, delete, login, logout, '
    'or the name of a special operation (:system/clear-cache)';
COMMENT ON COLUMN ehoks.audit.kohde IS
    'What it was done to: hoksId, oppijaOid, opiskeluoikeusOid and what else '
    'the route names';
COMMENT ON COLUMN ehoks.audit.tulos IS
    'succeeded, or failed when the caller got an error';
COMMENT ON COLUMN ehoks.audit.hoks_id IS
    'The plan, if one; not a foreign key, the audit outlives everything';
COMMENT ON COLUMN ehoks.audit.versio IS
    'The version that was read or made: with it the history tells the rest';
COMMENT ON COLUMN ehoks.audit.oppija_oid IS
    'The learner concerned, if one: "who has looked at my plan"';
COMMENT ON COLUMN ehoks.audit.opiskeluoikeus_oid IS
    'The study right concerned, if one';
COMMENT ON COLUMN ehoks.audit.muutokset IS
    'What changed, where the history does not tell it';
COMMENT ON COLUMN ehoks.audit.tiiviste IS
    'Hash that ties the row to the ones before it; NULL: not chained yet';

-- Rights of the web server ---------------------------------------------------

-- What identifies a plan can't be changed at all, history, feed and audit can
-- only grow, and rows are deleted only where the document can give them back.
GRANT SELECT, INSERT, UPDATE
    ON ehoks.oppija, ehoks.organisaatio, ehoks.opiskeluoikeus
    TO ehoks_sovellus;
GRANT USAGE ON SEQUENCE ehoks.hoks_id_seq TO ehoks_sovellus;
GRANT SELECT, INSERT,
    UPDATE (oppija_oid, versio, asiakirja, ensikertainen_hyvaksyminen,
            osaamisen_saavuttamisen_pvm, muutettu, poistettu)
    ON ehoks.hoks TO ehoks_sovellus;
GRANT SELECT, INSERT ON ehoks.hoks_versio TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON ehoks.tyopaikkajakso, ehoks.naytto TO ehoks_sovellus;
GRANT SELECT, INSERT (hoks_id, versio, toiminto, aika)
    ON ehoks.muutossyote TO ehoks_sovellus;
GRANT SELECT, INSERT ON ehoks.audit TO ehoks_sovellus;
