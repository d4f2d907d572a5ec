/** A label of a version, such as `production`: a letter, then up to 31 of a-z, 0-9 and -. */
export const labelPattern = '^[a-z][a-z0-9-]{1,31}$';

const label = new RegExp(labelPattern);
/** Ranges of node-semver, such as `v1` or `vx`. */
const range = /^v?(\d+|x)$/;
/** `latest` would promise what `*` does: the best version without anyone pointing at it. */
const reserved = new Set(['latest']);

/** Returns whether a text that can stand where a range does is a label. No text is both. */
export const isVersionLabel = (text: string): boolean => label.test(text) && !range.test(text) && !reserved.has(text);
