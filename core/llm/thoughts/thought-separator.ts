import { JsonProgress } from '../../base/text/json-progress';

/** The marks of thoughts that models write into their answers, in lower case, as their chat templates and the servers' parsers have them. */
const marks: Array<readonly [open: string, close: string]> = [
	...['think', 'thinking', 'thought', 'thoughts', 'reason', 'reasoning', 'reflection', 'scratchpad', 'seed:think', 'antml:thinking'].map(
		(tag) => [`<${tag}>`, `</${tag}>`] as const,
	),
	['[think]', '[/think]'],
	['◁think▷', '◁/think▷'],
	['<|begin_of_thought|>', '<|end_of_thought|>'],
	['<|start_thinking|>', '<|end_thinking|>'],
	['<|think_start|>', '<|think_end|>'],
	['<|open|>think<|sep|>', '<|close|>think<|sep|>'],
	['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
	['<|channel>thought', '<channel|>'],
];

/** Marks around the answer itself, which follow a thought. */
const frames = ['<|begin_of_solution|>', '<|end_of_solution|>', '<|start_response|>', '<|end_response|>', '<|return|>'];

const openings = new Map(marks.map(([open, close]) => [open, close]));
const closings = new Set(marks.map(([, close]) => close));
const all = [...openings.keys(), ...closings, ...frames];
const longest = Math.max(...all.map((mark) => mark.length));
const quotes = new Set(['"', "'", '`']);
const anyMark = new RegExp(all.map((mark) => mark.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'i');

/**
 * Separates the thoughts in a text from the answer, piece by piece. A thought ends with the mark that belongs to its beginning; one that is not
 * closed goes on to the end. Many chat templates begin the thought in the prompt: then the text has only the closing mark, and everything before it
 * is a thought. Marks in quotes, in code and inside of JSON are part of the answer.
 */
export class ThoughtSeparator {
	/** True if the text had a thought without a beginning. */
	isBare = false;
	/** True if a part of such a thought was returned before its end showed what it was. */
	isLeaked = false;
	/** What was not read yet, because it can be the beginning of a mark. */
	#rest = '';
	#thought?: Thought;
	/** Held back, because it can be a thought without a beginning. */
	#held = '';
	#hadThought = false;
	#answer = new AnswerText();
	#isShown = false;
	/** The last character before a mark. */
	#last = '';

	/** @param holds holds text back until it is known that it is not a thought */
	constructor(private readonly holds: boolean) {}

	/** Adds a piece and returns what belongs to the answer. */
	write(piece: string): string {
		this.#rest += piece;
		return this.#note(this.#read(false));
	}

	/** Returns what is left of the answer. */
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
			const isQuoted = this.#last === after && quotes.has(after);
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

	/** @param shown what was read of the answer before the mark, and not returned yet */
	#meetInAnswer(written: string, isQuoted: boolean, shown: string): string {
		const mark = written.toLowerCase();
		const close = openings.get(mark);
		if (isQuoted || this.#answer.quotesMarks) return shown + this.#take(written);
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

	/** Reads text in which no mark counts. */
	#take(text: string): string {
		if (text === '') return '';
		this.#last = text.at(-1)!;
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
	/** The mark that closes it. */
	close: string;
	/** How many of its kind are open. */
	depth: number;
	/** What follows a closing mark while others are open: the answer, if they are never closed. */
	tail?: string;
}

/** What is known of the answer so far. */
class AnswerText {
	isBegun = false;
	#json?: JsonProgress;
	#ticks = 0;
	#isFenced = false;

	/** Whether marks belong to code or to a value of JSON. */
	get quotesMarks(): boolean {
		return this.#isFenced || (this.#json !== undefined && !this.#json.isWhole);
	}

	add(text: string): void {
		const begun = this.isBegun ? '' : text.trimStart();
		if (begun !== '') {
			this.isBegun = true;
			if (/^[{[]/.test(begun)) this.#json = new JsonProgress();
		}
		this.#json?.add(text);
		for (let at = 0; at < text.length; at += 1) {
			this.#ticks = text[at] === '`' ? this.#ticks + 1 : 0;
			if (this.#ticks === 3) this.#isFenced = !this.#isFenced;
		}
	}
}

/** Returns how many characters at the end of a text can be the beginning of a mark. */
function countBegun(text: string): number {
	const end = text.slice(-longest).toLowerCase();
	for (let at = 0; at < end.length; at += 1) if (all.some((mark) => mark.startsWith(end.slice(at)))) return end.length - at;
	return 0;
}
