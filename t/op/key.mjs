/* The provider's one signing key. It is kept on disk, because httpd reads the
 * public half at its own start: a new key at every start of the provider
 * would make httpd refuse every token until it, too, is started again. */
import {
  createPrivateKey, createPublicKey, generateKeyPairSync, sign,
} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const KEY_ID = 'dev1';

/* The private key in `folder`, made there when missing, with its public half
 * beside it as `public.pem`. */
export function loadKey(folder) {
  const file = path.join(folder, 'private.pem');
  fs.mkdirSync(folder, { recursive: true });
  if (!fs.existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    // A half-written key must never be found by a later start.
    fs.writeFileSync(`${file}.new`, pem, { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  const key = createPrivateKey(fs.readFileSync(file));
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  fs.writeFileSync(path.join(folder, 'public.pem'), publicPem);
  return key;
}

export const toJwk = (key) => ({
  ...key.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256',
});

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/* A JWT with exactly these claims: tests make wrong ones with it. */
export function signToken(key, claims, header = {}) {
  const head = encode({ alg: 'RS256', typ: 'at+jwt', kid: KEY_ID, ...header });
  const body = `${head}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}
