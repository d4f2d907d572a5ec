import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupportSample } from './sample';

/**
 * Reads sets that others wrote and labelled, from a folder with their files. None of them is part of this repository, as their licences differ:
 * `wice-*.jsonl` (ryokamoi/wice, entailment_inputs/oracle_chunks/claim), `begin-*.tsv` (google/BEGIN-dataset, wow), `halueval-*.jsonl`
 * (RUCAIBox/HaluEval, generation/qa). Tuned on: `-dev` and `halueval-multi`.
 */
export function readOutside(folder: string | undefined): SupportSample[] {
	if (folder === undefined) return [];
	const read = (name: string) =>
		existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean) : [];
	return [
		...['wice-dev', 'wice-test'].flatMap((set) => read(`${set}.jsonl`).flatMap((line) => readWice(set, line))),
		...['begin-dev', 'begin-test'].flatMap((set) =>
			read(`${set}.tsv`)
				.slice(1)
				.flatMap((line) => readBegin(set, line)),
		),
		...['halueval-multi', 'halueval-one'].flatMap((set) => read(`${set}.jsonl`).flatMap((line) => readHaluEval(set, line))),
	];
}

function readWice(set: string, line: string): SupportSample[] {
	const { label, claim, evidence } = JSON.parse(line) as { label: string; claim: string; evidence: string[] };
	// Claims of which a part is supported are neither.
	if (label === 'partially_supported') return [];
	return [{ set, text: evidence.join(' '), statement: claim, isTrue: label === 'supported' }];
}

function readBegin(set: string, line: string): SupportSample[] {
	const [, , text = '', question = '', statement = '', label = ''] = line.split('\t');
	if (label.trim() === 'Generic' || statement === '') return [];
	return [{ set, text, question, statement, isTrue: label.trim() === 'Fully attributable' }];
}

function readHaluEval(set: string, line: string): SupportSample[] {
	const { knowledge, question, right_answer, hallucinated_answer } = JSON.parse(line) as Record<string, string>;
	const about = { set, text: knowledge!, question: question! };
	return [
		{ ...about, statement: right_answer!, isTrue: true },
		{ ...about, statement: hallucinated_answer!, isTrue: false },
	];
}
