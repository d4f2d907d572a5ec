import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import { defineCheck } from '../policy/check-kind';
import { type Bounds, refer } from '../policy/policy-shapes';
import { splitSentences } from '../policy/sentences';

const unitNames = ['characters', 'words', 'sentences'] as const;
type Unit = (typeof unitNames)[number];

const units: Record<Unit, Record<Language, string>> = {
	characters: { en: 'characters', pt: 'caracteres' },
	words: { en: 'words', pt: 'palavras' },
	sentences: { en: 'sentences', pt: 'frases' },
};
const reasons: Record<Language, (side: 'min' | 'max', limit: number, unit: string) => string> = {
	en: (side, limit, unit) => `The text has ${side === 'max' ? 'more' : 'fewer'} than ${limit} ${unit}.`,
	pt: (side, limit, unit) => `O texto tem ${side === 'max' ? 'mais' : 'menos'} de ${limit} ${unit}.`,
};

const options = {
	characters: Type.Optional(refer('bounds')),
	words: Type.Optional(refer('bounds')),
	sentences: Type.Optional(refer('bounds')),
};

/** Limits code points, words and sentences. Rewriting keeps the first fitting sentences. */
export const length = defineCheck({
	id: 'length',
	code: 'LENGTH',
	options,
	stages: ['output'],
	system: 'named',
	scope: 'text',
	findProblem(check) {
		const set = unitNames.flatMap((unit) => check[unit] ?? []);
		if (set.length === 0) return `must have at least one of ${unitNames.join(', ')}`;
		return set.some(({ min = 0, max = Infinity }) => min > max) ? 'has a min greater than its max' : undefined;
	},
	create: ({ characters, words, sentences }) => {
		const bounds: Partial<Record<Unit, Bounds>> = { characters, words, sentences };
		return {
			check(text, { language }) {
				const [broken] = brokenBounds(text, bounds);
				if (!broken) return { kind: 'pass' };
				const reason = reasons[language](broken.side, broken.limit, units[broken.unit][language]);
				return { kind: 'violation', reason, matches: [], ...(broken.side === 'max' && { rewrite: () => shortened(text, bounds) }) };
			},
		};
	},
});

const measures: Record<Unit, (text: string) => number> = {
	characters: (text) => countUnits(text, /[^]/gu),
	words: (text) => countUnits(text, /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu),
	sentences: (text) => splitSentences(text).filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end))).length,
};

interface Broken {
	unit: Unit;
	side: 'min' | 'max';
	limit: number;
}

function brokenBounds(text: string, bounds: Partial<Record<Unit, Bounds>>): Broken[] {
	return unitNames.flatMap((unit): Broken[] => {
		const { min = 0, max = Infinity } = bounds[unit] ?? {};
		if (min === 0 && max === Infinity) return [];
		const measured = measures[unit](text.trim());
		if (measured > max) return [{ unit, side: 'max', limit: max }];
		return measured < min ? [{ unit, side: 'min' as const, limit: min }] : [];
	});
}

function shortened(text: string, bounds: Partial<Record<Unit, Bounds>>): string {
	const left = { characters: 0, words: 0, sentences: 0 };
	let end = 0;
	for (const sentence of splitSentences(text)) {
		const written = text.slice(sentence.start, sentence.end);
		const fits = unitNames.every((unit) => {
			const measured = left[unit] + measures[unit](unit === 'characters' ? written.trimEnd() : written);
			left[unit] += measures[unit](written);
			return measured <= (bounds[unit]?.max ?? Infinity);
		});
		if (!fits) break;
		end = sentence.end;
	}
	return text.slice(0, end).trimEnd();
}

function countUnits(text: string, pattern: RegExp): number {
	let count = 0;
	for (pattern.lastIndex = 0; pattern.test(text);) count += 1;
	return count;
}
