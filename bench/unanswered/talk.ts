/** A customer, and what became of their last words. */
import type { Random } from '../../test/contract/random/random';
import type { ProviderSide, Written } from '../../test/support/channels/provider-side';
import type { Fault } from './scene';

/** The agent of the measurement repeats all words of this form that it answers. Letters only, so that nothing masks them. */
const wordPattern = /\bq[a-z]{9}\b/g;
export const findWords = (text: string): string[] => text.match(wordPattern) ?? [];
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

export class Talk {
	/** When the last message was written. */
	at = 0;
	#word: string | undefined;
	/** Replies before the last message. */
	#seen = 0;

	constructor(
		readonly side: ProviderSide,
		readonly address: string,
		readonly fault: Fault,
		private readonly random: Random,
	) {}

	/** Asks something that only an answer with its word answers, or, of the product, one without any word. */
	async ask(text = 'How long do I have to return it?', written?: Written): Promise<void> {
		const word = `q${Array.from({ length: 9 }, () => this.random.pick(letters)).join('')}`;
		await this.#write(`${text} ${word}`, word, written);
	}

	/** Writes exactly this, or a picture. */
	say(text: string, written?: Written): Promise<void> {
		return this.#write(text, undefined, written);
	}

	isAnswered(): boolean {
		return this.#replies().some((text, index) => {
			const words = findWords(text);
			return words.length === 0 ? index >= this.#seen : this.#word !== undefined && words.includes(this.#word);
		});
	}

	/** Tells by its words whether a text is about the last message. */
	concerns(text: string): boolean {
		const words = findWords(text);
		return words.length === 0 || (this.#word !== undefined && words.includes(this.#word));
	}

	async #write(text: string, word: string | undefined, written?: Written): Promise<void> {
		this.#seen = this.#replies().length;
		this.#word = word;
		this.at = Date.now();
		await this.side.write(this.address, text, written);
	}

	readonly #replies = () => this.side.replies().flatMap(({ conversation, text }) => (conversation === this.address ? [text] : []));
}
