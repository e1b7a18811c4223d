/* The entries of one registry by their oid: those of the fixed cast, and over
 * them what a test has added or replaced through /__control. */
export class Entries {
  #cast;
  #added = new Map();
  #keysOf = new Map();

  /* `keyOf` tells an entry's oid, `ownerOf` whose it is; `cast` is a list of
   * entries. */
  constructor(keyOf, cast, ownerOf = () => undefined) {
    this.keyOf = keyOf;
    this.ownerOf = ownerOf;
    this.#cast = new Map(cast.map((entry) => [keyOf(entry), entry]));
    this.restore();
  }

  add(entry) {
    const key = this.keyOf(entry) ?? entry.oid;
    this.#added.set(key, entry);
    this.#note(key, entry);
  }

  restore() {
    this.#added.clear();
    this.#keysOf.clear();
    this.#cast.forEach((entry, key) => this.#note(key, entry));
  }

  #note(key, entry) {
    const owner = this.ownerOf(entry);
    if (!this.#keysOf.has(owner)) {
      this.#keysOf.set(owner, new Set());
    }
    this.#keysOf.get(owner).add(key);
  }

  get(oid) {
    return this.#added.get(oid) ?? this.#cast.get(oid);
  }

  /* Those of one owner, found without looking at all: a test may have added
   * many thousands. What was replaced since may be another's. */
  of(owner) {
    return [...this.#keysOf.get(owner) ?? []].map((key) => this.get(key))
      .filter((entry) => this.ownerOf(entry) === owner);
  }

  all() {
    return [...new Map([...this.#cast, ...this.#added]).values()];
  }
}

/* An entry {"oid":…,"status":N}: the registry answers so for that oid. */
export const isOnlyStatus = (entry) => Number.isInteger(entry?.status);
