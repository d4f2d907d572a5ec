import type { HarmKind } from '../../../core/guardrails/harm/harm-kinds';
import type { Language } from '../../../core/ports';

/** A text and what it does: one of the kinds, or nothing harmful. As mild as a text of its kind can be: no slurs, no details, no instructions. */
export interface HarmSample {
	text: string;
	kind: HarmKind | 'harmless';
	language: Language;
}

/** One text for each line. */
export function samples(kind: HarmSample['kind'], language: Language, lines: string): HarmSample[] {
	return lines
		.trim()
		.split('\n')
		.map((line) => ({ text: line.trim(), kind, language }));
}
