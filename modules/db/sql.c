/* Every SQL statement. Parameters are text and carry their type in the
 * statement; organisations travel as PostgreSQL array text, lists of records
 * as JSON. "Plan" says how PostgreSQL finds the rows; t/sql/plans.pg holds it
 * to that. */
#include "sql.h"

/* Rights come from the school of the plan's study right: a role in the school
 * or in anything above it counts (contract: api.md 3.4). The document leaves
 * the database only for a caller who may read it and does not have it yet. */
#define READ_HOKS                                                              \
    "SELECT h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid,"               \
    " oo.oid IS NOT NULL AS indeksissa,"                                       \
    " coalesce(o.polku && $2::text[], false) AS saa_lukea,"                    \
    " CASE WHEN o.polku && $2::text[] AND h.versio <> $3::int"                 \
    " THEN h.asiakirja END AS asiakirja, o.polku"                              \
    " FROM ehoks.hoks h"                                                       \
    " LEFT JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"      \
    " LEFT JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"

/* Work periods as the document's list of them tells (modules/hoks/document.c),
 * and the columns that they fill, in one order. */
#define JAKSO_RECORD                                                           \
    "j(moduuli_id uuid, alku date, loppu date, tunniste text,"                 \
    " sahkoposti text, y_tunnus text, tutkinnon_osa text,"                     \
    " hankkimistapa text, osa_aikaisuus bigint, perusta text,"                 \
    " tyopaikka text, ohjaaja text, puhelinnumero text)"
#define JAKSO_COLUMNS                                                          \
    "hoks_id, moduuli_id, alku, loppu, yksiloiva_tunniste,"                    \
    " ohjaaja_sahkoposti, tyopaikan_y_tunnus, tutkinnon_osa, hankkimistapa,"   \
    " osa_aikaisuus, oppisopimuksen_perusta, tyopaikan_nimi, ohjaaja_nimi,"    \
    " ohjaaja_osoite, ohjaaja_puhelinnumero"
#define JAKSO_VALUES                                                           \
    "j.moduuli_id, j.alku, j.loppu, j.tunniste,"                               \
    " nullif(lower(btrim(j.sahkoposti)), ''), j.y_tunnus, j.tutkinnon_osa,"    \
    " j.hankkimistapa, j.osa_aikaisuus, j.perusta, j.tyopaikka, j.ohjaaja,"    \
    " j.sahkoposti, j.puhelinnumero"

/* A copy of the mirror, and how it stands with it at a request that began $1
 * milliseconds ago. Ages are told by one clock, the database's, because the
 * web servers' clocks may differ. */
#define COPY_COLUMNS                                                           \
    "asiakirja, haettu IS NOT NULL AS vastattu,"                               \
    " (extract(epoch FROM haettu) * 1000000)::bigint AS haettu,"               \
    " (extract(epoch FROM now() - haettu) * 1000)::bigint AS ika_ms,"          \
    " kysytty >= now() - $1::int * interval '1 ms' AS tuore,"                  \
    " (extract(epoch FROM now() - haku_alkoi) * 1000)::bigint AS haku_ms,"     \
    " (extract(epoch FROM now() - virhe_aika) * 1000)::bigint AS virhe_ms,"    \
    " virhe"

/* Today where the plans are. */
#define TODAY "(now() AT TIME ZONE 'Europe/Helsinki')::date"
/* A plan as the view of a share takes it, and where that comes from. */
#define SHARED_PLAN                                                            \
    "h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid,"                      \
    " CASE WHEN h.poistettu IS NULL THEN h.asiakirja END, p.nimi,"             \
    " oo.tutkinto_nimi, oo.osaamisala_nimi, oo.oppilaitos_oid, o.nimi,"        \
    " oo.arvioitu_paattymispaiva"
#define SHARED_PLAN_JOINS                                                      \
    " JOIN ehoks.oppija p ON p.oid = h.oppija_oid"                             \
    " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"           \
    " LEFT JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"

/* A point in time as the API writes it. */
#define INSTANT(column)                                                        \
    "to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

/* Last day of a calendar feed: an instructor's goes by an e-mail that may
 * become another's, so it has to be renewed once a year. NULL: none. */
#define CALENDAR_ENDS                                                          \
    "CASE laji WHEN 'TYOPAIKKA' THEN ((luotu + interval '1 year')"             \
    " AT TIME ZONE 'Europe/Helsinki')::date END"

/* One page ($4 rows after $5) of the parts in `omat`, with their plans and the
 * names of the learners. Columns: maara (of all), then hoks, versio, oppija,
 * opiskeluoikeus, nimi, moduuli_id, tila, asti (last day on which the caller
 * sees it), muutettu, asiakirja; all NULL where the page is empty. */
#define WORKPLACE_ROWS                                                         \
    " SELECT m.maara, s.id, s.versio, s.oppija_oid, s.opiskeluoikeus_oid,"     \
    " s.nimi, s.moduuli_id, CASE WHEN s.loppu < " TODAY " THEN 'paattynyt'"    \
    " WHEN s.alku > " TODAY " THEN 'tuleva' ELSE 'kaynnissa' END, s.asti,"     \
    " s.muutettu, s.asiakirja"                                                 \
    " FROM (SELECT count(*) AS maara FROM omat) m"                             \
    " LEFT JOIN (SELECT h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid,"   \
    " p.nimi, omat.moduuli_id, omat.alku, omat.loppu, omat.asti, h.asiakirja," \
    " " INSTANT(                                                               \
        "h.muutettu") " AS muutettu"                                           \
                      " FROM omat JOIN ehoks.hoks h ON h.id = omat.hoks_id"    \
                      " JOIN ehoks.oppija p ON p.oid = h.oppija_oid"           \
                      " ORDER BY omat.loppu < " TODAY                          \
                      ", omat.alku, omat.moduuli_id"                           \
                      " LIMIT $4::bigint OFFSET $5::bigint) s ON true"         \
                      " ORDER BY s.loppu < " TODAY ", s.alku, s.moduuli_id"

/* An active study right, by the index (contract: api.md 3.6). */
#define IS_ACTIVE(oo)                                                          \
    "coalesce(" oo ".mitatoity IS NULL AND " oo ".tila NOT IN ('valmistunut'," \
    " 'eronnut', 'katsotaaneronneeksi', 'peruutettu'), false)"

/* The search of learners looks at the rows of one school, in one index that
 * holds all it compares. Texts are folded once for the whole statement.
 * $1 oppilaitos $2 words that the name must have (JSON list) $3 part of the
 * qualification's name $4 …of the competence area's $5 hoks $6 language of
 * the names; $2 may be [], $3 to $5 NULL. */
#define FOLDED(text)                                                           \
    "'%' || replace(ehoks.hakuavain(" text "), '\\', '\\\\') || '%'"
#define NAMED(text)                                                            \
    " (SELECT n.numero FROM ehoks.nimike n"                                    \
    " WHERE coalesce(n.haku ->> $6, n.haku ->> 'fi') LIKE (SELECT " FOLDED(    \
        text) "))"
#define SEARCHED                                                                   \
    " FROM ehoks.hakurivi r"                                                       \
    " WHERE r.oppilaitos_oid = $1 AND r.haku LIKE ALL (ARRAY("                     \
    "SELECT " FOLDED(                                                              \
        "sana") " FROM jsonb_array_elements_text($2::jsonb) AS s (sana)))"         \
                " AND ($3::text IS NULL OR r.tutkinto IN" NAMED(                   \
                    "$3::text") ")"                                                \
                                " AND ($4::text IS NULL OR r.osaamisala IN" NAMED( \
                                    "$4::text") ")"                                \
                                                " AND ($5::bigint IS NULL OR r.hoks_id = $5::bigint)"

/* The rank of each name among all of them, by its number. */
#define RANKS                                                                   \
    "ARRAY(SELECT s.sija FROM generate_series(1, (SELECT max(numero)"           \
    " FROM ehoks.nimike)) AS g (n) LEFT JOIN (SELECT numero, dense_rank() OVER" \
    " (ORDER BY coalesce(jarjestys ->> $6, jarjestys ->> 'fi', '')"             \
    " COLLATE \"C\") AS sija FROM ehoks.nimike) AS s ON s.numero = g.n"         \
    " ORDER BY g.n)"

/* What a row of the list tells; `d.teksti` is the document, unpacked once for
 * all that is read from it. How many plans the learner has counts all
 * only for a student of the school, as the plans themselves (contract: api.md
 * 3.6). */
#define FOUND_ROW                                                                           \
    "jsonb_strip_nulls(jsonb_build_object('oid', h.oppija_oid, 'nimi', p.nimi,"             \
    " 'opiskeluoikeus-oid', h.opiskeluoikeus_oid, 'hoks-id', h.id,"                         \
    " 'tutkinto-nimi', oo.tutkinto_nimi,"                                                   \
    " 'osaamisala-nimi', oo.osaamisala_nimi, 'eid', h.eid,"                                 \
    " 'ensikertainen-hyvaksyminen', h.ensikertainen_hyvaksyminen,"                          \
    " 'paivitetty', nullif(split_part(split_part(d.teksti, '\"paivitetty\":\"', 2),"        \
    " '\"', 1), ''),"                                                                       \
    " 'manuaalisyotto', strpos(d.teksti, '\"manuaalisyotto\":true') > 0,"                   \
    " 'muutettu', to_char(h.muutettu AT TIME ZONE 'UTC',"                                   \
    " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"                                                   \
    " 'opiskeluoikeus-voimassa', " IS_ACTIVE(                                               \
        "oo") ","                                                                           \
              " 'hoksien-maara', (SELECT count(*) FILTER (WHERE muu.oppilaitos_oid = $1"    \
              " OR opiskelija) FROM (SELECT k.oppilaitos_oid, bool_or("                     \
              "k.oppilaitos_oid = $1 AND " IS_ACTIVE(                                       \
                  "k") ") OVER () AS opiskelija"                                            \
                       " FROM ehoks.hoks m JOIN ehoks.opiskeluoikeus k"                     \
                       " ON k.oid = m.opiskeluoikeus_oid WHERE m.oppija_oid = h.oppija_oid" \
                       " AND m.poistettu IS NULL) AS muu)))"

/* How many there are, and the page of them; `keys` is what FROM and ORDER BY
 * need beyond the rows of the school. */
#define SEARCH(page)                                                           \
    "SELECT (SELECT count(*)" SEARCHED                                         \
    "), (SELECT coalesce(jsonb_agg(" FOUND_ROW                                 \
    " ORDER BY sivu.paikka), '[]') FROM (SELECT hoks_id,"                      \
    " row_number() OVER () AS paikka FROM (" page                              \
    " LIMIT $7::int OFFSET $8::int) AS rivit) AS sivu"                         \
    " JOIN ehoks.hoks h ON h.id = sivu.hoks_id"                                \
    " JOIN ehoks.oppija p ON p.oid = h.oppija_oid"                             \
    " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"           \
    " CROSS JOIN LATERAL (SELECT h.asiakirja || '' AS teksti OFFSET 0) AS d)"

/* What the report of work periods tells of one; contract: api.md 6.4. */
#define JAKSORAPORTTI_ROW                                                      \
    "h.id, oo.oid, h.oppija_oid, h.eid, t.hankkimistapa, t.alku, t.loppu,"     \
    " t.osa_aikaisuus, t.oppisopimuksen_perusta, t.tyopaikan_nimi,"            \
    " t.tyopaikan_y_tunnus, t.ohjaaja_nimi, t.ohjaaja_osoite,"                 \
    " t.ohjaaja_puhelinnumero, oo.oppilaitos_oid, t.tutkinnon_osa"

#define JAKSORAPORTTI(where)                                                   \
    "WITH osumat AS MATERIALIZED (SELECT h.id AS hoks, t.numero"               \
    " FROM ehoks.tyopaikkajakso t JOIN ehoks.hoks h ON h.id = t.hoks_id"       \
    " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"           \
    " WHERE t.loppu BETWEEN $2::date AND $3::date AND h.poistettu IS NULL"     \
    " AND ($4::boolean OR (t.tutkinnon_osa = 'ammatillinen'"                   \
    " AND t.osa_aikaisuus IS NULL)) AND oo.tutkinto_nimi @> $1::jsonb" where   \
    "), sivu AS MATERIALIZED (SELECT * FROM osumat"                            \
    " ORDER BY hoks DESC, numero LIMIT $5::bigint OFFSET $6::bigint)"          \
    " SELECT maara, rivi.* FROM (SELECT count(*) AS maara FROM osumat) m"      \
    " LEFT JOIN (SELECT " JAKSORAPORTTI_ROW ", t.numero FROM sivu"             \
    " JOIN ehoks.tyopaikkajakso t ON t.numero = sivu.numero"                   \
    " JOIN ehoks.hoks h ON h.id = t.hoks_id"                                   \
    " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid) rivi"     \
    " ON true ORDER BY rivi.id DESC, rivi.numero"

