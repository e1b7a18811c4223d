/* Fills a new database with the plans of the fixed cast, through the API as
 * providers' systems do it: hoksit/*.json, each {client, hoks}, where client
 * is an API client of op/cast.json. "@today", "@today+5" and "@today-5T08:00Z"
 * in a text stand for days relative to this one, so that what is going on in
 * the seed is going on whenever it is taken.
 *
 * Environment: PORT and OP_PORT of the running stack. Prints a line for each
 * plan; ends with an error at the first one that is refused.
 */
import fs from 'node:fs';

const DAY = 24 * 60 * 60 * 1000;
const service = `http://localhost:${process.env.PORT}`;
const provider = `http://localhost:${process.env.OP_PORT}`;
const folder = new URL('hoksit/', import.meta.url);

const isoDay = (time) => new Date(time).toISOString().slice(0, 10);

/* Calendar days as they are at noon, so that no time zone shifts them. */
const withDays = (text, now) => text.replace(
  /"@today([+-]\d+)?(T[^"]*)?"/g,
  (match, days = '0', time = '') => `"${isoDay(now + Number(days) * DAY)}${time}"`);

async function fetchToken(client) {
  const secret = Buffer.from(`${client}:${client}-secret`).toString('base64');
  const response = await fetch(`${provider}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${secret}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return (await response.json()).access_token;
}

const tokens = new Map();
async function tokenOf(client) {
  if (!tokens.has(client)) {
    tokens.set(client, await fetchToken(client));
  }
  return tokens.get(client);
}

async function send({ client, hoks }) {
  const response = await fetch(`${service}/ehoks-virkailija-backend/api/v1/hoks`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await tokenOf(client)}`,
      'Caller-Id': 'ehoks-seed',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(hoks),
  });
  const body = await response.text();
  if (!response.ok) {
    throw new Error(`answered ${response.status}: ${body}`);
  }
  return JSON.parse(body).meta.id;
}

const now = Date.parse(`${isoDay(Date.now())}T12:00:00Z`);

for (const name of fs.readdirSync(folder).sort()) {
  try {
    const text = fs.readFileSync(new URL(name, folder), 'utf8');
    const id = await send(JSON.parse(withDays(text, now)));
    console.log(`${name}: HOKS ${id}`);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exit(1);
  }
}
