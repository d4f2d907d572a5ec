/** A text without accents, case and doubled spaces, for comparison; anything else as an empty one. */
export const plain = (value: unknown): string =>
	typeof value === 'string' ? value.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase() : '';
