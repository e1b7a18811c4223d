-- Shares: what a learner lets others see of the own plans. Links of the old
-- kind name one part and are read by learners who are logged in; shares carry
-- a secret, of which only the hash is here, and choose what is seen.
--
-- Both hang on the stable ids of plan and parts, so an update of the plan
-- changes what is seen but never breaks them; with the plan they go, too.

-- Links of the old kind --------------------------------------------------------

CREATE TABLE ehoks.jakolinkki (
    share_id uuid CONSTRAINT jakolinkki_pkey PRIMARY KEY,
    hoks_id bigint NOT NULL CONSTRAINT jakolinkki_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    osa_moduuli_id uuid NOT NULL,
    osa_tyyppi text NOT NULL CONSTRAINT jakolinkki_osa_tyyppi_check
        CHECK (osa_tyyppi IN ('HankittavaAmmatillinenTutkinnonOsa',
                              'HankittavaYTOOsaAlue',
                              'HankittavaPaikallinenTutkinnonOsa')),
    moduuli_id uuid NOT NULL,
    moduuli_tyyppi text NOT NULL CONSTRAINT jakolinkki_moduuli_tyyppi_check
        CHECK (moduuli_tyyppi IN ('osaamisenhankkiminen',
                                  'osaamisenosoittaminen')),
    alku date NOT NULL,
    loppu date NOT NULL,
    luotu timestamptz NOT NULL,
    CONSTRAINT jakolinkki_aika_check CHECK (alku <= loppu)
);
CREATE INDEX jakolinkki_hoks_id_idx ON ehoks.jakolinkki (hoks_id);
CREATE INDEX jakolinkki_moduuli_id_idx ON ehoks.jakolinkki (moduuli_id);
COMMENT ON TABLE ehoks.jakolinkki IS
    'Links of the old kind: one way of acquiring or one demonstration, for '
    'learners who are logged in and know the link';
COMMENT ON COLUMN ehoks.jakolinkki.share_id IS
    'Random UUID in the link: whoever knows it reads the part';
COMMENT ON COLUMN ehoks.jakolinkki.hoks_id IS
    'The plan; its learner owns the link';
COMMENT ON COLUMN ehoks.jakolinkki.osa_moduuli_id IS
    'module-id of the unit in which the part stood when the link was made';
COMMENT ON COLUMN ehoks.jakolinkki.osa_tyyppi IS
    'Kind of that unit, in the words of the API';
COMMENT ON COLUMN ehoks.jakolinkki.moduuli_id IS
    'module-id of the shared part';
COMMENT ON COLUMN ehoks.jakolinkki.moduuli_tyyppi IS
    'Kind of the shared part, in the words of the API';
COMMENT ON COLUMN ehoks.jakolinkki.alku IS 'First day on which it is open';
COMMENT ON COLUMN ehoks.jakolinkki.loppu IS 'Last day on which it is open';
COMMENT ON COLUMN ehoks.jakolinkki.luotu IS 'When it was made';

-- Shares -----------------------------------------------------------------------

CREATE TABLE ehoks.jako (
    id uuid CONSTRAINT jako_pkey PRIMARY KEY,
    tiiviste bytea NOT NULL CONSTRAINT jako_tiiviste_key UNIQUE
        CONSTRAINT jako_tiiviste_check CHECK (octet_length(tiiviste) = 32),
    tarkoitus text NOT NULL CONSTRAINT jako_tarkoitus_check
        CHECK (tarkoitus IN ('koulutukseen-hakeutuminen',
                             'koulutus-tai-oppisopimuspaikan-haku', 'muu')),
    sisalto text[] NOT NULL,
    nimi text,
    alku date NOT NULL,
    loppu date NOT NULL,
    enintaan integer CONSTRAINT jako_enintaan_check CHECK (enintaan > 0),
    kaytetty integer NOT NULL DEFAULT 0
        CONSTRAINT jako_kaytetty_check CHECK (kaytetty BETWEEN 0 AND enintaan),
    pin text,
    vaatii_kirjautumisen boolean NOT NULL,
    luotu timestamptz NOT NULL,
    peruttu timestamptz,
    CONSTRAINT jako_aika_check CHECK (alku <= loppu)
);
COMMENT ON TABLE ehoks.jako IS
    'Shares: what a learner lets the holder of a secret see of the own plans. '
    'Whose they are follows from the plans';
COMMENT ON COLUMN ehoks.jako.id IS
    'By this the owner names the share; it opens nothing';
COMMENT ON COLUMN ehoks.jako.tiiviste IS
    'SHA-256 of the secret that opens the share. The secret itself is told '
    'once and stored nowhere';
COMMENT ON COLUMN ehoks.jako.tarkoitus IS 'What it is for, as its owner chose';
COMMENT ON COLUMN ehoks.jako.sisalto IS
    'Groups of fields that the receiver sees, in the words of the API';
