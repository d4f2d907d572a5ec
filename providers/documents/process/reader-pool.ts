import { cancelled, throwIfCancelled } from '../../../core/base/async/cancelled';
import { TroupeError } from '../../../core/base/errors';
import type { DocumentReader, DocumentReading } from '../../../core/ports/knowledge/document-reader';
import type { DocumentHint } from '../formats/shared/detect-type';
import { ReaderProcess } from './reader-process';
import { readerVersion } from './reader-version';
import type { ReadingTimes, TimeOver } from './reading-clock';
import { failed, tooLarge } from '../formats/shared/reading';
import { scanForMalware } from './scan-for-malware';

export interface DocumentReaderOptions {
	/** Max time of one document from its turn. Default two minutes. */
	timeoutMs?: number;
	/** Max time of one page. Default 20 seconds. */
	pageTimeoutMs?: number;
	/** After this time a document moves aside: one at a time gets an additional process. Default 5 seconds. */
	longAfterMs?: number;
	/** Max MB of a reading process. Default 640. */
	memoryMb?: number;
	/** Default 128 MB. */
	maxBytes?: number;
	/** Max concurrent processes. Default 2; 1 on a single processor. */
	processes?: number;
	/** ClamAV's daemon: `host:port`, or its socket path. Absent: no scan. */
	scanner?: string;
	/** Default one minute. */
	scanTimeoutMs?: number;
	/** Max waiting documents; further ones are refused. Default 256. */
	maxWaiting?: number;
}

export type ReaderLimits = Required<Omit<DocumentReaderOptions, 'scanner'>> & { scanner?: string };

interface Task {
	bytes: Uint8Array;
	hint: DocumentHint;
	stopped: AbortController;
	settle(reading: DocumentReading): void;
	fail(error: Error): void;
}

const maxAside = 1;

/** In order of arrival, one document for each process. */
export class ReaderPool implements DocumentReader {
	readonly version = readerVersion;
	readonly #limits: ReaderLimits;
	readonly #waiting = new Set<Task>();
	readonly #busy = new Map<Task, ReaderProcess | undefined>();
	readonly #long = new Set<Task>();
	#idle: ReaderProcess[] = [];
	#closed = false;

	constructor(limits: ReaderLimits) {
		this.#limits = limits;
	}

	async read(bytes: Uint8Array, hint: DocumentHint, signal: AbortSignal): Promise<DocumentReading> {
		throwIfCancelled(signal, stopped);
		if (this.#closed) throw closed();
		if (bytes.length > this.#limits.maxBytes) return tooLarge('bytes', this.#limits.maxBytes);
		if (this.#waiting.size >= this.#limits.maxWaiting) throw this.#overloaded();
		return this.#inTurn(bytes, { name: hint.name, mediaType: hint.mediaType }, signal);
	}

	async close(): Promise<void> {
		this.#closed = true;
		const processes = [...this.#idle, ...this.#busy.values()].filter((reader) => reader !== undefined);
		for (const task of [...this.#waiting, ...this.#busy.keys()]) this.#drop(task, closed());
		await Promise.all(processes.map((reader) => reader.end()));
	}

	#inTurn(bytes: Uint8Array, hint: DocumentHint, signal: AbortSignal): Promise<DocumentReading> {
		return new Promise((resolve, reject) => {
			const abort = () => this.#drop(task, cancelled(signal, stopped));
			const settled = () => signal.removeEventListener('abort', abort);
			const task: Task = {
				bytes,
				hint,
				stopped: new AbortController(),
				settle: (reading) => (settled(), resolve(reading)),
				fail: (error) => (settled(), reject(error)),
			};
			signal.addEventListener('abort', abort, { once: true });
			this.#waiting.add(task);
			this.#next();
		});
	}

	/** Ends the process: a blocked one cannot be stopped otherwise. */
	#drop(task: Task, error: TroupeError): void {
		this.#waiting.delete(task);
		task.fail(error);
		task.stopped.abort();
		void this.#busy.get(task)?.end();
	}

	#next(): void {
		const [task] = this.#waiting;
		const inTurn = this.#busy.size - Math.min(maxAside, this.#long.size);
		if (!task || this.#closed || inTurn >= this.#limits.processes) return;
		this.#waiting.delete(task);
		this.#busy.set(task, undefined);
		void this.#take(task);
		this.#next();
	}

	async #take(task: Task): Promise<void> {
		const long = setTimeout(() => this.#setAside(task), this.#limits.longAfterMs);
		try {
			const refused = await this.#scan(task);
			if (!task.stopped.signal.aborted) task.settle(refused ?? (await this.#readInProcess(task)));
		} catch (error) {
			task.fail(error as Error);
		} finally {
			clearTimeout(long);
			this.#busy.delete(task);
			this.#long.delete(task);
			this.#next();
		}
	}

	#setAside(task: Task): void {
		this.#long.add(task);
		this.#next();
	}

	async #scan({ bytes, stopped }: Task): Promise<DocumentReading | undefined> {
		const { scanner, scanTimeoutMs } = this.#limits;
		if (!scanner) return undefined;
		const verdict = await scanForMalware(bytes, scanner, scanTimeoutMs, stopped.signal);
		if (verdict.kind === 'infected') return infected(verdict.signature);
		return verdict.kind === 'too_large' ? notScanned() : undefined;
	}

	async #readInProcess(task: Task): Promise<DocumentReading> {
		const { memoryMb } = this.#limits;
		this.#idle = this.#idle.filter((reader) => reader.isAlive);
		const reader = this.#idle.pop() ?? new ReaderProcess(memoryMb);
		this.#busy.set(task, reader);
		const answer = await reader.read(task.bytes, task.hint, this.#limits);
		if (reader.isAlive && !this.#closed) this.#idle.push(reader);
		switch (answer.kind) {
			case 'reading':
				return answer.reading;
			case 'timeout':
				return timedOut(answer, this.#limits);
			case 'memory':
				return tooLarge('MB in memory while it is read', memoryMb);
			case 'broken':
				return broken();
		}
	}

	#overloaded(): TroupeError {
		return new TroupeError({
			code: 'RATE_LIMITED',
			message: `Too many documents are waiting to be read; the limit is ${this.#limits.maxWaiting}.`,
			fix: 'Submit fewer documents at the same time.',
			retryable: true,
		});
	}
}

function infected(signature: string): DocumentReading {
	return failed(
		'infected',
		`The virus scanner found ${signature.slice(0, 200)} in the file.`,
		'Remove the file, and find out where it came from.',
	);
}

function notScanned(): DocumentReading {
	return failed(
		'too_large',
		'The file exceeds the limits of the virus scanner. Files that were not scanned are not read.',
		'Raise StreamMaxLength, MaxFileSize and MaxScanSize in clamd.conf, or split the file.',
	);
}

function timedOut({ page, ofPage }: TimeOver, { timeoutMs, pageTimeoutMs }: ReadingTimes): DocumentReading {
	if (ofPage)
		return failed(
			'timeout',
			`Page ${page} of the document was not read within ${pageTimeoutMs / 1000} seconds.`,
			'Remove the page, or print the document to a new PDF.',
		);
	const where = page === undefined ? '' : `; it had reached page ${page}`;
	return failed('timeout', `The document was not read within ${timeoutMs / 1000} seconds${where}.`, 'Split it, or save it again.');
}

function broken(): DocumentReading {
	return failed('corrupt', 'The document crashed the process that was reading it.', 'Save it again.');
}

const stopped = 'Reading a document was cancelled.';

function closed(): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message: 'The document reader is closed.' });
}
