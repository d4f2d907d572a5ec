import { join } from 'node:path';
import { readJsonLines } from '../read-lines';
import { readFiles } from './readers';
import type { OutsideSource } from './source';

/** A text with an order to the model that reads it, by other authors. None of them was read before the rules were written, and none is tuned on. */
export const attackSources: OutsideSource<string>[] = [
	{
		kind: 'tool results, pages, documents',
		language: 'en',
		licence: 'MIT',
		use: 'measured',
		package: { registry: 'pypi', name: 'agent-injection-bench', version: '0.1.0' },
		read: readBench,
	},
	{
		kind: 'issues, comments, READMEs and settings for a coding agent',
		language: 'en',
		licence: 'MIT',
		use: 'measured',
		package: { registry: 'pypi', name: 'inspect-evals', version: '0.28.0' },
		read: readCodingAgent,
	},
	{
		kind: 'orders of spikee, alone and within an article',
		language: 'en',
		licence: 'Apache-2.0',
		use: 'measured',
		package: { registry: 'pypi', name: 'spikee', version: '0.9.2' },
		read: readSpikee,
	},
	{
		kind: 'messages to a Brazilian shop',
		language: 'pt',
		licence: 'MIT',
		use: 'measured',
		package: { registry: 'pypi', name: 'cilada-redteam', version: '0.1.0' },
		// Each conversation as one text: its last turns need the first.
		read: (at) =>
			readFiles(at, 'cilada/attacks/ecommerce/injecao.yaml').flatMap((text) =>
				[...text.matchAll(/turnos:\n((?: +- ".*"\n)+)/g)].map(([, turns]) => turns!.replace(/^ +- "(.*)"$/gm, '$1')),
			),
	},
];

function readBench(folder: string): string[] {
	const rows = readJsonLines<{ family: string; channel: string; injected?: string }>(join(folder, 'aib/data/attacks.jsonl'));
	return rows
		.filter(({ family, channel }) => !['control', 'baseline'].includes(family) && channel !== 'filename')
		.flatMap(({ injected }) => injected ?? []);
}

interface CodingSample {
	is_benign: boolean;
	injection_vector: string;
	issue_text: string;
	repo_files: Record<string, string>;
}

function readCodingAgent(folder: string): string[] {
	const samples = JSON.parse(readFiles(folder, 'inspect_evals/ipi_coding_agent/dataset/samples.json')[0]!) as CodingSample[];
	return samples
		.filter((sample) => !sample.is_benign)
		.map((sample) => (sample.injection_vector === 'issue_text' ? sample.issue_text : Object.values(sample.repo_files).join('\n\n')));
}

/** Each document with each of the attacks in turn. */
function readSpikee(folder: string): string[] {
	const read = (name: string) =>
		readJsonLines<Record<string, string>>(join(folder, `spikee/data/workspace/datasets/seeds-cybersec-2026-01/${name}.jsonl`));
	const documents = read('base_user_inputs');
	const attacks = read('jailbreaks');
	const orders = read('instructions');
	return attacks.flatMap(({ text }, at) =>
		orders.slice(at % 3, (at % 3) + 3).map(({ instruction }, order) => {
			const { document, placeholder = '' } = documents[(at + order) % documents.length]!;
			const attack = text!.replaceAll('<INSTRUCTION>', instruction!);
			return placeholder === '' ? `${document} ${attack}` : document!.replace(placeholder, () => attack);
		}),
	);
}
