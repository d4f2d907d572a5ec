import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import type { Recognizer } from './recognizer';
import { type LocaleName, localeNames, type PersonalDataType } from './types';
import { international } from './intl';
import { brazil } from './pt-br';
import { unitedStates } from './us';

/** A country is a folder and a line here. English has only words, which every recogniser knows. */
const locales: Record<LocaleName, readonly Recognizer[]> = {
	intl: international,
	en: [],
	us: unitedStates,
	'pt-BR': brazil,
};

const byType = new Map<string, Recognizer>(
	Object.values(locales).flatMap((all) => all.map((recognizer) => [recognizer.type, recognizer] as const)),
);

export function findRecognizer(type: string): Recognizer {
	return byType.get(type)!;
}

const labels = new Set([...byType.values()].map(({ label }) => label));

/** Other words in brackets can have the form of tokens. */
export const isTokenLabel = (label: string): boolean => labels.has(label);

export interface PersonalDataOptions {
	/** Default: all of the locales except those off by default. */
	types?: readonly PersonalDataType[];
	/** Default: all. */
	locales?: readonly LocaleName[];
}

export function chooseRecognizers({ types, locales: names = localeNames }: PersonalDataOptions): Recognizer[] {
	const all = new Set(names.flatMap((name) => locales[name]));
	return [...all].filter(({ type, offByDefault }) => (types ? types.includes(type) : !offByDefault));
}

export function listTypeNames(matches: Match[], language: Language): string {
	return [...new Set(matches.map(({ type }) => findRecognizer(type).name[language]))].join(', ');
}
