import type { TProperties } from 'typebox/type';
import { LoopYielder } from '../../../base/async/loop-yielder';
import type { Language } from '../../../base/text/languages';
import type { GuardrailVerdict } from '../../../ports/guardrails/guardrail';
import type { Match } from '../../../ports/guardrails/match';
import { type CheckWith, defineCheck, type GuardParts } from '../../policy/check-kind';
import type { ViolationCode } from '../../policy/guard';
import { mergeSpans, type Span, splitSentences } from '../../policy/sentences';
import { type FoldedText, foldText } from './folded-text';

/** Code units read together; matches are much shorter than the overlap. */
const window = 1_200;
const overlap = 240;

interface Statement<Options extends TProperties> {
	code: ViolationCode;
	reason: Record<Language, string>;
	find: (sentence: FoldedText, check: CheckWith<Options>) => Span[];
	options?: Options;
	isAbout?: (check: CheckWith<Options>, sentence: FoldedText) => boolean;
	allows?: (parts: GuardParts) => Promise<(text: string, statement: Span) => boolean> | undefined;
}

export function createStatementCheck<const Id extends string, Options extends TProperties = TProperties>(
	id: Id,
	{ code, reason, find, allows, options, isAbout }: Statement<Options>,
) {
	return defineCheck<Id, Options>({
		id,
		code,
		options: options ?? ({} as Options),
		stages: ['output'],
		// A tool can need forbidden words: a price for an offer.
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

/** Splits a long sentence into overlapping windows, between words if possible. */
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
