/** No match is longer than this, and no word further away from it has a say. In UTF-16 code units of the normalised text. */
export const REACH = { match: 320, words: 64 } as const;
