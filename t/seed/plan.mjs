/* Plans without number, put together from units of the seeded plans as the
 * service has stored them: other codes, days, people, workplaces and texts,
 * and sizes as providers' plans have them (median 8 KB). What a plan is
 * follows from a seed and its number. */
import { chance } from '../registry/generated.mjs';

const DAY = 24 * 60 * 60 * 1000;
const MEDIAN = 7600;
const LEAST = 900;
const MOST = 60_000;

const UNITS = ['hankittavat-ammat-tutkinnon-osat', 'hankittavat-yhteiset-tutkinnon-osat',
  'hankittavat-paikalliset-tutkinnon-osat', 'aiemmin-hankitut-ammat-tutkinnon-osat',
  'aiemmin-hankitut-yhteiset-tutkinnon-osat', 'aiemmin-hankitut-paikalliset-tutkinnon-osat'];
/* In what turn units are added; most are vocational ones still to acquire. */
const TURN = [0, 1, 0, 0, 2, 0, 3, 0, 1, 0, 4, 0, 5];
const LISTS = [...UNITS, 'hankittavat-koulutuksen-osat', 'opiskeluvalmiuksia-tukevat-opinnot',
  'oppimisen-tuki'];

const CODES = ['101053', '101054', '103590', '101047', '101056', '106234'];
const WORKPLACES = `Aurajoen Kahvila|Kemijoen Auto|Lehtirannan Hoiva|Metsäpalvelu Kuusela
 Rakennus Harju|Sähköasennus Virta|Putkityö Niemi|Leipomo Tuulia|Kampaamo Sini|Hotelli Ranta
 Konepaja Kallio|Varasto Koski|Päiväkoti Satakieli|Kukkakauppa Orvokki|Navetta Peltola
 Verstas Puro|Maalaus Saari|Ravintola Lampi|Ohjelmistotalo Pilvi|Tilitoimisto Hirvonen`
  .split(/\s*[|\n]\s*/);
const PEOPLE = `Aino Opastava|Eero Neuvova|Kaisa Mestari|Lasse Ohjaava|Minna Taitava|Pekka Tekevä
 Riitta Osaava|Seppo Kokenut|Tuula Ahkera|Veikko Varma|Åsa Handledare|Göran Mästare`.split(/\s*[|\n]\s*/);
const TASKS = ['Asiakkaan kohtaaminen ja tarpeiden selvittäminen', 'Työn suunnittelu ja aikatauluttaminen',
  'Laitteiden ja työvälineiden huolto', 'Laadun arviointi ja dokumentointi',
  'Työturvallisuudesta huolehtiminen', 'Tiimin jäsenenä työskentely ja viestintä',
  'Materiaalien tilaaminen ja varastointi', 'Kirjaaminen ja raportointi järjestelmään'];

/* A business ID with the right check digit; of ten numbers one has none. */
function businessId(number) {
  for (let digits = 9_200_000 + (number % 700_000); ; digits++) {
    const sum = [...String(digits)].reduce(
      (total, digit, place) => total + Number(digit) * [7, 9, 10, 5, 8, 4, 2][place], 0);
    if (sum % 11 !== 1) {
      return `${digits}-${sum % 11 === 0 ? 0 : 11 - (sum % 11)}`;
    }
  }
}

const HEXADECIMAL = Array.from({ length: 2 ** 16 }, (_, value) => value.toString(16).padStart(4, '0'));
const hexadecimal = (value) => HEXADECIMAL[value >>> 16] + HEXADECIMAL[value & 0xffff];

function uuid(seed, number, salt) {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => hexadecimal(chance(seed, number, salt * 4 + part + 1000)));
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

/* What is put anew in the text of a unit. */
const PLACES = new RegExp([
  '(?<module>"module-id":"[^"]*")',
  '"(?<day>\\d{4}-\\d\\d-\\d\\d)"',
  '"(?<key>yksiloiva-tunniste|sahkoposti|puhelinnumero|tyopaikan-nimi|tyopaikan-y-tunnus)":"[^"]*"',
  '(?<person>"nimi":"(?:[^"]*malli|Testi [^"]*)")',
  '(?<unit>"tutkinnon-osa-koodi-uri":"tutkinnonosat_10\\d+")',
  '(?<school>"1\\.2\\.246\\.562\\.10\\.1\\d+")',
  '(?<tasks>"(?:keskeiset-tyotehtavat|sisallon-kuvaus)":\\[)(?=")',
].join('|'), 'g');

/* The size that this plan shall have, by the logarithm of which plans are
 * spread like a bell. */
function targetSize(seed, number) {
  const sum = [11, 12, 13, 14, 15, 16].reduce((total, salt) => total + chance(seed, number, salt) / 2 ** 32, 0);
  const size = MEDIAN * Math.exp((sum - 3) * 0.75);
  return Math.min(MOST, Math.max(LEAST, size));
}

/* Written once each: there are a few thousand of them. */
const days = [];
function isoDay(time) {
  const day = Math.floor(time / DAY);
  days[day] ??= new Date(day * DAY).toISOString().slice(0, 10);
  return days[day];
}

/* Days stand so far from the beginning of the study right as they do in the
 * seed, within four years. */
function dayAt(context, sinceApproval) {
  return isoDay(context.start + Math.min(sinceApproval + 30 * DAY, 4 * 365 * DAY));
}

