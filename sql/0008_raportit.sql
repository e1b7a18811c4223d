-- Reports of work periods and of orphan plans, and the removal of a plan for
-- good.

-- Work periods ---------------------------------------------------------------

-- What the report tells of a period, so that it is made without opening the
-- documents. Rows of the module before this migration lack these until the
-- plan is written the next time.
ALTER TABLE ehoks.tyopaikkajakso
    ADD COLUMN tutkinnon_osa text CONSTRAINT tyopaikkajakso_tutkinnon_osa_check
        CHECK (tutkinnon_osa IN ('ammatillinen', 'paikallinen', 'yhteinen')),
    ADD COLUMN hankkimistapa text,
    ADD COLUMN osa_aikaisuus bigint,
    ADD COLUMN oppisopimuksen_perusta text,
    ADD COLUMN tyopaikan_nimi text,
    ADD COLUMN ohjaaja_nimi text,
    ADD COLUMN ohjaaja_osoite text,
    ADD COLUMN ohjaaja_puhelinnumero text;
COMMENT ON COLUMN ehoks.tyopaikkajakso.tutkinnon_osa IS
    'Kind of the unit that the period is part of: ammatillinen, paikallinen, '
    'yhteinen';
COMMENT ON COLUMN ehoks.tyopaikkajakso.hankkimistapa IS
    'Code of the way of acquiring: training agreement, apprenticeship, …';
COMMENT ON COLUMN ehoks.tyopaikkajakso.osa_aikaisuus IS
    'How much of full time, in per cent, as the document tells it; NULL: it '
    'does not';
COMMENT ON COLUMN ehoks.tyopaikkajakso.oppisopimuksen_perusta IS
    'Code of the basis of an apprenticeship, if it is one';
COMMENT ON COLUMN ehoks.tyopaikkajakso.tyopaikan_nimi IS
    'Name of the workplace';
COMMENT ON COLUMN ehoks.tyopaikkajakso.ohjaaja_nimi IS
    'Name of the responsible workplace instructor: personal data';
COMMENT ON COLUMN ehoks.tyopaikkajakso.ohjaaja_osoite IS
    'E-mail of the instructor as it is written in the document: contact data, '
    'erased with ohjaaja_sahkoposti';
COMMENT ON COLUMN ehoks.tyopaikkajakso.ohjaaja_puhelinnumero IS
    'Telephone number of the instructor: contact data, erased likewise';

UPDATE ehoks.tyopaikkajakso AS t
   SET tutkinnon_osa = j.laji,
       hankkimistapa = j.jakso ->> 'osaamisen-hankkimistapa-koodi-uri',
       osa_aikaisuus = (j.jakso ->> 'osa-aikaisuustieto')::bigint,
       oppisopimuksen_perusta
           = j.jakso ->> 'oppisopimuksen-perusta-koodi-uri',
       tyopaikan_nimi = j.tyopaikka ->> 'tyopaikan-nimi',
       ohjaaja_nimi = j.ohjaaja ->> 'nimi',
       ohjaaja_osoite = j.ohjaaja ->> 'sahkoposti',
       ohjaaja_puhelinnumero = j.ohjaaja ->> 'puhelinnumero'
  FROM (SELECT laji, jakso,
               jakso -> 'tyopaikalla-jarjestettava-koulutus' AS tyopaikka,
               jakso #> '{tyopaikalla-jarjestettava-koulutus,
                          vastuullinen-tyopaikka-ohjaaja}' AS ohjaaja
          FROM (SELECT asiakirja::jsonb AS asiakirja FROM ehoks.hoks
                 WHERE id IN (SELECT hoks_id FROM ehoks.tyopaikkajakso)) AS h
         CROSS JOIN (VALUES
               ('ammatillinen', '$."hankittavat-ammat-tutkinnon-osat"'
                '[*]."osaamisen-hankkimistavat"[*]'),
               ('paikallinen', '$."hankittavat-paikalliset-tutkinnon-osat"'
                '[*]."osaamisen-hankkimistavat"[*]'),
               ('yhteinen', '$."hankittavat-yhteiset-tutkinnon-osat"'
                '[*]."osa-alueet"[*]."osaamisen-hankkimistavat"[*]')
               ) AS o (laji, polku)
         CROSS JOIN jsonb_path_query(h.asiakirja, o.polku::jsonpath)
               AS jakso) AS j
 WHERE t.moduuli_id = (j.jakso ->> 'module-id')::uuid;

CREATE INDEX tyopaikkajakso_loppu_idx ON ehoks.tyopaikkajakso (loppu);
CREATE INDEX opiskeluoikeus_mitatoity_idx
    ON ehoks.opiskeluoikeus (oppilaitos_oid) WHERE mitatoity IS NOT NULL;

-- Removal for good -----------------------------------------------------------

CREATE TABLE ehoks.havitetty (
    hoks_id bigint CONSTRAINT havitetty_pkey PRIMARY KEY,
    eid text NOT NULL,
    ensikertainen_hyvaksyminen date,
    havitetty timestamptz NOT NULL
);
COMMENT ON TABLE ehoks.havitetty IS
    'Plans that were removed for good: what the statistics feed must tell of '
    'them so that copies elsewhere are removed as well. Nothing here leads to '
    'a person. Rows are only added';
