import type { Language } from '../../base/text/languages';
import { phrase, type Phrase } from './phrase';
import { findClassId, type WordClass } from './vocabulary';

/** One way in which a text tries to steer a model. Its id is stable: results, tests and documents use it. */
export interface Rule {
	id: string;
	/** The reason that people read. */
	name: Record<Language, string>;
	phrases: Phrase[];
	/** Expressions over the folded text, for signs that are not words. Linear, with the flag `g`. */
	shapes: Shape[];
	/** The class whose words make a phrase harmless when they are inside it, or at most `barrierReach` words after it. */
	barrier?: number;
	barrierReach: number;
	/** A "not" before the phrase belongs to it. */
	negated: boolean;
	/** Harmless if people say it of themselves: "can I see your instructions". */
	firstPerson: boolean;
	/** Additional weight in text that a person did not type: documents, e-mails, tool results. */
	indirect: number;
}

interface Shape {
	weight: number;
	expression: RegExp;
	/** Each match contains one of these: nearly all texts have none of them, and are not searched. */
	needs: readonly string[];
}

/** Weights, and phrases as `phrase` parses them. */
export type Phrases = readonly (readonly [number, string])[];

/** Weights, expressions, and what each match contains: `a|b` is either. */
export type Shapes = readonly (readonly [weight: number, expression: RegExp, needs: string])[];

interface RuleSource {
	id: string;
	name: Record<Language, string>;
	phrases?: Phrases;
	shapes?: Shapes;
	barrier?: WordClass;
	barrierReach?: number;
	negated?: boolean;
	firstPerson?: boolean;
	indirect?: number;
}

export function rule(source: RuleSource): Rule {
	return {
		id: source.id,
		name: source.name,
		phrases: (source.phrases ?? []).map(phrase),
		shapes: (source.shapes ?? []).map(([weight, expression, needs]) => ({ weight, expression, needs: needs.split('|') })),
		barrier: source.barrier && findClassId(source.barrier),
		barrierReach: source.barrierReach ?? 0,
		negated: source.negated ?? false,
		firstPerson: source.firstPerson ?? false,
		indirect: source.indirect ?? 0.8,
	};
}
