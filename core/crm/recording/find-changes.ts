import { isDeepStrictEqual } from 'node:util';

/** Returns the fields to change. Keeps unknown ones; ignores case and spaces. */
export function findChanges<Fields extends object>(wanted: Fields, stored: Partial<Fields>): Partial<Fields> {
	const changes = Object.entries(wanted).filter(
		([name, value]) => value !== undefined && !isSame(value, (stored as Record<string, unknown>)[name]),
	);
	return Object.fromEntries(changes) as Partial<Fields>;
}

/** People chose the order of a record's addresses and numbers: only a missing one is added. */
export function withoutKnownContacts<Fields extends { email?: string; phone?: string }>(details: Fields, stored: Partial<Fields>): Fields {
	const { email, phone, ...others } = details;
	return { ...others, ...(stored.email === undefined && { email }), ...(stored.phone === undefined && { phone }) } as Fields;
}

export const hasAny = (changes: object) => Object.keys(changes).length > 0;

function isSame(wanted: unknown, stored: unknown): boolean {
	if (typeof wanted === 'object' && typeof stored === 'object' && wanted && stored) {
		return isDeepStrictEqual(mapTexts(wanted), mapTexts(stored));
	}
	return normal(wanted) === normal(stored);
}

const mapTexts = (value: object) => Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one)]));

const normal = (value: unknown): unknown =>
	typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase().replace(/\/$/, '') : value;
