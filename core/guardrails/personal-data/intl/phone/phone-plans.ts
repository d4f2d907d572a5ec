import type { MetadataJson } from 'libphonenumber-js/core';

/** A country's numbering plan from libphonenumber-js: the type of a number decides who it belongs to. */
interface Plan {
	/** Possible lengths of national numbers, as bits. */
	lengths: number;
	general: RegExp;
	/** Fixed lines and mobile phones. */
	person: RegExp | undefined;
	/** Premium rate, toll free, shared cost, companies' own, voice mail: not personal data. */
	company: RegExp | undefined;
	/** Internet telephony, personal numbers, pagers. */
	other: RegExp | undefined;
	/** The prefix dialled within the country that is not part of the number, and its replacement. */
	prefix: RegExp | undefined;
	withoutPrefix: string;
}

/** Positions in the library's metadata, version 4 (its source/metadata.js). */
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
/** Loads the metadata at the first number that looks like a phone number. With `require`, so that recognizing stays synchronous. */
function library(): MetadataJson {
	// oxlint-disable-next-line @typescript-eslint/no-require-imports
	return (metadata ??= require('libphonenumber-js/metadata.max.json') as MetadataJson);
}

const plans = new Map<string, readonly Plan[]>();

/** Returns the plans of all countries with a calling code; undefined if there is no such code. Expressions are compiled when a code is first used. */
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

/**
 * Returns the calling code that digits begin with (ITU-T E.164: one to three digits, and no code is a prefix of another); undefined if there is none.
 */
export function findCallingCode(digits: string): string | undefined {
	const codes = library();
	for (let length = 1; length <= 3; length++) {
		const code = digits.slice(0, length);
		if (codes.country_calling_codes[code] || codes.nonGeographic[code]) return code;
	}
	return undefined;
}

/** The status of a number in its country's plan: a person's, a company's, of the plan's form but unassigned (as in films and examples), or none. */
type Standing = 'person' | 'company' | 'unassigned' | undefined;

/** Mexico's `1` before mobile numbers, which ended in 2019: WhatsApp still writes it, the library does not know it. */
const formerMobilePrefix = new Map([['52', /^1(\d{10})$/]]);

/**
 * Returns the status of a number after its calling code.
 * @param withPrefix whether the domestic prefix can precede it: `+44 (0)20 7946 0958`
 */
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
/** Mexico's prefixes of calls to mobiles within the country, until 2019. */
const formerMobileTrunk = /^04[45](?=\d{10}$)/;

/** Checks for a person's number with its calling code but without a plus, as WhatsApp writes it: `5215523456789`. */
export function isPersonsWithCode(written: string): boolean {
	const digits = written.replace(formerMobileTrunk, '52');
	const code = digits.length > maxDigits ? undefined : findCallingCode(digits);
	return code !== undefined && findStanding(code, digits.slice(code.length)) === 'person';
}

/** Strips as the library does: keeps a prefix's last group if the plan defines its replacement. */
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
