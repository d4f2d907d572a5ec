import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { waitUntil, within } from '../support/wait-until';

/** `troupe serve` in its own process, and commands typed beside it. */
export class TroupeService {
	/** What the service has printed since its last start. */
	log = '';
	/** Without a slash at the end. */
	url = '';
	#process: ChildProcess | undefined;

	constructor(
		readonly environment: NodeJS.ProcessEnv,
		readonly logFile: string,
	) {}

	async serve(port = 0, options: string[] = []): Promise<void> {
		const [, url] = await this.#start(['serve', '--port', String(port), ...options], /ready at (\S+)/);
		this.url = url!;
	}

	/** `troupe worker` instead. @param address of a Zeebe cluster */
	async work(address: string): Promise<void> {
		await this.#start(['worker', '--address', address], /"worker open"/);
	}

	async #start(args: string[], isReady: RegExp): Promise<RegExpExecArray> {
		this.log = '';
		const child = spawn(process.execPath, ['bin/troupe', ...args], { env: this.environment });
		this.#process = child;
		const file = createWriteStream(this.logFile, { flags: 'a', mode: 0o600 });
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
			stream.pipe(file, { end: false });
		}
		child.once('close', () => file.end());
		const isOver = () => child.exitCode !== null && `it ended with ${child.exitCode}`;
		const ready = await waitUntil(`troupe ${args[0]}`, () => isReady.exec(this.log) ?? isOver(), { seen: () => this.log });
		if (typeof ready === 'string') throw new Error(`troupe ${args[0]} did not start: ${ready}. ${this.log}`);
		return ready;
	}

	/** Types a command. */
	async run(args: string[], input = ''): Promise<{ code: number; printed: string; noted: string }> {
		const child = spawn(process.execPath, ['bin/troupe', ...args], { env: this.environment });
		let [printed, noted] = ['', ''];
		child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (noted += chunk.toString()));
		child.stdin.end(input);
		const [code] = (await within(args.join(' '), once(child, 'close'), { seen: () => noted })) as [number];
		return { code, printed, noted };
	}

	/** Types a command that has to succeed. @returns what it printed @throws with its messages unless it exits with 0 */
	async type(args: string[], input = ''): Promise<string> {
		const { code, printed, noted } = await this.run(args, input);
		if (code !== 0) throw new Error(`troupe ${args.join(' ')} ended with ${code}: ${noted}`);
		return printed.trim();
	}

	/** SIGKILL, unless it has ended. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	async stop(): Promise<void> {
		await this.#end('SIGTERM');
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		const running = this.#process;
		if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
		const ended = once(running, 'exit');
		running.kill(signal);
		await ended;
	}
}
