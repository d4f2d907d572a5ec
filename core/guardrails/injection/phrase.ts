import type { Token } from './tokens';
import { findClassId, literalId } from './vocabulary';

/** A sequence of words of certain classes, close to each other. */
export interface Phrase {
	weight: number;
	/** Classes or words of each step, and how many words can precede it. */
	steps: { ids: number[]; gap: number; optional: boolean }[];
}

const farthest = 30;
/** Far below the largest number of an Int32Array. */
const maxNumber = 1 << 30;

/**
 * Parses a phrase such as `DROP ~4 PRIOR ~2 RULES`: a word of each class in turn, with at most 4, then 2 words between. Lower-case words
 * mean themselves, `a|b` either, `a?` is optional.
 * @throws Error for a phrase that is invalid, when the rules are loaded
 */
export function phrase([weight, pattern]: readonly [number, string]): Phrase {
	const steps: Phrase['steps'] = [];
	let gap = 0;
	for (const part of pattern.split(' ')) {
		if (part.startsWith('~')) gap = Number(part.slice(1));
		else {
			const optional = part.endsWith('?');
			const names = (optional ? part.slice(0, -1) : part).split('|');
			steps.push({ ids: names.map((name) => (/^[A-Z_]+$/.test(name) ? findClassId(name) : literalId(name))), gap, optional });
			gap = 0;
		}
	}
	if (steps.length === 0 || steps[0]!.optional) throw new Error(`The phrase "${pattern}" needs a first word.`);
	return { weight, steps };
}

/**
 * Returns phrases of the same steps in each order, with at most `gap` words between: languages and people differ in where they put the verb. Steps are
 * separated by a space.
 */
export function inAnyOrder(weight: number, pattern: string, gap = 6): (readonly [number, string])[] {
	return permute(pattern.split(' ')).map((steps) => [weight, steps.join(` ~${gap} `)] as const);
}

function permute(steps: readonly string[]): string[][] {
	if (steps.length < 2) return [[...steps]];
	return steps.flatMap((step, at) => permute([...steps.slice(0, at), ...steps.slice(at + 1)]).map((others) => [step, ...others]));
}

/**
 * Tracks which classes occur how many places after a token, at most 30, with a bit for each place. Walks a text backwards: each class keeps the bits
 * of its last word, which are shifted when they are read. Used for one text after the other, since a table of all classes takes longer to create than
 * a message to read.
 */
export class Window {
	#bits = new Int32Array();
	#places = new Int32Array();
	#sentences = new Int32Array();
	/** Added to the numbers of the sentences, so that those of earlier texts are others. */
	#base = 0;
	#next = 0;

	/** @param classCount all class numbers of the tokens are smaller */
	open(tokens: readonly Token[], classCount: number): void {
		if (this.#bits.length < classCount || this.#next > maxNumber) {
			this.#bits = new Int32Array(classCount);
			this.#places = new Int32Array(classCount);
			this.#sentences = new Int32Array(classCount).fill(-1);
			this.#next = 0;
		}
		this.#base = this.#next;
		this.#next += (tokens.at(-1)?.sentence ?? 0) + 1;
	}

	/** Includes the token after it was queried; the next query is for the previous token. */
	include({ classes, place, sentence }: Token): void {
		for (const id of classes) {
			this.#bits[id] = this.#bitsAt(id, place, sentence) | 1;
			this.#places[id] = place;
			this.#sentences[id] = this.#base + sentence;
		}
	}

	/** Returns the index of the last token of the phrase that begins at the token, the nearest possible; undefined if there is none. */
	findEnd({ steps }: Phrase, tokens: readonly Token[], at: number): number | undefined {
		const { place, sentence } = tokens[at]!;
		let reach = 1;
		for (let number = 1; number < steps.length; number++) {
			const { gap, optional, ids } = steps[number]!;
			let bits = 0;
			for (const id of ids) bits |= this.#bitsAt(id, place, sentence);
			const next = bits === 0 ? 0 : spread(reach, gap) & bits;
			if (next === 0 && !optional) return undefined;
			reach = optional ? reach | next : next;
		}
		return findIndex(tokens, at, 31 - Math.clz32(steps.at(-1)!.optional ? reach : reach & -reach));
	}

	#bitsAt(id: number, place: number, sentence: number): number {
		if (this.#sentences[id] !== this.#base + sentence) return 0;
		const distance = this.#places[id]! - place;
		return distance > farthest ? 0 : (this.#bits[id]! << distance) & 0x7fffffff;
	}
}

function findIndex(tokens: readonly Token[], at: number, distance: number): number | undefined {
	const place = tokens[at]!.place + distance;
	for (let index = at; index < tokens.length; index++) if (tokens[index]!.place >= place) return index;
	return undefined;
}

/** Returns a bit for each place at most `gap` words after a reached one. */
function spread(reach: number, gap: number): number {
	let result = 0;
	for (let distance = 1; distance <= gap + 1; distance++) result |= reach << distance;
	return result & 0x7fffffff;
}
