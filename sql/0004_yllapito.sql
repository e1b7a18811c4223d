-- Periodic work: erasing contact data, and who does which round of the work.
--
-- Contact data leaves every place at once: the plan, all of its versions, the
-- values in the audit, and what was cut out of the plan. The history keeps its
-- numbers and goes on fitting together; each version that lost something says
-- when.

-- A plan with contact data in its newest version is found by the keys that
-- the service itself writes into the compact text; no need to parse it.
ALTER TABLE ehoks.hoks
    ADD COLUMN yhteystietoja boolean NOT NULL GENERATED ALWAYS AS (
        strpos(asiakirja, '"sahkoposti":') > 0
        OR strpos(asiakirja, '"puhelinnumero":') > 0) STORED,
    ADD COLUMN yhteystietoja_historiassa boolean NOT NULL DEFAULT false,
    ADD COLUMN yhteystiedot_tarkistettu timestamptz;
CREATE INDEX hoks_yhteystiedot_idx
    ON ehoks.hoks (yhteystiedot_tarkistettu NULLS FIRST)
    WHERE yhteystietoja OR yhteystietoja_historiassa;
COMMENT ON COLUMN ehoks.hoks.yhteystietoja IS
    'Whether the newest version holds an e-mail address or a telephone number '
    'of anybody';
COMMENT ON COLUMN ehoks.hoks.yhteystietoja_historiassa IS
    'Whether an older version may hold some that the newest does not';
COMMENT ON COLUMN ehoks.hoks.yhteystiedot_tarkistettu IS
    'When it was last looked whether contact data has to be erased; a column '
    'of its own, because looking is no change of the plan';

ALTER TABLE ehoks.hoks_versio
    ADD COLUMN pyyhitty timestamptz,
    DROP CONSTRAINT hoks_versio_toiminto_check,
    ADD CONSTRAINT hoks_versio_toiminto_check
        CHECK (toiminto IN ('luonti', 'korvaus', 'paivitys', 'poisto',
                            'palautus', 'pyyhinta'));
COMMENT ON COLUMN ehoks.hoks_versio.pyyhitty IS
    'When contact data was erased from this version; NULL: it is as it was '
    'made';
COMMENT ON COLUMN ehoks.hoks_versio.toiminto IS
    'What was done: luonti (create), korvaus (PUT), paivitys (PATCH), poisto '
    '(delete), palautus (restore), pyyhinta (contact data erased)';

ALTER TABLE ehoks.muutossyote
    DROP CONSTRAINT muutossyote_toiminto_check,
    ADD CONSTRAINT muutossyote_toiminto_check
        CHECK (toiminto IN ('luonti', 'korvaus', 'paivitys', 'poisto',
                            'palautus', 'pyyhinta'));

ALTER TABLE ehoks.tyopaikkajakso
    ADD COLUMN numero bigint GENERATED ALWAYS AS IDENTITY
        CONSTRAINT tyopaikkajakso_numero_key UNIQUE;
COMMENT ON COLUMN ehoks.tyopaikkajakso.numero IS
    'Number of the period, where the API names periods by numbers';

-- A value without contact data: members with such keys are gone, and so are
-- the values of changes that tell of one ({path, oldValue, newValue} and
-- operations of JSON Patch).
CREATE FUNCTION ehoks.ilman_yhteystietoja(arvo jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(arvo) = 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(ehoks.ilman_yhteystietoja(osa)
                                          ORDER BY paikka), '[]')
                  FROM jsonb_array_elements(arvo)
                       WITH ORDINALITY AS a (osa, paikka));
    ELSIF jsonb_typeof(arvo) <> 'object' THEN
        RETURN arvo;
    ELSIF arvo ->> 'path' ~ '(sahkoposti|puhelinnumero)$' THEN
        arvo := arvo - ARRAY['value', 'oldValue', 'newValue'];
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(
                       avain, ehoks.ilman_yhteystietoja(osa)), '{}')
              FROM jsonb_each(arvo) AS o (avain, osa)
             WHERE avain NOT IN ('sahkoposti', 'puhelinnumero'));
