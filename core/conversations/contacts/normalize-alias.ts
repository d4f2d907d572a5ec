import type { AliasClaim } from '../../ports/channels/channel-events';

/** No provider has longer names. */
const maxValueLength = 256;

export interface NormalAlias {
	kind: string;
	value: string;
	proof: AliasClaim['proof'];
}

/**
 * Returns the stored form of a name; undefined for an empty one, a group, or too few digits. @param claim a phone number in WhatsApp's form
 * (digits with country code) or E.164
 */
export function normalizeAlias({ kind, value, proof }: AliasClaim): NormalAlias | undefined {
	const normal = kind === 'phone' ? normalizePhone(value)?.replace(/^\+54(?=[1-8]\d{9}$)/, '+549') : normalizeId(kind, value);
	return normal === undefined ? undefined : { kind, value: normal, proof };
}

/** Returns whether a conversation's address is this name. In Chatwoot the address is its own number. */
export const isAddressOf = (address: string, { kind, value }: { kind: string; value: string }): boolean =>
	!kind.startsWith('chatwoot:') && normalizeAlias({ kind: kind as AliasClaim['kind'], value: address, proof: 'provider' })?.value === value;

function normalizeId(kind: AliasClaim['kind'], value: string): string | undefined {
	const text = value.trim();
	if (text === '' || text.length > maxValueLength) return undefined;
	if (kind === 'email') return normalizeEmail(text);
	if (kind === 'lid') return /^(\d{5,20})(?:@lid)?$/.exec(text)?.[1];
	// A country and at most 128 letters and digits; a parent has "ENT" between them.
	if (kind === 'bsuid') return /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(text) ? text : undefined;
	if (kind === 'parent-bsuid') return /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/.test(text) ? text : undefined;
	if (kind === 'telegram') return /^[1-9]\d{0,18}$/.test(text) ? text : undefined;
	return text;
}

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
const maxEmailLength = 254;

export function normalizeEmail(text: string): string | undefined {
	const address = text.trim().toLowerCase();
	return address.length <= maxEmailLength && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address) ? address : undefined;
}

/**
 * Two forms of one line; the second is stored. WhatsApp writes both: Brazilian mobile numbers without their ninth digit (Anatel, resolution
 * 553/2010), Argentine ones with the domestic 15, Mexican ones with the 1 abolished in 2019.
 */
const twoForms: Array<[RegExp, string]> = [
	[/^55([1-9][1-9])([6-9]\d{7})$/, '55$19$2'],
	[/^549?(?:(11)15(\d{8})|([2368]\d\d)15(\d{7})|([2368]\d{3})15(\d{6}))$/, '549$1$2$3$4$5$6'],
	[/^521(\d{10})$/, '52$1'],
];

/** Returns E.164 with the plus sign. */
export function normalizePhone(value: string): string | undefined {
	const digits = value.replace(/@(?:c\.us|s\.whatsapp\.net)$/, '').replace(/[\s().+-]/g, '');
	// ITU-T E.164: at most 15 digits, no leading zero. The shortest numbers with a country's code have 7.
	if (!/^[1-9]\d{6,14}$/.test(digits)) return undefined;
	const form = twoForms.find(([pattern]) => pattern.test(digits));
	return `+${form ? digits.replace(...form) : digits}`;
}

/** The other form of a line in E.164, without the plus sign: see `twoForms`. */
const otherForms: Array<[RegExp, string]> = [
	[/^55([1-9][1-9])9([6-9]\d{7})$/, '55$1$2'],
	[/^549(\d{10})$/, '54$1'],
	[/^549(11)(\d{8})$/, '54$115$2'],
	[/^549([2368]\d\d)(\d{7})$/, '54$115$2'],
	[/^549([2368]\d{3})(\d{6})$/, '54$115$2'],
	[/^52(\d{10})$/, '521$1'],
];

/** Returns the forms in which providers write a phone number, without the plus sign; empty for an invalid one. */
export function listPhoneForms(value: string): string[] {
	const digits = normalizePhone(value)?.slice(1);
	if (digits === undefined) return [];
	return [digits, ...otherForms.flatMap(([pattern, form]) => (pattern.test(digits) ? [digits.replace(pattern, form)] : []))];
}
