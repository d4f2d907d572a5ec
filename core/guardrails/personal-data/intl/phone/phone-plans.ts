import type { MetadataJson } from 'libphonenumber-js/core';

/** A numbering plan of libphonenumber-js: a number's type decides whose it is. */
interface Plan {
	lengths: number;
	general: RegExp;
	person: RegExp | undefined;
	/** Premium rate, toll free, shared cost, company and voice mail numbers: not personal data. */
	company: RegExp | undefined;
	/** Internet telephony, personal numbers, pagers. */
	other: RegExp | undefined;
	/** Domestic prefix outside of the number, and its replacement. */
	prefix: RegExp | undefined;
	withoutPrefix: string;
}

/** Positions in metadata version 4 (the library's source/metadata.js). */
const at = { pattern: 2, lengths: 3, trunk: 5, prefix: 7, withoutPrefix: 8, types: 11 } as const;
const type = {
	fixed: 0,
	mobile: 1,
	tollFree: 2,
	premium: 3,
	personal: 4,
	voiceMail: 5,
	company: 6,
	pager: 7,
	internet: 8,
	sharedCost: 9,
} as const;

let metadata: MetadataJson | undefined;
/** Loads metadata at the first likely number; by `require`, to stay synchronous. */
function library(): MetadataJson {
	// oxlint-disable-next-line @typescript-eslint/no-require-imports
	return (metadata ??= require('libphonenumber-js/metadata.max.json') as MetadataJson);
}

const plans = new Map<string, readonly Plan[]>();

/** Undefined for an unknown code. Compiles expressions on first use. */
function findPlans(callingCode: string): readonly Plan[] | undefined {
	const cached = plans.get(callingCode);
	if (cached) return cached;
	const { country_calling_codes: codes, countries, nonGeographic } = library();
	const own = codes[callingCode]?.map((country) => countries[country]) ?? [nonGeographic[callingCode]];
	const created = own.filter((country) => country !== undefined).map(createPlan);
	if (created.length === 0) return undefined;
	plans.set(callingCode, created);
	return created;
}

function createPlan(country: unknown): Plan {
	const fields = country as unknown[];
	const types = (fields[at.types] ?? []) as Array<[pattern?: string] | 0 | undefined>;
	const expression = (...positions: number[]): RegExp | undefined => {
		const patterns = positions.map((type) => (types[type] || [])[0]).filter(Boolean);
		return patterns.length > 0 ? new RegExp(`^(?:${patterns.join('|')})$`) : undefined;
	};
	const prefix = (fields[at.prefix] || fields[at.trunk]) as string | 0 | undefined;
	return {
		lengths: (fields[at.lengths] as number[]).reduce((bits, length) => bits | (1 << length), 0),
		general: new RegExp(`^(?:${fields[at.pattern] as string})$`),
		person: expression(type.fixed, type.mobile),
		company: expression(type.premium, type.tollFree, type.sharedCost, type.company, type.voiceMail),
		other: expression(type.internet, type.personal, type.pager),
		prefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
		withoutPrefix: (fields[at.withoutPrefix] as string | 0 | undefined) || '',
	};
}

/** ITU-T E.164: one to three digits; no code is a prefix of another. Undefined without one. */
export function findCallingCode(digits: string): string | undefined {
	const codes = library();
	for (let length = 1; length <= 3; length++) {
		const code = digits.slice(0, length);
		if (codes.country_calling_codes[code] || codes.nonGeographic[code]) return code;
	}
	return undefined;
}

/** `unassigned`: of the plan's form, as in films and examples. */
type Standing = 'person' | 'company' | 'unassigned' | undefined;

/** Mexico's `1` before mobile numbers, until 2019: WhatsApp still writes it, the library does not know it. */
const formerMobilePrefix = new Map([['52', /^1(\d{10})$/]]);

/** @param withPrefix whether the domestic prefix can precede it: `+44 (0)20 7946 0958` */
export function findStanding(callingCode: string, national: string, withPrefix = false): Standing {
	let best: Standing;
	const former = formerMobilePrefix.get(callingCode);
	const number = former?.exec(national)?.[1] ?? national;
	for (const plan of findPlans(callingCode) ?? []) {
		const standing = standingIn(plan, number) ?? (withPrefix ? standingIn(plan, stripPrefix(plan, number)) : undefined);
		if (standing === 'person') return standing;
		best = standing ?? best;
	}
	return best;
}

/** ITU-T E.164 */
const maxDigits = 15;
/** Mexico's domestic prefixes for mobiles, until 2019. */
const formerMobileTrunk = /^04[45](?=\d{10}$)/;

/** A person's number in WhatsApp's form: `5215523456789`. */
export function isPersonsWithCode(written: string): boolean {
	const digits = written.replace(formerMobileTrunk, '52');
	const code = digits.length > maxDigits ? undefined : findCallingCode(digits);
	return code !== undefined && findStanding(code, digits.slice(code.length)) === 'person';
}

/** Like the library, keeps a prefix's last group if the plan defines its replacement. */
function stripPrefix({ prefix, withoutPrefix }: Plan, national: string): string {
	const match = prefix?.exec(national);
	if (!match) return '';
	return withoutPrefix && match.at(-1) !== undefined ? national.replace(prefix!, withoutPrefix) : national.slice(match[0].length);
}

function standingIn({ lengths, general, person, company, other }: Plan, national: string): Standing {
	if ((lengths & (1 << national.length)) === 0 || !general.test(national)) return undefined;
	if (person?.test(national)) return 'person';
	if (company?.test(national)) return 'company';
	return other?.test(national) ? 'person' : 'unassigned';
}
