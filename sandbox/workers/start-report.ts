import type { Readable } from 'node:stream';

/** Report of a process on its job's descriptor before it waits for the job. */
export interface StartReport {
	ready?: boolean;
	landlock?: number;
	/** The version of Node that the process becomes. */
	node?: string;
	blocked?: string;
}

const maxLength = 10_000;

/** Reads JSON lines until one says `ready` or `blocked`, or the process is gone. */
export async function readStartReport(channel: Readable): Promise<StartReport> {
	let text = '';
	let report: StartReport = {};
	return new Promise((resolve) => {
		const read = (chunk: Buffer) => {
			text = (text + chunk.toString()).slice(0, maxLength);
			const lines = text.split('\n').slice(0, -1);
			report = Object.assign({}, ...lines.map((line) => JSON.parse(line) as StartReport)) as StartReport;
			if (report.ready || report.blocked !== undefined) finish();
		};
		const finish = () => {
			channel.off('data', read).off('close', finish).off('error', finish);
			channel.resume();
			resolve(report);
		};
		channel.on('data', read).on('close', finish).on('error', finish);
	});
}