END
$$;
COMMENT ON FUNCTION ehoks.ilman_yhteystietoja(jsonb) IS
    'The value without e-mail addresses and telephone numbers';

-- The web server may not change the history. This is the one thing that it
-- may do to it, and only so: a snapshot stays a snapshot, a change a change,
-- no version comes or goes, and each says that it was touched.
CREATE FUNCTION ehoks.pyyhi_yhteystiedot(plan bigint, versiot jsonb,
                                         oppijankin boolean)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    pyyhittyja integer;
BEGIN
    UPDATE ehoks.hoks_versio AS v
       SET muutos = uusi.muutos, asiakirja = uusi.asiakirja, pyyhitty = now()
      FROM jsonb_to_recordset(versiot)
           AS uusi (versio integer, muutos text, asiakirja text)
     WHERE v.hoks_id = plan AND v.versio = uusi.versio
       AND (v.muutos IS NULL) = (uusi.muutos IS NULL)
       AND (v.asiakirja IS NULL) = (uusi.asiakirja IS NULL);
    GET DIAGNOSTICS pyyhittyja = ROW_COUNT;
    IF pyyhittyja <> jsonb_array_length(versiot) THEN
        RAISE EXCEPTION 'the versions are not those of the plan'
            USING ERRCODE = 'data_exception';
    END IF;
    UPDATE ehoks.audit
       SET muutokset = ehoks.ilman_yhteystietoja(muutokset)
     WHERE hoks_id = plan AND muutokset IS NOT NULL;
    UPDATE ehoks.kyselylinkki SET sahkoposti = NULL
     WHERE hoks_id = plan AND sahkoposti IS NOT NULL AND oppijankin;
    RETURN pyyhittyja;
END
$$;
COMMENT ON FUNCTION ehoks.pyyhi_yhteystiedot(bigint, jsonb, boolean) IS
    'Puts versions of a plan without contact data in the place of those with '
    'it, [{versio, muutos, asiakirja}], and takes it out of the audit values '
    'of the plan and, where the learner''s goes too, out of its survey links; '
    'gives the number of versions';

CREATE TABLE ehoks.yllapito (
    tehtava text CONSTRAINT yllapito_pkey PRIMARY KEY,
    alkoi timestamptz,
    valmis timestamptz,
    tulos text
);
COMMENT ON TABLE ehoks.yllapito IS
    'Periodic work: one row for each task, by which the servers agree on who '
    'does the next round';
COMMENT ON COLUMN ehoks.yllapito.tehtava IS
    'The task: indeksi, yhteystiedot, kopiot';
COMMENT ON COLUMN ehoks.yllapito.alkoi IS 'When the latest round began';
COMMENT ON COLUMN ehoks.yllapito.valmis IS
    'When the latest whole round ended';
COMMENT ON COLUMN ehoks.yllapito.tulos IS
    'What the latest round did, in a few words for the operator';

CREATE INDEX hoks_luotu_idx ON ehoks.hoks (luotu);
CREATE INDEX opiskeluoikeus_nimeton_idx ON ehoks.opiskeluoikeus (haettu)
    WHERE coalesce(tutkinto_nimi ->> 'fi', '') = '';
CREATE INDEX opiskeluoikeus_haettu_idx ON ehoks.opiskeluoikeus (haettu);
CREATE INDEX opiskeluoikeus_koulutustoimija_oid_idx
    ON ehoks.opiskeluoikeus (koulutustoimija_oid);

GRANT UPDATE (yhteystietoja_historiassa, yhteystiedot_tarkistettu)
    ON ehoks.hoks TO ehoks_sovellus;
GRANT EXECUTE ON FUNCTION ehoks.pyyhi_yhteystiedot(bigint, jsonb, boolean)
    TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE ON ehoks.yllapito TO ehoks_sovellus;
-- A learner whose OID was merged into another's goes when nothing is left.
GRANT DELETE ON ehoks.oppija TO ehoks_sovellus;
