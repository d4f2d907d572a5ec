import { languages } from '../../../core/base/text/languages';
import { extractContentWords, listForms } from '../../../core/words/terms';
import type { ManifestSummary } from '../registry-api';

const maxWords = 30;
/** Max words of one text; further words add nothing. */
const maxWordsOfText = 200;
/** Max cached words and manifests. At the limit the cache starts empty. */
const maxVocabulary = 100_000;
const maxManifests = 50_000;

export interface AskedWords {
	words: string[];
	bits: Int32Array;
	all: number;
}

export interface ManifestWords {
	capabilities: Array<{ capability: string; words: Uint32Array }>;
	name: Uint32Array;
	purpose: Uint32Array;
}

type Described = Pick<ManifestSummary, 'sha256' | 'capabilities' | 'name' | 'purpose'>;

/** Reads each manifest once: it never changes, and stemming is most of the work. */
export class ManifestIndex {
	readonly #numbers = new Map<string, number>();
	readonly #byForm = new Map<string, number[]>();
	readonly #manifests = new Map<string, ManifestWords>();

	readWords(manifests: readonly Described[]): ManifestWords[] {
		if (this.#numbers.size > maxVocabulary || this.#manifests.size > maxManifests) this.#forget();
		return manifests.map((manifest) => {
			const known = this.#manifests.get(manifest.sha256) ?? this.#read(manifest);
			this.#manifests.set(manifest.sha256, known);
			return known;
		});
	}

	asked(text: string): AskedWords {
		const words = [...new Set(extractContentWords(apart(text)))].slice(0, maxWords);
		const bits = new Int32Array(this.#numbers.size);
		words.forEach((word, place) => {
			for (const number of listSearchForms(word).flatMap((form) => this.#byForm.get(form) ?? [])) bits[number]! |= 1 << place;
		});
		return { words, bits, all: (1 << words.length) - 1 };
	}

	#read({ capabilities, name, purpose = '' }: Described): ManifestWords {
		return {
			capabilities: capabilities.map((capability) => ({ capability, words: this.#numbersIn(capability) })),
			name: this.#numbersIn(name),
			purpose: this.#numbersIn(purpose),
		};
	}

	#numbersIn(text: string): Uint32Array {
		const words = [...new Set(extractContentWords(apart(text)))].slice(0, maxWordsOfText);
		return Uint32Array.from(words, (word) => this.#numbers.get(word) ?? this.#learn(word));
	}

	#learn(word: string): number {
		const number = this.#numbers.size;
		this.#numbers.set(word, number);
		for (const form of listSearchForms(word)) {
			const having = this.#byForm.get(form);
			if (having) having.push(number);
			else this.#byForm.set(form, [number]);
		}
		return number;
	}

	#forget(): void {
		for (const known of [this.#numbers, this.#byForm, this.#manifests]) known.clear();
	}
}

/** A word with a digit is a name or number with one form. */
const listSearchForms = (word: string): string[] => (/\p{N}/u.test(word) ? [word] : listForms(word, languages));

/** `readCrm` is two words, like `crm.read`. */
const apart = (text: string): string => text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');

export function bitsIn({ bits }: AskedWords, words: Uint32Array): number {
	let all = 0;
	for (let place = 0; place < words.length; place += 1) all |= bits[words[place]!]!;
	return all;
}

export function collectBits(asked: AskedWords, { capabilities, name, purpose }: ManifestWords): number {
	let all = bitsIn(asked, name) | bitsIn(asked, purpose);
	for (const { words } of capabilities) all |= bitsIn(asked, words);
	return all;
}
