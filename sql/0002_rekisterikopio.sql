-- The mirror of the registries: what they told about a key, as JSON text, and
-- when. One row is also the place where the processes of the whole cluster
-- agree on who asks: whoever sets haku_alkoi does, all others wait for the
-- row or go on with the copy they have.

CREATE TABLE ehoks.rekisterikopio (
    laji text NOT NULL,
    avain text NOT NULL,
    asiakirja text COMPRESSION lz4,
    kysytty timestamptz,
    haettu timestamptz,
    haku_alkoi timestamptz,
    virhe text,
    virhe_aika timestamptz,
    CONSTRAINT rekisterikopio_pkey PRIMARY KEY (laji, avain),
    CONSTRAINT rekisterikopio_haettu_check
        CHECK ((haettu IS NULL) = (kysytty IS NULL)
               AND (haettu IS NOT NULL OR asiakirja IS NULL)),
    CONSTRAINT rekisterikopio_virhe_check
        CHECK ((virhe IS NULL) = (virhe_aika IS NULL))
) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
CREATE INDEX rekisterikopio_haettu_idx ON ehoks.rekisterikopio (haettu);
COMMENT ON TABLE ehoks.rekisterikopio IS
    'What the national registries told, by kind and key, with its age. May be '
    'emptied at any time: what is needed is asked again';
COMMENT ON COLUMN ehoks.rekisterikopio.laji IS
    'What it is: opiskeluoikeus, oppija, organisaatio, koodi, …';
COMMENT ON COLUMN ehoks.rekisterikopio.avain IS
    'By what the registry was asked: an OID, the URI of a code, …';
COMMENT ON COLUMN ehoks.rekisterikopio.asiakirja IS
    'What it told, as JSON text. NULL with haettu: it does not know the key; '
    'NULL without: it has not answered yet';
COMMENT ON COLUMN ehoks.rekisterikopio.kysytty IS
    'When the question behind this copy was sent';
COMMENT ON COLUMN ehoks.rekisterikopio.haettu IS
    'When the answer came: the age of this copy';
COMMENT ON COLUMN ehoks.rekisterikopio.haku_alkoi IS
    'Since when one process is asking; NULL: nobody is. Old ones are of '
    'processes that died';
COMMENT ON COLUMN ehoks.rekisterikopio.virhe IS
    'How the latest call failed; NULL: it did not';
COMMENT ON COLUMN ehoks.rekisterikopio.virhe_aika IS
    'When the latest call failed';

GRANT SELECT, INSERT, UPDATE, DELETE ON ehoks.rekisterikopio TO ehoks_sovellus;
