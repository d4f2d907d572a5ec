import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

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

	async serve(port = 0): Promise<void> {
		this.log = '';
		const child = spawn(process.execPath, ['bin/troupe', 'serve', '--port', String(port)], { env: this.environment });
		this.#process = child;
		const file = createWriteStream(this.logFile, { flags: 'a', mode: 0o600 });
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
			stream.pipe(file, { end: false });
		}
		while (!/ready at (\S+)/.test(this.log)) {
			if (child.exitCode !== null) throw new Error(`troupe serve ended with ${child.exitCode}: ${this.log}`);
			await wait(50);
		}
		this.url = /ready at (\S+)/.exec(this.log)![1]!;
	}

	/** Types a command. @returns what it printed @throws with its messages unless it exits with 0 */
	async type(args: string[], input = ''): Promise<string> {
		const child = spawn(process.execPath, ['bin/troupe', ...args], { env: this.environment });
		let [printed, noted] = ['', ''];
		child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (noted += chunk.toString()));
		child.stdin.end(input);
		const [code] = (await once(child, 'close')) as [number];
		if (code !== 0) throw new Error(`troupe ${args.join(' ')} ended with ${code}: ${noted}`);
		return printed.trim();
	}

	async stop(): Promise<void> {
		if (!this.#process || this.#process.exitCode !== null) return;
		const ended = once(this.#process, 'exit');
		this.#process.kill('SIGTERM');
		await ended;
	}
}
