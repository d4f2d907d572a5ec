import type { Host } from '../../providers/compose/hosts/host';
import { countNouns } from '../terminal/format-text';
import { TroupeError } from '../../core/base/errors';
import { writeResult } from '../../core/evaluation/evaluation-result';
import { noRecordings, readRecordings, recordingsFileOf } from '../../providers/compose/evaluation/recordings-file';
import { openHost, whileAllowed } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { isSetFile, readSet, type SetOptions, toSetRun } from './read-set';
import { writePrivately, writeRecordings } from './recordings-file';
import { showResults } from './show-results';
import { describeVariant } from './variant';

export interface RecordOptions extends SetOptions {
	output?: string;
	json?: boolean;
}

/** Runs cases live, and stores what they asked and got. A case that could not run keeps the recording that it had. */
export async function runRecord(name: string | undefined, options: RecordOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	return whileAllowed(await open(terminal), 'eval record', terminal, (...admitted) => record(name, options, ...admitted));
}

async function record(name: string | undefined, options: RecordOptions, host: Host, terminal: Terminal): Promise<ExitCode> {
	const found = await readSet(name, options, host, terminal);
	const recordingsFile = chooseFile(name, options);
	const before = await readRecordings(recordingsFile);
	const { recordSet } = await import('../../providers/compose/evaluation/run-set');
	const { result, recordings } = await recordSet({ ...(await toSetRun(found, before, options)), isRecorded: true }, host, terminal.stop);
	// Other cases keep their recordings.
	const kept = options.case === undefined ? noRecordings : before;
	writeRecordings(recordingsFile, { ...recordings, version: kept.version, cases: { ...kept.cases, ...recordings.cases } });
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	terminal.note(`recorded ${Object.keys(recordings.cases).length} of ${countNouns(result.cases.length, 'case')} in ${recordingsFile}`);
	return showResults(result, options, terminal);
}

/** @throws TroupeError INPUT_INVALID where the recordings of the set would be replaced, or have no place */
function chooseFile(name: string | undefined, options: RecordOptions): string {
	if (options.recordings !== undefined) return options.recordings;
	const isOwn = name !== undefined && options.kind === undefined && isSetFile(name);
	if (isOwn && Object.keys(describeVariant(options)).length === 0) return recordingsFileOf(name);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isOwn ? 'A variant would replace the recordings of the set.' : 'The set is not a file, so its recordings have no place.',
		fix: 'Name a file of its own with --recordings.',
	});
}