COMMENT ON COLUMN ehoks.jako.nimi IS
    'The owner''s own name for it; the receiver never sees it';
COMMENT ON COLUMN ehoks.jako.alku IS 'First day on which it opens';
COMMENT ON COLUMN ehoks.jako.loppu IS 'Last day on which it opens';
COMMENT ON COLUMN ehoks.jako.enintaan IS
    'How many times it opens; NULL: any number';
COMMENT ON COLUMN ehoks.jako.kaytetty IS 'How many times it was opened';
COMMENT ON COLUMN ehoks.jako.pin IS
    'Slow salted hash (bcrypt) of the number that must be told besides the '
    'secret; NULL: none is asked';
COMMENT ON COLUMN ehoks.jako.vaatii_kirjautumisen IS
    'Whether only somebody who is logged in may open it';
COMMENT ON COLUMN ehoks.jako.luotu IS 'When it was made';
COMMENT ON COLUMN ehoks.jako.peruttu IS
    'When its owner revoked it; NULL: not revoked';

CREATE TABLE ehoks.jako_kohde (
    jako_id uuid NOT NULL CONSTRAINT jako_kohde_jako_id_fkey
        REFERENCES ehoks.jako ON DELETE CASCADE,
    hoks_id bigint NOT NULL CONSTRAINT jako_kohde_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    moduulit uuid[] CONSTRAINT jako_kohde_moduulit_check
        CHECK (cardinality(moduulit) > 0),
    CONSTRAINT jako_kohde_pkey PRIMARY KEY (jako_id, hoks_id)
);
CREATE INDEX jako_kohde_hoks_id_idx ON ehoks.jako_kohde (hoks_id);
COMMENT ON TABLE ehoks.jako_kohde IS 'The plans of each share';
COMMENT ON COLUMN ehoks.jako_kohde.jako_id IS 'The share';
COMMENT ON COLUMN ehoks.jako_kohde.hoks_id IS
    'A plan; its learner owns the share';
COMMENT ON COLUMN ehoks.jako_kohde.moduulit IS
    'module-ids of the chosen parts; NULL: the whole plan';

CREATE TABLE ehoks.jako_kaytto (
    id bigint GENERATED ALWAYS AS IDENTITY
        CONSTRAINT jako_kaytto_pkey PRIMARY KEY,
    jako_id uuid NOT NULL CONSTRAINT jako_kaytto_jako_id_fkey
        REFERENCES ehoks.jako ON DELETE CASCADE,
    aika timestamptz NOT NULL,
    verkko cidr NOT NULL,
    avaaja_laji text CONSTRAINT jako_kaytto_avaaja_laji_check
        CHECK (avaaja_laji IN ('OPPIJA', 'VIRKAILIJA', 'PALVELU',
                               'TYOPAIKKA')),
    avaaja_nimi text,
    organisaatiot text[]
);
CREATE INDEX jako_kaytto_jako_id_idx ON ehoks.jako_kaytto (jako_id);
COMMENT ON TABLE ehoks.jako_kaytto IS
    'Each time that a share was opened, for its owner. Rows are only added';
COMMENT ON COLUMN ehoks.jako_kaytto.id IS 'Number of the row';
COMMENT ON COLUMN ehoks.jako_kaytto.jako_id IS 'The share';
COMMENT ON COLUMN ehoks.jako_kaytto.aika IS 'When it was opened';
COMMENT ON COLUMN ehoks.jako_kaytto.verkko IS
    'Network of the receiver''s address: 24 bits of IPv4, 48 of IPv6. The '
    'whole address stands in the audit';
COMMENT ON COLUMN ehoks.jako_kaytto.avaaja_laji IS
    'Kind of receiver as in claim user_type; NULL: nobody was logged in';
COMMENT ON COLUMN ehoks.jako_kaytto.avaaja_nimi IS
    'Name of a receiver who acts for no organisation, or of the client '
    'system; NULL: staff, who are told by their organisation, or nobody';
COMMENT ON COLUMN ehoks.jako_kaytto.organisaatiot IS
    'Organisations that the receiver acts for; NULL: nobody was logged in';

CREATE TABLE ehoks.jako_yritys (
    jako_id uuid NOT NULL CONSTRAINT jako_yritys_jako_id_fkey
        REFERENCES ehoks.jako ON DELETE CASCADE,
    verkko cidr NOT NULL,
    vaaria integer NOT NULL,
    viimeksi timestamptz NOT NULL,
    CONSTRAINT jako_yritys_pkey PRIMARY KEY (jako_id, verkko)
);
COMMENT ON TABLE ehoks.jako_yritys IS
    'Wrong PINs of each share by where they came from: after some, no more '
    'are tried';
COMMENT ON COLUMN ehoks.jako_yritys.jako_id IS 'The share';
COMMENT ON COLUMN ehoks.jako_yritys.verkko IS
    'The address; of IPv6 the 64 bits that one household has';
