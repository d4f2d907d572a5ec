import type { InjectionSource } from '../../../../core/guardrails/injection/detect-injection';
import { readJsonLines } from '../../read-lines';
import type { InjectionSample } from '../sample';

type UnseenSample = InjectionSample & { source: InjectionSource };

const folder = 'bench/samples/injection/unseen';

/** The texts on which the rules were tuned; each list was unseen when it was first measured, the last harmless ones until the rules for mail changed. */
export const developmentTexts = readJsonLines<UnseenSample>(`${folder}/development.jsonl`);

/** The texts that were written after the rules, the harmless ones in the length that people write. Nobody looks at which of them fail. */
export const heldOutTexts = readJsonLines<UnseenSample>(`${folder}/held-out.jsonl`);