/* Members that tell of a workplace and its people. */
const MEMBERS = {
  'yksiloiva-tunniste': ({ seed, number, salt }) => `kuorma-${seed}-${number}-${salt}`,
  sahkoposti: ({ workplace }) => `ohjaaja.${workplace % 50_000}@yritys-${workplace % 2000}.example`,
  puhelinnumero: ({ workplace }) => `+358 40 ${String(workplace % 10_000_000).padStart(7, '0')}`,
  'tyopaikan-nimi': ({ workplace }) => `${WORKPLACES[workplace % WORKPLACES.length]} ${workplace % 2000} Oy`,
  'tyopaikan-y-tunnus': ({ workplace }) => businessId(workplace % 2000),
};

const one = (list, { seed, number, salt }) => list[chance(seed, number, salt) % list.length];

/* What writes the text of a place, by what was found there. */
function writerOf(groups, match, base) {
  if (groups.module) {
    return (context) => `"module-id":"${uuid(context.seed, context.number, context.salt)}"`;
  }
  if (groups.day) {
    const sinceApproval = Date.parse(groups.day) - base;
    return (context) => `"${dayAt(context, sinceApproval)}"`;
  }
  if (groups.key) {
    return (context) => `"${groups.key}":"${MEMBERS[groups.key](context)}"`;
  }
  if (groups.person) {
    return (context) => `"nimi":"${one(PEOPLE, context)}"`;
  }
  if (groups.unit) {
    return (context) => `"tutkinnon-osa-koodi-uri":"tutkinnonosat_${one(CODES, context)}"`;
  }
  return groups.school
    ? (context) => `"${context.school}"`
    : (context) => `${match}"${one(TASKS, context)}",`;
}

/* A unit as a list of texts and writers. */
function compile(unit, base) {
  const text = JSON.stringify(unit);
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(PLACES)) {
    pieces.push(text.slice(end, match.index), writerOf(match.groups, match[0], base));
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)];
}

/* Templates out of stored plans (JSON texts): compiled units by their list. */
export function templatesOf(documents) {
  const plans = documents.map((text) => JSON.parse(text));
  return UNITS.map((list) => plans.flatMap((plan) => (plan[list] ?? [])
    .map((unit) => compile(unit, Date.parse(plan['ensikertainen-hyvaksyminen'])))));
}

function written(pieces, context) {
  context.workplace = chance(context.seed, context.number, context.salt++);
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
    } else {
      context.salt++;
      text += piece(context);
    }
  }
  return text;
}

/* The units of a plan as [list, text], until it is large enough. */
function unitsOf(templates, context, size) {
  const chosen = UNITS.map(() => []);
  for (let turn = 0, length = 800; length < size; turn++) {
    const list = TURN[turn % TURN.length];
    const units = templates[list];
    const text = written(units[chance(context.seed, context.number, 200 + turn) % units.length], context);
    chosen[list].push(text);
    length += text.length;
  }
  return chosen;
}

/* The stored text of plan `id` for a row of the registries' study rights. */
export function planText(templates, seed, number, id, row) {
  const context = { seed, number, school: row.oppilaitos, salt: 0, start: Date.parse(row.alku) };
  const approved = isoDay(Date.parse(row.alku) + (7 + (chance(seed, number, 20) % 45)) * DAY);
  const achieved = row.paattyi?.tila === 'valmistunut' && row.paattyi.alku;
  const head = {
    id,
    eid: uuid(seed, number, 90_000),
    manuaalisyotto: chance(seed, number, 21) % 20 === 0,
    'oppija-oid': row['oppija-oid'],
    'opiskeluoikeus-oid': row.oid,
    ...(chance(seed, number, 22) % 3 && { sahkoposti: `oppija.${number}@oppija.example` }),
    'ensikertainen-hyvaksyminen': approved,
    ...(chance(seed, number, 23) % 2 && { paivitetty: `${approved}T08:15:00Z` }),
    'osaamisen-hankkimisen-tarve': true,
    'urasuunnitelma-koodi-uri': `urasuunnitelma_000${1 + (chance(seed, number, 24) % 2)}`,
    'urasuunnitelma-koodi-versio': 1,
    ...(achieved && { 'osaamisen-saavuttamisen-pvm': achieved }),
  };
  const chosen = unitsOf(templates, context, targetSize(seed, number));
  const lists = LISTS.map((list, index) => `"${list}":[${(chosen[index] ?? []).join(',')}]`);
  return `${JSON.stringify(head).slice(0, -1)},${lists.join(',')}}`;
}

/* ---- what is cut out of a plan ------------------------------------------------- */

const KINDS = { ammatillinen: UNITS[0], yhteinen: UNITS[1], paikallinen: UNITS[2] };
const WORK = /^osaamisenhankkimistapa_(?:koulutussopimus|oppisopimus)$/;

/* Everything in a value that has the key, at any depth. */
function found(value, key, list = []) {
  if (value && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      if (name === key) {
        list.push(...member);
      }
      found(member, key, list);
    }
  }
  return list;
}

/* Work periods as the service finds them: {kind of the unit, period}. */
export function workPeriodsOf(plan) {
  return Object.entries(KINDS).flatMap(([kind, list]) =>
    found(plan[list], 'osaamisen-hankkimistavat')
      .filter((period) => WORK.test(period['osaamisen-hankkimistapa-koodi-uri'])
        || period['tyopaikalla-jarjestettava-koulutus'])
      .map((period) => ({ kind, period })));
}

export const demonstrationsOf = (plan) => [
  ...found(plan, 'osaamisen-osoittaminen'), ...found(plan, 'tarkentavat-tiedot-naytto')];
