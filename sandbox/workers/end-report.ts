import type { Readable } from 'node:stream';

const maxLength = 16;

/** Resolves with the script's exit code after all its output has arrived. Never resolves for a killed or failed script, whose process just ends. */
export async function readEndReport(channel: Readable, outputs: Readable[]): Promise<number> {
	const [exitCode] = await Promise.all([readExitCode(channel), ...outputs.map(untilEnd)]);
	return exitCode;
}

async function readExitCode(channel: Readable): Promise<number> {
	let text = '';
	return new Promise((resolve) => {
		channel.on('data', (chunk: Buffer) => {
			text = (text + chunk.toString('latin1')).slice(0, maxLength);
			const [, exitCode] = /^(\d+)\n/.exec(text) ?? [];
			if (exitCode !== undefined) resolve(Number(exitCode) & 0xff);
		});
	});
}

async function untilEnd(output: Readable): Promise<void> {
	return new Promise((resolve) => output.once('end', resolve));
}
