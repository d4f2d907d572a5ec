import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ContractCase, EngineVersion, Trace } from './contract-case';

/** What a real engine did with a case. Made by `npm run record:contract`, never written by hand. */
export interface Recording {
	recordedFrom: string;
	/** SHA-256 of the case's models and script: a recording of another model proves nothing. */
	caseSha256: string;
	trace: Trace;
}

/** In what a case of 8.8 alone expects, and in what 8.8 does otherwise. */
const fileOf = ({ id }: ContractCase, version: EngineVersion): string =>
	join(__dirname, 'recorded', version === '8.6' ? `${id}.json` : `${id}.${version}.json`);

function sha256Of({ resources, script }: ContractCase): string {
	return createHash('sha256').update(JSON.stringify({ resources, script })).digest('hex');
}

/** Whether the case is one for this version: some of what 8.8 has 8.6 refuses. */
export const isFor = ({ engines = ['8.6', '8.8'] }: ContractCase, version: EngineVersion): boolean => engines.includes(version);

/**
 * What the version does. The embedded engine follows 8.6, and 8.8 in what 8.6 does not have.
 * @throws Error when there is none, or one of another model
 */
export function readRecording(contractCase: ContractCase, version: EngineVersion = isFor(contractCase, '8.6') ? '8.6' : '8.8'): Recording {
	const own = fileOf(contractCase, version);
	const file = existsSync(own) || !isFor(contractCase, '8.6') ? own : fileOf(contractCase, '8.6');
	if (!existsSync(file)) throw new Error(`${contractCase.id} was never recorded. Run: npm run record:contract`);
	const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
	if (recording.caseSha256 !== sha256Of(contractCase))
		throw new Error(`${contractCase.id} changed after it was recorded. Run: npm run record:contract`);
	return recording;
}

/** Of 8.8 only what differs from 8.6 is kept. */
export function writeRecording(contractCase: ContractCase, recordedFrom: string, version: EngineVersion, trace: Trace): void {
	const file = fileOf(contractCase, version);
	const recording: Recording = { recordedFrom, caseSha256: sha256Of(contractCase), trace };
	rmSync(file, { force: true });
	if (version === '8.8' && isFor(contractCase, '8.6') && isDeepStrictEqual(readRecording(contractCase, '8.6').trace, plain(trace))) return;
	writeFileSync(file, `${JSON.stringify(recording, null, '\t')}\n`);
}

/** JSON has neither undefined nor classes. */
export const plain = (trace: Trace): unknown => JSON.parse(JSON.stringify(trace));
