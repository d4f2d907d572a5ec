import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { getErrorMessage, TroupeError } from '../../base/errors';
import { maxRecordingsBytes, parseRecordings, type Recordings } from './recording';

interface PackedRecordings {
	sha256: string;
	gzip: string;
}

export async function packRecordings(recordings: Recordings): Promise<PackedRecordings> {
	const { gzip } = await import('node:zlib');
	const json = JSON.stringify(recordings);
	const packed = await promisify(gzip)(Buffer.from(json), { level: 9 });
	return { sha256: hash('sha256', json), gzip: packed.toString('base64') };
}

const recordAgain = 'Record the set again with `troupe eval record`, and publish it again where it is published.';

/**
 * Limits the unpacked size: a few bytes could become gigabytes. @param where names the set in errors @param fix advice for invalid recordings @throws
 * TroupeError INPUT_INVALID
 */
export async function unpackRecordings({ sha256, gzip }: PackedRecordings, where: string, fix = recordAgain): Promise<Recordings> {
	const invalid = (problem: string, cause?: unknown) =>
		new TroupeError({ code: 'INPUT_INVALID', message: `The recordings of ${where} are invalid: ${problem}.`, fix, cause });
	const json = await unzip(gzip, invalid);
	const actual = hash('sha256', json);
	if (actual !== sha256) throw invalid(`their SHA-256 is ${actual}; expected ${sha256}`);
	return parseRecordings(parse(json, invalid), `The recordings of ${where}`);
}

type Invalid = (problem: string, cause: unknown) => TroupeError;

async function unzip(base64: string, invalid: Invalid): Promise<Buffer> {
	const { gunzip } = await import('node:zlib');
	try {
		return await promisify(gunzip)(Buffer.from(base64, 'base64'), { maxOutputLength: maxRecordingsBytes });
	} catch (cause) {
		throw invalid(`they cannot be unpacked to at most ${maxRecordingsBytes / 1024 / 1024} MB: ${getErrorMessage(cause)}`, cause);
	}
}

function parse(json: Buffer, invalid: Invalid): unknown {
	try {
		return JSON.parse(json.toString('utf8'));
	} catch (cause) {
		throw invalid('they are not JSON', cause);
	}
}
