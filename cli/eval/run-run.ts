import { type EvaluationResult, writeResult } from '../../core/evaluation/evaluation-result';
import type { EvaluatedSet } from '../../providers/compose/evaluation/evaluate-set';
import { signedFileOf } from '../../providers/compose/evaluation/recordings-file';
import type { StoredResult } from '../../providers/compose/evaluation/store-result';
import type { Host } from '../../providers/compose/hosts/host';
import { openHost, whileAllowed } from '../host';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeSet, readSet, type SetOptions, toSetRun } from './read-set';
import { readNamedRecordings, writePrivately } from './recordings-file';
import { showResults } from './show-results';
import { openResultSigner, type SignOptions, writeSigned } from './sign-result';
import { type ReportFiles, writeReports } from './write-reports';

export interface EvalRunOptions extends SetOptions, ReportFiles, SignOptions {
	/** A path. */
	output?: string;
	json?: boolean;
	/** Adds the result to the history of the agent. */
	store?: boolean;
}

/** Runs cases from their recordings, without a network, and reports. The same set gives the same bytes. */
export async function runEvalRun(
	name: string | undefined,
	options: EvalRunOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	if (terminal.service !== undefined) {
		const { evaluateAtService } = await import('./evaluate-at-service');
		return report(name, options, terminal, (uses) => evaluateAtService(name, { ...options, ...uses }, terminal));
	}
	return whileAllowed(await open(terminal), 'eval run', terminal, (host, admitted) =>
		report(name, options, admitted, (uses) => evaluateHere(name, { ...options, ...uses }, host, admitted)),
	);
}

type Uses = { store: boolean; basis: boolean };

async function evaluateHere(
	name: string | undefined,
	options: EvalRunOptions & Uses,
	host: Host,
	terminal: Terminal,
): Promise<EvaluatedSet> {
	const found = await readSet(name, options, host, terminal);
	const recordings = options.recordings === undefined ? found.recordings : await readNamedRecordings(options.recordings);
	const { evaluateSet } = await import('../../providers/compose/evaluation/evaluate-set');
	return evaluateSet(await toSetRun(found, recordings, options), host, options, terminal.stop);
}

/** Evaluates, and writes and prints what was asked for. */
async function report(
	name: string | undefined,
	options: EvalRunOptions,
	terminal: Terminal,
	evaluate: (uses: Uses) => Promise<EvaluatedSet>,
): Promise<ExitCode> {
	const signer = await openResultSigner(options, terminal);
	const { result, basis, stored } = await evaluate({ store: options.store === true, basis: signer !== undefined });
	const named = describeSet(name, options);
	await writeFiles(named, result, options);
	if (stored) tellStored(stored, terminal);
	if (signer) await writeSigned(result, basis!, signer, options.signed ?? signedFileOf(named), terminal);
	return showResults(result, options, terminal);
}

async function writeFiles(named: string, result: EvaluationResult, options: EvalRunOptions): Promise<void> {
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	await writeReports([{ file: named, result }], options);
}

function tellStored({ left, notRun, worse }: StoredResult, terminal: Terminal): void {
	if (left > 0)
		terminal.note(`Left out of the agent's history: ${countNouns(left, 'case')} that the set answered in place of the agent's model.`);
	if (notRun > 0)
		terminal.note(`Left out of the agent's history: ${countNouns(notRun, 'case')} that could not run; the error of each is with it.`);
	for (const { agent, version, passed, cases, worseThan } of worse)
		terminal.note(
			`Worse than before: ${agent} ${version} passed ${passed} of ${cases} cases; ${worseThan!.version} passed ${worseThan!.passed} of ${worseThan!.cases}.`,
		);
}
