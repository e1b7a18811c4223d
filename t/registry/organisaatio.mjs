/* Organisaatiopalvelu: the education providers, their schools and offices. */
import { json } from './answer.mjs';
import { Entries, isOnlyStatus } from './entries.mjs';
import { readData } from './data.mjs';
import { generatedSchool } from './generated.mjs';

const cast = readData('organisaatiot.json');

export const organisaatiot = new Entries((entry) => entry.oid, cast);

/* An organisation of the cast, of a test, or of the generated schools. */
export const findOrganisation = (oid) => organisaatiot.get(oid) ?? generatedSchool(oid);

/* The parents of an organisation from the root down, as
 * "|<root>|…|<parent>|"; the organisation itself is not in it. */
function parentOidPath(organisation) {
  const parents = [];
  let parent = organisaatiot.get(organisation.parentOid);
  while (parent) {
    parents.unshift(parent.oid);
    parent = organisaatiot.get(parent.parentOid);
  }
  return `|${parents.map((oid) => `${oid}|`).join('')}`;
}

/* The organisation with what it has above it. */
export const describeOrganisation = (organisation) => ({
  status: 'AKTIIVINEN',
  parentOidPath: parentOidPath(organisation),
  ...organisation,
});

const notFound = (oid) => json({
  errorMessage: `Organisaatiota ei löydy: ${oid}`,
  errorKey: 'organisaatio.exception.organisaatio.not.found',
}, 404);

function one({ oid }) {
  const organisation = findOrganisation(oid);
  if (!organisation) {
    return notFound(oid);
  }
  return isOnlyStatus(organisation)
    ? json({}, organisation.status) : json(describeOrganisation(organisation));
}

function several(parameters, oids) {
  return json(oids.map(findOrganisation)
    .filter((entry) => entry && !isOnlyStatus(entry)).map(describeOrganisation));
}

export const organisaatio = {
  name: 'organisaatio',
  prefix: '/organisaatio-service/api',
  entries: { organisaatiot },
  routes: [
    { method: 'POST', path: 'findbyoids', answer: several },
    { method: 'GET', path: ':oid', answer: one },
  ],
};
