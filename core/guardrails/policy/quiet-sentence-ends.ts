import { QuietPlaces } from '../personal-data/reading/quiet-places';
import { SentenceEnds } from './sentences';

/**
 * Finds the sentence ends that no personal data crosses, in a text that may still grow: nothing after such an end changes the matches
 * before it. The result depends on the text alone, not on its pieces. Names of people are not searched.
 */
export class QuietSentenceEnds {
	private readonly sentences = new SentenceEnds();
	private readonly places = new QuietPlaces(false);
	private readonly quiet = new Set<number>();
	private candidates: number[] = [];
	private read = 0;

	/** Returns the next such end, or undefined while more text could still change it. */
	next(text: string): number | undefined {
		for (let end = this.sentences.next(text); end !== undefined; end = this.sentences.next(text)) this.candidates.push(end);
		for (; this.read < text.length; this.read += 1) {
			this.places.read(text[this.read]!);
			this.quiet.add(this.places.last);
		}
		const at = this.candidates.findIndex((end) => this.quiet.has(end));
		if (at < 0) return undefined;
		const end = this.candidates[at]!;
		this.candidates = this.candidates.slice(at + 1);
		for (const place of this.quiet) if (place < end) this.quiet.delete(place);
		return end;
	}
}
