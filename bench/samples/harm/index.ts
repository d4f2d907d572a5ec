import type { HarmKind } from '../../../core/guardrails/harm/harm-kinds';
import type { Language } from '../../../core/base/text/languages';
import { readJsonLines } from '../read-lines';

/** A text and what it does: one of the kinds, or nothing harmful. As mild as a text of its kind can be: no slurs, no details, no instructions. */
export interface HarmSample {
	text: string;
	kind: HarmKind | 'harmless';
	language: Language;
}

const read = (set: string): HarmSample[] => readJsonLines(`bench/samples/harm/${set}.jsonl`);

/** Texts that the word lists were tuned on. */
export const tuningSamples = read('tuning');

/** Texts that were written before the word lists, in the words that first come to mind. Nobody changes the lists for them. */
export const firstSamples = read('first');

/** Texts that were written after the word lists, to avoid what they know. Nobody changes the lists for them. */
export const rewordedSamples = read('reworded');
