-- The audit as a chain, and what the learner sees of it.
--
-- Each row carries the hash of what it says. Once a minute the rows of all
-- transactions that have ended are put into the next link of a chain, whose
-- hash covers the link before: nobody changes, removes or slips in a row
-- without breaking it. sql/audit-verify looks. No request waits for the chain.

-- What a row tells ------------------------------------------------------------

ALTER TABLE ehoks.audit
    ADD COLUMN peruste text,
    ADD COLUMN reitti text,
    ADD COLUMN virhe text,
    ADD COLUMN transaktio xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN pyyhityt jsonb;
CREATE INDEX audit_transaktio_idx ON ehoks.audit (transaktio);
COMMENT ON COLUMN ehoks.audit.peruste IS
    'OID of the organisation whose role gave the caller the right; NULL: no '
    'role did (a learner, a refusal), or it is not known';
COMMENT ON COLUMN ehoks.audit.reitti IS
    'Method and path of the route, with the names of its parameters; NULL: '
    'the change itself wrote the row';
COMMENT ON COLUMN ehoks.audit.virhe IS
    'Code of the error that the caller got; NULL: succeeded';
COMMENT ON COLUMN ehoks.audit.transaktio IS
    'Transaction that wrote the row: the chain takes only rows of '
    'transactions that are older than every open one, so that none comes too '
    'late for its link';
COMMENT ON COLUMN ehoks.audit.pyyhityt IS
    'Hashes of the parts of the row that were erased (tekija, paate, kohde, '
    'muutokset), so that the row''s own hash still holds; NULL: none was';
COMMENT ON COLUMN ehoks.audit.muutokset IS
    'What changed, [{path, oldValue?, newValue?}] with JSON Pointers; of '
    'e-mail addresses and telephone numbers only the SHA-256, so that erasing '
    'them need not touch the audit. A new plan and a deleted one stand in the '
    'history. NULL: the request was no change';
COMMENT ON COLUMN ehoks.audit.tiiviste IS
    'SHA-256 of the hashes of the row''s parts; the chain is made of these';

-- The parts of a row, each as the text that is hashed. sql/audit-verify has
-- the same expressions, written down a second time on purpose.
CREATE FUNCTION ehoks.audit_osat(rivi ehoks.audit) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT jsonb_build_object(
    'rivi', jsonb_build_array(
        rivi.id, (extract(epoch FROM rivi.aika) * 1000000)::bigint,
        rivi.toiminto, rivi.tulos, rivi.virhe, rivi.reitti, rivi.pyynto,
        rivi.peruste),
    'tekija', jsonb_build_array(
        rivi.tekija_oid, rivi.tekija_laji, rivi.asiakas),
    'paate', jsonb_build_array(text(rivi.osoite), rivi.selain),
    'kohde', jsonb_build_array(
        rivi.kohde, rivi.hoks_id, rivi.versio, rivi.oppija_oid,
        rivi.opiskeluoikeus_oid),
    'muutokset', jsonb_build_array(rivi.muutokset))
$$;
COMMENT ON FUNCTION ehoks.audit_osat(ehoks.audit) IS
    'What an audit row says, in the parts of which the hashes are made';

-- A part that was erased counts with the hash that was kept of it.
CREATE FUNCTION ehoks.audit_tiiviste(rivi ehoks.audit) RETURNS bytea
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    osat CONSTANT jsonb := ehoks.audit_osat(rivi);
    kaikki bytea := '';
    osa text;
BEGIN
    FOREACH osa IN ARRAY ARRAY['rivi', 'tekija', 'paate', 'kohde',
                               'muutokset'] LOOP
        kaikki := kaikki || coalesce(
            decode(rivi.pyyhityt ->> osa, 'hex'),
            sha256(convert_to((osat -> osa)::text, 'UTF8')));
    END LOOP;
    RETURN sha256(kaikki);
END
$$;
COMMENT ON FUNCTION ehoks.audit_tiiviste(ehoks.audit) IS
    'Hash of an audit row: SHA-256 of the hashes of its parts';

