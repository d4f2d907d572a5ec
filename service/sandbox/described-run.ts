import { TroupeError } from '../../core/base/errors';
import { toIso } from '../../core/base/iso-time';
import { parseJson, stringifyJson } from '../../core/base/text/json/lossless-json';
import { lostFacts } from '../../providers/state/sandbox/sandbox-run-store';
import type { RunFacts } from '../../sandbox/kinds/requests/run-facts';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { hashReport } from '../../sandbox/report/report';
import type { StoredRun, StoredState } from '../../providers/state/sandbox/sandbox-runs';

export interface RunProblem {
	code: string;
	message: string;
	fix?: string;
}

/** What is sealed of a run that is over. */
export interface RunResult {
	stderr?: string;
	/** What its kind returns, such as `stdout`, `agent` or `steps`. */
	fields?: object;
	problem?: RunProblem;
	report?: SandboxReport;
	signedReport?: string;
}

/** A run as its tenant sees it. */
export type SandboxRun = RunFacts & {
	id: string;
	kind: string;
	/** `refused`: it did not begin, and `problem` says why. */
	state: StoredState;
	createdAt: string;
	startedAt?: string;
	endedAt?: string;
	problem?: RunProblem;
};

export interface ReportAnswer {
	report: SandboxReport;
	reportSha256: string;
	/** Absent where the service has no key to sign with. */
	signedReport?: string;
}

/** A run without its result. */
export function describeRun({ id, kind, state, createdAt, startedAt, endedAt, facts }: StoredRun): SandboxRun {
	return {
		...{ id, kind, state, createdAt: toIso(createdAt) },
		...(startedAt !== null && { startedAt: toIso(startedAt) }),
		...(endedAt !== null && { endedAt: toIso(endedAt) }),
		...(JSON.parse(facts) as RunFacts),
	};
}

/** A run with its result, as JSON: integers of processes can be larger than a number holds. */
export function writeRun(stored: StoredRun, result: RunResult | undefined): string {
	const { code, ...run } = describeRun(stored);
	const { stderr, fields, problem } = result ?? {};
	const words = problem ?? (code === lostFacts.code && stored.state === 'ended' ? lost : undefined);
	return stringifyJson({ ...run, ...fields, ...(stderr !== undefined && { stderr }), ...(words && { problem: words }) });
}

export const writeResult = (result: RunResult): string => stringifyJson(result);
export const readResult = (text: string): RunResult => parseJson(text) as RunResult;

const lost: RunProblem = {
	code: lostFacts.code,
	message: 'The service stopped while this run worked.',
	fix: 'Start the run again, if what it did outside can happen twice.',
};

/** @throws TroupeError STATE_CONFLICT for a run without one */
export function readReport({ id, state }: StoredRun, { report, signedReport }: RunResult): ReportAnswer {
	if (report !== undefined) return { report, reportSha256: hashReport(report), ...(signedReport !== undefined && { signedReport }) };
	const isOpen = state === 'queued' || state === 'running';
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The run ${id} has no report: it is ${state}.`,
		fix: isOpen ? 'Wait for its end: read the run with waitSeconds=30.' : 'Read the run to see why.',
		details: { state },
	});
}
