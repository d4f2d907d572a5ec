import { JsonProgress } from '../../base/text/json/json-progress';

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

const frames = [
	'<|begin_of_solution|>',
	'<|end_of_solution|>',
	'<|start_response|>',
	'<|end_response|>',
	'<|return|>',
	'<|begin_of_box|>',
	'<|end_of_box|>',
];

/** Only after a thought: elsewhere they are words of the answer. */
const answerFrames = new Map(['answer', 'response', 'final_answer'].map((tag) => [`<${tag}>`, `</${tag}>`]));

const frameEnds = new Set(answerFrames.values());

/** Rests of gpt-oss's special tokens on servers that drop them: `analysis…assistantfinal…`. */
const bareAnalysis = 'analysis';
const bareFinal = 'assistantfinal';

const openings = new Map(marks.map(([open, close]) => [open, close]));
const closings = new Set([...marks.map(([, close]) => close), bareFinal]);
const all = [...openings.keys(), ...closings, ...frames, ...answerFrames.keys(), ...frameEnds];
const longest = Math.max(...all.map((mark) => mark.length));
const anyMark = new RegExp(all.map((mark) => mark.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'i');

const beginnings = new Set(all.flatMap((mark) => [...mark].map((_, at) => mark.slice(0, at + 1))));

function countBegun(text: string): number {
	const end = text.slice(-longest).toLowerCase();
	for (let at = 0; at < end.length; at += 1) if (beginnings.has(end.slice(at))) return end.length - at;
	return 0;
}

const quotes = new Set(['"', "'", '`']);

/**
 * Works piece by piece. A thought ends with its own mark; an open one goes on to the end. Many chat templates begin the thought in the prompt: then
 * everything before the closing mark is a thought. Marks in quotes, code and JSON are part of the answer.
 */
export class ThoughtSeparator {
	isBare = false;
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
