/* Koski: study rights. The data file tells what differs between the study
 * rights of the cast; this file gives them Koski's shape. */
import { json } from './answer.mjs';
import { Entries, isOnlyStatus } from './entries.mjs';
import { readData } from './data.mjs';
import { generatedStudyRight, generatedStudyRightsOf } from './generated.mjs';
import { looksLikeOpiskeluoikeusOid } from './oid.mjs';
import { oppija } from './onr.mjs';
import { findOrganisation } from './organisaatio.mjs';

const tutkinnot = readData('tutkinnot.json');

const SUORITUKSET = {
  ammatillinenkoulutus: 'ammatillinentutkinto',
  tuva: 'tuvakoulutuksensuoritus',
};

const koodi = (koodiarvo, koodistoUri) => ({ koodiarvo, koodistoUri });

const organisationWithName = (oid) => ({ oid, nimi: findOrganisation(oid).nimi });

function jaksot(row) {
  const jakso = (alku, tila) => ({
    alku,
    tila: koodi(tila, 'koskiopiskeluoikeudentila'),
    opintojenRahoitus: koodi('1', 'opintojenrahoitus'),
  });
  const list = [jakso(row.alku, 'lasna')];
  if (row.paattyi) {
    list.push(jakso(row.paattyi.alku, row.paattyi.tila));
  }
  return list;
}

function suoritus(row) {
  const tutkinto = row.tutkinnonTiedot ?? tutkinnot[row.tutkinto];
  const result = {
    tyyppi: koodi(row.suoritus ?? SUORITUKSET[row.tyyppi], 'suorituksentyyppi'),
    koulutusmoduuli: {
      tunniste: { ...koodi(row.tutkinto, 'koulutus'), nimi: tutkinto.nimi },
      perusteenDiaarinumero: tutkinto.perusteenDiaarinumero,
    },
    suorituskieli: koodi(row.suorituskieli ?? 'FI', 'kieli'),
    toimipiste: organisationWithName(row.toimipiste ?? row.oppilaitos),
  };
  if (tutkinto.osaamisala) {
    result.osaamisala = [
      { osaamisala: { ...tutkinto.osaamisala, koodistoUri: 'osaamisala' }, alku: row.alku }];
  }
  if (tutkinto.tutkintonimike) {
    result.tutkintonimike = [
      { ...tutkinto.tutkintonimike, koodistoUri: 'tutkintonimikkeet' }];
  }
  if (row.paattyi?.tila === 'valmistunut') {
    result.vahvistus = { päivä: row.paattyi.alku };
  }
  return result;
}

/* The study right of a row as Koski tells it, and whose it is. */
export function opiskeluoikeus(row) {
  const koulutustoimija = findOrganisation(row.oppilaitos).parentOid;
  return {
    oid: row.oid,
    'oppija-oid': row['oppija-oid'],
    versionumero: 1,
    aikaleima: `${row.alku}T09:00:00.000000`,
    tyyppi: koodi(row.tyyppi, 'opiskeluoikeudentyyppi'),
    oppilaitos: organisationWithName(row.oppilaitos),
    koulutustoimija: organisationWithName(koulutustoimija),
    alkamispäivä: row.alku,
    arvioituPäättymispäivä: row['arvioitu-loppu'],
    ...(row.paattyi && { päättymispäivä: row.paattyi.alku }),
    tila: { opiskeluoikeusjaksot: jaksot(row) },
    suoritukset: [suoritus(row)],
  };
}

const cast = readData('opiskeluoikeudet.json').map((row) =>
  opiskeluoikeus({ tyyppi: 'ammatillinenkoulutus', ...row }));

const opiskeluoikeudet = new Entries((entry) => entry.oid, cast,
  (entry) => entry['oppija-oid']);

const withoutOppija = ({ 'oppija-oid': oppijaOid, ...entry }) => entry;

const opiskeluoikeudetOf = (oppijaOid) => [
  ...opiskeluoikeudet.of(oppijaOid),
  ...generatedStudyRightsOf(oppijaOid).filter(({ oid }) => !opiskeluoikeudet.get(oid)).map(opiskeluoikeus),
].filter((entry) => !isOnlyStatus(entry)).map(withoutOppija);

function find(oid) {
  const row = opiskeluoikeudet.get(oid) ? undefined : generatedStudyRight(oid);
  return row ? opiskeluoikeus(row) : opiskeluoikeudet.get(oid);
}

const error = (status, key, message) => json([{ key, message }], status);

function one({ oid }) {
  const entry = find(oid);
  if (entry && !isOnlyStatus(entry)) {
    return json(withoutOppija(entry));
  }
  if (entry && entry.status !== 404) {
    return error(entry.status, 'internalError', 'Internal server error');
  }
  return looksLikeOpiskeluoikeusOid(oid)
    ? error(404, 'notFound.opiskeluoikeuttaEiLöydyTaiEiOikeuksia',
      'Opiskeluoikeutta ei löydy annetulla oid:llä tai käyttäjällä ei ole siihen oikeuksia')
    : error(400, 'badRequest.queryParam.virheellinenOpiskeluoikeusOid',
      `Virheellinen oid: ${oid}`);
}

const ofOppijat = (parameters, oids) => json(oids.map((oid) => ({
  henkilö: { oid },
  opiskeluoikeudet: opiskeluoikeudetOf(oid),
})));

function ofOppija({ oid }) {
  const rights = opiskeluoikeudetOf(oid);
  if (rights.length === 0) {
    return error(404, 'notFound.oppijaaEiLöydyTaiEiOikeuksia',
      'Oppijaa ei löydy annetulla oid:llä tai käyttäjällä ei ole oikeuksia tietojen katseluun.');
  }
  const { etunimet, kutsumanimi, sukunimi } = oppija(oid) ?? {};
  return json({
    henkilö: { oid, etunimet, kutsumanimi, sukunimi },
    opiskeluoikeudet: rights,
  });
}

export const koski = {
  name: 'koski',
  prefix: '/koski/api',
  entries: { opiskeluoikeudet },
  routes: [
    { method: 'GET', path: 'opiskeluoikeus/:oid', answer: one },
    { method: 'POST', path: 'sure/oids', answer: ofOppijat },
    { method: 'GET', path: 'oppija/:oid', answer: ofOppija },
  ],
};
