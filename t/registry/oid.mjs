/* Check digits of the national oids (contract: OID-1). */

const sumFromRight = (digits, valueOf) => [...digits].reverse()
  .reduce((sum, digit, place) => sum + valueOf(Number(digit), place), 0);

const luhn = (digit, place) => {
  const doubled = place % 2 === 0 ? digit * 2 : digit;
  return doubled > 9 ? doubled - 9 : doubled;
};

const IBM_WEIGHTS = [7, 3, 1];
const ibm = (digit, place) => digit * IBM_WEIGHTS[place % 3];

const checkDigit = (digits, valueOf) => (10 - (sumFromRight(digits, valueOf) % 10)) % 10;

function hasCheckDigit(arc, valueOf) {
  const check = checkDigit(arc.slice(0, 10), valueOf);
  const rest = arc.slice(10);
  return rest === String(check) || (check === 0 && rest === '10');
}

/* The rare long oids, whose check digit is written 10: nobody who makes one up
 * comes upon them. The tenth digit follows from the nine given ones. */
function longArc(nine, valueOf) {
  let tenth = 0;
  while (checkDigit(nine + tenth, valueOf) !== 0) {
    tenth++;
  }
  return `${nine}${tenth}10`;
}
export const longOppijaOid = (nine) => `1.2.246.562.24.${longArc(nine, ibm)}`;
export const longOpiskeluoikeusOid = (nine) => `1.2.246.562.15.${longArc(nine, luhn)}`;

/* Whether `oid` can be a learner's: arc 24, or 98, 198 or 298 of the test
 * environments, with a right check digit. */
export function isOppijaOid(oid) {
  const match = /^1\.2\.246\.562\.(24|[12]?98)\.([1-9]\d{9}(?:\d|10))$/.exec(oid);
  return match !== null && hasCheckDigit(match[2], match[1] === '24' ? ibm : luhn);
}

/* Whether `oid` has the form of a study right's. Koski looks at no more. */
export const looksLikeOpiskeluoikeusOid = (oid) =>
  /^1\.2\.246\.562\.15\.\d{11,12}$/.test(oid);
