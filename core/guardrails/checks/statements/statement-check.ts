import type { GuardrailVerdict, Language, Match } from '../../../ports';
import type { CheckKind } from '../../policy/check-kind';
import type { ViolationCode } from '../../policy/guard';
import type { CheckId } from '../../policy/guardrail-policy';
import { type Span, splitSentences } from '../../policy/sentences';
import { type FoldedText, foldText } from './folded-text';

/** Code units that a detector reads at once; what it finds is much shorter than the overlap. */
const WINDOW = 4_000;
const OVERLAP = 400;
/** Code units between two turns of everything else. */
const TURN = 32_000;

export interface Statement {
	/** The type of its matches, and the violation's code. */
	code: ViolationCode;
	reason: Record<Language, string>;
	/** Spans of the folded text of one sentence; they may overlap. */
	find: (sentence: FoldedText) => Span[];
}

/** A check for what sentences say, each for itself. */
export function statementCheck<Id extends CheckId>(id: Id, { code, reason, find }: Statement): CheckKind<Id> {
	return {
		code,
		stages: ['output'],
		scope: 'sentence',
		create: () => ({
			id,
			async check(text, { language }): Promise<GuardrailVerdict> {
				const spans = await findStatements(text, find);
				const matches: Match[] = spans.map((span) => ({ type: code, ...span, score: 1 }));
				return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reason[language], matches };
			},
		}),
	};
}

/** In order and without overlaps, in the text's own offsets. */
export async function findStatements(text: string, find: Statement['find']): Promise<Span[]> {
	const found: Span[] = [];
	let turn = 0;
	for (const { start, end } of splitSentences(text)) {
		for (let from = start; from < end; from += WINDOW - OVERLAP) {
			const window = text.slice(from, Math.min(end, from + WINDOW));
			const folded = foldText(window);
			for (const span of find(folded)) {
				const original = folded.toOriginal(span.start, span.end);
				found.push({ start: from + original.start, end: from + original.end });
			}
			if (from + WINDOW >= end) break;
		}
		if (end - turn > TURN) {
			turn = end;
			await new Promise((resolve) => setImmediate(resolve));
		}
	}
	return merged(found);
}

function merged(spans: Span[]): Span[] {
	const result: Span[] = [];
	for (const span of spans.sort((one, other) => one.start - other.start)) {
		const last = result.at(-1);
		if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
		else result.push({ ...span });
	}
	return result;
}
