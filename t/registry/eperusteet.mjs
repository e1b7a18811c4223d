/* ePerusteet: the requirements of the cast's qualifications, with their units
 * and criteria. perusteet.json tells what differs between qualifications,
 * tutkinnonosat.json what is common to them; names of units and codes are
 * Koodisto's. This file gives it all ePerusteet's shape, nulls included. */
import { json } from './answer.mjs';
import { readData } from './data.mjs';
import { koodiWithName } from './koodisto.mjs';

const tutkinnot = readData('tutkinnot.json');
const common = readData('tutkinnonosat.json');
const rows = readData('perusteet.json');

/* Places of criteria scales, as ePerusteet writes them: texts. */
const SCALE = '3';
const CHANGED = 1514764800000;

/* A number that stays the same from one start to the next. */
const idOf = (peruste, uri) =>
  peruste * 1000 + [...uri].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 1000;

const localised = (text, id) => ({ _id: String(id), ...text });

/* Levels between the described ones have no criteria of their own. */
function levels(scale) {
  const described = common.tasotJoillaKriteerit[scale];
  return common.tasot[scale].map((taso) => ({
    _osaamistaso: taso,
    kriteerit: described.includes(taso)
      ? [localised(common.kriteerit[described.indexOf(taso)], taso)] : [],
  }));
}

const arviointi = (id, scale) => ({
  id,
  lisatiedot: null,
  arvioinninKohdealueet: common.kohdealueet.map((otsikko, place) => ({
    otsikko: localised(otsikko, id + place),
    koodi: null,
    arvioinninKohteet: [{
      otsikko: place === 0 ? localised(common.kohde, id) : null,
      selite: null,
      _arviointiAsteikko: scale,
      osaamistasonKriteerit: levels(scale),
    }],
  })),
});

function osaAlue({ koodi, laajuus }, id, place) {
  const code = koodiWithName(`ammatillisenoppiaineet_${koodi}`);
  return {
    id: id + place + 1,
    koodiUri: code.uri,
    koodiArvo: code.arvo,
    koodi: code,
    nimi: localised(code.nimi, id + place),
    osaamistavoitteet: [
      { laajuus, pakollinen: true, arviointi: arviointi(id, '1') },
      { laajuus: null, pakollinen: false, arviointi: null },
    ],
  };
}

function tutkinnonOsa(peruste, { koodi, laajuus }) {
  const code = koodiWithName(`tutkinnonosat_${koodi}`);
  const id = idOf(peruste.id, code.uri);
  const yhteinen = common.yhteiset[koodi];
  return {
    id,
    luotu: CHANGED,
    muokattu: CHANGED,
    tila: 'valmis',
    tyyppi: yhteinen ? 'reformi_tutke2' : 'normaali',
    nimi: localised(code.nimi, id),
    koodiUri: code.uri,
    koodiArvo: code.arvo,
    koodi: code,
    kuvaus: null,
    laajuus,
    tavoitteet: null,
    ammattitaitovaatimukset: null,
    ammattitaidonOsoittamistavat: null,
    arviointi: yhteinen ? null : arviointi(id, peruste.asteikko ?? SCALE),
    osaAlueet: yhteinen
      ? yhteinen.osaAlueet.map((one, place) => osaAlue(one, id, place)) : [],
  };
}

const osatOf = (peruste) => [
  ...peruste.osat,
  ...(peruste.yhteiset ? Object.entries(common.yhteiset)
    .map(([koodi, { laajuus }]) => ({ koodi, laajuus, pakollinen: true })) : []),
];

const unitId = (peruste, { koodi }) => idOf(peruste.id, `tutkinnonosat_${koodi}`);

const viiteId = (peruste, osa) => unitId(peruste, osa) + 1000;

function rakenne(peruste) {
  const rule = (minimi) => ({
    laajuus: { minimi, maksimi: minimi, yksikko: null }, koko: null,
  });
  return {
    kuvaus: null,
    tunniste: null,
    pakollinen: false,
    nimi: null,
    rooli: 'määritelty',
    muodostumisSaanto: rule(peruste.laajuus),
    osaamisala: null,
    osat: osatOf(peruste).map((osa) => ({
      kuvaus: null,
      pakollinen: osa.pakollinen,
      _tutkinnonOsaViite: String(viiteId(peruste, osa)),
    })),
    versioId: null,
  };
}

