import { memoizeWords } from '../../base/text/memoize-words';
import type { Phrase } from '../injection/phrase';
import { type ClassifiedWord, readLeet, type WordBook } from '../injection/word-book';

const none: readonly number[] = [];
const shortestStem = 3;
const longestStem = 12;

/**
 * Words in classes, and patterns over them: `hate ~2 GROUP` is a word, then one of a class, with at most 2 words between; `a|b` is either, `a?`
 * optional, `stem*` any word with that beginning.
 */
export class HarmVocabulary implements WordBook {
	readonly #ids = new Map<string, number>();
	readonly #words = new Map<string, number[]>();
	readonly #stems = new Map<string, number[]>();
	readonly #classNames = new Set<string>();

	readonly classify = memoizeWords((raw) => this.#classify(raw));

	get size(): number {
		return this.#ids.size;
	}

	/** @param words separated by white space */
	addClass(name: string, words: string): void {
		this.#classNames.add(name);
		const id = this.#findId(name);
		for (const word of words.trim().split(/\s+/)) this.#add(word, id);
	}

	/** @throws Error for an invalid pattern, at load time */
	parse(weight: number, pattern: string): Phrase {
		const steps: Phrase['steps'] = [];
		let gap = 0;
		for (const part of pattern.split(' ')) {
			if (part.startsWith('~')) gap = Number(part.slice(1));
			else {
				const optional = part.endsWith('?');
				const names = (optional ? part.slice(0, -1) : part).split('|');
				steps.push({ ids: names.map((name) => this.#readName(name, pattern)), gap, optional });
				gap = 0;
			}
		}
		if (steps.length === 0 || steps[0]!.optional || !steps.every((step) => Number.isInteger(step.gap)))
			throw new Error(`The pattern "${pattern}" is invalid.`);
		return { weight, steps };
	}

	#classify(raw: string): ClassifiedWord {
		const word = raw.replace(/['’]/g, '');
		const repeated = readRepeated(word);
		// First: a stem would match `killlll` and `mat4r` as other words.
		const plain = /[^a-z]/.test(word) ? [...repeated, word].flatMap(readLeet) : [];
		for (const readings of [plain, repeated, [word]]) {
			const [reading] = readings.filter((each) => this.#find(each));
			if (reading !== undefined) return { word: reading, classes: this.#findAll(readings), ...(reading !== word && { leet: true }) };
		}
		return { word, classes: none };
	}

	isKnown(word: string): boolean {
		return this.#words.has(word);
	}

	#readName(name: string, pattern: string): number {
		if (!/^[A-Z]+$/.test(name)) {
			const id = this.#findId(`=${name}`);
			this.#add(name, id);
			return id;
		}
		if (!this.#classNames.has(name)) throw new Error(`The pattern "${pattern}" names the unknown class ${name}.`);
		return this.#findId(name);
	}

	#findId(name: string): number {
		let id = this.#ids.get(name);
		if (id === undefined) this.#ids.set(name, (id = this.#ids.size));
		return id;
	}

	#add(word: string, id: number): void {
		this.classify.forget();
		const isStem = word.endsWith('*');
		const [list, key] = isStem ? [this.#stems, word.slice(0, -1)] : [this.#words, word];
		if (isStem && (key.length < shortestStem || key.length > longestStem)) throw new Error(`The stem "${word}" is too short or too long.`);
		const known = list.get(key);
		if (!known) list.set(key, [id]);
		else if (!known.includes(id)) known.push(id);
	}

	#findAll(words: readonly string[]): readonly number[] {
		return [...new Set(words.flatMap((word) => this.#find(word) ?? none))];
	}

	#find(word: string): readonly number[] | undefined {
		const exact = this.#words.get(word);
		let found: number[] | undefined;
		for (let length = shortestStem; length <= Math.min(longestStem, word.length); length++) {
			const stem = this.#stems.get(word.slice(0, length));
			if (stem) found = [...(found ?? exact ?? []), ...stem];
		}
		return found ? [...new Set(found)] : exact;
	}
}

function readRepeated(word: string): string[] {
	if (word.length > 40 || !/(.)\1\1/.test(word)) return [];
	return [word.replace(/(.)\1{2,}/g, '$1$1'), word.replace(/(.)\1{2,}/g, '$1')];
}
