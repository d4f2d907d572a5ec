import { type EvaluationResult, writeResult } from '../../core/evaluation/evaluation-result';
import { runInParallel } from '../../core/tools/run-in-parallel';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { createAgentOpener, withVariant } from './open-agents';
import { readSet, recordingsFileOf, type SetOptions, signedFileOf } from './read-set';
import { readRecordings, writePrivately } from './recordings-file';
import { showResults, throwIfStopped } from './show-results';
import { storeResult } from './store-result';
import { describeVariant } from './variant';
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
export async function runEvalRun(file: string, options: EvalRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'eval run', terminal);
	const set = await readSet(file, options);
	const recordings = await readRecordings(options.recordings ?? recordingsFileOf(file));
	const [{ toOfflineHost }, { playCase }] = await Promise.all([
		import('../../providers/compose/evaluation/evaluation-agent'),
		import('../../core/evaluation/run-case'),
	]);
	const offline = toOfflineHost(await withVariant(host, options), recordings.providers);
	const signer = await openResultSigner(options, terminal);
	const openAgent = createAgentOpener(set, file, offline, options.agent);
	const cases = await runInParallel(
		set.cases.map((one) => async () => {
			throwIfStopped(terminal);
			return playCase(one, await openAgent(one), recordings.cases[one.name], terminal.stop);
		}),
		options.concurrency,
	);
	throwIfStopped(terminal);
	const result: EvaluationResult = { set: set.name, variant: describeVariant(options), cases };
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	await writeReports([{ file, result }], options);
	if (options.store) await storeResult(set, result, host);
	if (signer) {
		const agents = await Promise.all(set.cases.map(openAgent));
		await writeSigned({ set, recordings, agents, result }, signer, options.signed ?? signedFileOf(file), terminal);
	}
	return showResults(result, options, terminal);
}
