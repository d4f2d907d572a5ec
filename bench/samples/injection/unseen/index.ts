import type { InjectionSource } from '../../../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../sample';
import { englishAttacks } from './attacks-english';
import { germanAttacks } from './attacks-german';
import { indirectAttacks } from './attacks-indirect';
import { portugueseAttacks } from './attacks-portuguese';
import { spanishAttacks } from './attacks-spanish';
import { harmlessDocuments, harmlessMessages } from './harmless';
import { heldOutAttacks, heldOutDocuments, heldOutHarmless, heldOutIndirect } from './held-out';
import { moreAttacks, moreIndirectAttacks } from './more-attacks';
import { moreHarmlessDocuments, moreHarmlessMessages } from './more-harmless';

type UnseenSample = InjectionSample & { source: InjectionSource };

const from = (source: InjectionSource, ...lists: InjectionSample[][]): UnseenSample[] =>
	lists.flat().map((sample) => ({ ...sample, source }));

/** The texts on which the rules were tuned; each list was unseen when it was first measured. */
export const developmentTexts = [
	...from('user', englishAttacks, portugueseAttacks, germanAttacks, spanishAttacks, moreAttacks, harmlessMessages, moreHarmlessMessages),
	...from('email', indirectAttacks, moreIndirectAttacks, harmlessDocuments, moreHarmlessDocuments),
];

/** The texts that were written after the rules. Nobody looks at which of them fail. */
export const heldOutTexts = [...from('user', heldOutAttacks, heldOutHarmless), ...from('email', heldOutIndirect, heldOutDocuments)];
