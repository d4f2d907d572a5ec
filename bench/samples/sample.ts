import type { PersonalDataType } from '../../core/guardrails/personal-data/types';

/** A text with the spans that a careful reader would mark in it, in UTF-16 code units. */
export interface Sample {
	text: string;
	spans: Array<{ type: PersonalDataType; start: number; end: number }>;
}

/** Made by chance from the standard's own definition; the same seed gives the same samples. */
export interface SampleMaker {
	type: PersonalDataType;
	/** A text as people write it with one value of the type in it: all spellings, words before or after or none, noise (see noise.ts). */
	positive(chance: Chance): Sample;
	/** A text with something that looks like the type and is none: wrong check digits, other numbers of that length, words that mislead. Its spans are of other types, if any. */
	negative(chance: Chance): Sample;
}

/** Seeded chance. */
export interface Chance {
	/** From 0, below `limit`. */
	below(limit: number): number;
	pick<T>(choices: readonly T[]): T;
	/** That many random digits. */
	digits(count: number): string;
	/** True once in `times`. */
	once(times: number): boolean;
}

/** mulberry32: small, and the same everywhere. */
export function createChance(seed: number): Chance {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number): number => Math.floor(next() * limit);
	return {
		below,
		pick: (choices) => choices[below(choices.length)]!,
		digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
		once: (times) => below(times) === 0,
	};
}

/** A sample from a template with the value in place of `{}`. */
export function createSample(type: PersonalDataType, template: string, value: string): Sample {
	const start = template.indexOf('{}');
	return { text: template.replace('{}', () => value), spans: [{ type, start, end: start + value.length }] };
}
