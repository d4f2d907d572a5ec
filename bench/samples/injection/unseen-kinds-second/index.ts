import { readJsonLines } from '../../read-lines';
import type { InjectionSample } from '../sample';

const folder = 'bench/samples/injection/unseen-kinds-second';

/** A second half that nobody has seen: written, and committed, before the texts and the settings that it measures. Its kinds are absent from the training. */
export const secondUnseenAttacks = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);

/** Harmless texts in the words of these attacks, mails, tasks for a model, and ordinary messages. */
export const secondUnseenLookAlikes = readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`);