function suoritustapa(peruste) {
  return {
    suoritustapakoodi: peruste.suoritustapa,
    laajuusYksikko: 'OSAAMISPISTE',
    rakenne: rakenne(peruste),
    tutkinnonOsaViitteet: osatOf(peruste).map((osa, place) => ({
      id: viiteId(peruste, osa),
      laajuus: osa.laajuus,
      jarjestys: place + 1,
      _tutkinnonOsa: String(unitId(peruste, osa)),
    })),
  };
}

/* What a search tells of one qualification. */
function brief(peruste) {
  const tutkinto = tutkinnot[peruste.koulutus];
  const { osaamisala, tutkintonimike } = tutkinto;
  return {
    id: peruste.id,
    nimi: localised(tutkinto.nimi, peruste.id),
    diaarinumero: peruste.diaarinumero ?? tutkinto.perusteenDiaarinumero,
    koulutukset: [{
      nimi: tutkinto.nimi,
      koulutuskoodiArvo: peruste.koulutus,
      koulutuskoodiUri: `koulutus_${peruste.koulutus}`,
    }],
    osaamisalat: osaamisala ? [{
      nimi: osaamisala.nimi,
      arvo: osaamisala.koodiarvo,
      uri: `osaamisala_${osaamisala.koodiarvo}`,
      koodisto: 'osaamisala',
      versio: null,
    }] : [],
    tutkintonimikkeet: tutkintonimike ? [{
      nimi: tutkintonimike.nimi,
      tutkintonimikeArvo: tutkintonimike.koodiarvo,
      tutkintonimikeUri: `tutkintonimikkeet_${tutkintonimike.koodiarvo}`,
    }] : [],
    suoritustavat: [{ suoritustapakoodi: peruste.suoritustapa }],
    tila: peruste.poistunut ? 'poistettu' : 'valmis',
    voimassaoloAlkaa: CHANGED,
    voimassaoloLoppuu: null,
  };
}

const whole = (peruste) => ({
  ...brief(peruste),
  kuvaus: null,
  suoritustavat: [suoritustapa(peruste)],
  tutkinnonOsat: osatOf(peruste).map((osa) => tutkinnonOsa(peruste, osa)),
});

/* The part's name stands in its code; the first one has none yet. */
function koulutuksenOsa(peruste, { koodi, laajuus }) {
  const code = koodiWithName(`koulutuksenosattuva_${koodi}`);
  const id = idOf(peruste.id, code.uri);
  return {
    id,
    viiteId: id + 1000,
    nimi: localised(code.nimi, id),
    nimiKoodi: code,
    laajuusMinimi: laajuus[0],
    laajuusMaksimi: laajuus[1],
    tavoitteet: [],
    tila: 'luonnos',
  };
}

const koulutuksenOsat = (peruste) => (peruste.koulutuksenOsat ? [
  { id: peruste.id * 1000, viiteId: peruste.id, nimi: null, nimiKoodi: null },
  ...peruste.koulutuksenOsat.map((osa) => koulutuksenOsa(peruste, osa)),
] : []);

const codesOf = (peruste) => [
  ...osatOf(peruste).map(({ koodi }) => `tutkinnonosat_${koodi}`),
  ...(peruste.koulutuksenOsat ?? []).map(({ koodi }) => `koulutuksenosattuva_${koodi}`),
];

function fits(peruste, query) {
  const { nimi, diaarinumero } = brief(peruste);
  const text = query.get('nimi')?.toLowerCase();
  return (!query.has('koodi') || codesOf(peruste).includes(query.get('koodi')))
    && (!query.has('diaarinumero') || diaarinumero === query.get('diaarinumero'))
    && (!text || Object.values(nimi).some((one) => one.toLowerCase().includes(text)))
    && (!peruste.poistunut || query.get('poistuneet') === 'true');
}

function find(parameters, body, query) {
  const data = rows.filter((peruste) => fits(peruste, query)).map(brief);
  return json({
    data, sivu: 0, sivuja: 1, kokonaismäärä: data.length, sivukoko: 25,
  });
}

const answerFor = (describe) => ({ id }) => {
  const peruste = rows.find((one) => String(one.id) === id);
  return peruste ? json(describe(peruste))
    : json({ syy: 'Perustetta ei löytynyt', koodi: 404 }, 404);
};

export const eperusteet = {
  name: 'eperusteet',
  prefix: '/eperusteet-service/api/external',
  entries: {},
  routes: [
    { method: 'GET', path: 'perusteet', answer: find },
    { method: 'GET', path: 'peruste/:id', answer: answerFor(whole) },
    { method: 'GET', path: 'peruste/:id/koulutuksenOsat', answer: answerFor(koulutuksenOsat) },
  ],
};
