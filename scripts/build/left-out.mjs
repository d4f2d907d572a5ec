/** Stands in the bundle for an optional part of a library that Troupe does not use. */
export {};
