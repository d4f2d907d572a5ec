import type { AliasClaim } from '../../ports';

/** Longer values are not names of people at any provider. */
const maxValueLength = 256;

/** A claim whose value is in the one form that is compared and stored. */
export interface NormalAlias {
	kind: string;
	value: string;
	proof: AliasClaim['proof'];
}

/**
 * Returns the form under which a name is stored, or undefined if it names nobody: an empty value, a group, digits too short for a phone number.
 * @param claim a phone number as WhatsApp writes it, in digits with the country's code, or as E.164
 */
export function normalizeAlias({ kind, value, proof }: AliasClaim): NormalAlias | undefined {
	const normal = kind === 'phone' ? normalizePhone(value) : normalizeId(kind, value);
	return normal === undefined ? undefined : { kind, value: normal, proof };
}

function normalizeId(kind: AliasClaim['kind'], value: string): string | undefined {
	const text = value.trim();
	if (text === '' || text.length > maxValueLength) return undefined;
	if (kind === 'lid') return /^(\d{5,20})(?:@lid)?$/.exec(text)?.[1];
	// A country and at most 128 letters and digits; a parent has "ENT" between them.
	if (kind === 'bsuid') return /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(text) ? text : undefined;
	if (kind === 'parent-bsuid') return /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/.test(text) ? text : undefined;
	if (kind === 'telegram') return /^[1-9]\d{0,18}$/.test(text) ? text : undefined;
	return text;
}

/**
 * Returns E.164 with the plus sign. A Brazilian mobile number gets its ninth digit: WhatsApp still writes many without it, and both forms are the
 * same line (Anatel, resolution 553/2010).
 */
export function normalizePhone(value: string): string | undefined {
	const digits = value.replace(/@(?:c\.us|s\.whatsapp\.net)$/, '').replace(/[\s().+-]/g, '');
	// ITU-T E.164: at most 15 digits, no leading zero. The shortest numbers with a country's code have 7.
	if (!/^[1-9]\d{6,14}$/.test(digits)) return undefined;
	const brazilian = /^55([1-9][1-9])([6-9]\d{7})$/.exec(digits);
	return brazilian ? `+55${brazilian[1]}9${brazilian[2]}` : `+${digits}`;
}
