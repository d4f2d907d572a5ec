import { stat } from 'node:fs/promises';
import type { Recordings } from '../../core/evaluation/traffic/recording';
import { readRecordings } from '../../providers/compose/evaluation/recordings-file';
import { explainUnreadable } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';

/** Only the owner reads what agents asked and got. */
const privateMode = 0o600;

export function writeRecordings(file: string, recordings: Recordings): void {
	replaceFile(file, `${JSON.stringify(recordings, null, '\t')}\n`, privateMode);
}

/** Writes results, which only the owner reads. */
export function writePrivately(file: string, content: string): void {
	replaceFile(file, content, privateMode);
}

/** @throws TroupeError INPUT_INVALID */
export const readNamedRecordings = (file: string) =>
	explainUnreadable(file, async () => {
		await stat(file);
		return readRecordings(file);
	});
