import { readJsonLines } from '../../read-lines';
import type { InjectionSample } from '../sample';
import { heldOutTexts } from '../unseen';

const folder = 'bench/samples/injection/unseen-kinds';

/** Attacks of kinds that no rule was made for. Nobody looks at which of them are missed. */
export const unseenKindsAttacks = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);

/** Harmless texts in the words of these attacks, and ordinary messages and mails. */
export const unseenKindsLookAlikes: InjectionSample[] = [
	...readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`),
	...heldOutTexts.filter(({ attack }) => !attack),
];
