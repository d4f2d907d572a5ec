import type * as Re2 from 're2js';
import { TroupeError } from '../../base/errors';
import { letOthersRun } from '../../base/async/loop-yielder';
import { composeText } from '../../base/text/compose-text';
import type { Match } from '../../ports/guardrails/match';
import { normalizeSpelling } from '../personal-data/reading/normalize';
import { invalidCheck } from '../policy/check-kind';
import { mergeSpans, type Span } from '../policy/sentences';

/** Runs on RE2's engine in linear time, never natively. */
export interface UserExpression {
	/**
	 * Returns up to `max` matches in the original text, and in the text without escapes, format characters and spelling variants (NFKC), until
	 * aborted.
	 */
	find(text: string, max: number, type: string, signal: AbortSignal): Promise<Match[]>;
	/**
	 * Matches the whole text with composed characters (NFC) only: a reading that drops parts must not meet a requirement. @throws TroupeError
	 * GUARDRAIL_FAILED if the text is too long for the expression's steps
	 */
	matches(text: string): boolean;
}

/** Max steps; RE2 can execute each at each character: `(?:a{0,30}){0,30}` has nine hundred. */
const maxSteps = 1_000;
/** Code units read without a pause; fewer for many steps. A match longer than the overlap is cut. */
const maxWindow = 20_000;
const shortestWindow = 4_000;
const stepsOfWindow = 2_000_000;
const overlap = 2_000;
/** Two seconds, for a text that has to be read as a whole. */
const stepsOfText = 12_000_000;

/**
 * @param where the field, for the error @throws TroupeError POLICY_INVALID, naming the part that RE2 lacks, such as look-around and back-references
 */
export async function compileExpression(source: string, where: string, caseSensitive = false): Promise<UserExpression> {
	const { RE2JS } = await import('re2js');
	const expression = compile(RE2JS, source, where, caseSensitive);
	const steps = expression.programSize();
	if (steps > maxSteps)
		throw invalidCheck(`has an expression of ${steps} steps in ${where}; the max is ${maxSteps}. Use fewer or smaller repetitions`);
	const window = Math.min(maxWindow, Math.max(shortestWindow, Math.floor(stepsOfWindow / steps)));
	const findIn = async (text: string, max: number, signal: AbortSignal): Promise<Span[]> => {
		const spans: Span[] = [];
		for (let from = 0; spans.length < max; from += window - overlap) {
			const matcher = expression.matcher(text.slice(from, from + window));
			const to = from + window;
			while (spans.length < max && matcher.find()) {
				const start = from + matcher.start();
				const end = from + matcher.end();
				// A window's edge can cause a match (`$`, `\b`): the window that sees further decides.
				const seenFurther =
					(to < text.length && end === to && start >= to - overlap) || (from > 0 && start === from && end < from + overlap);
				if (seenFurther) continue;
				// Overlaps find matches twice; empty matches have no position.
				if (start >= (spans.at(-1)?.end ?? 0)) spans.push({ start, end });
			}
			await letOthersRun();
			signal.throwIfAborted();
			if (to >= text.length) break;
		}
		return spans;
	};
	return {
		async find(text, max, type, signal) {
			const spans = await findIn(text, max, signal);
			const normalized = normalizeSpelling(text);
			if (normalized.text !== text) {
				const hidden = await findIn(normalized.text, max, signal);
				spans.push(...hidden.map(({ start, end }) => normalized.toOriginal(start, end)));
			}
			return mergeSpans(spans)
				.slice(0, max)
				.map((span) => ({ type, ...span, score: 1 }));
		},
		matches(text) {
			if (text.length * steps > stepsOfText) throw tooLong(text.length, Math.floor(stepsOfText / steps), where);
			return expression.matcher(composeText(text)).find();
		},
	};
}

function tooLong(length: number, max: number, where: string): TroupeError {
	return new TroupeError({
		code: 'GUARDRAIL_FAILED',
		message: `The required expression ${where} cannot be searched for in a text of ${length} characters; the max for its steps is ${max}.`,
		fix: 'Use fewer or smaller repetitions in the expression, or add the check "length" before it.',
	});
}

function compile(engine: typeof Re2.RE2JS, source: string, where: string, caseSensitive: boolean): Re2.RE2JS {
	try {
		return engine.compile(composeText(source), caseSensitive ? 0 : engine.CASE_INSENSITIVE);
	} catch (cause) {
		const { error, input } = cause as { error?: string; input?: string };
		if (error === undefined) throw cause;
		throw invalidCheck(
			`has an expression in ${where} that RE2 does not support: ${error}${input ? ` at "${input}"` : ''}. RE2 has no look-arounds or back-references`,
			cause,
		);
	}
}
