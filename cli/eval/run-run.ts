import type { Host } from '../../providers/compose/hosts/host';
import { stat } from 'node:fs/promises';
import { writeResult } from '../../core/evaluation/evaluation-result';
import { readRecordings, signedFileOf } from '../../providers/compose/evaluation/recordings-file';
import { openHost, whileAllowed } from '../host';
import { countNouns } from '../terminal/format-text';
import { explainUnreadable } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeSet, readSet, type SetOptions, toSetRun } from './read-set';
import { writePrivately } from './recordings-file';
import { showResults } from './show-results';
import { openResultSigner, type SignOptions, writeSigned } from './sign-result';
import { storeResult } from './store-result';
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
	return whileAllowed(await open(terminal), 'eval run', terminal, (...admitted) => runSet(name, options, ...admitted));
}

async function runSet(name: string | undefined, options: EvalRunOptions, host: Host, terminal: Terminal): Promise<ExitCode> {
	const found = await readSet(name, options, host, terminal);
	const recordings = options.recordings === undefined ? found.recordings : await readNamedRecordings(options.recordings);
	const signer = await openResultSigner(options, terminal);
	const { playSetWithAgents } = await import('../../providers/compose/evaluation/run-set');
	const run = { ...(await toSetRun(found, recordings, options)), isRecorded: options.store };
	const { result, agents } = await playSetWithAgents(run, host, terminal.stop);
	const { set } = found;
	const named = describeSet(name, options);
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	await writeReports([{ file: named, result }], options);
	if (options.store) {
		const { left, worse } = await storeResult(set, result, host);
		if (left > 0)
			terminal.note(`Left out of the agent's history: ${countNouns(left, 'case')} that the set answered in place of the agent's model.`);
		for (const { agent, version, passed, cases, worseThan } of worse)
			terminal.note(
				`Worse than before: ${agent} ${version} passed ${passed} of ${cases} cases; ${worseThan!.version} passed ${worseThan!.passed} of ${worseThan!.cases}.`,
			);
	}
	if (signer) await writeSigned({ set, recordings, agents, result }, signer, options.signed ?? signedFileOf(named), terminal);
	return showResults(result, options, terminal);
}

/** Beside a set they may be missing; a file that is named exists. @throws TroupeError INPUT_INVALID */
const readNamedRecordings = (file: string) =>
	explainUnreadable(file, async () => {
		await stat(file);
		return readRecordings(file);
	});
