import type { CaseRecording, Recordings } from '../../core/evaluation/traffic/recording';
import { TroupeError } from '../../core/base/errors';
import { readRecordings } from '../../providers/compose/evaluation/recordings-file';
import { writeRecordings } from '../eval/recordings-file';
import type { RunRecording } from '../../sandbox/kinds/ports/open-ports';

/** Adds what a run asked to a file, as evaluations read it. Other cases in the file keep their recordings. */
export async function addRecording(file: string, name: string, { at, exchanges, providers }: RunRecording): Promise<void> {
	const before = await readRecordings(file);
	const recording: CaseRecording = { at, exchanges };
	const all: Recordings = {
		...before,
		providers: { ...before.providers, ...providers },
		cases: { ...before.cases, [name]: recording },
	};
	writeRecordings(file, all);
}

/** @throws TroupeError INPUT_INVALID */
export function checkRecordOptions({ replay, record }: { replay?: string; record?: string }): void {
	if (replay === undefined || record === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--replay and --record cannot be used together: a replay asks nothing that could be recorded.',
		fix: 'Use one of them.',
	});
}
