import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractCases } from './cases';
import { differsIn88, isFor, listMismatches } from './recording';

const notes = readFileSync(join(__dirname, '../../bench/notes/0031-recorded-engine-contract.md'), 'utf8');

test('every case in which Zeebe 8.8 differs from 8.6 is named, with the reason, in the notes of decision 31', () => {
	const differing = contractCases.filter(differsIn88).map(({ id }) => id);
	const notPlayed = contractCases.filter((one) => !isFor(one, '8.8')).map(({ id }) => id);
	expect([...differing, ...notPlayed].filter((id) => !notes.includes(`| \`${id}\` |`))).toEqual([]);
});

test('every case has its recording, and every recording its case', () => {
	expect(listMismatches()).toEqual([]);
});

test('no two cases have the same id', () => {
	expect(new Set(contractCases.map(({ id }) => id)).size).toBe(contractCases.length);
});
