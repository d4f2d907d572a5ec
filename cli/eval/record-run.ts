import { TroupeError } from '../../core/base/errors';
import { type EvaluationResult, writeResult } from '../../core/evaluation/evaluation-result';
import type { CaseRecording, Recordings } from '../../core/evaluation/traffic/recording';
import { runInParallel } from '../../core/tools/run-in-parallel';
import type { Host } from '../../providers/compose/host';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { createAgentOpener, withVariant } from './open-agents';
import { readSet, recordingsFileOf, type SetOptions } from './read-set';
import { readRecordings, writePrivately, writeRecordings } from './recordings-file';
import { showResults, throwIfStopped } from './show-results';
import { describeVariant } from './variant';

export interface RecordOptions extends SetOptions {
	/** A path. */
	output?: string;
	json?: boolean;
}

/** Runs cases live, and stores what they asked and got. A case that could not run keeps the recording that it had. */
export async function runRecord(file: string, options: RecordOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'eval record', terminal);
	const set = await readSet(file, options);
	const variant = describeVariant(options);
	if (Object.keys(variant).length > 0 && options.recordings === undefined) throw withoutFile();
	const recordingsFile = options.recordings ?? recordingsFileOf(file);
	const before = await readRecordings(recordingsFile);
	const [{ toRecordingHost }, { recordCase }] = await Promise.all([
		import('../../providers/compose/evaluation/evaluation-agent'),
		import('../../core/evaluation/run-case'),
	]);
	const openAgent = createAgentOpener(set, file, toRecordingHost(await withVariant(host, options)), options.agent);
	const recorded = await runInParallel(
		set.cases.map((one) => async () => {
			throwIfStopped(terminal);
			return recordCase(one, await openAgent(one), terminal.stop);
		}),
		options.concurrency,
	);
	throwIfStopped(terminal);
	const cases = recorded.flatMap(({ result, recording }) => (result.error ? [] : [[result.case, recording] as const]));
	writeRecordings(recordingsFile, mergeRecordings(before, cases, host, options.case !== undefined));
	const result: EvaluationResult = { set: set.name, variant, cases: recorded.map((each) => each.result) };
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	terminal.note(`recorded ${cases.length} of ${recorded.length} cases in ${recordingsFile}`);
	return showResults(result, options, terminal);
}

/** @param isPart whether other cases keep their recordings */
function mergeRecordings(
	before: Recordings,
	cases: Array<readonly [string, CaseRecording]>,
	{ providers }: Pick<Host, 'providers'>,
	isPart: boolean,
): Recordings {
	const names = Object.entries(providers).map(([name, { model }]) => [name, model === undefined || model === '' ? {} : { model }] as const);
	return {
		version: isPart ? before.version : 1,
		providers: Object.fromEntries(names),
		cases: { ...(isPart ? before.cases : {}), ...Object.fromEntries(cases) },
	};
}

const withoutFile = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'A variant would replace the recordings of the set.',
		fix: 'Name a file of its own with --recordings.',
	});