COMMENT ON COLUMN ehoks.jako_yritys.vaaria IS 'How many were wrong';
COMMENT ON COLUMN ehoks.jako_yritys.viimeksi IS 'When the latest was tried';

-- A share whose last plan has gone for good opens nothing: it goes, too.
CREATE FUNCTION ehoks.poista_tyhja_jako() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM ehoks.jako AS j
     WHERE j.id IN (SELECT jako_id FROM poistetut)
       AND NOT EXISTS (SELECT FROM ehoks.jako_kohde WHERE jako_id = j.id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION ehoks.poista_tyhja_jako() IS
    'Deletes shares that lost the last of their plans';
CREATE TRIGGER jako_kohde_poistettu AFTER DELETE ON ehoks.jako_kohde
    REFERENCING OLD TABLE AS poistetut
    FOR EACH STATEMENT EXECUTE FUNCTION ehoks.poista_tyhja_jako();
COMMENT ON TRIGGER jako_kohde_poistettu ON ehoks.jako_kohde IS
    'A share goes with its last plan';

-- Opening ----------------------------------------------------------------------

CREATE FUNCTION ehoks.jaon_verkko(osoite inet) RETURNS cidr
LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT network(set_masklen(osoite, CASE family(osoite)
                                       WHEN 4 THEN 32 ELSE 64 END))
$$;
COMMENT ON FUNCTION ehoks.jaon_verkko(inet) IS
    'The network by which wrong PINs are counted';

CREATE FUNCTION ehoks.jaon_pin_lukossa(tunnus uuid, osoite inet)
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(max(y.vaaria) FILTER (
                        WHERE y.verkko = ehoks.jaon_verkko(osoite)) >= 5
                    OR sum(y.vaaria) >= 50, false)
      FROM ehoks.jako_yritys y WHERE y.jako_id = tunnus
$$;
COMMENT ON FUNCTION ehoks.jaon_pin_lukossa(uuid, inet) IS
    'Whether no more PINs are tried: 5 were wrong from there, or 50 in all';

-- The row of the share is locked first, so those who open or guess at the same
-- time are told one after the other, and each sees what became of the one
-- before: neither the uses nor the wrong PINs can be overdrawn.
CREATE FUNCTION ehoks.avaa_jako(
    tunnus uuid, osoite inet, pin_oikein boolean, laji text, nimi text,
    organisaatiot text[])
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM ehoks.jako AS j
      WHERE j.id = tunnus AND j.peruttu IS NULL
        AND (now() AT TIME ZONE 'Europe/Helsinki')::date
            BETWEEN j.alku AND j.loppu
        AND (j.enintaan IS NULL OR j.kaytetty < j.enintaan)
        FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'ei';
    END IF;
    IF ehoks.jaon_pin_lukossa(tunnus, osoite) THEN
        RETURN 'lukossa';
    END IF;
    IF NOT pin_oikein THEN
        INSERT INTO ehoks.jako_yritys AS y (jako_id, verkko, vaaria, viimeksi)
        VALUES (tunnus, ehoks.jaon_verkko(osoite), 1, now())
        ON CONFLICT (jako_id, verkko) DO UPDATE
           SET vaaria = y.vaaria + 1, viimeksi = now();
        RETURN 'vaarin';
    END IF;
    UPDATE ehoks.jako SET kaytetty = kaytetty + 1 WHERE id = tunnus;
    INSERT INTO ehoks.jako_kaytto (jako_id, aika, verkko, avaaja_laji,
                                   avaaja_nimi, organisaatiot)
    VALUES (tunnus, now(),
            network(set_masklen(osoite, CASE family(osoite)
                                        WHEN 4 THEN 24 ELSE 48 END)),
            laji, nimi, organisaatiot);
    RETURN 'avattu';
END
$$;
COMMENT ON FUNCTION ehoks.avaa_jako(uuid, inet, boolean, text, text, text[]) IS
    'Opens a share once, if it still may be: avattu (counted and written down '
    'for its owner), vaarin (the PIN was wrong, counted), lukossa (too many '
    'were), ei (revoked, not in its time, used up)';

-- Rights of the web server -----------------------------------------------------

GRANT SELECT, INSERT, DELETE ON ehoks.jakolinkki TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE (loppu, kaytetty, peruttu)
    ON ehoks.jako TO ehoks_sovellus;
GRANT SELECT, INSERT ON ehoks.jako_kohde, ehoks.jako_kaytto
    TO ehoks_sovellus;
GRANT SELECT, INSERT, UPDATE (vaaria, viimeksi)
    ON ehoks.jako_yritys TO ehoks_sovellus;
GRANT EXECUTE ON FUNCTION ehoks.jaon_verkko(inet),
    ehoks.jaon_pin_lukossa(uuid, inet),
    ehoks.avaa_jako(uuid, inet, boolean, text, text, text[])
    TO ehoks_sovellus;
