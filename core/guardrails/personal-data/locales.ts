import { international } from './intl';
import { brazil } from './pt-br';
import type { Recognizer } from './recognizer';
import type { LocaleName } from './types';
import { unitedStates } from './us';

/** The recognizers of each locale. A country is a folder and a line. English adds only words, which every recognizer knows. */
export const locales: Record<LocaleName, readonly Recognizer[]> = {
	intl: international,
	en: [],
	us: unitedStates,
	'pt-BR': brazil,
};
