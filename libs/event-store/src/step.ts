/** An event's data as some version of its type had it: JSON, and nothing a compiler knows any more. */
export type Stored = Readonly<Record<string, unknown>>;

/** Makes one version's data the next version's. Pure, and changes nothing in what it is given. */
export type Step = (older: Stored) => Stored;
