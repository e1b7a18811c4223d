/* What a test may change in the registries, and what it may ask of them.
 *
 * POST /__control takes an object; each member changes one thing and leaves
 * the rest as it was, and the empty object restores everything:
 *   down              names of registries that close the connection unanswered
 *   status            {name: status} registries that answer only that
 *   delay_ms          milliseconds before every answer
 *   opiskeluoikeudet  Koski's study rights to add or replace, each with
 *                     "oppija-oid" for whose it is
 *   oppijat           ONR's people to add or replace; "master-oid" makes one
 *                     another's duplicate
 *   organisaatiot     organisations to add or replace
 *   koodit            Koodisto's codes to add or replace: {koodisto, arvo,
 *                     nimi: {fi, …}, versio, tila}
 * An entry {"oid":…,"status":404} in a list makes the registry answer so for
 * that oid.
 *
 * GET /__calls tells how often each path has been asked since the start, and
 * the Caller-Id of the latest call.
 */

const initial = () => ({ down: [], status: {}, delay_ms: 0 });

export class Control {
  constructor(registries) {
    this.registries = registries;
    this.settings = initial();
    this.calls = {};
    this.entries = Object.assign({}, ...registries.map((one) => one.entries));
  }

  /* Returns a text that tells what is wrong with `change`, or undefined. */
  #fault(change) {
    const names = this.registries.map((one) => one.name);
    const known = [...Object.keys(initial()), ...Object.keys(this.entries)];
    const unknown = Object.keys(change).filter((key) => !known.includes(key));
    const nobody = [...(change.down ?? []), ...Object.keys(change.status ?? {})]
      .filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      return `unknown member ${unknown[0]}; known: ${known.join(' ')}`;
    }
    return nobody.length > 0
      ? `unknown registry ${nobody[0]}; known: ${names.join(' ')}` : undefined;
  }

  /* Carries out one change; throws an Error that tells what is wrong. */
  change(change) {
    const fault = this.#fault(change);
    if (fault) {
      throw new Error(fault);
    }
    if (Object.keys(change).length === 0) {
      this.settings = initial();
      Object.values(this.entries).forEach((entries) => entries.restore());
    }
    for (const [key, value] of Object.entries(change)) {
      if (key in this.settings) {
        this.settings[key] = value;
      } else {
        value.forEach((entry) => this.entries[key].add(entry));
      }
    }
  }

  isDown(registry) {
    return this.settings.down.includes(registry.name);
  }

  count(registry, route, callerId) {
    const calls = this.calls[registry.name] ??= { paths: {} };
    const key = `${route.method} ${route.path}`;
    calls.paths[key] = (calls.paths[key] ?? 0) + 1;
    calls.callerId = callerId ?? null;
  }
}
