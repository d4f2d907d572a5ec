/** Max length of a match, and max distance of words that affect it. In UTF-16 code units of the normalised text. */
export const matchBounds = { match: 320, words: 64 } as const;
