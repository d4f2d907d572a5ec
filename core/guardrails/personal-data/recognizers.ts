import type { Language, Match } from '../../ports';
import { locales } from './locales';
import type { Recognizer } from './recognizer';
import type { LocaleName, PersonalDataType } from './types';
import { localeNames } from './types';

const byType = new Map<string, Recognizer>(
	Object.values(locales).flatMap((all) => all.map((recognizer) => [recognizer.type, recognizer] as const)),
);

/** The recogniser of a type, as it stands in a match. */
export function recognizerOf(type: string): Recognizer {
	return byType.get(type)!;
}

/** Which recognisers to use. */
export interface PersonalDataOptions {
	/** Default: all of the locales but those that are off by default. */
	types?: readonly PersonalDataType[];
	/** Default: all. */
	locales?: readonly LocaleName[];
}

/** The recognisers that these options ask for, each once. */
export function chooseRecognizers({ types, locales: names = localeNames }: PersonalDataOptions): Recognizer[] {
	const all = new Set(names.flatMap((name) => locales[name]));
	return [...all].filter(({ type, offByDefault }) => (types ? types.includes(type) : !offByDefault));
}

/** The kinds among the matches as people call them, each once. */
export function namesOf(matches: Match[], language: Language): string {
	return [...new Set(matches.map(({ type }) => recognizerOf(type).name[language]))].join(', ');
}
