import type { Language } from '../../../core/base/text/language';

export const patterns = {
	'grounded-answer': ['en', 'pt'],
	classification: ['en', 'pt'],
	extraction: ['en', 'pt'],
	routing: ['en', 'pt'],
	judge: ['en', 'pt'],
	summary: ['en', 'pt'],
	refusal: ['en', 'pt'],
	'hand-over': ['en', 'pt'],
	'portuguese-tone': ['pt'],
} as const satisfies Record<string, readonly Language[]>;

export type PatternName = keyof typeof patterns;
export const patternNames = Object.keys(patterns) as PatternName[];
