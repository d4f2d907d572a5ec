import { JsonProgress } from '../../base/text/json/json-progress';
import { answerFrames, anyMark, bareAnalysis, bareFinal, closings, countBegun, frameEnds, openings } from './thought-marks';

const quotes = new Set(['"', "'", '`']);

/**
 * Works piece by piece. A thought ends with its own mark; an open one goes on to the end. Many chat templates begin the thought in the prompt: then
 * everything before the closing mark is a thought. Marks in quotes, code and JSON are part of the answer.
 */
export class ThoughtSeparator {
	isBare = false;
	/** A part of such a thought was returned before its end showed what it was. */
	isLeaked = false;
	#rest = '';
	#thought?: Thought;
	#held = '';
	#hadThought = false;
	#answer = new AnswerText();
	#isShown = false;
	#last = '';
	#frame?: string;

	/** @param holds holds text back while it can be a thought */
	constructor(private readonly holds: boolean) {}

	write(piece: string): string {
		this.#rest += piece;
		return this.#note(this.#read(false));
	}

	end(): string {
		let text = this.#read(true);
		const { tail } = this.#thought ?? {};
		this.#thought = undefined;
		if (tail !== undefined) text += this.#show(tail);
		return this.#note(this.#held + text);
	}

	#note(text: string): string {
		this.#isShown ||= !this.#hadThought && text.trim() !== '';
		return text;
	}

	#read(isEnd: boolean): string {
		let shown = '';
		for (;;) {
			const match = anyMark.exec(this.#rest);
			const end = match ? match.index + match[0].length : 0;
			// The character after a mark tells whether it is quoted.
			if (!match || (!isEnd && end === this.#rest.length)) break;
			shown += this.#take(this.#rest.slice(0, match.index));
			const after = this.#rest[end] ?? '';
			this.#rest = this.#rest.slice(end);
			// After a fence of code, the quote is not the mark's.
			const isQuoted = quotes.has(after) && this.#last.endsWith(after) && this.#last !== '```';
			shown = this.#thought ? shown + this.#meetInThought(match[0], isQuoted) : this.#meetInAnswer(match[0], isQuoted, shown);
		}
		const ready = isEnd ? this.#rest.length : this.#rest.length - countBegun(this.#rest);
		shown += this.#take(this.#rest.slice(0, ready));
		this.#rest = this.#rest.slice(ready);
		return shown;
	}

	#meetInThought(written: string, isQuoted: boolean): string {
		const thought = this.#thought!;
		const mark = written.toLowerCase();
		if (isQuoted || (mark !== thought.close && openings.get(mark) !== thought.close)) return this.#take(written);
		this.#last = '';
		thought.depth += mark === thought.close ? -1 : 1;
		if (thought.depth === 0) this.#thought = undefined;
		else thought.tail = mark === thought.close ? '' : thought.tail;
		return '';
	}

	/** @param shown the answer read before the mark, not returned yet */
	#meetInAnswer(written: string, isQuoted: boolean, shown: string): string {
		const mark = written.toLowerCase();
		const close = openings.get(mark);
		if (isQuoted || this.#answer.quotesMarks || this.#isText(mark)) return shown + this.#take(written);
		this.#last = '';
		const before = this.#held + shown;
		if (close === undefined && (this.#hadThought || !closings.has(mark))) return shown;
		this.#held = '';
		if (close !== undefined) {
			this.#thought = { close, depth: 1 };
			this.#hadThought = true;
			return this.#answer.isBegun ? before : '';
		}
		this.isBare = true;
		this.isLeaked = this.#isShown;
		this.#hadThought = true;
		this.#answer = new AnswerText();
		return '';
	}

	/** A tag around the answer counts right after a thought, and its end after that tag. */
	#isText(mark: string): boolean {
		if (mark === bareFinal) return !this.#answer.start.startsWith(bareAnalysis);
		const close = answerFrames.get(mark);
		if (close !== undefined && this.#hadThought && !this.#answer.isBegun) this.#frame = close;
		else if (mark !== this.#frame) return close !== undefined || frameEnds.has(mark);
		return false;
	}

	#take(text: string): string {
		if (text === '') return '';
		this.#last = (this.#last + text).slice(-3);
		if (!this.#thought) return this.#show(text);
		if (this.#thought.tail !== undefined) this.#thought.tail += text;
		return '';
	}

	#show(text: string): string {
		// Blanks separate a thought from the answer.
		const own = this.#hadThought && !this.#answer.isBegun ? text.trimStart() : text;
		this.#answer.add(own);
		if (!this.holds || this.#hadThought) return own;
		this.#held += own;
		return '';
	}
}

interface Thought {
	close: string;
	depth: number;
	tail?: string;
}

class AnswerText {
	isBegun = false;
	start = '';
	#json?: JsonProgress;
	#ticks = 0;
	#isFenced = false;

	get quotesMarks(): boolean {
		return this.#isFenced || (this.#json !== undefined && !this.#json.isWhole);
	}

	add(text: string): void {
		const begun = this.isBegun ? '' : text.trimStart();
		if (begun !== '') {
			this.isBegun = true;
			if (/^[{[]/.test(begun)) this.#json = new JsonProgress();
		}
		if (this.isBegun && this.start.length < bareAnalysis.length) this.start += (begun || text).slice(0, bareAnalysis.length).toLowerCase();
		this.#json?.add(text);
		for (let at = 0; at < text.length; at += 1) {
			this.#ticks = text[at] === '`' ? this.#ticks + 1 : 0;
			if (this.#ticks === 3) this.#isFenced = !this.#isFenced;
		}
	}
}
