/* Oppijanumerorekisteri: names, contacts and merged numbers of learners.
 *
 * The people of the cast have the names they log in with. Any other valid
 * oppija oid is somebody too: the name follows from the digits, so that it
 * is the same at every asking. */
import fs from 'node:fs';
import { json } from './answer.mjs';
import { Entries, isOnlyStatus } from './entries.mjs';
import { generatedName } from './generated.mjs';
import { isOppijaOid } from './oid.mjs';

const FIRST_NAMES = ['Aino', 'Eino', 'Helmi', 'Ilmari', 'Kerttu', 'Lauri',
  'Maija', 'Onni', 'Saara', 'Toivo', 'Vilma', 'Åke', 'Ellen', 'Björn'];
const LAST_NAMES = ['Aaltonen', 'Heikkinen', 'Järvinen', 'Koskela', 'Lehtonen',
  'Mäkelä', 'Nieminen', 'Öhman', 'Rantanen', 'Salminen', 'Virtanen'];

function contacts(email) {
  return [{
    id: 1,
    ryhmaKuvaus: 'yhteystietotyyppi1',
    ryhmaAlkuperaTieto: 'alkupera1',
    readOnly: true,
    yhteystieto: [
      { yhteystietoTyyppi: 'YHTEYSTIETO_SAHKOPOSTI', yhteystietoArvo: email },
      { yhteystietoTyyppi: 'YHTEYSTIETO_KATUOSOITE', yhteystietoArvo: 'Esimerkkikatu 1 A 2' },
      { yhteystietoTyyppi: 'YHTEYSTIETO_POSTINUMERO', yhteystietoArvo: '00001' },
      { yhteystietoTyyppi: 'YHTEYSTIETO_KUNTA', yhteystietoArvo: 'Aurajoki' },
    ],
  }];
}

const describe = (oid, firstNames, lastName, email, language) => ({
  oidHenkilo: oid,
  etunimet: firstNames,
  kutsumanimi: firstNames.split(' ')[0],
  sukunimi: lastName,
  asiointiKieli: { kieliKoodi: language },
  duplicate: false,
  yhteystiedotRyhma: contacts(email),
});

const cast = JSON.parse(
  fs.readFileSync(new URL('../op/cast.json', import.meta.url), 'utf8')).people
  .map((person) => describe(person.oid, person.given_name, person.family_name,
    person.email, person.login === 'oppija3' ? 'sv' : 'fi'));

export const oppijat = new Entries((entry) => entry.oidHenkilo, cast);

function generated(oid) {
  const number = Number(oid.split('.').pop().slice(0, 10));
  const email = `oppija.${number}@oppija.example`;
  const names = generatedName(oid);
  if (names) {
    return describe(oid, ...names, email, 'fi');
  }
  const first = FIRST_NAMES[number % FIRST_NAMES.length];
  const second = FIRST_NAMES[Math.floor(number / 101) % FIRST_NAMES.length];
  const last = LAST_NAMES[Math.floor(number / 7) % LAST_NAMES.length];
  return describe(oid, first === second ? first : `${first} ${second}`, last,
    email, 'fi');
}

/* The learner as the registry tells it, undefined when not known, or an
 * entry that has only a status. An added entry may leave out members; they
 * come from the generated one. */
export function oppija(oid) {
  const entry = oppijat.get(oid);
  if (isOnlyStatus(entry)) {
    return entry;
  }
  if (!entry && !isOppijaOid(oid)) {
    return undefined;
  }
  const { 'master-oid': master, ...members } = entry ?? {};
  return { ...generated(oid), ...members };
}

const notFound = () => json({ error: 'Not Found', status: 404 }, 404);

/* `describeFound(oid, entry)` gives the value for a learner that exists. */
const answerFor = (describeFound) => ({ oid }) => {
  const found = oppija(oid);
  if (!found) {
    return notFound();
  }
  return isOnlyStatus(found)
    ? json({}, found.status) : json(describeFound(oid, found));
};

const masterOf = (oid) => oppijat.get(oid)?.['master-oid'] ?? oid;

const slavesOf = (oid) => oppijat.all()
  .filter((entry) => entry['master-oid'] === oid)
  .map(({ oidHenkilo }) => ({ oidHenkilo }));

export const onr = {
  name: 'onr',
  prefix: '/oppijanumerorekisteri-service',
  entries: { oppijat },
  routes: [
    { method: 'GET', path: 'henkilo/:oid', answer: answerFor((oid, found) => found) },
    { method: 'GET', path: 'henkilo/:oid/master', answer: answerFor((oid) => oppija(masterOf(oid))) },
    { method: 'GET', path: 'henkilo/:oid/slaves', answer: answerFor(slavesOf) },
  ],
};
