import type { Token } from './tokens';
import { classIdOf, literalId } from './vocabulary';

/** A run of words of some classes, near each other. */
export interface Phrase {
	weight: number;
	/** Classes or words of each step, and how many words may stand before it. */
	steps: { ids: number[]; gap: number; optional: boolean }[];
}

const WINDOW = 30;

/**
 * `DROP ~4 PRIOR ~2 RULES`: a word of each class in turn, with at most 4, then 2 words between. Lower-case words mean themselves, `a|b` either, `a?` perhaps.
 * @throws Error for a phrase that cannot be read, when the rules are loaded
 */
export function phrase([weight, pattern]: readonly [number, string]): Phrase {
	const steps: Phrase['steps'] = [];
	let gap = 0;
	for (const part of pattern.split(' ')) {
		if (part.startsWith('~')) gap = Number(part.slice(1));
		else {
			const optional = part.endsWith('?');
			const names = (optional ? part.slice(0, -1) : part).split('|');
			steps.push({ ids: names.map((name) => (/^[A-Z_]+$/.test(name) ? classIdOf(name) : literalId(name))), gap, optional });
			gap = 0;
		}
	}
	if (steps.length === 0 || steps[0]!.optional) throw new Error(`The phrase "${pattern}" needs a first word.`);
	return { weight, steps };
}

/** The index of the last token of the phrase that begins at `at`, the nearest possible; undefined when there is none. Looks at 30 places at most. */
export function matchPhrase({ steps }: Phrase, tokens: Token[], at: number): number | undefined {
	const first = tokens[at]!;
	let reach = 1;
	for (let number = 1; number < steps.length; number++) {
		const { gap, optional, ids } = steps[number]!;
		const next = spread(reach, gap) & placesOf(ids, tokens, at, first, spread(reach, gap));
		if (next === 0 && !optional) return undefined;
		reach = optional ? reach | next : next;
	}
	const place = first.place + (optionalTail(steps) ? 31 - Math.clz32(reach) : 31 - Math.clz32(reach & -reach));
	for (let index = at; index < tokens.length; index++) if (tokens[index]!.place >= place) return index;
	return undefined;
}

function optionalTail(steps: Phrase['steps']): boolean {
	return steps.at(-1)!.optional;
}

function spread(reach: number, gap: number): number {
	let result = 0;
	for (let distance = 1; distance <= gap + 1; distance++) result |= reach << distance;
	return result & 0x7fffffff;
}

/** As bits: which of the wanted places after the first token hold a word of the classes. */
function placesOf(ids: number[], tokens: Token[], at: number, first: Token, wanted: number): number {
	let bits = 0;
	for (let index = at + 1; index < tokens.length; index++) {
		const token = tokens[index]!;
		const distance = token.place - first.place;
		if (token.sentence !== first.sentence || distance > WINDOW) break;
		const bit = 1 << distance;
		if ((wanted & bit) !== 0 && token.classes.some((id) => ids.includes(id))) bits |= bit;
	}
	return bits;
}
