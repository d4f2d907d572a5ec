import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractCase, Trace } from './contract-case';

/** What the real engine did with a case. Made by `npm run record:contract`, never written by hand. */
export interface Recording {
	recordedFrom: string;
	/** SHA-256 of the case's models and script: a recording of another model proves nothing. */
	caseSha256: string;
	trace: Trace;
}

const fileOf = (contractCase: ContractCase): string => join(__dirname, 'recorded', `${contractCase.id}.json`);

function sha256Of({ resources, script }: ContractCase): string {
	return createHash('sha256').update(JSON.stringify({ resources, script })).digest('hex');
}

/** @throws Error when there is none, or one of another model */
export function readRecording(contractCase: ContractCase): Recording {
	const file = fileOf(contractCase);
	if (!existsSync(file)) throw new Error(`${contractCase.id} was never recorded. Run: npm run record:contract`);
	const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
	if (recording.caseSha256 !== sha256Of(contractCase))
		throw new Error(`${contractCase.id} changed after it was recorded. Run: npm run record:contract`);
	return recording;
}

export function writeRecording(contractCase: ContractCase, recordedFrom: string, trace: Trace): void {
	const recording: Recording = { recordedFrom, caseSha256: sha256Of(contractCase), trace };
	writeFileSync(fileOf(contractCase), `${JSON.stringify(recording, null, '\t')}\n`);
}
