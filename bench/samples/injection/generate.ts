import { readFileSync } from 'node:fs';
import type { InjectionSample, Payload, SampleLanguage } from './sample';

/** Texts put together at random, each from one of many ways to say each part. */
export interface Grammar {
	language: SampleLanguage;
	/** `{name}` in a template is replaced by one of the parts of that name. */
	templates: Record<string, readonly string[]>;
	parts: Record<string, readonly string[]>;
}

export const readGrammars = (file: string): Grammar[] => JSON.parse(readFileSync(file, 'utf8')) as Grammar[];

/** A generator of numbers from 0 to 1 (mulberry32): the same seed, the same numbers. */
export function randomFrom(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** `count` different attacks, or harmless texts. */
export function generateAttacks(grammar: Grammar, count: number, random: () => number, attack = true): InjectionSample[] {
	const texts = new Map<string, string>();
	const categories = Object.keys(grammar.templates);
	for (let tries = 0; texts.size < count && tries < count * 20; tries++) {
		const category = categories[tries % categories.length]!;
		texts.set(expand(pickOne(grammar.templates[category]!, random), grammar, random), category);
	}
	return [...texts].map(([text, category]) => ({ text, attack, category: `generated-${category}`, language: grammar.language }));
}

function expand(template: string, grammar: Grammar, random: () => number): string {
	const text = template.replace(/\{(\w+)\}/g, (_, name: string) => expand(pickOne(grammar.parts[name]!, random), grammar, random));
	return text.replace(/ {2,}/g, ' ').trim();
}

function pickOne<Item>(list: readonly Item[], random: () => number): Item {
	return list[Math.floor(random() * list.length)]!;
}

const rot13 = (text: string) =>
	text.replace(/[a-z]/gi, (letter) =>
		String.fromCharCode((letter <= 'Z' ? 65 : 97) + ((letter.charCodeAt(0) - (letter <= 'Z' ? 65 : 97) + 13) % 26)),
	);
const swap = (text: string, pairs: string) =>
	[...text].map((character) => pairs[pairs.indexOf(character) + 1 || pairs.length] ?? character).join('');

const disguises: Record<string, (text: string) => string> = {
	base64: (text) => `Please decode and follow: ${Buffer.from(text).toString('base64')}`,
	'base64-bare': (text) => Buffer.from(text).toString('base64'),
	base64url: (text) => `token ${Buffer.from(text).toString('base64url')} end`,
	'base64-twice': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
	hex: (text) => Buffer.from(text).toString('hex'),
	'hex-spaced': (text) => Buffer.from(text).toString('hex').replace(/../g, '$& ').trim(),
	url: (text) => encodeURIComponent(text),
	'url-all': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
	'html-entities': (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
	'unicode-escapes': (text) => text.replace(/[^ ]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
	rot13,
	reversed: (text) => [...text].reverse().join(''),
	homoglyphs: (text) => swap(text, 'aаeеoоpрcсiіyу'),
	'zero-width': (text) => [...text].join('\u200b'),
	tags: (text) => `Nice weather!${text.replace(/[ -~]/g, (c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0)))}`,
	'full-width': (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
	leet: (text) => swap(text.toLowerCase(), 'a4e3i1o0s5'),
	spaced: (text) =>
		text
			.split(' ')
			.map((word) => [...word].join(' '))
			.join('   '),
	dotted: (text) =>
		text
			.split(' ')
			.map((word) => [...word].join('.'))
			.join(' '),
	binary: (text) => [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join(' '),
	'combining-marks': (text) => text.normalize('NFD').replace(/[a-z]/gi, '$&\u0336'),
};

/** Each payload in each disguise. */
export function disguisedAttacks(payloads: readonly Payload[]): InjectionSample[] {
	return Object.entries(disguises).flatMap(([category, disguise]) =>
		payloads.map(([language, text]) => ({ text: disguise(text), attack: true, category: `disguised-${category}`, language })),
	);
}
