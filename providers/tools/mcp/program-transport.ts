import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Socket } from 'node:net';
import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import { maxBytes } from './bounded-answers';

/** End of input means that this process ended. A line before it means that the group ended by itself. */
const guard = 'read -r ended || kill -s KILL -- "-$1"';

/** Wait after the end of input before a signal, then before a kill. */
const timeoutMs = [300, 1_000];

const running = new Set<ChildProcess>();
let listening = false;

function endAtExit(child: ChildProcess): void {
	if (!listening) process.once('exit', () => running.forEach((each) => signalGroup(each, 'SIGKILL')));
	listening = true;
	running.add(child);
}

/**
 * Runs an MCP program, one message per line, in its own process group: children end with it, and the group ends with this process. Discards standard
 * error.
 */
export function createProgramTransport(begin: () => Promise<ProgramStart>): Transport {
	let child: ChildProcess | undefined;
	const kill = () => signalGroup(child, 'SIGKILL');
	const transport: Transport = {
		async start() {
			const { file, args, env, stdio = ['pipe', 'pipe', 'ignore'], ready, ended } = await begin();
			child = spawn(file, args, { env, stdio, detached: process.platform !== 'win32', windowsHide: true });
			endWithProcess(child);
			child.once('exit', kill); // remaining children can keep its output open
			child.once('close', () => {
				running.delete(child!);
				void ended?.();
				transport.onclose?.();
			});
			child.stdin!.on('error', () => undefined); // it has ended, which is reported above
			const read = createLineReader(maxBytes, (line) => deliver(line, transport));
			child.stdout!.on('data', (chunk: Buffer) => read(chunk) || kill());
			await once(child, 'spawn');
			endAtExit(child);
			child.on('error', (error) => transport.onerror?.(error));
			await ready?.(child);
		},
		async send(message) {
			if (!child?.stdin?.writable) throw new Error('the program has ended');
			if (!child.stdin.write(`${JSON.stringify(message)}\n`)) await Promise.race([once(child.stdin, 'drain'), once(child, 'close')]);
		},
		async close() {
			if (!child || child.exitCode !== null || child.signalCode !== null) return;
			const closed = once(child, 'close');
			child.stdin?.end();
			for (const [index, milliseconds] of timeoutMs.entries()) {
				if (await isBefore(closed, milliseconds)) return;
				signalGroup(child, index === 0 ? 'SIGTERM' : 'SIGKILL');
			}
			await closed;
		},
	};
	return transport;
}

/** Ignores non-messages, such as a greeting. */
function deliver(line: string, transport: Transport): void {
	try {
		transport.onmessage?.(JSON.parse(line) as JSONRPCMessage);
	} catch (error) {
		transport.onerror?.(error as Error);
	}
}

async function isBefore(event: Promise<unknown>, milliseconds: number): Promise<boolean> {
	const timer = new AbortController();
	const late = wait(milliseconds, false, { signal: timer.signal }).catch(() => false);
	const first = await Promise.race([event.then(() => true), late]);
	timer.abort();
	return first;
}

function signalGroup(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
	if (child?.pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
	} catch {
		return; // it has ended
	}
}

/** Kills the program's group when this process is gone, even by SIGKILL, which no handler sees. Uses a waiting shell; Windows has none. */
function endWithProcess(child: ChildProcess): void {
	if (child.pid === undefined || process.platform === 'win32') return;
	const watching = spawn('/bin/sh', ['-c', guard, 'sh', String(child.pid)], {
		detached: true,
		env: {},
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	watching.on('error', () => undefined); // without a shell, a program ends when its input ends
	watching.stdin.on('error', () => undefined); // it has ended
	watching.unref();
	(watching.stdin as Socket).unref();
	child.once('close', () => watching.stdin.end('ended\n'));
}

/** Splits bytes into lines. @returns a function that returns false once a line exceeds `maxBytes` */
function createLineReader(maxBytes: number, take: (line: string) => void): (chunk: Buffer) => boolean {
	let parts: Buffer[] = [];
	let length = 0;
	return (chunk) => {
		let from = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
			parts.push(chunk.subarray(from, end));
			take(Buffer.concat(parts).toString());
			parts = [];
			length = 0;
			from = end + 1;
		}
		parts.push(chunk.subarray(from));
		length += chunk.length - from;
		return length <= maxBytes;
	};
}
