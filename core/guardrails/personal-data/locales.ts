import { international } from './intl';
import { brazil } from './pt-br';
import type { Recognizer } from './recognizer';
import type { LocaleName } from './types';
import { unitedStates } from './us';

/** The recognisers of each locale; a country is a folder and a line here. English has only words, which every recogniser knows. */
export const locales: Record<LocaleName, readonly Recognizer[]> = {
	intl: international,
	en: [],
	us: unitedStates,
	'pt-BR': brazil,
};
