import type { Readable } from 'node:stream';

interface StartReport {
	ready?: boolean;
	landlock?: number;
	node?: string;
	blocked?: string;
}

const maxLength = 10_000;

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
