/* People, schools and study rights without number, besides the fixed cast:
 * what `make load` makes plans for, and what the registries tell of them.
 * Nothing is stored. Everything follows from a seed and the number of the
 * plan, and both stand in the oids, so that whoever has an oid can tell the
 * rest. Their oids are of the long kind, which tests do not use. */
import { readData } from './data.mjs';
import { longOpiskeluoikeusOid, longOppijaOid } from './oid.mjs';

export const SEEDS_MAX = 90;
export const NUMBERS_MAX = 10_000_000;

/* Oids begin with the seed in two digits and the number of the plan in seven. */
const digitsOf = (seed, number) => `${seed + 10}${String(number).padStart(7, '0')}`;

/* What the oids of all study rights of a seed begin with. */
export const studyRightsBegin = (seed) => `1.2.246.562.15.${seed + 10}`;

/* A whole number below 2^32 that follows from its arguments and looks like
 * chance (the finaliser of MurmurHash3). */
export function chance(seed, number, salt) {
  let h = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)
    ^ Math.imul(salt + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const pick = (list, value) => list[value % list.length];

/* ---- schools --------------------------------------------------------------- */

const A = '1.2.246.562.10.12000000011';
const B = '1.2.246.562.10.13000000011';
const CAST = ['1.2.246.562.10.12000000021', '1.2.246.562.10.13000000021',
  '1.2.246.562.10.12000000031'];
const SCHOOLS = 400;

const PLACES = [['Lehti', 'Löv'], ['Koivu', 'Björk'], ['Kuusi', 'Gran'], ['Lampi', 'Träsk'],
  ['Ranta', 'Strand'], ['Mäki', 'Backa'], ['Niitty', 'Ängs'], ['Saari', 'Ö'], ['Virta', 'Ström'],
  ['Kallio', 'Berg'], ['Järvi', 'Sjö'], ['Harju', 'Ås'], ['Pelto', 'Åker'], ['Metsä', 'Skogs']];
const ENDS = [['nkylä', 'by'], ['la', 'näs'], ['joki', 'å'], ['nperä', 'bäck'], ['nlahti', 'vik']];

export const schoolOid = (index) =>
  CAST[index] ?? `1.2.246.562.10.9${String(index).padStart(9, '0')}1`;

function schoolNumber(oid) {
  const match = /^1\.2\.246\.562\.10\.9(\d{9})1$/.exec(oid);
  const index = match ? Number(match[1]) : -1;
  return index >= CAST.length && index < SCHOOLS ? index : undefined;
}

/* An organisation as t/registry/data/organisaatiot.json has it, or undefined. */
export function generatedSchool(oid) {
  const index = schoolNumber(oid);
  if (index === undefined) {
    return undefined;
  }
  const place = pick(PLACES, index);
  const end = pick(ENDS, Math.floor(index / PLACES.length));
  const kind = index % 3 === 0 ? ['aikuisopisto', 'vuxeninstitut'] : ['ammattiopisto', 'yrkesinstitut'];
  const number = Math.floor(index / (PLACES.length * ENDS.length)) + 1;
  return {
    oid,
    parentOid: index % 2 === 0 ? A : B,
    tyypit: ['organisaatiotyyppi_02'],
    nimi: {
      fi: `${place[0]}${end[0]}n ${kind[0]}${number > 1 ? ` ${number}` : ''}`,
      sv: `${place[1]}${end[1]} ${kind[1]}${number > 1 ? ` ${number}` : ''}`,
    },
  };
}

/* Few schools are large and many small: the largest of them has 2.7 % of all
 * plans. `reach[i]` is how many of 2^32 chances fall on the schools up to i. */
const reach = [];
for (let index = 0, sum = 0; index < SCHOOLS; index++) {
  sum += 1 / (index + 10);
  reach.push(sum);
}
const scale = reach.at(-1) / 2 ** 32;

function schoolOf(seed, number) {
  const value = chance(seed, number, 1) * scale;
  let low = 0;
  let high = SCHOOLS - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reach[middle] > value) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/* ---- learners ----------------------------------------------------------------- */

const FIRST = `Aada Aaro Ahti Aino Akseli Aleksi Alisa Amanda Anna Anni Anssi Antti Arttu Asta
 Atte Eelis Eeva Eino Elias Elina Elli Ellen Emilia Emma Enni Erik Essi Eveliina Fanni Hanna Heidi
 Heikki Helmi Henna Hilla Iida Ilmari Ilona Inka Inkeri Iris Jaakko Jani Janne Jari Jenni Jesse Joel
 Johanna Joona Joonas Juhani Jukka Julia Jussi Kaarina Kaisa Kalle Karoliina Katariina Kerttu Kimmo
 Laura Lauri Leevi Leo Lotta Lumi Maija Maria Marja Matias Matti Mikael Mika Mikko Milla Minna Minttu
 Noora Oiva Olavi Olli Onni Oona Oskari Otso Paavo Pekka Petra Petteri Pinja Pihla Päivi Pyry Raisa
 Reetta Riikka Risto Roosa Saara Saku Sami Samuli Sanni Santeri Sari Satu Senja Siiri Sini Sofia Sointu
 Taneli Tapio Teemu Tiia Tiina Timo Toivo Tommi Toni Topi Tuomas Tuuli Tyyne Unto Valtteri Veeti Veikko
 Venla Vilho Viljami Vilma Väinö Äijö Åke Åsa Björn Göran Håkan Märta Sören Östen`.split(/\s+/);
const LAST = `Aaltonen Aho Ahola Ahonen Alanen Anttila Eklund Eronen Forsström Granholm Hakala
 Hakkarainen Halonen Hannula Harju Heikkilä Heikkinen Heinonen Hiltunen Hirvonen Huttunen Hyvärinen
 Hämäläinen Jokela Jokinen Jussila Järvinen Jääskeläinen Kallio Karjalainen Karppinen Karvonen Kauppinen
 Kemppainen Keränen Kettunen Kinnunen Kivelä Kiviniemi Koivisto Koivula Kokkonen Kokko Korhonen Korpela
 Koskela Koskinen Kosonen Laakso Laaksonen Lahti Lahtinen Laine Laitinen Lampinen Lappalainen Lassila
 Lehtinen Lehto Lehtonen Leinonen Leppänen Liljeström Lindberg Lindholm Lindqvist Lindström Manninen
 Martikainen Mattila Miettinen Moilanen Mustonen Mäkelä Mäki Mäkinen Määttä Nevalainen Niemelä Niemi
 Nieminen Niskanen Nurmi Nurminen Nyberg Nyström Ojala Ollila Oksanen Pakarinen Partanen Pelkonen
 Peltola Peltonen Pesonen Pietilä Pitkänen Pulkkinen Rantala Rantanen Rautio Riikonen Rissanen Räisänen
 Räsänen Saarela Saari Saarinen Sahlberg Salmela Salmi Salminen Salo Salonen Savolainen Seppälä Sihvonen
 Sillanpää Sjöberg Sirola Suominen Söderholm Takala Tamminen Tanskanen Tarkiainen Tikkanen Toivonen
 Tolonen Tuominen Turunen Valtonen Vainio Vartiainen Virtanen Voutilainen Vuorinen Väisänen Väänänen
 Wikström Ylinen Ylitalo Åkerlund Öhman Österberg`.split(/\s+/);

/* Each eighth plan is one more of the learner of the plan before. */
const learnerNumber = (number) => (number % 8 === 7 ? number - 1 : number);

export const learnerOid = (seed, number) => longOppijaOid(digitsOf(seed, learnerNumber(number)));

function learnerName(seed, number) {
  const first = pick(FIRST, chance(seed, number, 2));
  const second = pick(FIRST, chance(seed, number, 3));
  return [`${first} ${second === first ? 'Maria' : second}`, pick(LAST, chance(seed, number, 4))];
}

/* [seed, number] that stand in the digits of an oid, or undefined. */
function numbersIn(oid, arc) {
  const match = new RegExp(`^1\\.2\\.246\\.562\\.${arc}\\.([1-9]\\d)(\\d{7})\\d10$`).exec(oid);
  return match ? [Number(match[1]) - 10, Number(match[2])] : undefined;
}

/* [first names, family name] of a learner of this world, or undefined. */
export function generatedName(oid) {
  const numbers = numbersIn(oid, 24);
  return numbers && learnerNumber(numbers[1]) === numbers[1] && oid === learnerOid(...numbers)
    ? learnerName(...numbers) : undefined;
}

/* ---- study rights ------------------------------------------------------------------ */

const name = (fi, sv) => ({ fi, sv });
const branch = (fi, sv, areas) => ({
  nimi: name(`${fi} perustutkinto`, `Grundexamen ${sv}`),
  alat: areas.map(([areaFi, areaSv]) => name(`${areaFi} osaamisala`, `Kompetensområdet för ${areaSv}`)),
});
const QUALIFICATIONS = [
  branch('Sosiaali- ja terveysalan', 'inom social- och hälsovårdsbranschen',
    [['Sairaanhoidon ja huolenpidon', 'sjukvård och omsorg'], ['Vammaistyön', 'handikappomsorg'],
      ['Ikääntyvien hoidon ja kuntoutumisen', 'vård och rehabilitering av äldre']]),
  branch('Liiketoiminnan', 'i affärsverksamhet', []),
  branch('Autoalan', 'inom bilbranschen', [['Autotekniikan', 'bilteknik'], ['Automaalauksen', 'billackering']]),
  branch('Ravintola- ja catering-alan', 'inom restaurang- och cateringbranschen',
    [['Ruokapalvelun', 'matservice'], ['Asiakaspalvelun', 'kundservice']]),
  branch('Rakennusalan', 'inom byggnadsbranschen', [['Talonrakennuksen', 'husbyggnad'], ['Maarakennuksen', 'markbyggnad']]),
  branch('Sähkö- ja automaatioalan', 'inom el- och automationsbranschen', [['Sähköasennuksen', 'elinstallation']]),
  branch('Kone- ja tuotantotekniikan', 'i maskin- och produktionsteknik', [['Koneasennuksen', 'maskinmontering']]),
  branch('Logistiikan', 'inom logistik', [['Kuljetuspalvelujen', 'transportservice'], ['Varastopalvelujen', 'lagerservice']]),
  branch('Tieto- ja viestintätekniikan', 'i informations- och kommunikationsteknik',
    [['Ohjelmistokehityksen', 'programutveckling'], ['Hyvinvointiteknologian', 'välfärdsteknik']]),
  branch('Hius- ja kauneudenhoitoalan', 'inom hår- och skönhetsbranschen', [['Parturi-kampaajan', 'frisörer']]),
  branch('Kasvatus- ja ohjausalan', 'i pedagogik och handledning',
    [['Varhaiskasvatuksen ja perhetoiminnan', 'småbarnspedagogik och familjeverksamhet'], ['Nuoriso- ja yhteisöohjauksen', 'ungdoms- och gemenskapsinstruktion']]),
  branch('Media-alan ja kuvallisen ilmaisun', 'inom mediebranschen och visuellt uttryck', []),
  branch('Maatalousalan', 'inom lantbruksbranschen', [['Eläintenhoidon', 'djurskötsel']]),
  branch('Metsäalan', 'inom skogsbranschen', [['Metsäkoneenkuljetuksen', 'körning av skogsmaskiner']]),
  branch('Puutarha-alan', 'inom trädgårdsbranschen', [['Puutarhatuotannon', 'trädgårdsproduktion']]),
  branch('Talotekniikan', 'i husteknik', [['Putkiasennuksen', 'rörinstallation'], ['Ilmanvaihtoasennuksen', 'ventilationsinstallation']]),
  branch('Turvallisuusalan', 'inom säkerhetsbranschen', []),
  branch('Elintarvikealan', 'inom livsmedelsbranschen', [['Leipomoalan', 'bageribranschen']]),
  branch('Matkailualan', 'inom turismbranschen', [['Matkailupalvelujen', 'turismtjänster']]),
  branch('Lääkealan', 'inom läkemedelsbranschen', []),
  branch('Puhdistus- ja kiinteistöpalvelualan', 'inom rengörings- och fastighetsservice', [['Toimitilahuollon', 'lokalservice']]),
  branch('Taideteollisuusalan', 'inom konstindustribranschen', [['Tuotteen valmistuksen', 'produktframställning']]),
  branch('Tekstiili- ja muotialan', 'inom textil- och modebranschen', []),
  branch('Pintakäsittelyalan', 'inom ytbehandlingsbranschen', [['Rakennusmaalauksen', 'byggnadsmålning']]),
  branch('Puuteollisuuden', 'inom träindustrin', [['Teollisuuspuusepän', 'industrisnickeri']]),
  branch('Prosessiteollisuuden', 'inom processindustrin', []),
  branch('Lentokoneasennuksen', 'i flygplansmontering', []),
  branch('Merenkulkualan', 'inom sjöfart', [['Kansi- ja konekorjaajan', 'däcks- och maskinreparation']]),
  branch('Musiikkialan', 'inom musikbranschen', [['Äänitekniikan', 'ljudteknik']]),
  branch('Luonto- ja ympäristöalan', 'i natur och miljö', [['Porotalouden', 'renhushållning']]),
];
/* Criteria and structures come from qualifications that ePerusteet has here. */
const known = Object.values(readData('tutkinnot.json')).map((tutkinto) => tutkinto.perusteenDiaarinumero);
const BASES = known.slice(0, 3);

const FIRST_YEAR = 2019;
const YEARS = 8;

/* A study right of this world as a row of t/registry/data/opiskeluoikeudet.json
 * with its qualification in it. */
export function studyRightRow(seed, number) {
  const year = FIRST_YEAR + (chance(seed, number, 5) % YEARS);
  const autumn = chance(seed, number, 6) % 4 !== 0;
  const alku = `${year}-${autumn ? '08' : '01'}-${autumn ? '01' : '08'}`;
  const which = chance(seed, number, 7) % QUALIFICATIONS.length;
  const tutkinto = QUALIFICATIONS[which];
  const ala = tutkinto.alat.length && pick(tutkinto.alat, chance(seed, number, 8));
  const ended = year <= FIRST_YEAR + 4 && chance(seed, number, 9) % 10 < 7;
  const oppilaitos = schoolOid(schoolOf(seed, number));
  return {
    oid: longOpiskeluoikeusOid(digitsOf(seed, number)),
    'oppija-oid': learnerOid(seed, number),
    tyyppi: 'ammatillinenkoulutus',
    oppilaitos,
    alku,
    'arvioitu-loppu': `${year + 5}-06-30`,
    ...(ended && {
      paattyi: {
        alku: `${year + 3}-06-03`,
        tila: chance(seed, number, 10) % 5 === 0 ? 'eronnut' : 'valmistunut',
      },
    }),
    tutkinto: String(300000 + which),
    tutkinnonTiedot: {
      nimi: tutkinto.nimi,
      perusteenDiaarinumero: pick(BASES, which),
      ...(ala && { osaamisala: { koodiarvo: String(3000 + which), nimi: ala } }),
    },
  };
}

/* The row of the study right with this oid, or undefined. */
export function generatedStudyRight(oid) {
  const numbers = numbersIn(oid, 15);
  const row = numbers && studyRightRow(...numbers);
  return row?.oid === oid ? row : undefined;
}

/* Rows of all study rights of a learner of this world. */
export function generatedStudyRightsOf(oid) {
  if (!generatedName(oid)) {
    return [];
  }
  const [seed, number] = numbersIn(oid, 24);
  return [number, number + 1].map((each) => studyRightRow(seed, each))
    .filter((row) => row['oppija-oid'] === oid);
}
