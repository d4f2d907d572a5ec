import { QuietPlaces } from '../personal-data/reading/quiet-places';
import { maxText } from './placed-guardrail';
import type { Guard, GuardContext, GuardedStream, GuardResult, Stage, Violation } from './guard';
import { endsInTag } from '../addresses/html-tags';
import { matchBounds } from '../personal-data/match-bounds';
import { SentenceEnds } from './sentences';

/**
 * Finds sentence ends that no personal data can cross: later text does not change the matches before. Depends on the text alone, not on how it is
 * split. Ignores names of people.
 */
class QuietSentenceEnds {
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

/** A stream of a guarded text: judged pieces, then exactly one end. */
export type GuardedPart = { kind: 'text'; text: string } | { kind: 'end'; result: GuardResult };

/**
 * All output was judged: by sentences if every guardrail of the stage can judge these, else at the end. After a stop, `text` of the result is the
 * text that passed before. The output does not depend on how the text is split. @throws errors of the source; text not yet judged is withheld
 */
export async function* guardStream(
	guard: Guard,
	stage: Stage,
	source: AsyncIterable<string>,
	context: GuardContext = {},
): AsyncGenerator<GuardedPart, void> {
	const opened = guard.openStream(stage, context);
	if (opened) return yield* guardRewritten(opened, stage, source, context);
	const judge = judgeFor(guard, stage, context);
	for await (const piece of source) {
		for await (const text of judge.read(piece)) yield { kind: 'text', text };
		if (judge.stopped) break;
	}
	for await (const text of judge.finish()) yield { kind: 'text', text };
	yield { kind: 'end', result: await judge.conclude() };
}

async function* guardRewritten(
	first: GuardedStream,
	stage: Stage,
	source: AsyncIterable<string>,
	context: GuardContext,
): AsyncGenerator<GuardedPart, void> {
	const { rest } = first;
	const pieces = first.rewritten(source);
	for await (const part of rest.watches(stage) ? guardStream(rest, stage, pieces, context) : unguarded(pieces)) {
		yield part.kind === 'text' ? part : { kind: 'end', result: first.conclude(part.result) };
	}
}

async function* unguarded(pieces: AsyncIterable<string>): AsyncGenerator<GuardedPart, void> {
	let text = '';
	for await (const piece of pieces) {
		text += piece;
		if (piece !== '') yield { kind: 'text', text: piece };
	}
	yield { kind: 'end', result: { outcome: 'pass', text, violations: [] } };
}

const before = matchBounds.match + matchBounds.words;

function judgeFor(guard: Guard, stage: Stage, context: GuardContext): Judge {
	switch (guard.findScope(stage)) {
		case 'text':
			return new TextJudge(guard, stage, context);
		case 'stretch':
			return new PartJudge(guard, stage, context, new QuietSentenceEnds(), before);
		case 'sentence':
			return new PartJudge(guard, stage, context, new SentenceEnds(), 0);
	}
}

interface Judge {
	readonly stopped: boolean;
	read(piece: string): AsyncIterable<string>;
	finish(): AsyncIterable<string>;
	conclude(): Promise<GuardResult>;
}

class TextJudge implements Judge {
	readonly #pieces: string[] = [];
	#length = 0;
	#result: GuardResult | undefined;

	constructor(
		private readonly guard: Guard,
		private readonly stage: Stage,
		private readonly context: GuardContext,
	) {}

	/** Above the max length, waiting for the rest is pointless. */
	get stopped(): boolean {
		return this.#length > maxText;
	}

	async *read(piece: string): AsyncIterable<string> {
		this.#pieces.push(piece);
		this.#length += piece.length;
		yield* [];
	}

	async *finish(): AsyncIterable<string> {
		const result = await this.conclude();
		if (result.text !== '') yield result.text;
	}

	async conclude(): Promise<GuardResult> {
		return (this.#result ??= letThrough(await this.guard.check(this.stage, this.#pieces.join(''), this.context), ''));
	}
}

class PartJudge implements Judge {
	readonly #violations: Violation[] = [];
	#text = '';
	#judgedLength = 0;
	#passed = '';
	#stop: GuardResult | undefined;
	#failure: unknown;

	constructor(
		private readonly guard: Guard,
		private readonly stage: Stage,
		private readonly context: GuardContext,
		private readonly ends: { next(text: string): number | undefined },
		private readonly inView: number,
	) {}

	get stopped(): boolean {
		return this.#stop !== undefined;
	}

	async *read(piece: string): AsyncIterable<string> {
		this.#text += piece;
		for (let end = this.#nextEnd(); end !== undefined; end = this.#nextEnd()) yield* this.#judge(end);
	}

	async *finish(): AsyncIterable<string> {
		if (!this.stopped && this.#judgedLength < this.#text.length) yield* this.#judge(this.#text.length);
	}

	async conclude(): Promise<GuardResult> {
		// Single sentences can be left out, but not all of them: that case is decided for the text as a whole.
		if (!this.#stop && this.#passed.trim() === '' && this.#text.trim() !== '') {
			return letThrough(await this.guard.check(this.stage, this.#text, this.context), this.#passed);
		}
		const text = this.#passed;
		const violations = this.#violations;
		const failure = this.#failure;
		const outcome = this.#stop?.outcome ?? (text === this.#text ? 'pass' : 'rewritten');
		return { outcome, text, violations, ...(failure !== undefined && { failure }) };
	}

	#nextEnd(): number | undefined {
		if (this.stopped) return undefined;
		if (this.#text.length > maxText) return this.#text.length;
		let end = this.ends.next(this.#text);
		// A tag is judged whole: a full stop in it ends no sentence.
		while (end !== undefined && endsInTag(this.#text.slice(this.#judgedLength, end))) end = this.ends.next(this.#text);
		return end;
	}

	async *#judge(end: number): AsyncIterable<string> {
		const start = this.#judgedLength;
		this.#judgedLength = end;
		const whole = end > maxText;
		const part = whole ? this.#text : this.#text.slice(start, end);
		const before = whole ? '' : this.#text.slice(Math.max(0, start - this.inView), start);
		const result = await this.guard.check(this.stage, part, { ...this.context, part: true, ...(this.inView > 0 && { before }) });
		for (const violation of result.violations) record(this.#violations, shifted(violation, whole ? 0 : start));
		this.#failure ??= result.failure;
		if (isStopped(result)) this.#stop = result;
		else if (result.text !== '') {
			this.#passed += result.text;
			yield result.text;
		}
	}
}

function isStopped({ outcome }: GuardResult): boolean {
	return outcome === 'blocked' || outcome === 'needs-human';
}

function letThrough(result: GuardResult, passed: string): GuardResult {
	return isStopped(result) ? { ...result, text: passed } : result;
}

/** Joins recorded violations of all parts into one, as in a whole text. */
function record(violations: Violation[], found: Violation): void {
	const isSame = ({ action, guardrail, code, reason, matchCount }: Violation) =>
		action === 'log' && guardrail === found.guardrail && code === found.code && reason === found.reason && matchCount === undefined;
	const same = found.action === 'log' && found.matchCount === undefined ? violations.find(isSame) : undefined;
	if (same) same.matches.push(...found.matches);
	else violations.push(found);
}

function shifted(violation: Violation, by: number): Violation {
	return { ...violation, matches: violation.matches.map((match) => ({ ...match, start: match.start + by, end: match.end + by })) };
}
