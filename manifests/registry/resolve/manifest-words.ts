import { extractContentWords, listForms } from '../../../core/words/terms';
import type { ManifestSummary } from '../registry-api';

/** Nobody knows in which of the two a question is asked and a purpose is written. */
const languages = ['en', 'pt'] as const;

/** A bit each. */
const maxWords = 30;
/** Max words of one text of a manifest; further words add nothing. */
const maxWordsOfText = 200;
/** Words that are known at once, and manifests; beyond that all are read again. */
const maxVocabulary = 100_000;
const maxManifests = 50_000;

/** The words of a question or of a capability that say something, each with its place and its bit. */
export interface AskedWords {
	words: string[];
	/** For each known word, by its number: the words of the question that it is a form of, as bits. */
	bits: Int32Array;
	/** The bits of all. */
	all: number;
}

/** What a manifest says of itself, as the numbers of its words. */
export interface ManifestWords {
	/** The words of each capability separately. */
	capabilities: Array<{ capability: string; words: Uint32Array }>;
	name: Uint32Array;
	purpose: Uint32Array;
}

type Described = Pick<ManifestSummary, 'sha256' | 'capabilities' | 'name' | 'purpose'>;

/** The words of manifests, each looked at once: a manifest never changes, and stemming is most of the work. */
export class ManifestIndex {
	readonly #numbers = new Map<string, number>();
	readonly #byForm = new Map<string, number[]>();
	readonly #manifests = new Map<string, ManifestWords>();

	/** Reads the words of all manifests that one question is compared with. */
	readWords(manifests: readonly Described[]): ManifestWords[] {
		if (this.#numbers.size > maxVocabulary || this.#manifests.size > maxManifests) this.#forget();
		return manifests.map((manifest) => {
			const known = this.#manifests.get(manifest.sha256) ?? this.#read(manifest);
			this.#manifests.set(manifest.sha256, known);
			return known;
		});
	}

	/** What is asked of the manifests that were looked at. */
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

/** What holds a digit is a name or a number, and has one form. */
const listSearchForms = (word: string): string[] => (/\p{N}/u.test(word) ? [word] : listForms(word, languages));

/** `readCrm` is two words, like `crm.read`. */
const apart = (text: string): string => text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');

/** Which of the asked words stand there. */
export function bitsIn({ bits }: AskedWords, found: Uint32Array): number {
	let all = 0;
	for (let place = 0; place < found.length; place += 1) all |= bits[found[place]!]!;
	return all;
}

/** Which of them a manifest says anywhere. */
export function collectBits(asked: AskedWords, { capabilities, name, purpose }: ManifestWords): number {
	let all = bitsIn(asked, name) | bitsIn(asked, purpose);
	for (const { words } of capabilities) all |= bitsIn(asked, words);
	return all;
}
