/* Prints a JWT signed with the development provider's key and exactly the
 * claims given as JSON, so that a test can show the service a token that the
 * provider itself would never give:
 *
 *   node_modules/.bin/node op/sign.mjs FOLDER '{"iss":"…","aud":"other"}' ['{"kid":"x"}']
 *
 * FOLDER is OP_KEY_DIR of VAR/stack.env; the last argument adds to the header.
 */
import { loadKey, signToken } from './key.mjs';

const [folder, claims, header = '{}'] = process.argv.slice(2);
if (!claims) {
  console.error('usage: sign.mjs FOLDER CLAIMS [HEADER]');
  process.exit(2);
}
console.log(signToken(loadKey(folder), JSON.parse(claims), JSON.parse(header)));
