import { readJsonLines } from '../../read-lines';
import { readGrammars } from '../generate';
import type { InjectionSample, Payload } from '../sample';

const folder = 'bench/samples/injection/blind';

/** Written before the rules were tuned; nobody looks at which of them fail. */
export const blindAttacks = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);
export const blindHarmless = readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`);

/** From other words than the tuning grammars. */
export const blindGrammars = readGrammars(`${folder}/grammars.json`);

export const blindPayloads = readJsonLines<Payload>(`${folder}/payloads.jsonl`);
