import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contractCases } from './cases';
import { isFor } from './recording';

const notes = readFileSync(join(__dirname, '../../bench/notes/0031-recorded-engine-contract.md'), 'utf8');
const recordings = readdirSync(join(__dirname, 'recorded'));

test('every case in which Zeebe 8.8 differs from 8.6 is named, with the reason, in the notes of decision 31', () => {
	const differing = contractCases.filter((one) => isFor(one, '8.6') && recordings.includes(`${one.id}.8.8.json`)).map(({ id }) => id);
	const notPlayed = contractCases.filter((one) => !isFor(one, '8.8')).map(({ id }) => id);
	expect([...differing, ...notPlayed].filter((id) => !notes.includes(`| \`${id}\` |`))).toEqual([]);
});

test('every recording is one of a case', () => {
	const files = new Set(contractCases.flatMap(({ id }) => [`${id}.json`, `${id}.8.8.json`]));
	expect(recordings.filter((name) => !files.has(name))).toEqual([]);
});
