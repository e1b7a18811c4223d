/* Koodisto: the code sets that plans use, with names in three languages. The
 * data file has one row for a code; this file gives it Koodisto's shape, with
 * all its nulls. */
import { json, text } from './answer.mjs';
import { Entries } from './entries.mjs';
import { readData } from './data.mjs';

const ORGANISAATIO = '1.2.246.562.10.00000000001';

const uriOf = ({ koodisto, arvo }) => koodisto && `${koodisto}_${arvo}`;

const cast = Object.entries(readData('koodistot.json'))
  .flatMap(([koodisto, rows]) => rows.map((row) => ({ koodisto, ...row })));

/* Rows {koodisto, arvo, nimi, versio, tila} by the code's URI. */
export const koodit = new Entries(uriOf, cast);

const NO_CODE = 'error.codeelement.not.found';
const NO_CODES = 'error.codes.not.found';

const metadata = ([language, nimi]) => ({
  nimi,
  kuvaus: null,
  lyhytNimi: nimi,
  kayttoohje: null,
  kasite: null,
  sisaltaaMerkityksen: null,
  eiSisallaMerkitysta: null,
  huomioitavaKoodi: null,
  sisaltaaKoodiston: null,
  kieli: language.toUpperCase(),
});

function koodi(row, versio = row.versio ?? 1) {
  const isLatest = versio === (row.versio ?? 1);
  return {
    koodiUri: uriOf(row),
    resourceUri: `http://localhost/koodisto-service/rest/codeelement/${uriOf(row)}`,
    version: 0,
    versio,
    koodisto: {
      koodistoUri: row.koodisto,
      organisaatioOid: ORGANISAATIO,
      koodistoVersios: [1],
    },
    koodiArvo: row.arvo,
    paivitysPvm: '2018-01-15',
    paivittajaOid: null,
    voimassaAlkuPvm: '2018-01-01',
    voimassaLoppuPvm: isLatest ? null : '2018-07-31',
    tila: row.tila ?? 'HYVAKSYTTY',
    metadata: Object.entries(row.nimi).map(metadata),
  };
}

/* Koodisto says what it does not know in plain text. */
const answerFor = (describe) => ({ uri, versio }) => {
  const row = koodit.get(uri);
  const value = row && describe(row, versio);
  return value ? json(value) : text(NO_CODE, 404);
};

const versions = (row) => Array.from({ length: row.versio ?? 1 },
  (none, place) => koodi(row, place + 1));

const version = (row, versio) =>
  versions(row).find((one) => String(one.versio) === versio);

function codesOf({ koodisto }) {
  const rows = koodit.all().filter((row) => row.koodisto === koodisto);
  return rows.length > 0
    ? json(rows.map((row) => koodi(row))) : text(NO_CODES, 404);
}

/* The name of a code and what ePerusteet tells of it beside. */
export function koodiWithName(uri) {
  const row = koodit.get(uri);
  return {
    uri,
    arvo: row.arvo,
    koodisto: row.koodisto,
    versio: row.versio ?? 1,
    nimi: row.nimi,
  };
}

export const koodisto = {
  name: 'koodisto',
  prefix: '/koodisto-service/rest',
  entries: { koodit },
  routes: [
    { method: 'GET', path: 'codeelement/latest/:uri', answer: answerFor((row) => koodi(row)) },
    { method: 'GET', path: 'codeelement/:uri', answer: answerFor(versions) },
    { method: 'GET', path: 'codeelement/:uri/:versio', answer: answerFor(version) },
    { method: 'GET', path: 'json/:koodisto/koodi', answer: codesOf },
  ],
};
