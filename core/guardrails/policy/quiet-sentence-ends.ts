import { QuietPlaces } from '../personal-data/reading/quiet-places';
import { SentenceEnds } from './sentences';

/**
 * Finds sentence ends that no personal data can cross: later text does not change the matches before. Depends on the text alone, not on how it is
 * split. Ignores names of people.
 */
export class QuietSentenceEnds {
	readonly #sentences = new SentenceEnds();
	readonly #places = new QuietPlaces(false);
	readonly #quiet = new Set<number>();
	#candidates: number[] = [];
	#read = 0;

	next(text: string): number | undefined {
		for (let end = this.#sentences.next(text); end !== undefined; end = this.#sentences.next(text)) this.#candidates.push(end);
		for (; this.#read < text.length; this.#read += 1) {
			this.#places.read(text[this.#read]!);
			this.#quiet.add(this.#places.last);
		}
		const at = this.#candidates.findIndex((end) => this.#quiet.has(end));
		if (at < 0) return undefined;
		const end = this.#candidates[at]!;
		this.#candidates = this.#candidates.slice(at + 1);
		for (const place of this.#quiet) if (place < end) this.#quiet.delete(place);
		return end;
	}
}
