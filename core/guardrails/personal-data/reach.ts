/** Max length of a match, and max distance at which a word counts, in UTF-16 code units of the normalized text. */
export const REACH = { match: 320, words: 64 } as const;
