import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { DocumentReading } from '../../../core/ports/knowledge/document-reader';
import type { DocumentHint } from '../formats/shared/detect-type';
import { closeInspector } from '../../processes/signals';
import { guardMemory } from '../../processes/guard-memory';
import { programArguments } from '../../processes/program-arguments';
import { isRestricted, permissionArguments } from './reader-permissions';
import { ReadingClock, type ReadingTimes, type TimeOver } from './reading-clock';
import type { ReaderAnswer, ReaderRequest } from './reader-program';

type ReaderEnd = { kind: 'reading'; reading: DocumentReading } | TimeOver | { kind: 'memory' } | { kind: 'broken' };

const idleMs = 30_000;
/** On a busy machine. */
const startMs = 60_000;

const program = join(__dirname, 'reader-program.ts');
export class ReaderProcess {
	readonly #child: ChildProcess;
	readonly #memoryMb: number;
	readonly #ended: Promise<ReaderEnd>;
	#ready: Promise<ReaderEnd | undefined>;
	#idle: NodeJS.Timeout | undefined;
	#errors = '';

	constructor(memoryMb: number) {
		this.#memoryMb = memoryMb;
		closeInspector();
		this.#child = fork(program, isRestricted ? [] : [String(memoryMb)], {
			// Besides the memory watch, this limits the JavaScript heap.
			execArgv: [
				...permissionArguments(program),
				...programArguments(program),
				`--max-old-space-size=${Math.ceil(memoryMb * 0.75)}`,
				'--max-semi-space-size=8',
			],
			// An empty environment: a document that takes over the process finds no secret in it.
			// oxlint-disable-next-line no-restricted-properties -- no setting: Windows starts no program without it
			env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			windowsHide: true,
		});
		const { pid } = this.#child;
		const unguard = isRestricted && pid !== undefined ? guardMemory(pid, memoryMb) : () => undefined;
		this.#ended = new Promise<ReaderEnd>((resolve) => {
			this.#child.once('exit', (code, signal) => resolve(toReaderEnd(code, signal)));
			this.#child.on('error', () => resolve({ kind: 'broken' }));
		}).finally(unguard);
		this.#child.stderr?.on('data', (text: Buffer) => (this.#errors = (this.#errors + text.toString()).slice(-2000)));
		this.#ready = this.#until((answer) => answer.kind === 'ready', { timeoutMs: startMs, pageTimeoutMs: startMs });
	}

	get isAlive(): boolean {
		return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** @throws TroupeError INTERNAL if the process does not start */
	async read(bytes: Uint8Array, hint: DocumentHint, times: ReadingTimes): Promise<ReaderEnd> {
		clearTimeout(this.#idle);
		this.#hold(true);
		if (await this.#ready) throw this.#notStarted();
		this.#ready = Promise.resolve(undefined);
		let reading: DocumentReading | undefined;
		let residentMb = 0;
		const ended = this.#until((answer) => {
			if (answer.kind !== 'reading') return false;
			({ reading, residentMb } = answer);
			return true;
		}, times);
		this.#child.send({ bytes, hint } satisfies ReaderRequest, () => undefined);
		const end = await ended;
		// A process returns little of its grown memory.
		if (end || residentMb > this.#memoryMb / 2) await this.end();
		else this.#rest();
		return end ?? { kind: 'reading', reading: reading! };
	}

	async end(): Promise<void> {
		clearTimeout(this.#idle);
		this.#hold(true);
		this.#child.kill('SIGKILL');
		await this.#ended;
	}

	async #until(fits: (answer: ReaderAnswer) => boolean, times: ReadingTimes): Promise<ReaderEnd | undefined> {
		const clock = new ReadingClock(times);
		let listen: ((answer: ReaderAnswer) => void) | undefined;
		const answered = new Promise<undefined>((resolve) => {
			listen = (answer) => {
				if (answer.kind === 'progress') clock.turnTo(answer.page);
				else if (fits(answer)) resolve(undefined);
			};
			this.#child.on('message', listen);
		});
		try {
			return await Promise.race([answered, clock.over, this.#ended]);
		} finally {
			clock.stop();
			this.#child.off('message', listen!);
		}
	}

	#rest(): void {
		this.#hold(false);
		this.#idle = setTimeout(() => void this.end(), idleMs).unref();
	}

	#hold(held: boolean): void {
		const parts = [this.#child, this.#child.channel, this.#child.stderr as { ref?(): void; unref?(): void } | null];
		for (const part of parts)
			if (held) part?.ref?.();
			else part?.unref?.();
	}

	#notStarted(): TroupeError {
		void this.end();
		return new TroupeError({
			code: 'INTERNAL',
			message: 'The process that reads documents did not start.',
			fix: 'Reinstall the package. If the machine is short of memory or processes, give it more.',
			details: { errors: this.#errors },
		});
	}
}

/** V8 aborts when its heap is full; the watch, or a system short of memory, kills the process. */
function toReaderEnd(code: number | null, signal: NodeJS.Signals | null): ReaderEnd {
	return signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134 ? { kind: 'memory' } : { kind: 'broken' };
}
