import type { Language } from '../../base/text/languages';
import { phrase, type Phrase } from './phrase';
import { findClassId, type WordClass } from './vocabulary';

/** A way of steering a model. The id is stable: results, tests and documents use it. */
export interface Rule {
	id: string;
	name: Record<Language, string>;
	phrases: Phrase[];
	/** For signs that are not words. Linear, with the flag `g`. */
	shapes: Shape[];
	/** Words that make a phrase harmless inside it, or up to `barrierReach` words after it. */
	barrier?: number;
	barrierReach: number;
	negated: boolean;
	/** Harmless in the first person: "can I see your instructions". */
	firstPerson: boolean;
	/** Extra weight in untyped text: documents, e-mails, tool results. */
	indirect: number;
}

interface Shape {
	weight: number;
	expression: RegExp;
	/** Quick filter: each match contains one of these. */
	needs: readonly string[];
}

export type Phrases = readonly (readonly [number, string])[];

/** Weights, expressions, and required content: `a|b` is either. */
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
