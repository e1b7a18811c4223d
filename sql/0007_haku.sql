-- The search of learners, sessions that were ended, and learners' settings of
-- the pages.
--
-- A search is always within one school, and looks at every plan of it at
-- most: 20 000 rows that stand side by side in one narrow index. That is quick
-- for any text, however short, and needs no index of trigrams.

-- How names are compared and ordered -----------------------------------------

-- Letters of the Nordic and Sámi languages that have no decomposition stand
-- for those that people type instead of them. Written for PostgreSQL alone:
-- neither the extension unaccent nor a collation, whose rules change with the
-- libraries of the system under an index.
CREATE FUNCTION ehoks.hakuavain(teksti text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(translate(
    lower(regexp_replace(normalize(teksti, NFKD), '[\u0300-\u036f]', '', 'g')),
    'øØđĐðÐłŁŋŊŧŦħĦıʒƷǥǤ’‘ʼ', 'ooddddllnntthhizzgg'''''''),
    'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss');
COMMENT ON FUNCTION ehoks.hakuavain(text) IS
    'A text as it is searched: small letters without diacritics';

-- å, ä and ö come after z, as the Finnish and Swedish alphabets have it, and
-- so do æ and ø with ä and ö; everything else as in hakuavain.
CREATE FUNCTION ehoks.jarjestysavain(teksti text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ehoks.hakuavain(translate(
    normalize(teksti, NFC), 'åÅäÄæÆöÖøØ', '{{||||}}}}'));
COMMENT ON FUNCTION ehoks.jarjestysavain(text) IS
    'A text as it is ordered, byte by byte, in the Finnish alphabet';

-- Names of qualifications and competence areas --------------------------------

CREATE TABLE ehoks.nimike (
    numero integer GENERATED ALWAYS AS IDENTITY
        CONSTRAINT nimike_pkey PRIMARY KEY,
    tiiviste bigint NOT NULL CONSTRAINT nimike_tiiviste_key UNIQUE,
    haku jsonb NOT NULL,
    jarjestys jsonb NOT NULL
);
COMMENT ON TABLE ehoks.nimike IS
    'Names of qualifications and competence areas as they are searched and '
    'ordered: some hundreds, which the rows of the search share. Only grows';
COMMENT ON COLUMN ehoks.nimike.numero IS
    'Number of the name, small: ranks are looked up in an array by it';
COMMENT ON COLUMN ehoks.nimike.tiiviste IS
    'Hash of the name in all its languages, by which it is found';
COMMENT ON COLUMN ehoks.nimike.haku IS
    'The name by language, as hakuavain makes it';
COMMENT ON COLUMN ehoks.nimike.jarjestys IS
    'The name by language, as jarjestysavain makes it';

CREATE FUNCTION ehoks.nimikkeen_numero(nimi jsonb) RETURNS integer
LANGUAGE plpgsql STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    uusi bigint := hashtextextended(nimi::text, 0);
    loytynyt integer;
BEGIN
    SELECT numero INTO loytynyt FROM ehoks.nimike WHERE tiiviste = uusi;
    IF NOT FOUND THEN
        INSERT INTO ehoks.nimike (tiiviste, haku, jarjestys)
        SELECT uusi,
               coalesce(jsonb_object_agg(n.kieli, ehoks.hakuavain(n.teksti))
                        FILTER (WHERE n.teksti <> ''), '{}'),
               coalesce(jsonb_object_agg(n.kieli,
                                         ehoks.jarjestysavain(n.teksti))
                        FILTER (WHERE n.teksti <> ''), '{}')
          FROM jsonb_each_text(nimi) AS n (kieli, teksti)
        ON CONFLICT (tiiviste) DO NOTHING;
        -- Its own, or that of another transaction that was faster.
        SELECT numero INTO loytynyt FROM ehoks.nimike WHERE tiiviste = uusi;
    END IF;
    RETURN loytynyt;
END
$$;
COMMENT ON FUNCTION ehoks.nimikkeen_numero(jsonb) IS
    'The number of a name in ehoks.nimike, which it has from then on';

-- The rows of the search -------------------------------------------------------

CREATE TABLE ehoks.hakurivi (
    hoks_id bigint CONSTRAINT hakurivi_pkey PRIMARY KEY
        CONSTRAINT hakurivi_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    oppilaitos_oid text COLLATE "C" NOT NULL,
    haku text COLLATE "C" NOT NULL,
    jarjestys text COLLATE "C" NOT NULL,
    tutkinto integer NOT NULL,
    osaamisala integer NOT NULL,
    hyvaksytty date
) WITH (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.05
);
COMMENT ON TABLE ehoks.hakurivi IS
    'What the search of learners looks at: one row for each live plan, made '
    'out of the plan, its study right and its learner whenever one of them '
    'changes';
COMMENT ON COLUMN ehoks.hakurivi.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.hakurivi.oppilaitos_oid IS
    'School of the plan''s study right';
COMMENT ON COLUMN ehoks.hakurivi.haku IS
    'Name of the learner as it is searched';
COMMENT ON COLUMN ehoks.hakurivi.jarjestys IS
    'Name of the learner as it is ordered';
COMMENT ON COLUMN ehoks.hakurivi.tutkinto IS
    'Name of the qualification: its number in ehoks.nimike';
COMMENT ON COLUMN ehoks.hakurivi.osaamisala IS
    'Name of the competence area: its number in ehoks.nimike';
COMMENT ON COLUMN ehoks.hakurivi.hyvaksytty IS
    'Day of first approval, to order by';
-- In the order of the list, with all that a search compares: the table itself
-- is not touched. Vacuum comes often, so that it need not be.
CREATE INDEX hakurivi_oppilaitos_oid_idx ON ehoks.hakurivi
    (oppilaitos_oid, jarjestys, hoks_id)
    INCLUDE (haku, tutkinto, osaamisala, hyvaksytty);
CREATE INDEX organisaatio_polku_idx ON ehoks.organisaatio USING gin (polku);

-- A row of an index has an end, so names that go on for ever are cut. The
-- study right and the learner are locked against a change that is not
-- committed yet: whoever comes second sees what the first one wrote.
CREATE FUNCTION ehoks.tee_hakurivit(hoksit bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rivi record;
BEGIN
    FOR rivi IN
        SELECT h.id, h.ensikertainen_hyvaksyminen, oo.oppilaitos_oid, p.nimi,
               oo.tutkinto_nimi, oo.osaamisala_nimi
          FROM ehoks.hoks h
          JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid
          JOIN ehoks.oppija p ON p.oid = h.oppija_oid
         WHERE h.id = ANY (hoksit) AND h.poistettu IS NULL
           FOR SHARE OF oo, p
    LOOP
        INSERT INTO ehoks.hakurivi AS r (hoks_id, oppilaitos_oid, haku,
            jarjestys, tutkinto, osaamisala, hyvaksytty)
        VALUES (rivi.id, rivi.oppilaitos_oid,
                left(ehoks.hakuavain(rivi.nimi), 250),
                left(ehoks.jarjestysavain(rivi.nimi), 250),
                ehoks.nimikkeen_numero(rivi.tutkinto_nimi),
                ehoks.nimikkeen_numero(rivi.osaamisala_nimi),
                rivi.ensikertainen_hyvaksyminen)
        ON CONFLICT (hoks_id) DO UPDATE
           SET oppilaitos_oid = excluded.oppilaitos_oid,
               haku = excluded.haku, jarjestys = excluded.jarjestys,
               tutkinto = excluded.tutkinto,
               osaamisala = excluded.osaamisala,
               hyvaksytty = excluded.hyvaksytty
         WHERE (r.oppilaitos_oid, r.haku, r.jarjestys, r.tutkinto,
                r.osaamisala) IS DISTINCT FROM
               (excluded.oppilaitos_oid, excluded.haku, excluded.jarjestys,
                excluded.tutkinto, excluded.osaamisala)
            OR r.hyvaksytty IS DISTINCT FROM excluded.hyvaksytty;
    END LOOP;
END
$$;
COMMENT ON FUNCTION ehoks.tee_hakurivit(bigint[]) IS
    'Makes the rows of the search for these plans anew; deleted plans get none';

-- Three tables make one row and many statements write them: here the database
-- itself sees to it, so that none can forget.
CREATE FUNCTION ehoks.hoks_hakuun() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.poistettu IS NULL THEN
        PERFORM ehoks.tee_hakurivit(ARRAY[NEW.id]);
    ELSE
        DELETE FROM ehoks.hakurivi WHERE hoks_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION ehoks.hoks_hakuun() IS
    'A plan came, was deleted or restored, or tells something else now';
CREATE TRIGGER hoks_uusi AFTER INSERT ON ehoks.hoks
    FOR EACH ROW EXECUTE FUNCTION ehoks.hoks_hakuun();
CREATE TRIGGER hoks_muuttui AFTER UPDATE ON ehoks.hoks FOR EACH ROW
    WHEN (NEW.poistettu IS DISTINCT FROM OLD.poistettu
          OR NEW.oppija_oid <> OLD.oppija_oid
          OR NEW.ensikertainen_hyvaksyminen
             IS DISTINCT FROM OLD.ensikertainen_hyvaksyminen)
    EXECUTE FUNCTION ehoks.hoks_hakuun();
COMMENT ON TRIGGER hoks_uusi ON ehoks.hoks IS 'A new plan can be found';
COMMENT ON TRIGGER hoks_muuttui ON ehoks.hoks IS
    'A plan is found by what it tells now, a deleted one not at all';

CREATE FUNCTION ehoks.oppija_hakuun() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM ehoks.tee_hakurivit(ARRAY(
        SELECT id FROM ehoks.hoks
         WHERE oppija_oid = NEW.oid AND poistettu IS NULL));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION ehoks.oppija_hakuun() IS 'A learner has another name';
CREATE TRIGGER oppija_muuttui AFTER UPDATE ON ehoks.oppija FOR EACH ROW
    WHEN (NEW.nimi <> OLD.nimi)
    EXECUTE FUNCTION ehoks.oppija_hakuun();
COMMENT ON TRIGGER oppija_muuttui ON ehoks.oppija IS
    'A learner is found by the name of now';

CREATE FUNCTION ehoks.opiskeluoikeus_hakuun() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM ehoks.tee_hakurivit(ARRAY(
        SELECT id FROM ehoks.hoks
         WHERE opiskeluoikeus_oid = NEW.oid AND poistettu IS NULL));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION ehoks.opiskeluoikeus_hakuun() IS
    'A study right moved to another school or has another name';
CREATE TRIGGER opiskeluoikeus_muuttui AFTER UPDATE ON ehoks.opiskeluoikeus
    FOR EACH ROW
    WHEN (NEW.oppilaitos_oid <> OLD.oppilaitos_oid
          OR NEW.tutkinto_nimi <> OLD.tutkinto_nimi
          OR NEW.osaamisala_nimi <> OLD.osaamisala_nimi)
    EXECUTE FUNCTION ehoks.opiskeluoikeus_hakuun();
COMMENT ON TRIGGER opiskeluoikeus_muuttui ON ehoks.opiskeluoikeus IS
    'A plan is found in the school of now, by the names of now';

DO $$
BEGIN
    PERFORM ehoks.tee_hakurivit(ARRAY(
        SELECT id FROM ehoks.hoks WHERE poistettu IS NULL));
END
$$;

-- Sessions that were ended -------------------------------------------------------

CREATE TABLE ehoks.paattynyt_istunto (
    tiiviste bytea CONSTRAINT paattynyt_istunto_pkey PRIMARY KEY
        CONSTRAINT paattynyt_istunto_tiiviste_check
        CHECK (octet_length(tiiviste) = 32),
    paattyi timestamptz NOT NULL,
    vanhenee timestamptz NOT NULL
);
CREATE INDEX paattynyt_istunto_vanhenee_idx
    ON ehoks.paattynyt_istunto (vanhenee);
COMMENT ON TABLE ehoks.paattynyt_istunto IS
    'Browser sessions that their owners ended: whoever comes with the cookie '
    'of one is not logged in';
COMMENT ON COLUMN ehoks.paattynyt_istunto.tiiviste IS
    'SHA-256 of the session cookie''s value; the value itself is nowhere';
COMMENT ON COLUMN ehoks.paattynyt_istunto.paattyi IS
    'When the session was ended';
COMMENT ON COLUMN ehoks.paattynyt_istunto.vanhenee IS
    'When the session would have ended by itself: the row goes then';

-- Settings -------------------------------------------------------------------------

CREATE TABLE ehoks.oppijan_asetukset (
    oppija_oid text CONSTRAINT oppijan_asetukset_pkey PRIMARY KEY,
    asetukset text COMPRESSION lz4 NOT NULL,
    muutettu timestamptz NOT NULL
);
COMMENT ON TABLE ehoks.oppijan_asetukset IS
    'What the pages remember for a learner';
COMMENT ON COLUMN ehoks.oppijan_asetukset.oppija_oid IS
    'Whose settings; not a foreign key, a learner without a plan has some too';
COMMENT ON COLUMN ehoks.oppijan_asetukset.asetukset IS
    'A JSON object as the page sent it';
COMMENT ON COLUMN ehoks.oppijan_asetukset.muutettu IS
    'When they were last saved';

COMMENT ON COLUMN ehoks.yllapito.tehtava IS 'Name of the task';

-- Rights of the web server ---------------------------------------------------

-- The rows of the search are the triggers' to write.
GRANT SELECT ON ehoks.nimike, ehoks.hakurivi TO ehoks_sovellus;
GRANT EXECUTE ON FUNCTION ehoks.hakuavain(text) TO ehoks_sovellus;
GRANT SELECT, INSERT, DELETE ON ehoks.paattynyt_istunto TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE ON ehoks.oppijan_asetukset TO ehoks_sovellus;
