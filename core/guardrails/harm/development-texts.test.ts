import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HarmKind } from './harm-kinds';
import { scoreHarm } from './score-harm';

/** The texts that the lists are developed on. `npm run bench -- harm-unseen` measures others. */
const readLines = (name: string): string[] =>
	readFileSync(join(__dirname, 'cases', name), 'utf8')
		.trim()
		.split('\n');
const threshold = 0.6;

test.each(['harmful', 'harmful-by-structure'])(
	'the lists find harm in everyday words, also disguised, in three languages: %s',
	async (name) => {
		const missed: string[] = [];
		const lines = readLines(`${name}.txt`);
		for (const line of lines) {
			const [kind, text] = line.split('|') as [HarmKind, string];
			if (((await scoreHarm(text)).scores[kind] ?? 0) < threshold) missed.push(line);
		}
		expect(missed.length / lines.length).toBeLessThan(0.05);
	},
);

test.each(['harmless', 'harmless-by-structure'])(
	'the lists leave medicine, history, news, idioms and angry customers alone: %s',
	async (name) => {
		const flagged: string[] = [];
		for (const text of readLines(`${name}.txt`))
			if (Object.values((await scoreHarm(text)).scores).some((score) => score >= threshold)) flagged.push(text);
		expect(flagged).toEqual([]);
	},
);
