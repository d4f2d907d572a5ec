import { setImmediate } from 'node:timers/promises';
import { isTroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { type Difference, listDifferences } from '../../engine-adapter/cases/match-trace';
import { parseCaseFile } from '../../engine-adapter/cases/parse-process-case';
import { playCase } from '../../engine-adapter/cases/play-case';
import type { PlanCase, Proof } from '../plan';
import type { PlanTree } from '../tree/plan-tree';
import { caseWords } from './case-words';
import { listMissed } from './list-missed';
import { writeStandIns } from './stand-ins';
import type { WrittenCases } from './write-cases';

const maxProofMs = 120_000;
const maxProblemLength = 600;

type Files = Array<{ name: string; content: string }>;

/** Plays the cases on engines in memory: each way has to be gone by a case that ends as it should. */
export async function prove(tree: PlanTree, files: Files, written: WrittenCases, now: number, signal: AbortSignal): Promise<Proof> {
	const { cases, ways } = written;
	const limit = AbortSignal.any([signal, AbortSignal.timeout(maxProofMs)]);
	const resources = [...files, ...writeStandIns(tree)];
	const results: Proof['cases'] = [];
	for (const one of cases) {
		// Other work of the service goes on between two cases.
		await setImmediate();
		const problem = limit.aborted ? caseWords[tree.language].reasons.noTime.join('. ') : await playOne(one, resources, now);
		const reached = problem === undefined ? (ways.get(one.name) ?? []) : [];
		results.push({ name: one.name, passed: problem === undefined, reached, ...(problem !== undefined && { problem }) });
	}
	const left = listMissed(tree, written, new Set(results.flatMap(({ reached }) => reached)));
	return {
		passed: results.length > 0 && left.missed.length === 0 && results.every(({ passed }) => passed),
		cases: results,
		...left,
		at: new Date(now).toISOString(),
	};
}

/** @returns where the trace is not as the case expects */
async function playOne({ name, case: document }: PlanCase, resources: Files, now: number): Promise<string | undefined> {
	let differences: Difference[];
	try {
		const [parsed] = await parseCaseFile(stringifyJson(document), name);
		const { trace } = await playCase(resources, parsed!.processCase, now);
		differences = listDifferences(parsed!.expect, trace);
	} catch (error) {
		// A process that never ends, or values of which no case can be made, are what a proof is for.
		if (!isTroupeError(error)) throw error;
		return error.message.slice(0, maxProblemLength);
	}
	if (differences.length === 0) return undefined;
	const texts = differences.map(({ path, expected, actual }) => `${path}: ${stringifyJson(expected)} ≠ ${stringifyJson(actual ?? null)}`);
	return texts.join('; ').slice(0, maxProblemLength);
}
