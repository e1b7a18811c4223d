-- Links to feedback surveys, as another system tells them: stored as they are
-- told and given out; nobody is called about them.

CREATE TABLE ehoks.kyselylinkki (
    kyselylinkki text CONSTRAINT kyselylinkki_pkey PRIMARY KEY,
    hoks_id bigint NOT NULL CONSTRAINT kyselylinkki_hoks_id_fkey
        REFERENCES ehoks.hoks ON DELETE CASCADE,
    tyyppi text NOT NULL,
    alkupvm date NOT NULL,
    lahetyspvm date,
    sahkoposti text,
    lahetystila text,
    luotu timestamptz NOT NULL,
    muutettu timestamptz NOT NULL
);
CREATE INDEX kyselylinkki_hoks_id_idx ON ehoks.kyselylinkki (hoks_id);
COMMENT ON TABLE ehoks.kyselylinkki IS
    'Links to feedback surveys of a plan''s learner, as told through the API';
COMMENT ON COLUMN ehoks.kyselylinkki.kyselylinkki IS
    'The link, which is also its key: it stands once in the whole service';
COMMENT ON COLUMN ehoks.kyselylinkki.hoks_id IS 'The plan';
COMMENT ON COLUMN ehoks.kyselylinkki.tyyppi IS
    'Which survey: aloittaneet, tutkinnon_suorittaneet, …, as it was told';
COMMENT ON COLUMN ehoks.kyselylinkki.alkupvm IS
    'First day on which the survey can be answered';
COMMENT ON COLUMN ehoks.kyselylinkki.lahetyspvm IS
    'When the link was sent to the learner, if it was';
COMMENT ON COLUMN ehoks.kyselylinkki.sahkoposti IS
    'E-mail that the link was sent to, if it was: contact data of a person';
COMMENT ON COLUMN ehoks.kyselylinkki.lahetystila IS
    'How the sending went: ei_lahetetty, viestintapalvelussa, lahetetty, …, '
    'as it was told';
COMMENT ON COLUMN ehoks.kyselylinkki.luotu IS 'When the link was told';
COMMENT ON COLUMN ehoks.kyselylinkki.muutettu IS
    'When its sending was last told';

GRANT SELECT, INSERT,
    UPDATE (lahetyspvm, sahkoposti, lahetystila, muutettu)
    ON ehoks.kyselylinkki TO ehoks_sovellus;
