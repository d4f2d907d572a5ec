import { readFile, stat } from 'node:fs/promises';
import { TroupeError } from '../../core/base/errors';
import { maxRecordingsBytes, parseRecordings, type Recordings } from '../../core/evaluation/traffic/recording';
import { parseDocument } from '../terminal/json-lines';
import { replaceFile } from '../terminal/replace-file';

/** Only the owner reads what agents asked and got. */
const privateMode = 0o600;

/**
 * Reads recordings; a missing file has none.
 * @throws TroupeError INPUT_INVALID
 */
export async function readRecordings(file: string): Promise<Recordings> {
	const entry = await stat(file).catch(() => undefined);
	if (!entry) return { version: 1, providers: {}, cases: {} };
	if (entry.size > maxRecordingsBytes)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${file} is larger than ${maxRecordingsBytes / 1024 / 1024} MB.`,
			fix: 'Split the set into several files.',
		});
	return parseRecordings(parseDocument(await readFile(file, 'utf8'), file), file);
}

/** Writes recordings, the whole file or nothing. */
export function writeRecordings(file: string, recordings: Recordings): void {
	replaceFile(file, `${JSON.stringify(recordings, null, '\t')}\n`, privateMode);
}

/** Writes results, which only the owner reads. */
export function writePrivately(file: string, content: string): void {
	replaceFile(file, content, privateMode);
}
