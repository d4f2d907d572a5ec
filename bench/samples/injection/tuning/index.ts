import { readJsonLines } from '../../read-lines';
import { readGrammars } from '../generate';
import type { InjectionSample, Payload } from '../sample';

const folder = 'bench/samples/injection/tuning';

/** What the rules were tuned on: plain texts first, then longer, politer and slyer ones. */
export const tuningAttacks = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);

/** Plain texts first, then other genres and longer texts, then those that come close in words. */
export const tuningHarmless = readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`);

export const tuningGrammars = readGrammars(`${folder}/grammars.json`);

export const tuningPayloads = readJsonLines<Payload>(`${folder}/payloads.jsonl`);
