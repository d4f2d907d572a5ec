import fc from 'fast-check';
import { anyText } from '../../../bench/samples/any-text';
import { sampleMakers } from '../../../bench/samples/personal-data';
import { createChance } from '../../../bench/samples/sample';
import { findPersonalData, scanPersonalData } from './find-personal-data';
import { findRecognizer } from './recognizers';
import { personalDataTypes } from './types';
import { slowTest } from '../../../test/support/slow-tests';

const everything = { types: personalDataTypes };

/** Values and look-alikes of all types, with or without separators. */
const crowded = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 8 })).map(([seed, count]) => {
	const chance = createChance(seed);
	return Array.from({ length: count }, () => {
		const { text, spans } = chance.pick(sampleMakers)[chance.once(3) ? 'negative' : 'positive'](chance);
		const [span] = spans;
		return span && chance.once(2) ? text.slice(span.start, span.end) : text;
	}).join(chance.pick(['', ' ', '\n', '-', '.', ', ']));
});

test('every type has a recognizer and samples', () => {
	expect(personalDataTypes.filter((type) => findRecognizer(type)?.type !== type)).toEqual([]);
	expect(sampleMakers.map(({ type }) => type).sort()).toEqual([...personalDataTypes].sort());
});

slowTest('matches come in order, never overlap, and lie in the text', () => {
	fc.assert(
		fc.property(fc.oneof(crowded, anyText(150)), (text) => {
			let end = 0;
			for (const match of findPersonalData(text, everything)) {
				expect(match.start).toBeGreaterThanOrEqual(end);
				expect(match.end).toBeGreaterThan(match.start);
				expect(match.end).toBeLessThanOrEqual(text.length);
				expect(match.score).toBeGreaterThanOrEqual(0.5);
				expect(match.score).toBeLessThanOrEqual(1);
				end = match.end;
			}
		}),
		{ numRuns: 60 },
	);
});

slowTest('a long text gives what its parts give, and leaves the event loop its turns', async () => {
	const chance = createChance(3);
	const parts = Array.from({ length: 800 }, () => chance.pick(sampleMakers).positive(chance).text);
	const text = parts.join('\n\n');
	let turns = 0;
	const count = (): void => {
		turns++;
		timer = setImmediate(count);
	};
	let timer = setImmediate(count);
	const scanned = await scanPersonalData(text, everything);
	clearImmediate(timer);
	expect(turns).toBeGreaterThanOrEqual(Math.floor(text.length / 40_000));
	expect(scanned).toEqual(findPersonalData(text, everything));
	// Each sample has a value; a neighbor may add a few words.
	expect(scanned.length).toBeGreaterThan(parts.length * 0.95);
});

test('finds a value across the border between two slices whole', () => {
	for (const at of [32_760, 32_764, 32_768]) {
		const text = `${'a'.repeat(at)} CPF 529.982.247-25 `;
		expect(findPersonalData(text).map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([['BR_CPF', '529.982.247-25']]);
	}
});

test('finds only what is selected, by locale and by type', () => {
	const text = 'CPF 529.982.247-25, SSN 536-90-4399, ana@example.com';
	const types = (options?: Parameters<typeof findPersonalData>[1]) => findPersonalData(text, options).map(({ type }) => type);
	expect(types()).toEqual(['BR_CPF', 'US_SSN', 'EMAIL_ADDRESS']);
	expect(types({ locales: ['pt-BR'] })).toEqual(['BR_CPF']);
	expect(types({ locales: ['us', 'intl'] })).toEqual(['US_SSN', 'EMAIL_ADDRESS']);
	expect(types({ types: ['EMAIL_ADDRESS'] })).toEqual(['EMAIL_ADDRESS']);
});
