/** For comparison: without accents, case and doubled spaces; empty if it is not a text. */
export const plain = (value: unknown): string =>
	typeof value === 'string' ? value.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase() : '';
