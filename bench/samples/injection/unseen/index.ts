import type { InjectionSource } from '../../../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../sample';
import { englishAttacks } from './attacks-english';
import { germanAttacks } from './attacks-german';
import { indirectAttacks } from './attacks-indirect';
import { portugueseAttacks } from './attacks-portuguese';
import { spanishAttacks } from './attacks-spanish';
import { harmlessDocuments, harmlessMessages } from './harmless';

type UnseenSample = InjectionSample & { source: InjectionSource };

const all: UnseenSample[] = [
	...[englishAttacks, portugueseAttacks, germanAttacks, spanishAttacks, harmlessMessages]
		.flat()
		.map((sample) => ({ ...sample, source: 'user' as const })),
	...[indirectAttacks, harmlessDocuments].flat().map((sample) => ({ ...sample, source: 'email' as const })),
];

/** Every second text, for tuning. */
export const developmentHalf = all.filter((_, index) => index % 2 === 0);
/** The others: their failures are never shown. */
export const heldOutHalf = all.filter((_, index) => index % 2 === 1);
