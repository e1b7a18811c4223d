-- People from workplaces: invitations of assessors, and calendar feeds, which
-- learners have as well.
--
-- Instructors need no table of their own: their periods are found in
-- tyopaikkajakso by e-mail. The plan names assessors without one, so staff
-- invite them.

CREATE TABLE ehoks.arvioijakutsu (
    uuid uuid CONSTRAINT arvioijakutsu_pkey PRIMARY KEY,
    hoks_id bigint NOT NULL CONSTRAINT arvioijakutsu_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    moduuli_id uuid NOT NULL,
    tiiviste bytea NOT NULL CONSTRAINT arvioijakutsu_tiiviste_key UNIQUE
        CONSTRAINT arvioijakutsu_tiiviste_check
        CHECK (octet_length(tiiviste) = 32),
    voimassaolo_loppu date,
    luotu timestamptz NOT NULL,
    luoja_oid text NOT NULL,
    kaytetty timestamptz,
    kayttaja_oid text,
    kayttaja_nimi text,
    peruttu timestamptz,
    peruja_oid text,
    CONSTRAINT arvioijakutsu_kaytto_check
        CHECK ((kaytetty IS NULL) = (kayttaja_oid IS NULL)),
    CONSTRAINT arvioijakutsu_peruminen_check
        CHECK ((peruttu IS NULL) = (peruja_oid IS NULL))
);
CREATE INDEX arvioijakutsu_hoks_id_idx ON ehoks.arvioijakutsu (hoks_id);
CREATE INDEX arvioijakutsu_kayttaja_oid_idx
    ON ehoks.arvioijakutsu (kayttaja_oid)
    WHERE kayttaja_oid IS NOT NULL AND peruttu IS NULL;
COMMENT ON TABLE ehoks.arvioijakutsu IS
    'Invitations of assessors from working life, each for one demonstration: '
    'the first who opens the link is the one';
COMMENT ON COLUMN ehoks.arvioijakutsu.uuid IS
    'By which staff name the invitation; opens nothing';
COMMENT ON COLUMN ehoks.arvioijakutsu.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.arvioijakutsu.moduuli_id IS
    'module-id of the demonstration, which every update of the plan keeps. '
    'Not a foreign key: a deleted plan has no rows in naytto, and its '
    'invitations hold again when the plan is brought back';
COMMENT ON COLUMN ehoks.arvioijakutsu.tiiviste IS
    'SHA-256 of the secret in the link; the secret itself is kept nowhere';
COMMENT ON COLUMN ehoks.arvioijakutsu.voimassaolo_loppu IS
    'Last day of the invitation and of what it gives; NULL: as long as the '
    'demonstration can be seen';
COMMENT ON COLUMN ehoks.arvioijakutsu.luotu IS 'When it was made';
COMMENT ON COLUMN ehoks.arvioijakutsu.luoja_oid IS
    'OID of the member of staff who made it';
COMMENT ON COLUMN ehoks.arvioijakutsu.kaytetty IS
    'When it was first opened; NULL: not yet';
COMMENT ON COLUMN ehoks.arvioijakutsu.kayttaja_oid IS
    'OID of the one who opened it, and who alone can go on opening it';
COMMENT ON COLUMN ehoks.arvioijakutsu.kayttaja_nimi IS
    'Name of that person by the login, so that staff see who came';
COMMENT ON COLUMN ehoks.arvioijakutsu.peruttu IS
    'When staff revoked it; NULL: not revoked';
COMMENT ON COLUMN ehoks.arvioijakutsu.peruja_oid IS
    'OID of the member of staff who revoked it';

CREATE TABLE ehoks.kalenteri (
    omistaja_oid text NOT NULL,
    laji text NOT NULL CONSTRAINT kalenteri_laji_check
        CHECK (laji IN ('OPPIJA', 'TYOPAIKKA')),
    tiiviste bytea NOT NULL CONSTRAINT kalenteri_tiiviste_key UNIQUE
        CONSTRAINT kalenteri_tiiviste_check
        CHECK (octet_length(tiiviste) = 32),
    sahkoposti text,
    kieli text NOT NULL CONSTRAINT kalenteri_kieli_check
        CHECK (kieli IN ('fi', 'sv', 'en')),
    luotu timestamptz NOT NULL,
    CONSTRAINT kalenteri_pkey PRIMARY KEY (omistaja_oid, laji),
    CONSTRAINT kalenteri_sahkoposti_check
        CHECK (sahkoposti IS NULL OR laji = 'TYOPAIKKA')
);
COMMENT ON TABLE ehoks.kalenteri IS
    'Private calendar feeds, at most one for each owner: whoever has the '
    'address may read it, a new one makes the old one void';
COMMENT ON COLUMN ehoks.kalenteri.omistaja_oid IS 'Whose feed';
COMMENT ON COLUMN ehoks.kalenteri.laji IS
    'As what: OPPIJA sees the own plans, TYOPAIKKA the periods and '
    'demonstrations of others that are theirs to see';
COMMENT ON COLUMN ehoks.kalenteri.tiiviste IS
    'SHA-256 of the secret in the address; the secret itself is kept nowhere';
COMMENT ON COLUMN ehoks.kalenteri.sahkoposti IS
    'E-mail that was verified when the feed was made: by it an instructor''s '
    'periods are found';
COMMENT ON COLUMN ehoks.kalenteri.kieli IS 'Language of its texts';
COMMENT ON COLUMN ehoks.kalenteri.luotu IS
    'When the present address was made';

-- Rights of the web server: what an invitation is for can't be changed.
GRANT SELECT, INSERT,
    UPDATE (kaytetty, kayttaja_oid, kayttaja_nimi, peruttu, peruja_oid)
    ON ehoks.arvioijakutsu TO ehoks_sovellus;
GRANT SELECT, INSERT, DELETE,
    UPDATE (tiiviste, sahkoposti, kieli, luotu)
    ON ehoks.kalenteri TO ehoks_sovellus;
