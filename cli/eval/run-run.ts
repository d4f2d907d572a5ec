import { writeResult } from '../../core/evaluation/evaluation-result';
import { readRecordings } from '../../providers/compose/evaluation/recordings-file';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeSet, readSet, type SetOptions, toSetRun } from './read-set';
import { writePrivately } from './recordings-file';
import { showResults } from './show-results';
import { type ReportFiles, writeReports } from './write-reports';

export interface EvalRunOptions extends SetOptions, ReportFiles {
	/** A path. */
	output?: string;
	json?: boolean;
}

/** Runs cases from their recordings, without a network, and reports. The same set gives the same bytes. */
export async function runEvalRun(
	name: string | undefined,
	options: EvalRunOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'eval run', terminal);
	const found = await readSet(name, options, host, terminal);
	const recordings = options.recordings === undefined ? found.recordings : await readRecordings(options.recordings);
	const { playSet } = await import('../../providers/compose/evaluation/run-set');
	const result = await playSet(await toSetRun(found, recordings, options), host, terminal.stop);
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	await writeReports([{ file: describeSet(name, options), result }], options);
	return showResults(result, options, terminal);
}
