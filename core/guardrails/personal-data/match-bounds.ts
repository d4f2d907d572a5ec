/** Max match length, and max distance of effective words, in UTF-16 units of the normalised text. */
export const matchBounds = { match: 320, words: 64 } as const;
