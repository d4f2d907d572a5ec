import { readFile, stat } from 'node:fs/promises';
import { TroupeError } from '../../../core/base/errors';
import { jsonFault } from '../../../core/base/text/json/json-fault';
import { maxRecordingsBytes, parseRecordings, type Recordings } from '../../../core/evaluation/traffic/recording';
import { decodeText } from '../../../core/base/text/decode-text';

export const noRecordings: Recordings = { version: 1, providers: {}, cases: {} };

/** `support.recordings.json` for `support.eval.yaml`. */
export const recordingsFileOf = (file: string): string => `${stripEnding(file)}.recordings.json`;

/** `support.evaluation.jwt` for `support.eval.yaml`. */
export const signedFileOf = (file: string): string => `${stripEnding(file)}.evaluation.jwt`;

const stripEnding = (file: string): string => file.replace(/(?:\.eval)?\.(?:ya?ml|json)$/i, '');

/** @throws TroupeError INPUT_INVALID */
export async function readRecordings(file: string): Promise<Recordings> {
	const entry = await stat(file).catch(() => undefined);
	if (!entry) return noRecordings;
	if (entry.size > maxRecordingsBytes)
		throw invalid(`${file} is larger than ${maxRecordingsBytes / 1024 / 1024} MB`, 'Split the set into several files.');
	return parseRecordings(parse(decodeText(await readFile(file), file), file), file);
}

function parse(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw invalid(`${file} is not JSON: ${jsonFault(error)}`, 'Remove the file, and record again with `troupe eval record`.');
	}
}

const invalid = (problem: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message: `${problem}.`, fix });