-- Contact data never gets into the audit, only its hash.
CREATE FUNCTION ehoks.yhteystiedot_tiivisteina(arvo jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    polku CONSTANT boolean := jsonb_typeof(arvo) = 'object'
        AND coalesce(arvo ->> 'path' ~ '(sahkoposti|puhelinnumero)$', false);
BEGIN
    IF jsonb_typeof(arvo) = 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(
                           ehoks.yhteystiedot_tiivisteina(osa)
                           ORDER BY paikka), '[]')
                  FROM jsonb_array_elements(arvo)
                       WITH ORDINALITY AS a (osa, paikka));
    ELSIF jsonb_typeof(arvo) <> 'object' THEN
        RETURN arvo;
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(avain, CASE
                       WHEN jsonb_typeof(osa) = 'string'
                            AND (avain IN ('sahkoposti', 'puhelinnumero')
                                 OR (polku
                                     AND avain IN ('oldValue', 'newValue')))
                       THEN to_jsonb('sha256:' || encode(sha256(convert_to(
                                osa #>> '{}', 'UTF8')), 'hex'))
                       ELSE ehoks.yhteystiedot_tiivisteina(osa) END), '{}')
              FROM jsonb_each(arvo) AS o (avain, osa));
END
$$;
COMMENT ON FUNCTION ehoks.yhteystiedot_tiivisteina(jsonb) IS
    'The value with the SHA-256 of each e-mail address and telephone number '
    'in its place';

CREATE FUNCTION ehoks.viimeistele_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.muutokset::text ~ 'sahkoposti|puhelinnumero' THEN
        NEW.muutokset := ehoks.yhteystiedot_tiivisteina(NEW.muutokset);
    END IF;
    NEW.transaktio := pg_current_xact_id();
    NEW.pyyhityt := NULL;
    NEW.tiiviste := ehoks.audit_tiiviste(NEW);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION ehoks.viimeistele_audit() IS
    'Gives a new audit row its transaction and its hash, whatever the writer '
    'says, and takes contact data out of it';
UPDATE ehoks.audit SET tiiviste = ehoks.audit_tiiviste(audit);
ALTER TABLE ehoks.audit ALTER COLUMN tiiviste SET NOT NULL;
CREATE TRIGGER audit_viimeistele BEFORE INSERT ON ehoks.audit
    FOR EACH ROW EXECUTE FUNCTION ehoks.viimeistele_audit();
COMMENT ON TRIGGER audit_viimeistele ON ehoks.audit IS
    'Transaction and hash of each new row';

-- For the operator, when addresses must go: the rows stay provable.
CREATE FUNCTION ehoks.pyyhi_auditin_paatteet(ennen timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    pyyhittyja bigint;
BEGIN
    UPDATE ehoks.audit
       SET osoite = NULL, selain = NULL,
           pyyhityt = coalesce(pyyhityt, '{}') || jsonb_build_object(
               'paate', encode(sha256(convert_to((ehoks.audit_osat(audit)
                   -> 'paate')::text, 'UTF8')), 'hex'))
     WHERE aika < ennen AND (osoite IS NOT NULL OR selain IS NOT NULL);
    GET DIAGNOSTICS pyyhittyja = ROW_COUNT;
    RETURN pyyhittyja;
END
$$;
COMMENT ON FUNCTION ehoks.pyyhi_auditin_paatteet(timestamptz) IS
    'Erases addresses and User-Agents of audit rows older than that time, and '
    'keeps their hashes, so that the chain still holds; gives the number of '
    'rows';

-- A plan that is removed for good leaves only the traces of who did what.
CREATE FUNCTION ehoks.pyyhi_auditin_muutokset(plan bigint) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
UPDATE ehoks.audit
   SET muutokset = NULL,
       pyyhityt = coalesce(pyyhityt, '{}') || jsonb_build_object(
           'muutokset', encode(sha256(convert_to((ehoks.audit_osat(audit)
               -> 'muutokset')::text, 'UTF8')), 'hex'))
 WHERE hoks_id = plan AND muutokset IS NOT NULL
$$;
COMMENT ON FUNCTION ehoks.pyyhi_auditin_muutokset(bigint) IS
    'Erases from the audit what changed in a plan, and keeps the hashes, so '
    'that the chain still holds';

-- The chain ------------------------------------------------------------------

CREATE TABLE ehoks.audit_ketju (
    numero bigint CONSTRAINT audit_ketju_pkey PRIMARY KEY,
    aika timestamptz NOT NULL,
    alku xid8 NOT NULL,
    loppu xid8 NOT NULL,
    rivit int8multirange NOT NULL,
    maara integer NOT NULL,
    edellinen bytea NOT NULL
        CONSTRAINT audit_ketju_edellinen_key UNIQUE,
    tiiviste bytea NOT NULL,
    CONSTRAINT audit_ketju_numero_check CHECK (numero > 0)
);
COMMENT ON TABLE ehoks.audit_ketju IS
    'The chain over the audit: each link covers the rows of a range of '
    'transactions and the link before. Rows are only added';
COMMENT ON COLUMN ehoks.audit_ketju.numero IS 'Number of the link, from 1';
COMMENT ON COLUMN ehoks.audit_ketju.aika IS 'When it was made';
COMMENT ON COLUMN ehoks.audit_ketju.alku IS
    'First transaction of the link: the end of the link before';
COMMENT ON COLUMN ehoks.audit_ketju.loppu IS
    'End of the transactions of the link: all older ones had ended when it '
    'was made';
COMMENT ON COLUMN ehoks.audit_ketju.rivit IS 'Ids of its rows';
COMMENT ON COLUMN ehoks.audit_ketju.maara IS 'How many rows it has';
COMMENT ON COLUMN ehoks.audit_ketju.edellinen IS
    'Hash of the link before; of the first link, empty. Unique, so that the '
    'chain cannot fork';
COMMENT ON COLUMN ehoks.audit_ketju.tiiviste IS
    'SHA-256 of the hash of the link before, of what this row says, and of the '
    'hashes of the rows in the order of their ids';

-- One writer at a time makes one link of the rows that no open transaction
-- can add to any more. Statement by statement, so that what it sees is never
-- older than the lock.
CREATE FUNCTION ehoks.ketjuta_audit(enintaan integer DEFAULT 100000)
RETURNS SETOF ehoks.audit_ketju
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    edellinen ehoks.audit_ketju;
    uusi ehoks.audit_ketju;
    ensimmainen xid8;
    raja xid8;
    tiivisteet bytea;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('ehoks.audit_ketju')) THEN
        RETURN;
    END IF;
    SELECT * INTO edellinen FROM ehoks.audit_ketju
     ORDER BY numero DESC LIMIT 1;
    uusi.numero := coalesce(edellinen.numero, 0) + 1;
    uusi.aika := now();
    uusi.alku := coalesce(edellinen.loppu, '0');
    uusi.loppu := pg_snapshot_xmin(pg_current_snapshot());
    uusi.edellinen := coalesce(edellinen.tiiviste, '');
    SELECT a.transaktio INTO ensimmainen FROM ehoks.audit a
     WHERE a.transaktio >= uusi.alku AND a.transaktio < uusi.loppu
     ORDER BY a.transaktio LIMIT 1;
    IF ensimmainen IS NULL THEN
        RETURN;
    END IF;
    SELECT a.transaktio INTO raja FROM ehoks.audit a
     WHERE a.transaktio > ensimmainen AND a.transaktio < uusi.loppu
     ORDER BY a.transaktio OFFSET enintaan LIMIT 1;
    uusi.loppu := coalesce(raja, uusi.loppu);
    SELECT count(*), range_agg(int8range(a.id, a.id, '[]')),
           string_agg(a.tiiviste, '' ORDER BY a.id)
      INTO uusi.maara, uusi.rivit, tiivisteet
      FROM ehoks.audit a
     WHERE a.transaktio >= uusi.alku AND a.transaktio < uusi.loppu;
    uusi.tiiviste := sha256(uusi.edellinen || convert_to(jsonb_build_array(
        uusi.numero, (extract(epoch FROM uusi.aika) * 1000000)::bigint,
        uusi.alku::text, uusi.loppu::text, uusi.rivit::text,
        uusi.maara)::text, 'UTF8') || tiivisteet);
    INSERT INTO ehoks.audit_ketju SELECT (uusi).*;
    RETURN NEXT uusi;
END
$$;
COMMENT ON FUNCTION ehoks.ketjuta_audit(integer) IS
    'Makes the next link of the chain over the audit, of so many rows at most '
    '(and the rest of a transaction); gives it, or no row when there is '
    'nothing to chain or another makes one';

-- Transaction numbers begin anew in a new cluster. Rows that are chained no
-- longer need theirs; the others, and the chain, go on from here.
CREATE FUNCTION ehoks.audit_on_siirretty() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    edellinen ehoks.audit_ketju;
    uusi ehoks.audit_ketju;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ehoks.audit_ketju'));
    SELECT * INTO edellinen FROM ehoks.audit_ketju
     ORDER BY numero DESC LIMIT 1;
    UPDATE ehoks.audit SET transaktio = CASE
        WHEN transaktio < coalesce(edellinen.loppu, '0') THEN '0'::xid8
        ELSE pg_current_xact_id() END;
    uusi.numero := coalesce(edellinen.numero, 0) + 1;
    uusi.aika := now();
    uusi.alku := '1';
    uusi.loppu := '1';
    uusi.rivit := '{}';
    uusi.maara := 0;
    uusi.edellinen := coalesce(edellinen.tiiviste, '');
    uusi.tiiviste := sha256(uusi.edellinen || convert_to(jsonb_build_array(
        uusi.numero, (extract(epoch FROM uusi.aika) * 1000000)::bigint,
        uusi.alku::text, uusi.loppu::text, uusi.rivit::text,
        uusi.maara)::text, 'UTF8'));
    INSERT INTO ehoks.audit_ketju SELECT (uusi).*;
END
$$;
COMMENT ON FUNCTION ehoks.audit_on_siirretty() IS
    'For the operator, once after the data was restored into another cluster '
    'and before the service starts: lets the chain go on with the '
    'transaction numbers of that cluster';

-- Contact data is not in the audit any more, so erasing need not look there.
CREATE OR REPLACE FUNCTION ehoks.pyyhi_yhteystiedot(
    plan bigint, versiot jsonb, oppijankin boolean)
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
    UPDATE ehoks.kyselylinkki SET sahkoposti = NULL
     WHERE hoks_id = plan AND sahkoposti IS NOT NULL AND oppijankin;
    RETURN pyyhittyja;
END
$$;
COMMENT ON FUNCTION ehoks.pyyhi_yhteystiedot(bigint, jsonb, boolean) IS
    'Puts versions of a plan without contact data in the place of those with '
    'it, [{versio, muutos, asiakirja}], and takes it out of the plan''s survey '
    'links where the learner''s goes too; gives the number of versions';
DROP FUNCTION ehoks.ilman_yhteystietoja(jsonb);

-- The learner's own data -------------------------------------------------------

CREATE TABLE ehoks.oppijan_kaynti (
    oppija_oid text CONSTRAINT oppijan_kaynti_pkey PRIMARY KEY,
    edellinen timestamptz,
    viimeisin timestamptz NOT NULL
);
COMMENT ON TABLE ehoks.oppijan_kaynti IS
    'When learners looked at what has changed in their plans';
COMMENT ON COLUMN ehoks.oppijan_kaynti.oppija_oid IS 'The learner';
COMMENT ON COLUMN ehoks.oppijan_kaynti.edellinen IS
    'The visit before the latest: what changed after it is new';
COMMENT ON COLUMN ehoks.oppijan_kaynti.viimeisin IS
    'The latest visit. Looking again soon is the same visit';

COMMENT ON COLUMN ehoks.yllapito.tehtava IS
    'The task: indeksi, yhteystiedot, kopiot, auditketju';

-- Rights of the web server ---------------------------------------------------

GRANT SELECT ON ehoks.audit_ketju TO ehoks_sovellus;
GRANT EXECUTE ON FUNCTION ehoks.ketjuta_audit(integer) TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE ON ehoks.oppijan_kaynti TO ehoks_sovellus;
