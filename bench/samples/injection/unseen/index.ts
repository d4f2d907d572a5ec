import type { InjectionSource } from '../../../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../sample';
import { englishAttacks } from './attacks-english';
import { heldOutMailAttacks, mailAttacks } from './attacks-in-mails';
import { germanAttacks } from './attacks-german';
import { indirectAttacks } from './attacks-indirect';
import { portugueseAttacks } from './attacks-portuguese';
import { spanishAttacks } from './attacks-spanish';
import { harmlessDocuments, harmlessMessages } from './harmless';
import { heldOutAttacks, openedDocuments, openedMessages, heldOutIndirect } from './held-out';
import { heldOutMails, heldOutMessages } from './held-out-harmless';
import { moreAttacks, moreIndirectAttacks } from './more-attacks';
import { moreHarmlessDocuments, moreHarmlessMessages } from './more-harmless';

type UnseenSample = InjectionSample & { source: InjectionSource };

const from = (source: InjectionSource, ...lists: InjectionSample[][]): UnseenSample[] =>
	lists.flat().map((sample) => ({ ...sample, source }));

/** The texts on which the rules were tuned; each list was unseen when it was first measured. */
export const developmentTexts = [
	...from('user', englishAttacks, portugueseAttacks, germanAttacks, spanishAttacks, moreAttacks),
	...from('user', harmlessMessages, moreHarmlessMessages, openedMessages),
	...from('email', indirectAttacks, moreIndirectAttacks, mailAttacks, harmlessDocuments, moreHarmlessDocuments, openedDocuments),
];

/** The texts that were written after the rules. Nobody looks at which of them fail. */
export const heldOutTexts = [
	...from('user', heldOutAttacks, heldOutMessages),
	...from('email', heldOutIndirect, heldOutMailAttacks, heldOutMails),
];
