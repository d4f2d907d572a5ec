import { hash } from 'node:crypto';
import { chunkDocument, chunkerStamp } from '../../../core/knowledge/chunking/chunk-document';
import { nameChunks } from '../../../core/knowledge/chunking/name-chunks';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { createChance, type Chance } from '../sample';

export const dimensions = 384;
export const stamp: CollectionStamp = { embedding: { model: 'bench:clusters', dimensions }, chunker: chunkerStamp() };

const topics = 400;
const vocabulary = 60_000;
/** Words of a topic's own, which its texts take two of five words from. */
const topicWords = 300;
const charactersOfDocument = 6_200;
/** Of a vector to its topic's centre, against the centre's length: two passages of a topic have a cosine of about 0.5, as MiniLM gives them. */
const spread = 1;

const functionWords =
	'the of and to in a is that for it as was with be by on not he this are or his from at which but have an had they you were their one all we can her has there been if more when will would who so no'.split(
		' ',
	);
const syllables =
	'ba be bri ca ce con cor da de di dor el en er fa fer for ga gen gra ha in ka ker la len lin ma men mi mon na nor nu o pa per pli por qua ra ren ri ro sa sen sta ta ter tri tu u ul va ven ver vi za'.split(
		' ',
	);
const endings = ['', '', '', 's', 'ed', 'ing', 'ation', 'er', 'al', 'ly', 'ment', 'ness'];

/**
 * Documents of ten passages or so, with words as often as in a natural language (Zipf's law; grammar's words among them) and vectors in
 * clusters with a direction in common: the same for the same seed.
 */
export class LargeCollection {
	readonly #words: string[];
	readonly #own: string[][];
	readonly #centres: Float32Array[];

	constructor(seed = 20_261_121) {
		const chance = createChance(seed);
		this.#words = distinctWords(chance);
		this.#own = Array.from({ length: topics }, () => Array.from({ length: topicWords }, () => zipf(this.#words, chance)));
		const common = direction(chance);
		this.#centres = Array.from({ length: topics }, () => unit(direction(chance).map((part, at) => part + 0.6 * common[at]!)));
	}

	/** The document of a number, with chunks as the product cuts them. */
	document(number: number): PreparedDocument {
		const chance = createChance(1_000 + number);
		const topic = chance.below(topics);
		const id = `document-${String(number).padStart(6, '0')}`;
		let text = '';
		for (let section = 1; text.length < charactersOfDocument; section++) {
			text += `## ${this.#sentence(topic, 4, chance)}\n\n`;
			for (let sentences = 4 + chance.below(12); sentences > 0; sentences--)
				text += `${this.#sentence(topic, 8 + chance.below(18), chance)}. ${chance.once(4) ? '\n\n' : ''}`;
			text += '\n\n';
		}
		const title = this.#sentence(topic, 5, chance);
		const chunks = nameChunks(id, text, chunkDocument({ text, format: 'markdown', mediaType: 'text/markdown' }));
		const metadata = { topic, year: 2_000 + (number % 27) };
		const contentHash = hash('sha256', text);
		const vectors = chunks.map(() => this.#near(topic, chance));
		return { id, title, text, mediaType: 'text/markdown', metadata, contentHash, chunks, vectors };
	}

	/** What somebody asks: a few words of a topic in a sentence, and its vector. */
	question(number: number): { text: string; vector: number[] } {
		const chance = createChance(900_000_000 + number);
		const topic = chance.below(topics);
		const subject = [1, 2].map(() => zipf(this.#own[topic]!, chance)).join(' ');
		return { text: `${this.#sentence(topic, 3 + chance.below(9), chance)} ${subject}?`, vector: [...this.#near(topic, chance)] };
	}

	#sentence(topic: number, words: number, chance: Chance): string {
		const sentence = Array.from({ length: words }, () => {
			if (chance.below(100) < 42) return zipf(functionWords, chance);
			return chance.below(100) < 40 ? zipf(this.#own[topic]!, chance) : zipf(this.#words, chance);
		}).join(' ');
		return sentence.charAt(0).toUpperCase() + sentence.slice(1);
	}

	#near(topic: number, chance: Chance): Float32Array {
		const away = unit(direction(chance));
		return unit(this.#centres[topic]!.map((part, at) => part + spread * away[at]!));
	}
}

function distinctWords(chance: Chance): string[] {
	const words = new Set<string>();
	while (words.size < vocabulary)
		words.add(Array.from({ length: 2 + chance.below(3) }, () => chance.pick(syllables)).join('') + chance.pick(endings));
	return [...words];
}

/** The word of rank r as often as 1 / r: by the inverse of the logarithm that these sums are near to. */
function zipf(words: readonly string[], chance: Chance): string {
	const rank = Math.exp((chance.below(1_000_000_000) / 1_000_000_000) * Math.log(words.length + 1));
	return words[Math.min(words.length, Math.floor(rank)) - 1]!;
}

/** Sums of three even numbers are near enough to normal ones, so that all directions are as likely. */
function direction(chance: Chance): Float32Array {
	const even = () => chance.below(1_000_000) / 500_000 - 1;
	return Float32Array.from({ length: dimensions }, () => (even() + even() + even()) / Math.sqrt(dimensions));
}

function unit(vector: Float32Array): Float32Array {
	const length = Math.hypot(...vector);
	return vector.map((part) => part / length);
}
