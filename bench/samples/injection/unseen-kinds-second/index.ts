import { readJsonLines } from '../../read-lines';
import type { InjectionSample } from '../sample';

const folder = 'bench/samples/injection/unseen-kinds-second';

/** A second half, of other kinds, that nobody has seen. */
export const secondUnseenAttacks = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);

/** Harmless texts in the words of these attacks, mails, tasks for a model, and ordinary messages. */
export const secondUnseenLookAlikes = readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`);
