/* The development OpenID provider: logs in the fixed cast of cast.json and
 * gives their claims in the form the national login service does. For
 * development and tests on one machine only; every password equals its login
 * and every secret is known.
 *
 * Environment: OP_PORT, OP_KEY_DIR (where the signing key is kept), and
 * APP_ORIGINS (comma-separated origins of the applications it serves).
 */
import fs from 'node:fs';
import http from 'node:http';
import { Provider } from 'oidc-provider';
import { listenOnLoopback } from '../lib/listen.mjs';
import { loadKey, toJwk } from './key.mjs';
import { errorPage, loggedOutPage, loginPage, logoutPage } from './page.mjs';

const port = Number(process.env.OP_PORT);
const origins = process.env.APP_ORIGINS.split(',');
const issuer = `http://localhost:${port}`;
const cast = JSON.parse(
  fs.readFileSync(new URL('cast.json', import.meta.url), 'utf8'));

const AUDIENCE = 'urn:ehoks:api';
const PERSON_CLAIMS = ['oid', 'name', 'given_name', 'family_name', 'email',
  'email_verified', 'user_type', 'roles'];
const SCOPES = 'openid profile email ehoks offline_access';

const people = new Map(cast.people.map((person) => [person.login, person]));
const services = new Map(
  cast.clients.map((client) => [client.client_id, client]));

const claimsOf = (person) =>
  Object.fromEntries(PERSON_CLAIMS.map((name) => [name, person[name]]));

const browserClient = {
  client_id: 'ehoks',
  client_secret: 'ehoks-dev-secret',
  redirect_uris: origins.map((origin) => `${origin}/oidc/redirect`),
  post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
  backchannel_logout_uri: `${origins[0]}/oidc/redirect?logout=backchannel`,
  backchannel_logout_session_required: true,
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'client_secret_basic',
};

const serviceClient = ({ client_id }) => ({
  client_id,
  client_secret: `${client_id}-secret`,
  redirect_uris: [],
  response_types: [],
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
});

/* The applications are our own, so nobody is asked for consent. */
async function grantEverything(ctx) {
  const { client, session, provider: current } = ctx.oidc;
  const grant = new current.Grant(
    { clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(AUDIENCE, 'hoks');
  await grant.save();
  return grant;
}

const provider = new Provider(issuer, {
  clients: [browserClient, ...cast.clients.map(serviceClient)],
  jwks: { keys: [toJwk(loadKey(process.env.OP_KEY_DIR))] },
  // Cookies know no port: the names tell apart two stacks on one machine.
  cookies: {
    keys: ['ehoks-dev-cookie-key'],
    names: {
      session: `op_${port}_session`,
      interaction: `op_${port}_interaction`,
      resume: `op_${port}_resume`,
    },
  },
  scopes: SCOPES.split(' '),
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name'],
    email: ['email', 'email_verified'],
    ehoks: PERSON_CLAIMS,
  },
  conformIdTokenClaims: false,
  async findAccount(ctx, login) {
    const person = people.get(login);
    return person && {
      accountId: login,
      claims: async () => ({ sub: login, ...claimsOf(person) }),
    };
  },
  extraTokenClaims: async (ctx, token) => {
    if (token.kind === 'ClientCredentials') {
      const { client_id, ...claims } = services.get(token.clientId);
      return claims;
    }
    return claimsOf(people.get(token.accountId));
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = logoutPage(form); },
      postLogoutSuccessSource: (ctx) => { ctx.body = loggedOutPage(); },
    },
    resourceIndicators: {
      enabled: true,
      // A service's token is for the API without its asking; a person's
      // token must stay fit for the provider's own userinfo.
      defaultResource: (ctx, client, oneOf) =>
        (client.grantTypes.includes('client_credentials') ? AUDIENCE : oneOf),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'hoks',
        audience: AUDIENCE,
        accessTokenTTL: 3600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: grantEverything,
  renderError: (ctx, out) => { ctx.type = 'html'; ctx.body = errorPage(out); },
  // The library refuses to call loopback addresses; back-channel logout of
  // an application on this machine needs exactly that.
  fetch: (url, { dispatcher, ...options } = {}) => fetch(url, options),
  pkce: { required: () => false },
  ttl: {
    AccessToken: 3600, ClientCredentials: 3600, IdToken: 3600,
    Session: 86400, Interaction: 3600, Grant: 86400, RefreshToken: 86400,
  },
});

/* After logging out the application chooses which of its pages comes next. */
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) =>
  URL.canParse(uri) && origins.includes(new URL(uri).origin);

async function readForm(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  return new URLSearchParams(body);
}

async function login(ctx) {
  const form = await readForm(ctx.req);
  const name = form.get('login') ?? '';
  if (!people.has(name) || form.get('password') !== name) {
    ctx.status = 400;
    ctx.type = 'html';
    ctx.body = loginPage({
      error: 'Tunnus tai salasana on väärä.', login: name, people: cast.people,
    });
    return;
  }
  await provider.interactionFinished(ctx.req, ctx.res,
    { login: { accountId: name } }, { mergeWithLastSubmission: false });
  ctx.respond = false;
}

provider.use(async (ctx, next) => {
  if (!/^\/interaction\/[\w-]+$/.test(ctx.path)) {
    return next();
  }
  await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method === 'POST') {
    return login(ctx);
  }
  ctx.type = 'html';
  ctx.body = loginPage({ people: cast.people });
});

provider.on('server_error', (ctx, error) => console.error(error));
provider.on('backchannel.error', (ctx, error) =>
  console.error('back-channel logout:', error.message, error.cause ?? ''));

listenOnLoopback(() => http.createServer(provider.callback()), port, 'op');