COMMENT ON COLUMN ehoks.havitetty.hoks_id IS
    'Id that the plan had; never given again';
COMMENT ON COLUMN ehoks.havitetty.eid IS 'Random UUID that the plan had';
COMMENT ON COLUMN ehoks.havitetty.ensikertainen_hyvaksyminen IS
    'Day of first approval, which every plan of the feed has';
COMMENT ON COLUMN ehoks.havitetty.havitetty IS 'When it was removed';

ALTER TABLE ehoks.muutossyote
    DROP CONSTRAINT muutossyote_toiminto_check,
    ADD CONSTRAINT muutossyote_toiminto_check
        CHECK (toiminto IN ('luonti', 'korvaus', 'paivitys', 'poisto',
                            'palautus', 'pyyhinta', 'havitys'));
COMMENT ON COLUMN ehoks.muutossyote.toiminto IS
    'What was done, as in hoks_versio; havitys: the plan was removed for good';

-- The web server may not delete plans or their history. This is the one thing
-- that it may do, whole or not at all: the plan with all versions and all that
-- was cut out of it goes, what other systems must hear stays (change feed,
-- statistics), and the audit keeps who did it and the hash of what was there.
-- Nothing but the plan of the id can be reached, and only in the version that
-- the caller has seen.
CREATE FUNCTION ehoks.havita_hoks(
    plan bigint, nahty_versio integer, tekija text, tekijan_laji text,
    asiakas_nimi text, asiakkaan_osoite inet, asiakkaan_selain text,
    pyynnon_tunnus text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    h ehoks.hoks;
    jalki text;
    versioita integer;
BEGIN
    SELECT * INTO h FROM ehoks.hoks
     WHERE id = plan AND versio = nahty_versio FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- Versions come in turn, so that the whole history is never in memory.
    SELECT count(*),
           encode(sha256(convert_to(string_agg(
               encode(sha256(convert_to(concat_ws(E'\n', v.versio, v.aika,
                                                  v.toiminto, v.muutos,
                                                  v.asiakirja), 'UTF8')),
                      'hex'), E'\n' ORDER BY v.versio), 'UTF8')), 'hex')
      INTO versioita, jalki
      FROM ehoks.hoks_versio AS v WHERE v.hoks_id = plan;
    -- What it said goes from the audit too; that it was read and changed
    -- stays.
    PERFORM ehoks.pyyhi_auditin_muutokset(plan);
    INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas, osoite,
        selain, pyynto, toiminto, kohde, tulos, hoks_id, versio, oppija_oid,
        opiskeluoikeus_oid, muutokset)
    VALUES (now(), tekija, tekijan_laji, asiakas_nimi, asiakkaan_osoite,
        asiakkaan_selain, pyynnon_tunnus, 'delete',
        jsonb_build_object('hoksId', plan, 'oppijaOid', h.oppija_oid,
                           'opiskeluoikeusOid', h.opiskeluoikeus_oid),
        'succeeded', plan, h.versio, h.oppija_oid, h.opiskeluoikeus_oid,
        jsonb_build_object('havitetty', true, 'versioita', versioita,
            'asiakirja-sha256',
            encode(sha256(convert_to(h.asiakirja, 'UTF8')), 'hex'),
            'historia-sha256', jalki));
    INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)
    VALUES (plan, h.versio + 1, 'havitys', now());
    INSERT INTO ehoks.havitetty (hoks_id, eid, ensikertainen_hyvaksyminen,
                                 havitetty)
    VALUES (plan, h.eid, h.ensikertainen_hyvaksyminen, now());
    -- A share of this plan alone goes whole, with who opened it (0010).
    DELETE FROM ehoks.jako AS j
     WHERE EXISTS (SELECT FROM ehoks.jako_kohde
                    WHERE jako_id = j.id AND hoks_id = plan)
       AND NOT EXISTS (SELECT FROM ehoks.jako_kohde
                        WHERE jako_id = j.id AND hoks_id <> plan);
    DELETE FROM ehoks.hoks_versio WHERE hoks_id = plan;
    -- What else refers to the plan goes with it: ON DELETE CASCADE.
    DELETE FROM ehoks.hoks WHERE id = plan;
    DELETE FROM ehoks.opiskeluoikeus WHERE oid = h.opiskeluoikeus_oid;
    DELETE FROM ehoks.oppija AS o
     WHERE o.oid = h.oppija_oid
       AND NOT EXISTS (SELECT FROM ehoks.hoks WHERE oppija_oid = o.oid)
       AND NOT EXISTS (SELECT FROM ehoks.opiskeluoikeus
                        WHERE oppija_oid = o.oid);
    RETURN true;
END
$$;
COMMENT ON FUNCTION ehoks.havita_hoks(bigint, integer, text, text, text, inet,
                                      text, text) IS
    'Removes a plan for good if it is in that version, deleted or not, and its '
    'study right and learner from the index where nothing else refers to '
    'them; leaves rows in audit, muutossyote and havitetty. False: there is no '
    'such plan in that version';

GRANT SELECT ON ehoks.havitetty TO ehoks_sovellus;
GRANT EXECUTE ON FUNCTION ehoks.havita_hoks(bigint, integer, text, text, text,
                                            inet, text, text)
    TO ehoks_sovellus;
