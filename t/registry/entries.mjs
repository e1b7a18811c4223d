/* The entries of one registry by their oid: those of the fixed cast, and over
 * them what a test has added or replaced through /__control. */
export class Entries {
  #cast;
  #added = new Map();

  /* `keyOf` tells an entry's oid; `cast` is a list of entries. */
  constructor(keyOf, cast) {
    this.keyOf = keyOf;
    this.#cast = new Map(cast.map((entry) => [keyOf(entry), entry]));
  }

  add(entry) {
    this.#added.set(this.keyOf(entry) ?? entry.oid, entry);
  }

  restore() {
    this.#added.clear();
  }

  get(oid) {
    return this.#added.get(oid) ?? this.#cast.get(oid);
  }

  all() {
    return [...new Map([...this.#cast, ...this.#added]).values()];
  }
}

/* An entry {"oid":…,"status":N}: the registry answers so for that oid. */
export const isOnlyStatus = (entry) => Number.isInteger(entry?.status);
