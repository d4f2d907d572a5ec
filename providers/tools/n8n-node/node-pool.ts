import { cancelled, throwIfCancelled } from '../../../core/base/async/cancelled';
import type { AdmittedPackage, NodeWork } from './node-task';
import { type AnswerCall, NodeProcess, type NodeProcessOptions } from './node-process';
import type { NodeEnd } from './node-end';

export interface NodePoolOptions extends NodeProcessOptions {
	/** Max concurrent nodes. */
	processes: number;
	/** Max idle time of a process. Default five minutes. */
	idleMs?: number;
}

const stopped = 'Running the node was cancelled.';

/** Node processes, started ahead of tasks. Each serves one tenant, and is replaced when it ends. */
export class NodePool {
	readonly #idle = new Map<NodeProcess, NodeJS.Timeout>();
	readonly #busy = new Set<NodeProcess>();
	readonly #waiting = new Set<() => void>();
	#closed = false;

	constructor(private readonly options: NodePoolOptions) {}

	prefork(): void {
		if (!this.#closed && this.#idle.size === 0 && this.#busy.size < this.options.processes) this.#rest(new NodeProcess(this.options));
	}

	/** @throws TroupeError CANCELLED while it waits; of a call; DEPENDENCY_MISSING if n8n does not start */
	async run<Work extends NodeWork>(
		work: Work,
		admitted: AdmittedPackage,
		answer: AnswerCall,
		signal: AbortSignal,
	): Promise<NodeEnd<Work['kind']>> {
		const process = await this.#take(work.task.tenant, admitted, signal);
		try {
			const end = await process.run(work, admitted, answer, signal);
			this.#busy.delete(process);
			// Replaces a process that a task ended. A failed start would fail again.
			if (!process.isAlive) this.prefork();
			return end;
		} finally {
			this.#busy.delete(process);
			if (this.#closed) await process.end();
			else if (process.isAlive) this.#rest(process);
			const [next] = this.#waiting;
			next?.();
		}
	}

	async close(): Promise<void> {
		this.#closed = true;
		const all = [...this.#idle.keys(), ...this.#busy];
		for (const timer of this.#idle.values()) clearTimeout(timer);
		this.#idle.clear();
		await Promise.all(all.map((process) => process.end()));
	}

	async #take(tenant: string, admitted: AdmittedPackage, signal: AbortSignal): Promise<NodeProcess> {
		for (;;) {
			throwIfCancelled(signal, stopped);
			const process = this.#find(tenant, admitted) ?? this.#startOne(tenant, admitted);
			if (process !== undefined) {
				this.#busy.add(process);
				return process;
			}
			await this.#nextFree(signal);
		}
	}

	#find(tenant: string, admitted: AdmittedPackage): NodeProcess | undefined {
		const fitting = [...this.#idle.keys()].filter((process) => process.fits(tenant, admitted));
		const process = fitting.find((one) => one.isOf(tenant)) ?? fitting[0];
		if (process !== undefined) this.#wake(process);
		return process;
	}

	/** At the limit, replaces the longest idle process. */
	#startOne(tenant: string, admitted: AdmittedPackage): NodeProcess | undefined {
		if (this.#busy.size >= this.options.processes) return undefined;
		const [oldest] = this.#idle.keys();
		if (this.#busy.size + this.#idle.size >= this.options.processes && oldest !== undefined) {
			this.#wake(oldest);
			void oldest.end();
		}
		return new NodeProcess(this.options, admitted.restriction && admitted, tenant);
	}

	#nextFree(signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const free = () => {
				signal.removeEventListener('abort', stop);
				this.#waiting.delete(free);
				resolve();
			};
			const stop = () => {
				this.#waiting.delete(free);
				reject(cancelled(signal, stopped));
			};
			this.#waiting.add(free);
			signal.addEventListener('abort', stop, { once: true });
		});
	}

	#rest(process: NodeProcess): void {
		process.rest();
		const end = () => {
			this.#idle.delete(process);
			void process.end();
		};
		this.#idle.set(process, setTimeout(end, this.options.idleMs ?? 300_000).unref());
	}

	#wake(process: NodeProcess): void {
		clearTimeout(this.#idle.get(process));
		this.#idle.delete(process);
	}
}
