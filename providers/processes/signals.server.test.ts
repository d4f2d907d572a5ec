import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitUntil } from '../../test/support/wait-until';
import { programArguments } from './program-arguments';

const closing = join(__dirname, 'signals.ts');
const reader = join(__dirname, '../documents/process/reader-program.ts');

/** Sends the signal that opens Node's inspector, and tells what the process wrote when the inspector of a plain one is open. */
async function signalBeside(child: ChildProcess): Promise<string> {
	const plain = spawn(process.execPath, ['--inspect-port=0', '-e', `console.log('up'); setInterval(() => undefined, 60_000)`]);
	try {
		const [told, ofPlain] = [child, plain].map(collectErrors);
		await once(plain.stdout, 'data');
		for (const each of [child, plain]) each.kill('SIGUSR1');
		await waitUntil('the inspector of a process that closed nothing', () => ofPlain!().includes('Debugger listening'));
		expect(child.exitCode ?? child.signalCode).toBe(null);
		return told!();
	} finally {
		for (const each of [child, plain]) each.kill('SIGKILL');
	}
}

function collectErrors({ stderr }: ChildProcess): () => string {
	let text = '';
	stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()));
	return () => text;
}

it('opens no debugger at a signal, however often it was called', async () => {
	const twice = `const { closeInspector } = require(${JSON.stringify(closing)}); closeInspector(); closeInspector();
		console.log(process.listenerCount('SIGUSR1')); setInterval(() => undefined, 60_000)`;
	const child = spawn(process.execPath, ['--inspect-port=0', '--no-warnings', '-e', twice]);
	const [listeners] = (await once(child.stdout, 'data')) as [Buffer];
	expect([listeners.toString().trim(), await signalBeside(child)]).toEqual(['1', '']);
});

it('is called by the process that reads documents', async () => {
	const child = fork(reader, [], {
		execArgv: ['--inspect-port=0', ...programArguments(reader)],
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	await once(child, 'message');
	expect(await signalBeside(child)).toBe('');
});
