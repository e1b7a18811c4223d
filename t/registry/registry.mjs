/* A stand-in for the national registries, for development and tests: the same
 * paths, shapes and refusals, with the data of the fixed cast. control.mjs
 * tells how a test changes it. A further registry is one more file like
 * koski.mjs, named in `registries` below.
 *
 * Environment: REGISTRY_PORT.
 */
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listenOnLoopback } from '../lib/listen.mjs';
import { json } from './answer.mjs';
import { Control } from './control.mjs';
import { eperusteet } from './eperusteet.mjs';
import { koodisto } from './koodisto.mjs';
import { koski } from './koski.mjs';
import { lokalisointi } from './lokalisointi.mjs';
import { onr } from './onr.mjs';
import { organisaatio } from './organisaatio.mjs';

const registries = [koski, onr, organisaatio, eperusteet, koodisto, lokalisointi];
const control = new Control(registries);

const splitPath = (path) => path.split('/').filter((part) => part !== '');

/* The values of the pattern's ":name" parts when `path` fits, else null. */
function matchPath(pattern, path) {
  const wanted = splitPath(pattern);
  const parts = splitPath(path);
  if (wanted.length !== parts.length) {
    return null;
  }
  const parameters = {};
  for (const [place, part] of wanted.entries()) {
    if (part.startsWith(':')) {
      parameters[part.slice(1)] = decodeURIComponent(parts[place]);
    } else if (part !== parts[place]) {
      return null;
    }
  }
  return parameters;
}

async function readJson(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  return body === '' ? undefined : JSON.parse(body);
}

function findRoute(method, path) {
  for (const registry of registries) {
    if (!path.startsWith(`${registry.prefix}/`)) {
      continue;
    }
    const rest = path.slice(registry.prefix.length);
    for (const route of registry.routes) {
      const parameters = matchPath(route.path, rest);
      if (parameters && route.method === method) {
        return { registry, route, parameters };
      }
    }
  }
  return undefined;
}

async function answerRegistry({ registry, route, parameters }, request, query) {
  const body = await readJson(request);
  control.count(registry, route, request.headers['caller-id']);
  await pause(control.settings.delay_ms);
  if (control.isDown(registry)) {
    return undefined;
  }
  const status = control.settings.status[registry.name];
  return status ? json({}, status) : route.answer(parameters, body, query);
}

async function answerControl(request) {
  try {
    control.change(await readJson(request) ?? {});
    return json({});
  } catch (error) {
    return json({ error: error.message }, 400);
  }
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/__control' && request.method === 'POST') {
    return answerControl(request);
  }
  if (pathname === '/__calls') {
    return json(control.calls);
  }
  const found = findRoute(request.method, pathname);
  return found
    ? answerRegistry(found, request, searchParams) : json({ error: 'no such path' }, 404);
}

/* A registry that is down closes the connection without a word. */
function send(request, response, result) {
  if (!result) {
    request.socket.destroy();
    return;
  }
  const type = 'text' in result ? 'text/plain' : 'application/json';
  response.writeHead(result.status, { 'Content-Type': `${type}; charset=utf-8` });
  response.end(result.text ?? JSON.stringify(result.value));
}

async function serve(request, response) {
  let result;
  try {
    result = await answer(request);
  } catch (error) {
    console.error(`${request.method} ${request.url}:`, error);
    result = json({ error: error.message }, 400);
  }
  send(request, response, result);
}

listenOnLoopback(() => http.createServer(serve),
  Number(process.env.REGISTRY_PORT), 'registry');
