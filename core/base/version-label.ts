/** Such as `production`: a letter, then up to 31 of a-z, 0-9 and -. */
export const labelPattern = '^[a-z][a-z0-9-]{1,31}$';

const label = new RegExp(labelPattern);
/** Ranges of node-semver, such as `v1` or `vx`. */
const range = /^v?(\d+|x)$/;
/** `latest` would promise the same as `*`: the best version, without anyone assigning it. */
const reserved = new Set(['latest']);

/** Tells labels from ranges. No text is both. */
export const isVersionLabel = (text: string): boolean => label.test(text) && !range.test(text) && !reserved.has(text);
