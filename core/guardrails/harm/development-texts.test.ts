import { readJsonLines, readLines } from '../../../bench/samples/read-lines';
import type { HarmKind } from './harm-kinds';
import { scoreHarm } from './score-harm';

/** The texts that the lists are developed on. `npm run bench -- harm-unseen` measures others. */
const cases = 'core/guardrails/harm/cases';
const threshold = 0.6;

test.each(['harmful', 'harmful-by-structure'])(
	'the lists find harm in everyday words, also disguised, in three languages: %s',
	async (name) => {
		const lines = readJsonLines<{ kind: HarmKind; text: string }>(`${cases}/${name}.jsonl`);
		const missed: string[] = [];
		for (const { kind, text } of lines) if (((await scoreHarm(text)).scores[kind] ?? 0) < threshold) missed.push(text);
		expect(missed.length / lines.length).toBeLessThan(0.05);
	},
);

test.each(['harmless', 'harmless-by-structure'])(
	'the lists leave medicine, history, news, idioms and angry customers alone: %s',
	async (name) => {
		const flagged: string[] = [];
		for (const text of readLines(`${cases}/${name}.txt`))
			if (Object.values((await scoreHarm(text)).scores).some((score) => score >= threshold)) flagged.push(text);
		expect(flagged).toEqual([]);
	},
);