const ehoks_sql_t ehoks_sql[EHOKS_SQL_COUNT] = {
    /* Is the database there and migrated? Plan: one row of a tiny table. */
    {EHOKS_SQL_TERVEYS, "terveys", "SELECT max(numero) FROM ehoks.migraatio", 0,
     0},

    /* One live plan. $1 id, $2 organisations in which the caller may read,
     * $3 the version that the caller has (0: none).
     * Columns: id, versio, oppija_oid, opiskeluoikeus_oid, indeksissa,
     * saa_lukea, asiakirja, polku of the school. Plan: three primary keys. */
    {EHOKS_SQL_LUE_HOKS, "lue_hoks",
     READ_HOKS " WHERE h.id = $1::bigint AND h.poistettu IS NULL", 3, 0},

    /* The same by study right. Plan: a unique key, two primary keys. */
    {EHOKS_SQL_LUE_HOKS_OPISKELUOIKEUDELLA, "lue_hoks_opiskeluoikeudella",
     READ_HOKS " WHERE h.opiskeluoikeus_oid = $1 AND h.poistettu IS NULL", 3,
     0},

    /* A learner's own live plans, oldest first. $1 oppija.
     * Columns: id, versio, asiakirja, opiskeluoikeus. Plan: index
     * hoks_oppija_oid_idx. */
    {EHOKS_SQL_OPPIJAN_HOKSIT, "oppijan_hoksit",
     "SELECT id, versio, asiakirja, opiskeluoikeus_oid FROM ehoks.hoks"
     " WHERE oppija_oid = $1 AND poistettu IS NULL ORDER BY id",
     1, 0},

    /* All live plans of a learner with what decides who of the provider staff
     * may see them. $1 oppija. Columns: id, versio, asiakirja, oppilaitos,
     * polku of the school, voimassa (the study right is active by the index:
     * contract, api.md 3.6), opiskeluoikeus. Plan: index hoks_oppija_oid_idx, two primary keys. */
    {EHOKS_SQL_OPPIJAN_NAKYMA, "oppijan_nakyma",
     "SELECT h.id, h.versio, h.asiakirja, oo.oppilaitos_oid, o.polku,"
     " " IS_ACTIVE(
         "oo") ", h.opiskeluoikeus_oid FROM ehoks.hoks h"
               " LEFT JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
               " LEFT JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"
               " WHERE h.oppija_oid = $1 AND h.poistettu IS NULL ORDER BY h.id",
     1, 0},

    /* A learner with a study right in a school where the caller may read; one
     * with a plan, if there is any. $1 oppija $2 organisations in which the
     * caller may read. Columns: nimi, opiskeluoikeus, hoks (NULL: no plan),
     * polku of the school. Plan: index opiskeluoikeus_oppija_oid_idx, unique
     * keys. */
    {EHOKS_SQL_KATSOTTAVA_OPPIJA, "katsottava_oppija",
     "SELECT p.nimi, oo.oid, h.id, o.polku FROM ehoks.opiskeluoikeus oo"
     " JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"
     " JOIN ehoks.oppija p ON p.oid = oo.oppija_oid"
     " LEFT JOIN ehoks.hoks h ON h.opiskeluoikeus_oid = oo.oid"
     " AND h.poistettu IS NULL"
     " WHERE oo.oppija_oid = $1 AND o.polku && $2::text[]"
     " ORDER BY h.id IS NULL, oo.oid LIMIT 1",
     2, 0},

    /* Whose a live plan is. $1 id. Columns: oppija. Plan: primary key. */
    {EHOKS_SQL_HOKSIN_OPPIJA, "hoksin_oppija",
     "SELECT oppija_oid FROM ehoks.hoks"
     " WHERE id = $1::bigint AND poistettu IS NULL",
     1, 0},

    /* Writes down what the registries told about a study right, its learner
     * and its school, and tells what a new plan must know. The index rows
     * stay even if the plan is refused (contract: api.md 4.3). A row that says
     * the same and is not an hour old is left alone: all plans of a school
     * share its row. The age is compared so that no index of it can be used:
     * in a busy hour it holds thousands of rows, the key holds one.
     * $1 oppija $2 nimi $3 oppilaitos $4 polku $5 nimi (jsonb) $6 tyypit
     * $7 opiskeluoikeus $8 koulutustoimija $9 tyyppi $10 tila
     * $11 alkamispäivä $12 arvioitu päättymispäivä $13 tutkinnon nimi
     * $14 osaamisalan nimi $15 the study right as told (jsonb)
     * $16 organisations in which the caller may write, $17 true writes
     * nothing (a dry run; it needs no id either).
     * Columns: saa_kirjoittaa, olemassa (live|poistettu|NULL), id (the next
     * plan's id, NULL when there will be none).
     * Plan: primary keys; hoks by its unique key. */
    {EHOKS_SQL_INDEKSOI, "indeksoi",
     "WITH oppija AS ("
     "INSERT INTO ehoks.oppija (oid, nimi, haettu) SELECT $1, $2, now()"
     " WHERE NOT $17::boolean AND NOT EXISTS (SELECT FROM ehoks.oppija"
     " WHERE oid = $1 AND nimi = $2 AND haettu + interval '1 hour' > now())"
     " ON CONFLICT (oid) DO UPDATE SET nimi = excluded.nimi,"
     " haettu = excluded.haettu),"
     " organisaatio AS ("
     "INSERT INTO ehoks.organisaatio (oid, polku, nimi, tyypit, haettu)"
     " SELECT $3, $4::text[], $5::jsonb, $6::text[], now()"
     " WHERE NOT $17::boolean AND NOT EXISTS (SELECT FROM ehoks.organisaatio"
     " WHERE oid = $3 AND polku = $4::text[] AND nimi = $5::jsonb"
     " AND haettu + interval '1 hour' > now())"
     " ON CONFLICT (oid) DO UPDATE SET polku = excluded.polku,"
     " nimi = excluded.nimi, tyypit = excluded.tyypit,"
     " haettu = excluded.haettu),"
     " opiskeluoikeus AS ("
     "INSERT INTO ehoks.opiskeluoikeus (oid, oppija_oid, oppilaitos_oid,"
     " koulutustoimija_oid, tyyppi, tila, alkamispaiva,"
     " arvioitu_paattymispaiva, tutkinto_nimi, osaamisala_nimi, asiakirja,"
     " haettu) SELECT $7, $1, $3, $8, $9, $10, $11::date, $12::date,"
     " $13::jsonb, $14::jsonb, $15::jsonb, now() WHERE NOT $17::boolean"
     " AND NOT EXISTS (SELECT FROM ehoks.opiskeluoikeus WHERE oid = $7"
     " AND oppija_oid = $1 AND asiakirja = $15::jsonb AND mitatoity IS NULL"
     " AND haettu + interval '1 hour' > now())"
     " ON CONFLICT (oid) DO UPDATE SET oppija_oid = excluded.oppija_oid,"
     " oppilaitos_oid = excluded.oppilaitos_oid,"
     " koulutustoimija_oid = excluded.koulutustoimija_oid,"
     " tyyppi = excluded.tyyppi, tila = excluded.tila,"
     " alkamispaiva = excluded.alkamispaiva,"
     " arvioitu_paattymispaiva = excluded.arvioitu_paattymispaiva,"
     " tutkinto_nimi = excluded.tutkinto_nimi,"
     " osaamisala_nimi = excluded.osaamisala_nimi,"
     " asiakirja = excluded.asiakirja, haettu = excluded.haettu,"
     " mitatoity = NULL),"
     " tila AS ("
     "SELECT $4::text[] && $16::text[] AS saa_kirjoittaa,"
     " (SELECT CASE WHEN poistettu IS NULL THEN 'live' ELSE 'poistettu' END"
     " FROM ehoks.hoks WHERE opiskeluoikeus_oid = $7) AS olemassa)"
     " SELECT saa_kirjoittaa, olemassa, CASE WHEN saa_kirjoittaa"
     " AND olemassa IS NULL AND NOT $17::boolean"
     " THEN nextval('ehoks.hoks_id_seq') END AS id FROM tila",
     17, 1},

    /* The learner of a study right got another main OID. $1 the new OID
     * $2 nimi $3 opiskeluoikeus. Plan: primary keys. */
    {EHOKS_SQL_SEURAA_OPPIJAA, "seuraa_oppijaa",
     "WITH oppija AS ("
     "INSERT INTO ehoks.oppija (oid, nimi, haettu) VALUES ($1, $2, now())"
     " ON CONFLICT (oid) DO UPDATE SET nimi = excluded.nimi,"
     " haettu = excluded.haettu)"
     " UPDATE ehoks.opiskeluoikeus SET oppija_oid = $1 WHERE oid = $3",
     3, 1},

    /* A new plan with its first version, its projections, its row of the
     * change feed and its audit row: one statement, so all or nothing.
     * $1 id $2 eid $3 oppija $4 opiskeluoikeus $5 asiakirja
     * $6 ensikertainen hyväksyminen $7 osaamisen saavuttamisen pvm
     * $8 tekijä $9 tekijän laji $10 asiakas $11 osoite $12 selain $13 pyyntö
     * $14 työpaikkajaksot (JSON list) $15 näytöt (JSON list) $16 organisation
     * whose role gives the right. Column: id. Plan: inserts only. */
    {EHOKS_SQL_LUO_HOKS, "luo_hoks",
     "WITH hoks AS ("
     "INSERT INTO ehoks.hoks (id, eid, oppija_oid, opiskeluoikeus_oid,"
     " versio, asiakirja, ensikertainen_hyvaksyminen,"
     " osaamisen_saavuttamisen_pvm, luotu, muutettu)"
     " VALUES ($1::bigint, $2, $3, $4, 1, $5, $6::date, $7::date, now(),"
     " now()) RETURNING id),"
     " versio AS ("
     "INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid,"
     " asiakas, toiminto, asiakirja)"
     " VALUES ($1::bigint, 1, now(), $8, $10, 'luonti', $5)),"
     " jaksot AS ("
     "INSERT INTO ehoks.tyopaikkajakso (" JAKSO_COLUMNS ")"
     " SELECT $1::bigint, " JAKSO_VALUES
     " FROM jsonb_to_recordset($14::jsonb) AS " JAKSO_RECORD "),"
     " naytot AS ("
     "INSERT INTO ehoks.naytto (hoks_id, moduuli_id, alku, loppu)"
     " SELECT $1::bigint, n.moduuli_id, n.alku, n.loppu"
     " FROM jsonb_to_recordset($15::jsonb)"
     " AS n(moduuli_id uuid, alku date, loppu date)),"
     " syote AS ("
     "INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)"
     " VALUES ($1::bigint, 1, 'luonti', now())),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, versio,"
     " oppija_oid, opiskeluoikeus_oid, peruste)"
     " VALUES (now(), $8, $9, $10, $11::inet, $12, $13, 'create',"
     " jsonb_build_object('hoksId', $1::bigint, 'oppijaOid', $3::text,"
     " 'opiskeluoikeusOid', $4::text), 'succeeded', $1::bigint, 1, $3, $4,"
     " $16)) SELECT id FROM hoks",
     16, 1},

    /* The next version of a plan, if it still is in the version that was
     * read: all or nothing, and no row when another writer was faster (the
     * loser waits for the row, sees the new version and finds nothing).
     * $1 id $2 version that was read $3 asiakirja $4 ensikertainen hyväksyminen
     * $5 osaamisen saavuttamisen pvm $6 oppija $7 toiminto $8 muutos
     * $9 snapshot or NULL $10 tekijä $11 tekijän laji $12 asiakas $13 osoite
     * $14 selain $15 pyyntö $16 toiminto of the audit $17 työpaikkajaksot
     * $18 näytöt (JSON lists) $19 organisation whose role gives the right
     * $20 what changed (JSON list for the audit). Column: versio.
     * Plan: primary keys; projections by hoks_id. */
    {EHOKS_SQL_MUUTA_HOKS, "muuta_hoks",
     "WITH hoks AS ("
     "UPDATE ehoks.hoks SET versio = versio + 1, asiakirja = $3,"
     " ensikertainen_hyvaksyminen = $4::date,"
     " osaamisen_saavuttamisen_pvm = $5::date, oppija_oid = $6,"
     " yhteystietoja_historiassa = yhteystietoja_historiassa OR yhteystietoja,"
     " muutettu = now() WHERE id = $1::bigint AND versio = $2::int"
     " AND poistettu IS NULL RETURNING id, versio, opiskeluoikeus_oid),"
     " versio AS ("
     "INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid,"
     " asiakas, toiminto, muutos, asiakirja)"
     " SELECT id, versio, now(), $10, $12, $7, $8, $9 FROM hoks),"
     " uudet_jaksot AS MATERIALIZED ("
     "SELECT h.id AS hoks_id, j.* FROM hoks h,"
     " jsonb_to_recordset($17::jsonb) AS " JAKSO_RECORD "),"
     " vanhat_jaksot AS ("
     "DELETE FROM ehoks.tyopaikkajakso t USING hoks h WHERE t.hoks_id = h.id"
     " AND t.moduuli_id NOT IN (SELECT moduuli_id FROM uudet_jaksot)),"
     " jaksot AS ("
     "INSERT INTO ehoks.tyopaikkajakso AS t (" JAKSO_COLUMNS ")"
     " SELECT j.hoks_id, " JAKSO_VALUES " FROM uudet_jaksot j"
     " WHERE NOT EXISTS (SELECT FROM ehoks.tyopaikkajakso"
     " WHERE hoks_id = $1::bigint AND moduuli_id = j.moduuli_id"
     " AND ROW(" JAKSO_COLUMNS ") IS NOT DISTINCT FROM ROW(j.hoks_id,"
     " " JAKSO_VALUES "))"
     " ON CONFLICT (moduuli_id) DO UPDATE SET alku = excluded.alku,"
     " loppu = excluded.loppu,"
     " yksiloiva_tunniste = excluded.yksiloiva_tunniste,"
     " ohjaaja_sahkoposti = excluded.ohjaaja_sahkoposti,"
     " tyopaikan_y_tunnus = excluded.tyopaikan_y_tunnus,"
     " tutkinnon_osa = excluded.tutkinnon_osa,"
     " hankkimistapa = excluded.hankkimistapa,"
     " osa_aikaisuus = excluded.osa_aikaisuus,"
     " oppisopimuksen_perusta = excluded.oppisopimuksen_perusta,"
     " tyopaikan_nimi = excluded.tyopaikan_nimi,"
     " ohjaaja_nimi = excluded.ohjaaja_nimi,"
     " ohjaaja_osoite = excluded.ohjaaja_osoite,"
     " ohjaaja_puhelinnumero = excluded.ohjaaja_puhelinnumero"
     " WHERE t.hoks_id = excluded.hoks_id),"
     " uudet_naytot AS MATERIALIZED ("
     "SELECT h.id AS hoks_id, n.* FROM hoks h,"
     " jsonb_to_recordset($18::jsonb)"
     " AS n(moduuli_id uuid, alku date, loppu date)),"
     " vanhat_naytot AS ("
     "DELETE FROM ehoks.naytto t USING hoks h WHERE t.hoks_id = h.id"
     " AND t.moduuli_id NOT IN (SELECT moduuli_id FROM uudet_naytot)),"
     " naytot AS ("
     "INSERT INTO ehoks.naytto AS t (hoks_id, moduuli_id, alku, loppu)"
     " SELECT n.hoks_id, n.moduuli_id, n.alku, n.loppu FROM uudet_naytot n"
     " WHERE NOT EXISTS (SELECT FROM ehoks.naytto"
     " WHERE hoks_id = $1::bigint AND moduuli_id = n.moduuli_id"
     " AND ROW(alku, loppu) IS NOT DISTINCT FROM ROW(n.alku, n.loppu))"
     " ON CONFLICT (moduuli_id) DO UPDATE SET alku = excluded.alku,"
     " loppu = excluded.loppu WHERE t.hoks_id = excluded.hoks_id),"
     " syote AS ("
     "INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)"
     " SELECT id, versio, $7, now() FROM hoks),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, versio,"
     " oppija_oid, opiskeluoikeus_oid, peruste, muutokset)"
     " SELECT now(), $10, $11, $12, $13::inet, $14, $15, $16,"
     " jsonb_build_object('hoksId', id, 'oppijaOid', $6::text,"
     " 'opiskeluoikeusOid', opiskeluoikeus_oid), 'succeeded', id, versio,"
     " $6, opiskeluoikeus_oid, $19, $20::jsonb FROM hoks)"
     " SELECT versio FROM hoks",
     20, 1},

    /* Deletes a plan that still is in the version that was read: the document
     * stays, what is found by it goes. $1 id $2 version that was read
     * $3 tekijä $4 tekijän laji $5 asiakas $6 osoite $7 selain $8 pyyntö
     * $9 organisation whose role gives the right. Column: versio.
     * Plan: primary keys; projections by hoks_id. */
    {EHOKS_SQL_POISTA_HOKS, "poista_hoks",
     "WITH hoks AS ("
     "UPDATE ehoks.hoks SET versio = versio + 1, poistettu = now(),"
     " muutettu = now() WHERE id = $1::bigint AND versio = $2::int"
     " AND poistettu IS NULL"
     " RETURNING id, versio, oppija_oid, opiskeluoikeus_oid),"
     " versio AS ("
     "INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid,"
     " asiakas, toiminto, muutos)"
     " SELECT id, versio, now(), $3, $5, 'poisto', '[]' FROM hoks),"
     " jaksot AS ("
     "DELETE FROM ehoks.tyopaikkajakso t USING hoks h WHERE t.hoks_id = h.id),"
     " naytot AS ("
     "DELETE FROM ehoks.naytto t USING hoks h WHERE t.hoks_id = h.id),"
     " syote AS ("
     "INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)"
     " SELECT id, versio, 'poisto', now() FROM hoks),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, versio,"
     " oppija_oid, opiskeluoikeus_oid, peruste)"
     " SELECT now(), $3, $4, $5, $6::inet, $7, $8, 'delete',"
     " jsonb_build_object('hoksId', id, 'oppijaOid', oppija_oid,"
     " 'opiskeluoikeusOid', opiskeluoikeus_oid), 'succeeded', id, versio,"
     " oppija_oid, opiskeluoikeus_oid, $9 FROM hoks)"
     " SELECT versio FROM hoks",
     9, 1},

    /* The document of deleted plan $1. Column: asiakirja. Plan: primary
     * key. */
    {EHOKS_SQL_POISTETTU_HOKS, "poistettu_hoks",
     "SELECT asiakirja FROM ehoks.hoks WHERE id = $1::bigint"
     " AND poistettu IS NOT NULL",
     1, 0},

    /* Brings a deleted plan back. $1 id $2 tekijä $3 tekijän laji $4 asiakas
     * $5 osoite $6 selain $7 pyyntö $8 työpaikkajaksot $9 näytöt (JSON lists)
     * $10 organisation whose role gives the right.
     * Column: versio; no row when it is not deleted. Plan: primary keys. */
    {EHOKS_SQL_PALAUTA_HOKS, "palauta_hoks",
     "WITH hoks AS ("
     "UPDATE ehoks.hoks SET versio = versio + 1, poistettu = NULL,"
     " muutettu = now() WHERE id = $1::bigint AND poistettu IS NOT NULL"
     " RETURNING id, versio, oppija_oid, opiskeluoikeus_oid),"
     " versio AS ("
     "INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid,"
     " asiakas, toiminto, muutos)"
     " SELECT id, versio, now(), $2, $4, 'palautus', '[]' FROM hoks),"
     " jaksot AS ("
     "INSERT INTO ehoks.tyopaikkajakso (" JAKSO_COLUMNS ")"
     " SELECT h.id, " JAKSO_VALUES " FROM hoks h,"
     " jsonb_to_recordset($8::jsonb) AS " JAKSO_RECORD "),"
     " naytot AS ("
     "INSERT INTO ehoks.naytto (hoks_id, moduuli_id, alku, loppu)"
     " SELECT h.id, n.moduuli_id, n.alku, n.loppu FROM hoks h,"
     " jsonb_to_recordset($9::jsonb)"
     " AS n(moduuli_id uuid, alku date, loppu date)),"
     " syote AS ("
     "INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)"
     " SELECT id, versio, 'palautus', now() FROM hoks),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, versio,"
     " oppija_oid, opiskeluoikeus_oid, peruste)"
     " SELECT now(), $2, $3, $4, $5::inet, $6, $7, 'update',"
     " jsonb_build_object('hoksId', id, 'oppijaOid', oppija_oid,"
     " 'opiskeluoikeusOid', opiskeluoikeus_oid), 'succeeded', id, versio,"
     " oppija_oid, opiskeluoikeus_oid, $10 FROM hoks)"
     " SELECT versio FROM hoks",
     10, 1},

    /* What makes version $2 of plan $1: the nearest snapshot and the changes
     * after it, in order. Columns: versio, muutos, asiakirja (only of the
     * snapshot). Plan: primary key, at most 20 rows. */
    {EHOKS_SQL_VERSION_POLKU, "version_polku",
     "WITH alku AS (SELECT max(versio) AS versio FROM ehoks.hoks_versio"
     " WHERE hoks_id = $1::bigint AND versio <= $2::int"
     " AND asiakirja IS NOT NULL)"
     " SELECT v.versio, v.muutos,"
     " CASE WHEN v.versio = alku.versio THEN v.asiakirja END"
     " FROM ehoks.hoks_versio v, alku WHERE v.hoks_id = $1::bigint"
     " AND v.versio BETWEEN alku.versio AND $2::int ORDER BY v.versio",
     2, 0},

    /* All versions of plan $1. Columns: versio, aika, toiminto, tekijä,
     * asiakas. Plan: primary key. */
    {EHOKS_SQL_VERSIOT, "versiot",
     "SELECT versio, to_char(aika AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), toiminto, tekija_oid, asiakas"
     " FROM ehoks.hoks_versio WHERE hoks_id = $1::bigint ORDER BY versio",
     1, 0},

    /* A page of the statistics feed, plans that were deleted or removed for
     * good too. $1 greatest id of the page before $2 how many $3 changed after
     * this time, or NULL. Columns: id, poistettu, asiakirja (of one removed
     * for good: what is left of it). Plan: two primary keys, in order. */
    {EHOKS_SQL_TILASTOSIVU, "tilastosivu",
     "(SELECT id, to_char(poistettu AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), asiakirja FROM ehoks.hoks"
     " WHERE id > $1::bigint"
     " AND ($3::timestamptz IS NULL OR muutettu > $3::timestamptz)"
     " ORDER BY id LIMIT $2::int) UNION ALL"
     " (SELECT hoks_id, to_char(havitetty AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
     " jsonb_strip_nulls(jsonb_build_object('id', hoks_id, 'eid', eid,"
     " 'ensikertainen-hyvaksyminen', ensikertainen_hyvaksyminen))::text"
     " FROM ehoks.havitetty WHERE hoks_id > $1::bigint"
     " AND ($3::timestamptz IS NULL OR havitetty > $3::timestamptz)"
     " ORDER BY hoks_id LIMIT $2::int) ORDER BY id LIMIT $2::int",
     3, 0},

    /* The live plan that a work period is part of. $1 module-id of the
     * period. Columns: id, asiakirja, versio, oppija, opiskeluoikeus.
     * Plan: two primary keys. */
    {EHOKS_SQL_JAKSON_HOKS, "jakson_hoks",
     "SELECT h.id, h.asiakirja, h.versio, h.oppija_oid, h.opiskeluoikeus_oid"
     " FROM ehoks.tyopaikkajakso j"
     " JOIN ehoks.hoks h ON h.id = j.hoks_id"
     " WHERE j.moduuli_id = $1::uuid AND h.poistettu IS NULL",
     1, 0},

    /* Periods of the learners of a workplace instructor, from the day they
     * are stored until the time after their last day is over: those that go
     * on or come by first day, then those that ended. One row at least.
     * $1 verified e-mail $2 how long after the last day (interval) $3 only
     * this module-id (NULL: all) $4 rows $5 rows before them.
     * Columns: WORKPLACE_COLUMNS.
     * Plan: index tyopaikkajakso_ohjaaja_sahkoposti_loppu_idx, primary keys. */
    {EHOKS_SQL_OHJAAJAN_JAKSOT, "ohjaajan_jaksot",
     "WITH omat AS ("
     "SELECT j.hoks_id, j.moduuli_id, j.alku, j.loppu,"
     " (j.loppu + $2::interval)::date AS asti"
     " FROM ehoks.tyopaikkajakso j"
     " JOIN ehoks.hoks h ON h.id = j.hoks_id AND h.poistettu IS NULL"
     " WHERE j.ohjaaja_sahkoposti = lower(btrim($1))"
     " AND (j.loppu + $2::interval)::date >= " TODAY
     " AND ($3::uuid IS NULL OR j.moduuli_id = $3::uuid))" WORKPLACE_ROWS,
     5, 0},

    /* The same of demonstrations, for the assessor who opened an invitation to
     * them. $1 the assessor; the others as above.
     * Plan: index arvioijakutsu_kayttaja_oid_idx, primary keys. */
    {EHOKS_SQL_ARVIOIJAN_NAYTOT, "arvioijan_naytot",
     "WITH omat AS ("
     "SELECT n.hoks_id, n.moduuli_id, n.alku, n.loppu,"
     " least(k.loppu, (n.loppu + $2::interval)::date) AS asti"
     " FROM (SELECT hoks_id, moduuli_id,"
     " max(coalesce(voimassaolo_loppu, 'infinity')) AS loppu"
     " FROM ehoks.arvioijakutsu"
     " WHERE kayttaja_oid = $1 AND peruttu IS NULL"
     " AND ($3::uuid IS NULL OR moduuli_id = $3::uuid)"
     " GROUP BY hoks_id, moduuli_id) k"
     " JOIN ehoks.naytto n ON n.moduuli_id = k.moduuli_id"
     " AND n.hoks_id = k.hoks_id"
     " JOIN ehoks.hoks h ON h.id = n.hoks_id AND h.poistettu IS NULL"
     " WHERE n.loppu IS NOT NULL AND least(k.loppu, (n.loppu + $2::interval)::date) >= " TODAY
     ")" WORKPLACE_ROWS,
     5, 0},

    /* A new invitation, if the part is a demonstration of the plan that can
     * still be seen. $1 uuid $2 hoks $3 module-id $4 hash of the secret (hex)
     * $5 last day or NULL $6 who makes it $7 how long after the last day.
     * Column: auki (no row: no such demonstration). Plan: primary key. */
    {EHOKS_SQL_LUO_KUTSU, "luo_kutsu",
     "WITH kohde AS ("
     "SELECT hoks_id, moduuli_id, (loppu + $7::interval)::date >= " TODAY
     " AS auki FROM ehoks.naytto"
     " WHERE moduuli_id = $3::uuid AND hoks_id = $2::bigint),"
     " uusi AS ("
     "INSERT INTO ehoks.arvioijakutsu (uuid, hoks_id, moduuli_id, tiiviste,"
     " voimassaolo_loppu, luotu, luoja_oid)"
     " SELECT $1::uuid, hoks_id, moduuli_id, decode($4, 'hex'), $5::date,"
     " now(), $6 FROM kohde WHERE auki)"
     " SELECT auki FROM kohde",
     7, 1},

    /* The invitations to the demonstrations of plan $1, the newest first. $2
     * how long after the last day. Columns: uuid, module-id, tila, luotu,
     * voimassaolo_loppu, asti (last day of what it gives), kaytetty, name of
     * who opened it. Plan: index arvioijakutsu_hoks_id_idx, primary key. */
    {EHOKS_SQL_KUTSUT, "kutsut",
     "SELECT k.uuid, k.moduuli_id,"
     " CASE WHEN k.peruttu IS NOT NULL THEN 'peruttu'"
     " WHEN n.asti >= " TODAY " AND k.kaytetty IS NOT NULL THEN 'kaytetty'"
     " WHEN n.asti >= " TODAY " THEN 'avoin' ELSE 'paattynyt' END,"
     " " INSTANT(
         "k.luotu") ", k.voimassaolo_loppu, n.asti,"
                    " " INSTANT(
                        "k.kaytetty") ", k.kayttaja_nimi"
                                      " FROM ehoks.arvioijakutsu k"
                                      " LEFT JOIN LATERAL (SELECT least(k.voimassaolo_loppu,"
                                      " (loppu + $2::interval)::date) AS asti FROM ehoks.naytto"
                                      " WHERE moduuli_id = k.moduuli_id AND hoks_id = k.hoks_id"
                                      " AND loppu IS NOT NULL) n ON true"
                                      " WHERE k.hoks_id = $1::bigint ORDER BY k.luotu DESC, k.uuid",
     2, 0},

    /* Opens an invitation: the first caller becomes the one it is for. $1
     * hash of the secret (hex) $2 the caller $3 name $4 how long after the
     * last day. Columns: moduuli_id, hoks, versio, oppija, opiskeluoikeus; no
     * row when there is none, it is another's, revoked or ended.
     * Plan: unique key, primary keys. */
    {EHOKS_SQL_AVAA_KUTSU, "avaa_kutsu",
     "UPDATE ehoks.arvioijakutsu k SET kaytetty = coalesce(k.kaytetty, now()),"
     " kayttaja_oid = $2, kayttaja_nimi = $3"
     " FROM ehoks.naytto n JOIN ehoks.hoks h ON h.id = n.hoks_id"
     " WHERE k.tiiviste = decode($1, 'hex') AND k.peruttu IS NULL"
     " AND (k.kayttaja_oid IS NULL OR k.kayttaja_oid = $2)"
     " AND n.moduuli_id = k.moduuli_id AND n.hoks_id = k.hoks_id"
     " AND h.poistettu IS NULL AND n.loppu IS NOT NULL"
     " AND least(k.voimassaolo_loppu, (n.loppu + $4::interval)::date) >= " TODAY
     " RETURNING k.moduuli_id, h.id, h.versio, h.oppija_oid,"
     " h.opiskeluoikeus_oid",
     4, 1},

    /* Revokes an invitation, also one that was opened. $1 uuid $2 the caller
     * $3 organisations in which the caller may invite. Columns: hoks, versio,
     * oppija, opiskeluoikeus; no row when there is none there. Revoking again
     * changes nothing. Plan: primary keys. */
    {EHOKS_SQL_PERU_KUTSU, "peru_kutsu",
     "UPDATE ehoks.arvioijakutsu k SET peruttu = coalesce(k.peruttu, now()),"
     " peruja_oid = coalesce(k.peruja_oid, $2)"
     " FROM ehoks.hoks h"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
     " JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"
     " WHERE k.uuid = $1::uuid AND h.id = k.hoks_id AND o.polku && $3::text[]"
     " RETURNING h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid",
     3, 1},

    /* The calendar feed of $1 as $2 (laji). Columns: luotu, kieli, last day
     * or NULL. Plan: primary key. */
    {EHOKS_SQL_KALENTERI, "kalenteri",
     "SELECT " INSTANT(
         "luotu") ", kieli, " CALENDAR_ENDS
                  " FROM ehoks.kalenteri WHERE omistaja_oid = $1 AND laji = $2",
     2, 0},

    /* A new address for the calendar feed of $1 as $2; an older one is void.
     * $3 hash of the secret (hex) $4 verified e-mail or NULL $5 kieli.
     * Plan: primary key. */
    {EHOKS_SQL_LUO_KALENTERI, "luo_kalenteri",
     "INSERT INTO ehoks.kalenteri (omistaja_oid, laji, tiiviste, sahkoposti,"
     " kieli, luotu) VALUES ($1, $2, decode($3, 'hex'), $4, $5, now())"
     " ON CONFLICT (omistaja_oid, laji) DO UPDATE SET"
     " tiiviste = excluded.tiiviste, sahkoposti = excluded.sahkoposti,"
     " kieli = excluded.kieli, luotu = excluded.luotu"
     " RETURNING " INSTANT("luotu") ", kieli, " CALENDAR_ENDS,
     5, 1},

    /* Plan: primary key. */
    {EHOKS_SQL_POISTA_KALENTERI, "poista_kalenteri",
     "DELETE FROM ehoks.kalenteri WHERE omistaja_oid = $1 AND laji = $2", 2, 1},

    /* Whose feed has the secret with the hash $1 (hex). Columns:
     * omistaja_oid, laji, sahkoposti, kieli. Plan: unique key. */
    {EHOKS_SQL_AVAA_KALENTERI, "avaa_kalenteri",
     "SELECT omistaja_oid, laji, sahkoposti, kieli FROM ehoks.kalenteri"
     " WHERE tiiviste = decode($1, 'hex')"
     " AND coalesce(" CALENDAR_ENDS " >= " TODAY ", true)",
     1, 0},

    /* The live plans of a learner, for the calendar feed. $1 oppija. Columns:
     * id, versio, opiskeluoikeus, muutettu, asiakirja.
     * Plan: index hoks_oppija_oid_idx. */
    {EHOKS_SQL_KALENTERIN_HOKSIT, "kalenterin_hoksit",
     "SELECT id, versio, opiskeluoikeus_oid, " INSTANT(
         "muutettu") ","
                     " asiakirja FROM ehoks.hoks"
                     " WHERE oppija_oid = $1 AND poistettu IS NULL ORDER BY id",
     1, 0},

    /* The copy of one key. $1 milliseconds since the request began $2 laji
     * $3 avain. Columns: COPY_COLUMNS. Plan: primary key. */
    {EHOKS_SQL_KOPIO, "kopio",
     "SELECT " COPY_COLUMNS " FROM ehoks.rekisterikopio"
     " WHERE laji = $2 AND avain = $3",
     3, 0},

    /* The copies of several keys. $1 as above $2 laji $3 keys (JSON list).
     * Columns: COPY_COLUMNS, avain. Plan: primary key for each key. */
    {EHOKS_SQL_KOPIOT, "kopiot",
     "SELECT " COPY_COLUMNS ", avain FROM ehoks.rekisterikopio"
     " WHERE laji = $2 AND avain = ANY (ARRAY("
     "SELECT jsonb_array_elements_text($3::jsonb)))",
     3, 0},

    /* Takes on asking the registry about a key: a row only for the one who
     * may. Nobody may while another asks, when the copy is young enough, or
     * when the latest call failed just now; for all of them the claim is one
     * row lock. $1 laji $2 avain $3 milliseconds after which an asker counts
     * as dead $4 …a copy as too old $5 …since the request began $6 …a failure
     * as over. Plan: primary key. */
    {EHOKS_SQL_VARAA_KOPIO, "varaa_kopio",
     "INSERT INTO ehoks.rekisterikopio AS k (laji, avain, haku_alkoi)"
     " VALUES ($1, $2, now()) ON CONFLICT (laji, avain) DO UPDATE"
     " SET haku_alkoi = now() WHERE (k.haku_alkoi IS NULL"
     " OR k.haku_alkoi < now() - $3::int * interval '1 ms')"
     " AND (k.haettu IS NULL OR (k.haettu < now() - $4::int * interval '1 ms'"
     " AND k.kysytty < now() - $5::int * interval '1 ms'))"
     " AND (k.virhe_aika IS NULL"
     " OR k.virhe_aika < now() - $6::int * interval '1 ms')"
     " RETURNING true",
     6, 1},

    /* Keeps what a registry told. $1 laji $2 avain $3 asiakirja (NULL: not
     * known there) $4 milliseconds that the call took. Plan: primary key. */
    {EHOKS_SQL_TALLETA_KOPIO, "talleta_kopio",
     "INSERT INTO ehoks.rekisterikopio (laji, avain, asiakirja, kysytty,"
     " haettu) VALUES ($1, $2, $3, now() - $4::int * interval '1 ms', now())"
     " ON CONFLICT (laji, avain) DO UPDATE SET asiakirja = excluded.asiakirja,"
     " kysytty = excluded.kysytty, haettu = excluded.haettu,"
     " haku_alkoi = NULL, virhe = NULL, virhe_aika = NULL",
     4, 1},

    /* Notes that a call failed, and lets others ask. $1 laji $2 avain
     * $3 virhe (NULL: the call was given up, and nothing is known of the
     * registry). Plan: primary key. */
    {EHOKS_SQL_KOPION_VIRHE, "kopion_virhe",
     "UPDATE ehoks.rekisterikopio SET haku_alkoi = NULL,"
     " virhe = coalesce($3, virhe),"
     " virhe_aika = CASE WHEN $3::text IS NULL THEN virhe_aika ELSE now() END"
     " WHERE laji = $1 AND avain = $2",
     3, 1},

    /* How many copies there are. Column: the number. Plan: counts them. */
    {EHOKS_SQL_KOPIOIDEN_MAARA, "kopioiden_maara",
     "SELECT count(*) FROM ehoks.rekisterikopio WHERE haettu IS NOT NULL", 0,
     0},

    /* Forgets all copies. Plan: goes through all of them. */
    {EHOKS_SQL_TYHJENNA_KOPIOT, "tyhjenna_kopiot",
     "DELETE FROM ehoks.rekisterikopio", 0, 1},

    /* A feedback link of a plan, with its audit row. $1 link $2 plan $3 tyyppi
     * $4 alkupvm $5 lahetyspvm $6 sahkoposti $7 lahetystila $8 true stores
     * nothing (a dry run) $9 tekijä $10 tekijän laji $11 asiakas $12 osoite
     * $13 selain $14 pyyntö. Columns: olemassa (the link was there before),
     * tallennettu. Plan: primary keys. */
    {EHOKS_SQL_LUO_KYSELYLINKKI, "luo_kyselylinkki",
     "WITH uusi AS ("
     "INSERT INTO ehoks.kyselylinkki (kyselylinkki, hoks_id, tyyppi, alkupvm,"
     " lahetyspvm, sahkoposti, lahetystila, luotu, muutettu)"
     " SELECT $1, $2::bigint, $3, $4::date, $5::date, $6, $7, now(), now()"
     " WHERE NOT $8::boolean"
     " ON CONFLICT (kyselylinkki) DO NOTHING RETURNING hoks_id),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, oppija_oid,"
     " opiskeluoikeus_oid)"
     " SELECT now(), $9, $10, $11, $12::inet, $13, $14, 'create',"
     " jsonb_build_object('hoksId', h.id, 'kyselylinkki', $1::text),"
     " 'succeeded', h.id, h.oppija_oid, h.opiskeluoikeus_oid"
     " FROM uusi JOIN ehoks.hoks h ON h.id = uusi.hoks_id)"
     " SELECT EXISTS (SELECT FROM ehoks.kyselylinkki"
     " WHERE kyselylinkki = $1), EXISTS (SELECT FROM uusi)",
     14, 1},

    /* What became of the sending of a link, with its audit row. $1 link
     * $2 lahetyspvm $3 sahkoposti $4 lahetystila (NULL: stays) $5 true stores
     * nothing $6 tekijä $7 tekijän laji $8 asiakas $9 osoite $10 selain
     * $11 pyyntö. Column: olemassa. Plan: primary keys. */
    {EHOKS_SQL_MUUTA_KYSELYLINKKI, "muuta_kyselylinkki",
     "WITH vanha AS ("
     "SELECT kyselylinkki, hoks_id, lahetyspvm, sahkoposti, lahetystila"
     " FROM ehoks.kyselylinkki WHERE kyselylinkki = $1),"
     " muutos AS ("
     "UPDATE ehoks.kyselylinkki k SET lahetyspvm = $2::date, sahkoposti = $3,"
     " lahetystila = coalesce($4, k.lahetystila), muutettu = now()"
     " WHERE k.kyselylinkki = $1 AND NOT $5::boolean"
     " RETURNING k.hoks_id, k.lahetyspvm, k.sahkoposti, k.lahetystila),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas,"
     " osoite, selain, pyynto, toiminto, kohde, tulos, hoks_id, oppija_oid,"
     " opiskeluoikeus_oid, muutokset)"
     " SELECT now(), $6, $7, $8, $9::inet, $10, $11, 'update',"
     " jsonb_build_object('hoksId', h.id, 'kyselylinkki', $1::text),"
     " 'succeeded', h.id, h.oppija_oid, h.opiskeluoikeus_oid,"
     " (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('path',"
     " polku, 'oldValue', vanha_arvo, 'newValue', uusi_arvo))), '[]')"
     " FROM (VALUES"
     " ('/lahetyspvm', vanha.lahetyspvm::text, muutos.lahetyspvm::text),"
     " ('/sahkoposti', vanha.sahkoposti, muutos.sahkoposti),"
     " ('/lahetystila', vanha.lahetystila, muutos.lahetystila))"
     " AS m (polku, vanha_arvo, uusi_arvo)"
     " WHERE vanha_arvo IS DISTINCT FROM uusi_arvo)"
     " FROM muutos JOIN vanha ON true"
     " JOIN ehoks.hoks h ON h.id = muutos.hoks_id)"
     " SELECT EXISTS (SELECT FROM vanha)",
     11, 1},

    /* Plans whose contact data has to be looked at, those first that were not
     * for the longest time. $1 period of the instructors' data $2 of the
     * learners' (intervals, NULL: never) $3 …since the latest look $4 how many.
     * Columns: id, versio, asiakirja, historiassa, opiskeluoikeus, last days
     * before which instructors' and learners' data goes, whether the plan was
     * untouched for $2, end of the study right, since when Koski does not know
     * it. Plan: partial index of such plans, in its order. */
    {EHOKS_SQL_YHTEYSTIEDOT, "yhteystiedot",
     "SELECT h.id, h.versio, h.asiakirja, h.yhteystietoja_historiassa,"
     " h.opiskeluoikeus_oid, (p.tanaan - $1::interval)::date,"
     " (p.tanaan - $2::interval)::date,"
     " coalesce(h.muutettu < now() - $2::interval, false),"
     " oo.asiakirja ->> 'päättymispäivä', oo.mitatoity::date"
     " FROM ehoks.hoks h"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid,"
     " (SELECT (now() AT TIME ZONE 'Europe/Helsinki')::date AS tanaan) p"
     " WHERE (h.yhteystietoja OR h.yhteystietoja_historiassa)"
     " AND (h.yhteystiedot_tarkistettu IS NULL"
     " OR h.yhteystiedot_tarkistettu <= now() - $3::interval)"
     " ORDER BY h.yhteystiedot_tarkistettu NULLS FIRST LIMIT $4::int",
     4, 0},

    /* The whole history of plan $1, oldest first. Columns: versio, muutos,
     * asiakirja. Plan: primary key. */
    {EHOKS_SQL_KOKO_HISTORIA, "koko_historia",
     "SELECT versio, muutos, asiakirja FROM ehoks.hoks_versio"
     " WHERE hoks_id = $1::bigint ORDER BY versio",
     1, 0},

    /* Erases contact data from a plan, its history and what was made of them,
     * if the plan still is in the version that was read. $1 id $2 that version
     * $3 asiakirja $4 1: the newest version changes, which makes one more,
     * 0: only older ones $5 whether older versions keep some $6 module-ids of
     * the periods that lose theirs (JSON list) $7 snapshot of the new version
     * or NULL $8 versions of the history to be replaced (JSON list) $9 whether
     * the learner's is erased $10 tekijä $11 tekijän laji $12 asiakas
     * $13 pyyntö. Columns: number of versions that were replaced, numbers of
     * the periods (array text). Plan: primary keys. */
    {EHOKS_SQL_PYYHI, "pyyhi",
     "WITH hoks AS ("
     "UPDATE ehoks.hoks SET versio = versio + $4::int,"
     " asiakirja = CASE $4::int WHEN 1 THEN $3 ELSE asiakirja END,"
     " yhteystietoja_historiassa = $5::boolean,"
     " yhteystiedot_tarkistettu = now()"
     " WHERE id = $1::bigint AND versio = $2::int"
     " RETURNING id, versio, oppija_oid, opiskeluoikeus_oid),"
     " versio AS ("
     "INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid,"
     " asiakas, toiminto, muutos, asiakirja, pyyhitty)"
     " SELECT id, versio, now(), $10, $12, 'pyyhinta', '[]', $7, now()"
     " FROM hoks WHERE $4::int = 1),"
     " syote AS ("
     "INSERT INTO ehoks.muutossyote (hoks_id, versio, toiminto, aika)"
     " SELECT id, versio, 'pyyhinta', now() FROM hoks WHERE $4::int = 1),"
     " jaksot AS ("
     "UPDATE ehoks.tyopaikkajakso t SET ohjaaja_sahkoposti = NULL,"
     " ohjaaja_osoite = NULL, ohjaaja_puhelinnumero = NULL FROM hoks h"
     " WHERE t.hoks_id = h.id AND t.moduuli_id::text IN"
     " (SELECT jsonb_array_elements_text($6::jsonb)) RETURNING t.numero),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas, pyynto,"
     " toiminto, kohde, tulos, hoks_id, versio, oppija_oid,"
     " opiskeluoikeus_oid)"
     " SELECT now(), $10, $11, $12, $13, ':system/erase-contacts',"
     " jsonb_build_object('hoksId', id, 'oppijaOid', oppija_oid,"
     " 'opiskeluoikeusOid', opiskeluoikeus_oid), 'succeeded', id, versio,"
     " oppija_oid, opiskeluoikeus_oid FROM hoks)"
     " SELECT ehoks.pyyhi_yhteystiedot(id, $8::jsonb, $9::boolean),"
     " ARRAY(SELECT numero FROM jaksot) FROM hoks",
     13, 1},

    /* Notes that plan $1 was looked at and needs nothing now; $2 whether older
     * versions hold contact data (NULL: as it was). Column: id; no row when the
     * plan is gone. Plan: primary key. */
    {EHOKS_SQL_MERKITSE_TARKISTETUKSI, "merkitse_tarkistetuksi",
     "UPDATE ehoks.hoks SET yhteystiedot_tarkistettu = now(),"
     " yhteystietoja_historiassa ="
     " coalesce($2::boolean, yhteystietoja_historiassa)"
     " WHERE id = $1::bigint RETURNING id",
     2, 1},

    /* Study rights that Koski was not asked about for $1 (an interval), the
     * oldest $2. Columns: oid, oppija_oid. Plan: index by haettu. */
    {EHOKS_SQL_VANHAT_OIKEUDET, "vanhat_oikeudet",
     "SELECT oid, oppija_oid FROM ehoks.opiskeluoikeus"
     " WHERE haettu < now() - $1::interval ORDER BY haettu LIMIT $2::int",
     2, 0},

    /* $1 study rights without the name of a qualification. Columns as above.
     * Plan: partial index of them. */
    {EHOKS_SQL_NIMETTOMAT_OIKEUDET, "nimettomat_oikeudet",
     "SELECT oid, oppija_oid FROM ehoks.opiskeluoikeus"
     " WHERE coalesce(tutkinto_nimi ->> 'fi', '') = ''"
     " ORDER BY haettu LIMIT $1::int",
     1, 0},

    /* Study rights of live plans made within $1 that Koski was not asked about
     * for $2 (intervals), $3 at most. Columns as above. Plan: index by luotu,
     * primary key. */
    {EHOKS_SQL_UUSIEN_OIKEUDET, "uusien_oikeudet",
     "SELECT oo.oid, oo.oppija_oid FROM ehoks.hoks h"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
     " WHERE h.luotu > now() - $1::interval AND h.poistettu IS NULL"
     " AND oo.haettu <= now() - $2::interval ORDER BY h.luotu LIMIT $3::int",
     3, 0},

    /* Study rights of education provider $1. Columns as above. Plan: index. */
    {EHOKS_SQL_KOULUTUSTOIMIJAN_OIKEUDET, "koulutustoimijan_oikeudet",
     "SELECT oid, oppija_oid FROM ehoks.opiskeluoikeus"
     " WHERE koulutustoimija_oid = $1 ORDER BY haettu",
     1, 0},

    /* Study rights of learner $1. Columns as above. Plan: index. */
    {EHOKS_SQL_OPPIJAN_OIKEUDET, "oppijan_oikeudet",
     "SELECT oid, oppija_oid FROM ehoks.opiskeluoikeus"
     " WHERE oppija_oid = $1 ORDER BY oid",
     1, 0},

    /* Study right $1 if it has a plan. Columns as above. Plan: unique key,
     * primary key. */
    {EHOKS_SQL_HOKSIN_OIKEUS, "hoksin_oikeus",
     "SELECT oo.oid, oo.oppija_oid FROM ehoks.hoks h"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
     " WHERE h.opiskeluoikeus_oid = $1",
     1, 0},

    /* Koski does not know study right $1 any more. Plan: primary key. */
    {EHOKS_SQL_MITATOI_OIKEUS, "mitatoi_oikeus",
     "UPDATE ehoks.opiskeluoikeus SET haettu = now(),"
     " mitatoity = coalesce(mitatoity, now()) WHERE oid = $1",
     1, 1},

    /* The name of learner $1 is $2 (NULL: leave it); columns: whether there is
     * a plan of the learner, whether the learner is indexed. Plan: primary
     * key, index. */
    {EHOKS_SQL_PAIVITA_OPPIJA, "paivita_oppija",
     "WITH paivitetty AS ("
     "UPDATE ehoks.oppija SET nimi = $2, haettu = now()"
     " WHERE oid = $1 AND $2::text IS NOT NULL)"
     " SELECT EXISTS (SELECT FROM ehoks.hoks WHERE oppija_oid = $1),"
     " EXISTS (SELECT FROM ehoks.oppija WHERE oid = $1)",
     2, 1},

    /* Learner $1 goes when nothing refers to the OID any more. Plan: primary
     * key, indexes. */
    {EHOKS_SQL_POISTA_OPPIJA, "poista_oppija",
     "DELETE FROM ehoks.oppija WHERE oid = $1"
     " AND NOT EXISTS (SELECT FROM ehoks.hoks WHERE oppija_oid = $1)"
     " AND NOT EXISTS (SELECT FROM ehoks.opiskeluoikeus WHERE oppija_oid = $1)",
     1, 1},

    /* Figures for the super user. Columns: plans (deleted ones counted), plans
     * whose learner and whose study right is not indexed, study rights without
     * the name of a qualification. Plan: counts them. */
    {EHOKS_SQL_LUVUT, "luvut",
     "SELECT (SELECT count(*) FROM ehoks.hoks),"
     " (SELECT count(DISTINCT h.oppija_oid) FROM ehoks.hoks h"
     " WHERE NOT EXISTS (SELECT FROM ehoks.oppija o"
     " WHERE o.oid = h.oppija_oid)),"
     " (SELECT count(*) FROM ehoks.hoks h"
     " WHERE NOT EXISTS (SELECT FROM ehoks.opiskeluoikeus oo"
     " WHERE oo.oid = h.opiskeluoikeus_oid)),"
     " (SELECT count(*) FROM ehoks.opiskeluoikeus"
     " WHERE coalesce(tutkinto_nimi ->> 'fi', '') = '')",
     0, 0},

    /* Takes on a round of task $1, once in $2 (an interval) in the whole
     * cluster: a row for the one server that does it. The lock keeps two from
     * looking at the same moment, the time all others from doing it again.
     * Plan: primary key. */
    {EHOKS_SQL_VARAA_TEHTAVA, "varaa_tehtava",
     "INSERT INTO ehoks.yllapito AS y (tehtava, alkoi)"
     " SELECT $1, now()"
     " WHERE pg_try_advisory_xact_lock(hashtext('ehoks.yllapito.' || $1))"
     " ON CONFLICT (tehtava) DO UPDATE SET alkoi = now()"
     " WHERE y.alkoi IS NULL OR y.alkoi <= now() - $2::interval"
     " RETURNING true",
     2, 1},

    /* The round of task $1 is over; $2 what it did. Plan: primary key. */
    {EHOKS_SQL_PAATA_TEHTAVA, "paata_tehtava",
     "UPDATE ehoks.yllapito SET valmis = now(), tulos = $2"
     " WHERE tehtava = $1",
     2, 1},

    /* Drops copies that were not renewed for $1 (an interval): nobody asked
     * for them. Plan: index by haettu. */
    {EHOKS_SQL_POISTA_KOPIOT, "poista_kopiot",
     "DELETE FROM ehoks.rekisterikopio WHERE haettu < now() - $1::interval", 1,
     1},

    /* A row of the audit for what has no plan. $1 tekijä $2 tekijän laji
     * $3 asiakas $4 osoite $5 selain $6 pyyntö $7 toiminto $8 kohde
     * $9 oppija $10 opiskeluoikeus. Plan: an insert. */
    {EHOKS_SQL_KIRJAA, "kirjaa",
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, oppija_oid, opiskeluoikeus_oid)"
     " VALUES (now(), $1, $2, $3, $4::inet, $5, $6, $7, $8::jsonb,"
     " 'succeeded', $9, $10)",
     10, 1},

    /* The report of work periods that end between two days. $1 part of the
     * qualification's name (jsonb) $2 first $3 last day of the end $4 true:
     * of all kinds of units, and also those whose part-time share is told
     * $5 how many rows $6 rows before them; in one school: $7 oppilaitos.
     * Columns: count of all, JAKSORAPORTTI_ROW. One row at
     * least, which may have nothing but the count.
     * Plan: index by loppu, then primary keys. */
    {EHOKS_SQL_JAKSORAPORTTI, "jaksoraportti", JAKSORAPORTTI(""), 6, 0},

    /* Plan: index by oppilaitos, then unique keys. */
    {EHOKS_SQL_JAKSORAPORTTI_OPPILAITOS, "jaksoraportti_oppilaitos",
     JAKSORAPORTTI(" AND oo.oppilaitos_oid = $7"), 7, 0},

    /* Live plans in school $1 whose study right Koski does not know any more.
     * $2 how many rows $3 rows before them. Columns: count of all, then of the
     * row: id, oppija, eid, opiskeluoikeus, oppilaitos. One row at least.
     * Plan: partial index of such study rights, unique key. */
    {EHOKS_SQL_ORVOT_HOKSIT, "orvot_hoksit",
     "WITH orvot AS MATERIALIZED (SELECT h.id, h.oppija_oid, h.eid, oo.oid,"
     " oo.oppilaitos_oid FROM ehoks.opiskeluoikeus oo"
     " JOIN ehoks.hoks h ON h.opiskeluoikeus_oid = oo.oid"
     " WHERE oo.oppilaitos_oid = $1 AND oo.mitatoity IS NOT NULL"
     " AND h.poistettu IS NULL)"
     " SELECT maara, sivu.* FROM (SELECT count(*) AS maara FROM orvot) m"
     " LEFT JOIN (SELECT * FROM orvot ORDER BY id DESC"
     " LIMIT $2::bigint OFFSET $3::bigint) sivu ON true ORDER BY id DESC",
     3, 0},

    /* What is told of plan $1, deleted or not, before it is removed for good.
     * Columns: id, versio, oppija, opiskeluoikeus, poistettu, nimi of the
     * learner, oppilaitos, its nimi, nimi of the tutkinto. Plan: primary
     * keys. */
    {EHOKS_SQL_HAVITETTAVA, "havitettava",
     "SELECT h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid,"
     " to_char(h.poistettu AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), p.nimi, oo.oppilaitos_oid, o.nimi,"
     " oo.tutkinto_nimi FROM ehoks.hoks h"
     " JOIN ehoks.oppija p ON p.oid = h.oppija_oid"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
     " LEFT JOIN ehoks.organisaatio o ON o.oid = oo.oppilaitos_oid"
     " WHERE h.id = $1::bigint",
     1, 0},

    /* Removes plan $1 in version $2 for good, with its audit row. $3 tekijä
     * $4 tekijän laji $5 asiakas $6 osoite $7 selain $8 pyyntö. Column:
     * whether it was there. Plan: primary keys, indexes by hoks_id. */
    {EHOKS_SQL_HAVITA_HOKS, "havita_hoks",
     "SELECT ehoks.havita_hoks($1::bigint, $2::int, $3, $4, $5, $6::inet, $7,"
     " $8)",
     8, 1},

    /* The live plan of study right $1. Column: id. Plan: unique key. */
    {EHOKS_SQL_OIKEUDEN_HOKS, "oikeuden_hoks",
     "SELECT id FROM ehoks.hoks WHERE opiskeluoikeus_oid = $1"
     " AND poistettu IS NULL",
     1, 0},

    /* How many study rights of provider $1 are indexed. Column: the number.
     * Plan: index. */
    {EHOKS_SQL_OIKEUKSIEN_MAARA, "oikeuksien_maara",
     "SELECT count(*) FROM ehoks.opiskeluoikeus"
     " WHERE koulutustoimija_oid = $1",
     1, 0},

    /* Survey links of plan $1 that were sent. Columns: tyyppi, alkupvm,
     * sahkoposti, lahetyspvm, lahetystila. Plan: index by hoks_id. */
    {EHOKS_SQL_LAHETETYT_LINKIT, "lahetetyt_linkit",
     "SELECT tyyppi, alkupvm, sahkoposti, lahetyspvm, lahetystila"
     " FROM ehoks.kyselylinkki WHERE hoks_id = $1::bigint"
     " AND lahetystila <> 'ei_lahetetty' ORDER BY alkupvm, kyselylinkki",
     1, 0},

    /* Whose study right $1 is. Column: oppija_oid. Plan: primary key. */
    {EHOKS_SQL_OPISKELUOIKEUDEN_OPPIJA, "opiskeluoikeuden_oppija",
     "SELECT oppija_oid FROM ehoks.opiskeluoikeus WHERE oid = $1", 1, 0},

    /* A live plan of the learner $2 by its eid $1. Columns: id, versio,
     * opiskeluoikeus, asiakirja. Plan: unique key. */
    {EHOKS_SQL_OMA_HOKS, "oma_hoks",
     "SELECT id, versio, opiskeluoikeus_oid, asiakirja FROM ehoks.hoks"
     " WHERE eid = $1 AND oppija_oid = $2 AND poistettu IS NULL",
     2, 0},

    /* A link of the old kind to a part of a plan, with its audit row.
     * $1 share_id $2 plan $3 module-id $4 kind of the unit $5 module-id
     * $6 kind of the part $7 first day $8 last day $9 tekijä $10 tekijän laji
     * $11 osoite $12 selain $13 pyyntö. Plan: inserts, primary key. */
    {EHOKS_SQL_LUO_JAKOLINKKI, "luo_jakolinkki",
     "WITH linkki AS ("
     "INSERT INTO ehoks.jakolinkki (share_id, hoks_id, osa_moduuli_id,"
     " osa_tyyppi, moduuli_id, moduuli_tyyppi, alku, loppu, luotu)"
     " VALUES ($1::uuid, $2::bigint, $3::uuid, $4, $5::uuid, $6, $7::date,"
     " $8::date, now()) RETURNING share_id, hoks_id)"
     " INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, hoks_id, versio, oppija_oid,"
     " opiskeluoikeus_oid)"
     " SELECT now(), $9, $10, $11::inet, $12, $13, 'create',"
     " jsonb_build_object('hoksId', h.id, 'oppijaOid', h.oppija_oid,"
     " 'opiskeluoikeusOid', h.opiskeluoikeus_oid, 'jakolinkki', l.share_id),"
     " 'succeeded', h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid"
     " FROM linkki l JOIN ehoks.hoks h ON h.id = l.hoks_id",
     13, 1},

    /* What link $1 shows. Columns: alku, loppu, kind of the unit, module-id of
     * the part, oppija, nimi, tutkinnon nimi, osaamisalan nimi, plan, versio,
     * opiskeluoikeus, asiakirja (NULL: the plan is deleted). Plan: primary
     * keys. */
    {EHOKS_SQL_LUE_JAKOLINKKI, "lue_jakolinkki",
     "SELECT l.alku, l.loppu, l.osa_tyyppi, l.moduuli_id, h.oppija_oid,"
     " p.nimi, oo.tutkinto_nimi, oo.osaamisala_nimi, h.id, h.versio,"
     " h.opiskeluoikeus_oid,"
     " CASE WHEN h.poistettu IS NULL THEN h.asiakirja END"
     " FROM ehoks.jakolinkki l JOIN ehoks.hoks h ON h.id = l.hoks_id"
     " JOIN ehoks.oppija p ON p.oid = h.oppija_oid"
     " JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid"
     " WHERE l.share_id = $1::uuid",
     1, 0},

    /* Deletes link $1 if the plan is learner $2's, with its audit row.
     * $3 tekijän laji $4 osoite $5 selain $6 pyyntö. Columns: plan,
     * opiskeluoikeus. Plan: primary keys. */
    {EHOKS_SQL_POISTA_JAKOLINKKI, "poista_jakolinkki",
     "WITH linkki AS ("
     "DELETE FROM ehoks.jakolinkki l USING ehoks.hoks h"
     " WHERE l.share_id = $1::uuid AND h.id = l.hoks_id"
     " AND h.oppija_oid = $2 RETURNING h.id, h.oppija_oid,"
     " h.opiskeluoikeus_oid),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, hoks_id, oppija_oid,"
     " opiskeluoikeus_oid)"
     " SELECT now(), $2, $3, $4::inet, $5, $6, 'delete',"
     " jsonb_build_object('hoksId', id, 'oppijaOid', oppija_oid,"
     " 'opiskeluoikeusOid', opiskeluoikeus_oid, 'jakolinkki', $1::uuid),"
     " 'succeeded', id, oppija_oid, opiskeluoikeus_oid FROM linkki)"
     " SELECT id, opiskeluoikeus_oid FROM linkki",
     6, 1},

    /* Links to the part with module-id $1 in plans of learner $2, oldest
     * first. Columns: share_id, alku, loppu. Plan: index by the module-id,
     * primary key. */
    {EHOKS_SQL_OSAN_JAKOLINKIT, "osan_jakolinkit",
     "SELECT l.share_id, l.alku, l.loppu FROM ehoks.jakolinkki l"
     " JOIN ehoks.hoks h ON h.id = l.hoks_id"
     " WHERE l.moduuli_id = $1::uuid AND h.oppija_oid = $2 ORDER BY l.luotu",
     2, 0},

    /* The search by school, in the order of the name. $1 to $6 as above
     * $7 how many $8 after how many. Columns: how many there are in all, the
     * page (JSON list). Plan: two scans of one school's part of index
     * hakurivi_oppilaitos_oid_idx alone, the second only to the page's end;
     * primary keys; some hundreds of names where $3 or $4 is given. */
    {EHOKS_SQL_HAE_NIMELLA, "hae_nimella",
     SEARCH("SELECT r.hoks_id" SEARCHED " ORDER BY r.jarjestys, r.hoks_id"), 8,
     0},

    /* The same from the end. Plan: as above, backwards. */
    {EHOKS_SQL_HAE_NIMELLA_LOPUSTA, "hae_nimella_lopusta",
     SEARCH("SELECT r.hoks_id" SEARCHED
            " ORDER BY r.jarjestys DESC, r.hoks_id DESC"),
     8, 0},

    /* The same in another order: $9 1 qualification 2 competence area 3 first
     * approval 4 number of the plan, $10 1 or -1 (from the end); equals by
     * name. Plan: as above, but the second scan sorts all rows of the
     * school by numbers. */
    {EHOKS_SQL_HAE_MUUTEN, "hae_muuten",
     SEARCH("SELECT r.hoks_id" SEARCHED " ORDER BY $10::int * CASE $9::int"
            " WHEN 1 THEN (" RANKS ")[r.tutkinto]"
            " WHEN 2 THEN (" RANKS ")[r.osaamisala]"
            " WHEN 3 THEN coalesce(r.hyvaksytty - date '1900-01-01', 0)"
            " ELSE r.hoks_id END, r.jarjestys, r.hoks_id"),
     10, 0},

    /* Schools with a plan that lie below the organisations $1 of the caller's
     * roles (deleted plans count). Columns: organisation of the role, school.
     * Plan: index of paths; for each school the first plan by two indexes. */
    {EHOKS_SQL_HALLITUT_OPPILAITOKSET, "hallitut_oppilaitokset",
     "SELECT rooli.oid, o.oid FROM unnest($1::text[]) AS rooli (oid)"
     " JOIN ehoks.organisaatio o ON o.polku @> ARRAY[rooli.oid]"
     " AND o.oid <> rooli.oid"
     " CROSS JOIN LATERAL (SELECT FROM ehoks.opiskeluoikeus oo"
     " JOIN ehoks.hoks h ON h.opiskeluoikeus_oid = oo.oid"
     " WHERE oo.oppilaitos_oid = o.oid LIMIT 1) AS hoks"
     " ORDER BY rooli.oid, o.oid",
     1, 0},

    /* Was the session with this cookie ended? $1 SHA-256 of the cookie's value
     * in hexadecimal. A row if it was. Plan: primary key. */
    {EHOKS_SQL_ISTUNTO_PAATTYNYT, "istunto_paattynyt",
     "SELECT true FROM ehoks.paattynyt_istunto"
     " WHERE tiiviste = decode($1, 'hex')",
     1, 0},

    /* Ends a session. $1 as above $2 after how many seconds it would have
     * ended by itself. Plan: primary key. */
    {EHOKS_SQL_PAATA_ISTUNTO, "paata_istunto",
     "INSERT INTO ehoks.paattynyt_istunto (tiiviste, paattyi, vanhenee)"
     " VALUES (decode($1, 'hex'), now(), now() + $2::int * interval '1 s')"
     " ON CONFLICT (tiiviste) DO NOTHING",
     2, 1},

    /* Drops what is remembered of sessions that would have ended by now. Plan:
     * index by vanhenee. */
    {EHOKS_SQL_UNOHDA_ISTUNNOT, "unohda_istunnot",
     "DELETE FROM ehoks.paattynyt_istunto WHERE vanhenee < now()", 0, 1},

    /* Settings of learner $1. Column: asetukset. Plan: primary key. */
    {EHOKS_SQL_ASETUKSET, "asetukset",
     "SELECT asetukset FROM ehoks.oppijan_asetukset WHERE oppija_oid = $1", 1,
     0},

    /* Keeps the settings $2 of learner $1. Plan: primary key. */
    {EHOKS_SQL_TALLETA_ASETUKSET, "talleta_asetukset",
     "INSERT INTO ehoks.oppijan_asetukset (oppija_oid, asetukset, muutettu)"
     " VALUES ($1, $2, now()) ON CONFLICT (oppija_oid) DO UPDATE"
     " SET asetukset = excluded.asetukset, muutettu = excluded.muutettu",
     2, 1},

    /* Learner $1 as the index has them. Column: nimi. Plan: primary key. */
    {EHOKS_SQL_OPPIJA, "oppija", "SELECT nimi FROM ehoks.oppija WHERE oid = $1",
     1, 0},

    /* Feedback links of the live plans of learner $1 that can be answered by
     * day $2. Column: the link. Plan: index hoks_oppija_oid_idx, index of
     * links by plan. */
    {EHOKS_SQL_OPPIJAN_KYSELYLINKIT, "oppijan_kyselylinkit",
     "SELECT k.kyselylinkki FROM ehoks.hoks h"
     " JOIN ehoks.kyselylinkki k ON k.hoks_id = h.id"
     " WHERE h.oppija_oid = $1 AND h.poistettu IS NULL"
     " AND k.alkupvm <= $2::date ORDER BY k.alkupvm, k.kyselylinkki",
     2, 0},
    /* The formatter cannot read a literal with a macro inside. */
    /* clang-format off */

    /* Live plans of learner $2 that $1 names, [{hoks-eid, moduulit}], for a
     * share yet to be made. Columns: five of a share (NULL), moduulit (JSON
     * list or NULL), SHARED_PLAN. Plan: unique keys, primary keys. */
    {EHOKS_SQL_JAETTAVAT_HOKSIT, "jaettavat_hoksit",
     "SELECT NULL, NULL, NULL, NULL, NULL, k.moduulit, " SHARED_PLAN
     " FROM jsonb_to_recordset($1::jsonb) AS k(\"hoks-eid\" text,"
     " moduulit jsonb) JOIN ehoks.hoks h ON h.eid = k.\"hoks-eid\""
     SHARED_PLAN_JOINS
     " WHERE h.oppija_oid = $2 AND h.poistettu IS NULL ORDER BY h.id",
     2, 0},

    /* Share $1 of learner $2 with its plans. Columns: NULL, tarkoitus, sisalto
     * (JSON list), alku, loppu, moduulit (JSON list or NULL), SHARED_PLAN.
     * Plan: primary keys. */
    {EHOKS_SQL_JAETUT_HOKSIT, "jaetut_hoksit",
     "SELECT NULL, j.tarkoitus, to_json(j.sisalto), j.alku, j.loppu,"
     " to_json(k.moduulit), " SHARED_PLAN
     " FROM ehoks.jako j JOIN ehoks.jako_kohde k ON k.jako_id = j.id"
     " JOIN ehoks.hoks h ON h.id = k.hoks_id" SHARED_PLAN_JOINS
     " WHERE j.id = $1::uuid AND h.oppija_oid = $2 ORDER BY h.id",
     2, 0},

    /* Shares of learner $1, newest first; $2 one of them or NULL. Columns: id,
     * tarkoitus, sisalto (JSON list), nimi, alku, loppu, enintaan, kaytetty,
     * whether a PIN is asked, vaatii kirjautumisen, luotu, peruttu, latest
     * opening, plans (JSON list), wrong PINs. Plan: index hoks_oppija_oid_idx,
     * indexes of the tables of shares. */
    {EHOKS_SQL_OMAT_JAOT, "omat_jaot",
     "SELECT j.id, j.tarkoitus, to_json(j.sisalto), j.nimi, j.alku, j.loppu,"
     " j.enintaan, j.kaytetty, j.pin IS NOT NULL, j.vaatii_kirjautumisen, "
     INSTANT("j.luotu") ", " INSTANT("j.peruttu") ", (SELECT "
     INSTANT("max(u.aika)") " FROM ehoks.jako_kaytto u"
     " WHERE u.jako_id = j.id),"
     " json_agg(json_strip_nulls(json_build_object('hoks-eid', h.eid,"
     " 'moduulit', k.moduulit,"
     " 'poistettu', CASE WHEN h.poistettu IS NOT NULL THEN true END))"
     " ORDER BY h.id), (SELECT sum(y.vaaria) FROM ehoks.jako_yritys y"
     " WHERE y.jako_id = j.id)"
     " FROM ehoks.hoks h JOIN ehoks.jako_kohde k ON k.hoks_id = h.id"
     " JOIN ehoks.jako j ON j.id = k.jako_id WHERE h.oppija_oid = $1"
     " AND ($2::uuid IS NULL OR j.id = $2::uuid)"
     " GROUP BY j.id ORDER BY j.luotu DESC",
     2, 0},

    /* The latest openings of share $1. Columns: aika, verkko, laji, nimi,
     * organisaatiot (JSON list [{oid, nimi}] or NULL). Plan: index
     * jako_kaytto_jako_id_idx, primary keys. */
    {EHOKS_SQL_JAON_KAYTOT, "jaon_kaytot",
     "SELECT " INSTANT(
         "k.aika") ", k.verkko, k.avaaja_laji, k.avaaja_nimi,"
                   " (SELECT json_agg(json_strip_nulls(json_build_object('oid', x.oid,"
                   " 'nimi', (SELECT o.nimi FROM ehoks.organisaatio o"
                   " WHERE o.oid = x.oid)))) FROM unnest(k.organisaatiot) AS x(oid))"
                   " FROM ehoks.jako_kaytto k WHERE k.jako_id = $1::uuid"
                   " ORDER BY k.id DESC LIMIT 100",
     1, 0},
    /* clang-format on */

    /* A new share with its plans and an audit row for each; no row when the
     * learner has a hundred in force. $1 id $2 hash of the secret $3 tarkoitus
     * $4 sisalto (JSON list) $5 nimi $6 alku $7 loppu $8 enintaan $9 pin
     * $10 vaatii kirjautumisen $11 plans [{hoks-eid, moduulit}] $12 tekijä, the
     * learner $13 tekijän laji $14 osoite $15 selain $16 pyyntö. Column: id.
     * Plan: index hoks_oppija_oid_idx, unique and primary keys. */
    {EHOKS_SQL_LUO_JAKO, "luo_jako",
     "WITH voimassa AS ("
     "SELECT count(DISTINCT j.id) AS maara FROM ehoks.hoks h"
     " JOIN ehoks.jako_kohde k ON k.hoks_id = h.id"
     " JOIN ehoks.jako j ON j.id = k.jako_id"
     " WHERE h.oppija_oid = $12 AND j.peruttu IS NULL AND j.loppu >= " TODAY
     " AND (j.enintaan IS NULL OR j.kaytetty < j.enintaan)),"
     " jako AS ("
     "INSERT INTO ehoks.jako (id, tiiviste, tarkoitus, sisalto, nimi, alku,"
     " loppu, enintaan, pin, vaatii_kirjautumisen, luotu)"
     " SELECT $1::uuid, decode($2, 'hex'), $3,"
     " ARRAY(SELECT jsonb_array_elements_text($4::jsonb)), $5, $6::date,"
     " $7::date, $8::int, $9, $10::boolean, now() FROM voimassa"
     " WHERE maara < 100 RETURNING id),"
     " kohteet AS ("
     "INSERT INTO ehoks.jako_kohde (jako_id, hoks_id, moduulit)"
     " SELECT j.id, h.id, (SELECT array_agg(m::uuid)"
     " FROM jsonb_array_elements_text(k.moduulit) AS m) FROM jako j,"
     " jsonb_to_recordset($11::jsonb) AS k(\"hoks-eid\" text, moduulit jsonb)"
     " JOIN ehoks.hoks h ON h.eid = k.\"hoks-eid\" AND h.oppija_oid = $12"
     " RETURNING jako_id, hoks_id),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, hoks_id, versio, oppija_oid,"
     " opiskeluoikeus_oid)"
     " SELECT now(), $12, $13, $14::inet, $15, $16, 'create',"
     " jsonb_build_object('hoksId', h.id, 'oppijaOid', h.oppija_oid,"
     " 'opiskeluoikeusOid', h.opiskeluoikeus_oid, 'jakoId', k.jako_id),"
     " 'succeeded', h.id, h.versio, h.oppija_oid, h.opiskeluoikeus_oid"
     " FROM kohteet k JOIN ehoks.hoks h ON h.id = k.hoks_id)"
     " SELECT id FROM jako",
     16, 1},

    /* Gives share $1 of learner $3 the last day $2, or revokes it (NULL), with
     * an audit row for each of its plans. $3 tekijä, the learner $4 tekijän
     * laji $5 osoite $6 selain $7 pyyntö. Column: id. Plan: primary keys. */
    {EHOKS_SQL_MUUTA_JAKO, "muuta_jako",
     "WITH vanha AS ("
     "SELECT loppu FROM ehoks.jako WHERE id = $1::uuid),"
     " jako AS ("
     "UPDATE ehoks.jako j SET loppu = coalesce($2::date, j.loppu),"
     " peruttu = CASE WHEN $2::date IS NULL THEN coalesce(j.peruttu, now())"
     " ELSE j.peruttu END"
     " WHERE j.id = $1::uuid AND EXISTS (SELECT FROM ehoks.jako_kohde k"
     " JOIN ehoks.hoks h ON h.id = k.hoks_id"
     " WHERE k.jako_id = j.id AND h.oppija_oid = $3) RETURNING j.id),"
     " loki AS ("
     "INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, hoks_id, oppija_oid,"
     " opiskeluoikeus_oid, muutokset)"
     " SELECT now(), $3, $4, $5::inet, $6, $7,"
     " CASE WHEN $2::date IS NULL THEN 'delete' ELSE 'update' END,"
     " jsonb_build_object('hoksId', h.id, 'oppijaOid', h.oppija_oid,"
     " 'opiskeluoikeusOid', h.opiskeluoikeus_oid, 'jakoId', j.id),"
     " 'succeeded', h.id, h.oppija_oid, h.opiskeluoikeus_oid,"
     " CASE WHEN $2::date IS NOT NULL THEN jsonb_build_object('vanha',"
     " jsonb_build_object('voimassaolo-loppu', v.loppu), 'uusi',"
     " jsonb_build_object('voimassaolo-loppu', $2::date)) END"
     " FROM jako j CROSS JOIN vanha v"
     " JOIN ehoks.jako_kohde k ON k.jako_id = j.id"
     " JOIN ehoks.hoks h ON h.id = k.hoks_id)"
     " SELECT id FROM jako",
     7, 1},

    /* The share that a secret opens, or will open; no row for any other secret.
     * $1 hash of the secret $2 address of the caller. Columns: id, pin, vaatii
     * kirjautumisen, first day if it is yet to come, whether too many PINs
     * were wrong. Plan: unique key jako_tiiviste_key. */
    {EHOKS_SQL_HAE_JAKO, "hae_jako",
     "SELECT j.id, j.pin, j.vaatii_kirjautumisen,"
     " CASE WHEN j.alku > t.tanaan THEN j.alku END,"
     " j.pin IS NOT NULL AND ehoks.jaon_pin_lukossa(j.id, $2::inet)"
     " FROM ehoks.jako j,"
     " (SELECT (now() AT TIME ZONE 'Europe/Helsinki')::date AS tanaan) t"
     " WHERE j.tiiviste = decode($1, 'hex') AND j.peruttu IS NULL"
     " AND j.loppu >= t.tanaan"
     " AND (j.enintaan IS NULL OR j.kaytetty < j.enintaan)",
     2, 0},

    /* Opens share $1 once, if it still may be. $2 address $3 whether the PIN is
     * right $4 kind, $5 name and $6 organisations of who opens it. Columns:
     * tulos (of ehoks.avaa_jako), then as of jaetut_hoksit; plans only when it
     * is opened. Plan: primary keys. */
    {EHOKS_SQL_AVAA_JAKO, "avaa_jako",
     "WITH avaus AS MATERIALIZED (SELECT ehoks.avaa_jako($1::uuid, $2::inet,"
     " $3::boolean, $4, $5, $6::text[]) AS tulos)"
     " SELECT a.tulos, j.tarkoitus, to_json(j.sisalto), j.alku, j.loppu,"
     " to_json(k.moduulit), " SHARED_PLAN
     " FROM avaus a LEFT JOIN (ehoks.jako j"
     " JOIN ehoks.jako_kohde k ON k.jako_id = j.id"
     " JOIN ehoks.hoks h ON h.id = k.hoks_id" SHARED_PLAN_JOINS ")"
     " ON j.id = $1::uuid AND a.tulos = 'avattu' ORDER BY h.id",
     6, 1},


    /* Rows of the audit that requests left behind: a list of them, each as
     * old as it is (hetki and $2 are microseconds of the web server's clock,
     * the row's time is one of the database's). $1 rows (JSON list) $2 the web
     * server's time $3 id of the first request when they may be there already
     * (the connection was lost while they were written), else NULL $4 true:
     * the commit need not wait for the disk. Plan: an insert; with $3 the
     * latest rows by primary key. */
    {EHOKS_SQL_KIRJAA_RIVIT, "kirjaa_rivit",
     "WITH asetus AS MATERIALIZED ("
     "SELECT CASE WHEN $4::boolean"
     " THEN set_config('synchronous_commit', 'off', true) END)"
     " INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas, osoite,"
     " selain, pyynto, toiminto, kohde, tulos, hoks_id, versio, oppija_oid,"
     " opiskeluoikeus_oid, peruste, reitti, virhe)"
     " SELECT now() - ($2::bigint - r.hetki) * interval '1 microsecond',"
     " r.tekija_oid, r.tekija_laji, r.asiakas, r.osoite::inet, r.selain,"
     " r.pyynto, r.toiminto, r.kohde, r.tulos, r.hoks_id, r.versio,"
     " r.oppija_oid, r.opiskeluoikeus_oid, r.peruste, r.reitti, r.virhe"
     " FROM asetus, jsonb_to_recordset($1::jsonb) AS r(hetki bigint,"
     " tekija_oid text, tekija_laji text, asiakas text, osoite text,"
     " selain text, pyynto text, toiminto text, kohde jsonb, tulos text,"
     " hoks_id bigint, versio integer, oppija_oid text,"
     " opiskeluoikeus_oid text, peruste text, reitti text, virhe text)"
     " WHERE $3::text IS NULL OR NOT EXISTS (SELECT FROM (SELECT pyynto"
     " FROM ehoks.audit ORDER BY id DESC LIMIT 100000) AS a"
     " WHERE a.pyynto = $3)",
     4, 1},

    /* The next link of the chain over the audit, of $1 rows at most. Columns:
     * numero, maara, tiiviste (hex); no row when there is nothing to chain.
     * Plan: rows by index of transactions (in the function). */
    {EHOKS_SQL_KETJUTA_AUDIT, "ketjuta_audit",
     "SELECT numero, maara, encode(tiiviste, 'hex')"
     " FROM ehoks.ketjuta_audit($1::int)",
     1, 1},

    /* Who has looked at learner $1's data, the newest first. $2 id of the row
     * after which to go on (NULL: from the newest) $3 how many $4 whether the
     * learner's own looks are told too. Columns: id, aika, laji, asiakas,
     * peruste, toiminto, reitti, opiskeluoikeus, tutkinnon nimi, eid of the
     * plan, versio, whether it was the learner. Plan: index audit_oppija_oid_aika_idx, primary keys. */
    {EHOKS_SQL_KATSELUT, "katselut",
     "SELECT a.id, to_char(a.aika AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), a.tekija_laji, a.asiakas, a.peruste,"
     " a.toiminto, a.reitti, a.opiskeluoikeus_oid, oo.tutkinto_nimi, h.eid,"
     " a.versio, a.tekija_oid IS NOT DISTINCT FROM $1 FROM ehoks.audit a"
     " LEFT JOIN ehoks.opiskeluoikeus oo ON oo.oid = a.opiskeluoikeus_oid"
     " LEFT JOIN ehoks.hoks h ON h.id = a.hoks_id"
     " AND h.oppija_oid = a.oppija_oid"
     " WHERE a.oppija_oid = $1 AND a.tulos = 'succeeded'"
     " AND (a.toiminto = ':share/open'"
     " OR (a.toiminto = 'read' AND a.reitti LIKE 'GET %'))"
     " AND ($4::boolean OR a.tekija_oid IS DISTINCT FROM $1)"
     " AND a.aika <= coalesce((SELECT c.aika FROM ehoks.audit c"
     " WHERE c.id = $2::bigint AND c.oppija_oid = $1), 'infinity')"
     " AND ($2::bigint IS NULL OR (a.aika, a.id) < (SELECT c.aika, c.id"
     " FROM ehoks.audit c WHERE c.id = $2::bigint AND c.oppija_oid = $1))"
     " ORDER BY a.aika DESC, a.id DESC LIMIT $3::int",
     4, 0},

    /* Learner $1 looks at what has changed: notes the visit, and tells when
     * the one before was. Looking again within half an hour is the same visit.
     * Column: the visit before as UTC text (NULL: this is the first).
     * Plan: primary key. */
    {EHOKS_SQL_MERKITSE_KAYNTI, "merkitse_kaynti",
     "INSERT INTO ehoks.oppijan_kaynti AS k (oppija_oid, viimeisin)"
     " VALUES ($1, now()) ON CONFLICT (oppija_oid) DO UPDATE SET"
     " edellinen = CASE WHEN k.viimeisin < now() - interval '30 minutes'"
     " THEN k.viimeisin ELSE k.edellinen END, viimeisin = now()"
     " RETURNING to_char(edellinen AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
     1, 1},

    /* What others and the learner $1 changed in the learner's plans since $2,
     * the newest first, $3 at most. Columns: aika, laji, asiakas, peruste,
     * toiminto, opiskeluoikeus, tutkinnon nimi, eid of the plan (NULL: it is
     * gone), versio, muutokset, whether the learner did it.
     * Plan: index audit_oppija_oid_aika_idx, primary keys. */
    {EHOKS_SQL_OPPIJAN_MUUTOKSET, "oppijan_muutokset",
     "SELECT to_char(a.aika AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), a.tekija_laji, a.asiakas, a.peruste,"
     " a.toiminto, a.opiskeluoikeus_oid, oo.tutkinto_nimi, h.eid, a.versio,"
     " a.muutokset, a.tekija_oid IS NOT DISTINCT FROM $1 FROM ehoks.audit a"
     " LEFT JOIN ehoks.opiskeluoikeus oo ON oo.oid = a.opiskeluoikeus_oid"
     " LEFT JOIN ehoks.hoks h ON h.id = a.hoks_id"
     " AND h.oppija_oid = a.oppija_oid"
     " WHERE a.oppija_oid = $1 AND a.aika > $2::timestamptz"
     " AND a.tulos = 'succeeded' AND a.versio IS NOT NULL"
     " AND a.hoks_id IS NOT NULL AND a.toiminto IN ('create', 'update',"
     " 'overwrite', 'delete', ':system/erase-contacts')"
     " AND a.reitti IS NULL AND a.kohde - ARRAY['hoksId', 'oppijaOid',"
     " 'opiskeluoikeusOid'] = '{}'"
     " ORDER BY a.aika DESC, a.id DESC LIMIT $3::int",
     3, 0},

    /* Study rights of learner $1 as Koski last told them. Columns: asiakirja,
     * haettu. Plan: index. */
    {EHOKS_SQL_OPPIJAN_OIKEUKSIEN_KOPIOT, "oppijan_oikeuksien_kopiot",
     "SELECT asiakirja, to_char(haettu AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM ehoks.opiskeluoikeus"
     " WHERE oppija_oid = $1 ORDER BY oid",
     1, 0},

    /* Links of the old kind to parts of learner $1's plans. Columns: share_id,
     * module-id, kind of the part, alku, loppu. Plan: indexes. */
    {EHOKS_SQL_OPPIJAN_JAKOLINKIT, "oppijan_jakolinkit",
     "SELECT l.share_id, l.moduuli_id, l.moduuli_tyyppi, l.alku, l.loppu"
     " FROM ehoks.hoks h JOIN ehoks.jakolinkki l ON l.hoks_id = h.id"
     " WHERE h.oppija_oid = $1 ORDER BY l.luotu",
     1, 0},
};
