/* Lokalisointi: texts that the national service keeps for its browser apps, in
 * more languages than those apps know. */
import { json } from './answer.mjs';
import { readData } from './data.mjs';

const CATEGORY = 'ehoks';

const texts = Object.entries(readData('lokalisointi.json'))
  .flatMap(([key, values]) => Object.entries(values)
    .map(([locale, value]) => ({ key, locale, value })))
  .map((one, place) => ({
    id: place + 1,
    category: CATEGORY,
    ...one,
    description: null,
    accesscount: 0,
    created: 1546300800000,
    createdBy: 'anonymousUser',
    modified: 1546300800000,
    modifiedBy: null,
  }));

const ofCategory = (parameters, body, query) => json(
  query.get('category') === CATEGORY ? texts : []);

export const lokalisointi = {
  name: 'lokalisointi',
  prefix: '/lokalisointi/cxf/rest/v1',
  entries: {},
  routes: [{ method: 'GET', path: 'localisation', answer: ofCategory }],
};
