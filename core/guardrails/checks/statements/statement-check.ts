import type { TProperties } from 'typebox/type';
import { LoopYielder } from '../../../base/async/loop-yielder';
import type { Language } from '../../../base/text/languages';
import type { GuardrailVerdict } from '../../../ports/guardrails/guardrail';
import type { Match } from '../../../ports/guardrails/match';
import { type CheckWith, defineCheck, type GuardParts } from '../../policy/check-kind';
import type { ViolationCode } from '../../policy/guard';
import { mergeSpans, type Span, splitSentences } from '../../policy/sentences';
import { type FoldedText, foldText } from './folded-text';

/** Code units that a detector reads together; its matches are much shorter than the overlap. */
const window = 1_200;
const overlap = 240;

interface Statement<Options extends TProperties> {
	/** The type of its matches, and the code of the violation. */
	code: ViolationCode;
	reason: Record<Language, string>;
	/** Returns spans of the folded text of one sentence; they can overlap. @param check as a policy names it */
	find: (sentence: FoldedText, check: CheckWith<Options>) => Span[];
	options?: Options;
	/** Returns whether the check of a policy is about a sentence at all. */
	isAbout?: (check: CheckWith<Options>, sentence: FoldedText) => boolean;
	/** Returns what finds out whether a statement in a text is allowed nevertheless; undefined: none is. */
	allows?: (parts: GuardParts) => Promise<(text: string, statement: Span) => boolean> | undefined;
}

/** Creates a check that judges each sentence separately. */
export function createStatementCheck<const Id extends string, Options extends TProperties = TProperties>(
	id: Id,
	{ code, reason, find, allows, options, isAbout }: Statement<Options>,
) {
	return defineCheck<Id, Options>({
		id,
		code,
		options: options ?? ({} as Options),
		stages: ['output'],
		// A tool can need the words that a reply must not contain: a price for an offer.
		arguments: 'named',
		scope: 'sentence',
		create: async (check, parts) => {
			const isAllowed = await allows?.(parts);
			const findOwn = (sentence: FoldedText) => (isAbout?.(check, sentence) === false ? [] : find(sentence, check));
			return {
				id,
				async check(text, { language }): Promise<GuardrailVerdict> {
					const found = await findStatements(text, findOwn);
					const spans = isAllowed ? found.filter((span) => !isAllowed(text, span)) : found;
					const matches: Match[] = spans.map((span) => ({ type: code, ...span, score: 1 }));
					return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reason[language], matches };
				},
			};
		},
	});
}

/** Returns spans in order and without overlaps, in positions of the original text. */
export async function findStatements(text: string, find: (sentence: FoldedText) => Span[]): Promise<Span[]> {
	const originalSpans: Span[] = [];
	const pace = new LoopYielder();
	for (const { start, end } of splitSentences(text)) {
		for (const window of splitIntoWindows(text, { start, end })) {
			const folded = foldText(text.slice(window.start, window.end));
			for (const span of find(folded)) {
				const original = folded.toOriginal(span.start, span.end);
				originalSpans.push({ start: window.start + original.start, end: window.start + original.end });
			}
			if (pace.isDue()) await pace.rest();
		}
	}
	return mergeSpans(originalSpans);
}

/** Splits a sentence above the window size into overlapping windows, between words if possible. */
function* splitIntoWindows(text: string, { start, end }: Span): Generator<Span, void> {
	let from = start;
	while (end - from > window) {
		const to = from + window - overlap + spaceIn(text.slice(from + window - overlap, from + window), 'last');
		yield { start: from, end: to };
		from = to - overlap + spaceIn(text.slice(to - overlap, to), 'first');
	}
	yield { start: from, end };
}

function spaceIn(overlap: string, which: 'first' | 'last'): number {
	const at = which === 'first' ? overlap.indexOf(' ') : overlap.lastIndexOf(' ');
	return at > 0 ? at : which === 'first' ? 0 : overlap.length;
}
