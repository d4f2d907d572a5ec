import type { Recordings } from '../../core/evaluation/traffic/recording';
import { replaceFile } from '../terminal/replace-file';

/** Only the owner reads what agents asked and got. */
const privateMode = 0o600;

/** Writes recordings, the whole file or nothing. */
export function writeRecordings(file: string, recordings: Recordings): void {
	replaceFile(file, `${JSON.stringify(recordings, null, '\t')}\n`, privateMode);
}

/** Writes results, which only the owner reads. */
export function writePrivately(file: string, content: string): void {
	replaceFile(file, content, privateMode);
}
