import type { Language } from '../../ports';
import { phrase, type Phrase } from './phrase';
import { classIdOf, type WordClass } from './vocabulary';

/** One way in which a text tries to steer a model. Its id is stable: it stands in results, tests and documents. */
export interface Rule {
	id: string;
	/** For people. */
	name: Record<Language, string>;
	phrases: Phrase[];
	/** On the folded text: what is not made of words. Linear expressions with the flag `g`. */
	shapes: Shape[];
	/** Words of this class inside a phrase make it harmless. */
	barrier?: number;
	/** A "not" before the phrase is part of it. */
	negated: boolean;
	/** Someone may say it of himself: "can I see your instructions". */
	firstPerson: boolean;
	/** How much more it counts in what a person did not type: documents, e-mails, results of tools. */
	indirect: number;
}

interface Shape {
	weight: number;
	expression: RegExp;
}

interface RuleSource {
	id: string;
	name: Record<Language, string>;
	phrases?: readonly (readonly [number, string])[];
	shapes?: readonly (readonly [number, RegExp])[];
	barrier?: WordClass;
	negated?: boolean;
	firstPerson?: boolean;
	indirect?: number;
}

export function rule(source: RuleSource): Rule {
	return {
		id: source.id,
		name: source.name,
		phrases: (source.phrases ?? []).map(phrase),
		shapes: (source.shapes ?? []).map(([weight, expression]) => ({ weight, expression })),
		barrier: source.barrier && classIdOf(source.barrier),
		negated: source.negated ?? false,
		firstPerson: source.firstPerson ?? false,
		indirect: source.indirect ?? 1,
	};
}
