import { setImmediate } from 'node:timers/promises';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { listDifferences } from '../../engine-adapter/cases/match-trace';
import { parseCaseFile } from '../../engine-adapter/cases/parse-process-case';
import { playCase } from '../../engine-adapter/cases/play-case';
import type { CaseTrace } from '../../engine-adapter/cases/process-case';
import type { PlanCase, Proof } from '../plan';
import type { PlanTree } from '../tree/plan-tree';
import { type BuiltProcess, readBuilt } from './built-process';
import { checkStartForm } from './check-start-form';
import { compareInputs, type ExpectedInput } from './expect-inputs';
import { type FailureWords, failureWords } from './failures/failure-words';
import { tellFailure } from './failures/tell-failure';
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
	const built = await readBuilt(files);
	const resources = [...files, ...writeStandIns(tree)];
	const results: Proof['cases'] = [];
	for (const one of cases) {
		// Other work of the service goes on between two cases.
		await setImmediate();
		const play = { ...one, inputs: written.inputs.get(one.name) ?? [] };
		const problem = limit.aborted ? failureWords[tree.language].noTime : await playOne(play, resources, tree, built, now);
		const reached = problem === undefined ? (ways.get(one.name) ?? []) : [];
		results.push({ name: one.name, passed: problem === undefined, reached, ...(problem !== undefined && { problem }) });
	}
	const { missed: unreached, optional } = listMissed(tree, written);
	const missed = [...checkStartForm(tree, built, files), ...unreached];
	return {
		passed: results.length > 0 && missed.length === 0 && results.every(({ passed }) => passed),
		cases: results,
		...{ missed, optional, answers: written.answers },
		at: new Date(now).toISOString(),
	};
}

/** @returns what is wrong where the case does not end as it expects, in a sentence for people */
async function playOne(
	{ name, case: document, inputs }: PlanCase & { inputs: ExpectedInput[] },
	resources: Files,
	tree: PlanTree,
	built: BuiltProcess,
	now: number,
): Promise<string | undefined> {
	try {
		const [parsed] = await parseCaseFile(stringifyJson(document), name);
		const { processCase, expect } = parsed!;
		const played = await playCase(resources, processCase, now);
		const differences = listDifferences(expect, played.trace);
		const wrongInputs = played.trace.deploy === 'ok' ? compareInputs(inputs, played.trace as CaseTrace) : [];
		if (differences.length + wrongInputs.length === 0) return undefined;
		return tellFailure({ ...played, script: processCase.script, expected: expect, differences, wrongInputs }, tree, built).slice(
			0,
			maxProblemLength,
		);
	} catch (error) {
		// A process that never ends, or values of which no case can be made, are what a proof is for.
		if (!isTroupeError(error)) throw error;
		return tellFault(error, failureWords[tree.language]);
	}
}

const tellFault = ({ code, message }: TroupeError, words: FailureWords): string =>
	code === 'INPUT_TOO_LARGE' ? words.endless : words.unplayable(message).slice(0, maxProblemLength);
