import { isTroupeError } from '../../../core/base/errors';
import { once } from '../../../core/base/async/once';
import { systemClock } from '../../../core/ports/host';
import { nodeCalls, openCalls } from '../../../providers/compose/calls/with-call';
import type { NodeHost } from '../../../providers/compose/hosts/node-host';
import { admitNode } from '../../../providers/compose/nodes/node-task';
import { openNodeRecord } from '../../../providers/compose/nodes/record-node';
import { answersTopic } from '../../../providers/compose/nodes/waiting-links';
import { composeWakeUps } from '../../../providers/compose/state/host-wake-ups';
import type { Job, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';

/** After this time a waiting job is handed out again: its worker sees missed events. */
const retakenMs = 15 * 60_000;
/** Interval at which a worker looks for answers, and asks the gate about waiting nodes. */
const lookMs = 60_000;
const answersAtOnce = 200;

interface WaitingJob {
	type: string;
	name: string;
	tenant?: string;
}

type Engine = Partial<Pick<ProcessEngine, 'identify' | 'extend'>>;

/** Jobs of an engine whose nodes wait for an answer. No worker holds them; an answer hands them out at once. */
export class WaitingJobs {
	readonly #identity: () => Promise<string | undefined>;
	readonly #seen = new Map<string, WaitingJob>();

	constructor(
		private readonly host: NodeHost,
		private readonly engine: Engine,
	) {
		// Each embedded engine counts its own keys; several can share the host's state.
		this.#identity = once(async () => engine.identify?.());
	}

	async nameJob(jobKey: string, again?: string): Promise<string> {
		return `${beginName(await this.#identity())}${JSON.stringify([jobKey, ...(again === undefined ? [] : [again])])}`;
	}

	letWait({ key }: Job, waiting: WaitingJob, until: number): JobOutcome {
		this.#seen.set(key, waiting);
		const left = until - (this.host.clock ?? systemClock).now();
		return { kind: 'wait', forMs: Math.max(1, Math.min(retakenMs, left)) };
	}

	take({ key }: Job): void {
		this.#seen.delete(key);
	}

	/** Hands out answered jobs until the returned function is called, which waits for running looks: they write into the host's state. */
	async follow(): Promise<() => Promise<void>> {
		const wakeUps = await composeWakeUps(this.host);
		const looks = new Set<Promise<void>>();
		const look = () => {
			// An unreadable answer is tried again later.
			const one = this.#look()
				.catch(() => undefined)
				.finally(() => looks.delete(one));
			looks.add(one);
		};
		const end = wakeUps.listen(answersTopic, look, lookMs);
		look();
		return async () => {
			end();
			await Promise.all(looks);
		};
	}

	async #look(): Promise<void> {
		const { store } = await openCalls(nodeCalls, this.host);
		for (const { tenant, key } of await store.listAnswered(beginName(await this.#identity()), answersAtOnce))
			if ((await this.#handOut(readJobKey(key))) === 'gone') await store.settle(tenant, key);
		await this.#handOutRevoked();
		await this.#handOutCancelled();
	}

	async #handOutRevoked(): Promise<void> {
		const types = new Set([...this.#seen.values()].map(({ type }) => type));
		for (const type of types) {
			const isAdmitted = await admitNode(type, this.host).then(
				() => true,
				() => false,
			);
			if (isAdmitted) continue;
			for (const [jobKey, waiting] of this.#seen) if (waiting.type === type) await this.#handOut(jobKey);
		}
	}

	async #handOutCancelled(): Promise<void> {
		for (const [jobKey, { type, name, tenant }] of this.#seen) {
			const record = await openNodeRecord(name, { type, timeoutMs: 0 }, { ...this.host, tenant });
			if (await record.isCancelled()) await this.#handOut(jobKey);
		}
	}

	async #handOut(jobKey: string): Promise<'there' | 'gone'> {
		try {
			await this.engine.extend?.(jobKey, 1);
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'JOB_NOT_FOUND') return 'there';
			this.#seen.delete(jobKey);
			return 'gone';
		}
		return 'there';
	}
}

/** Returns whether a task's job still exists. A job of another engine counts as existing. */
export function askForJob(engine: Engine = {}): (name: string, until: number) => Promise<boolean> {
	const identity = once(async () => engine.identify?.());
	return async (name, until) => {
		if (engine.extend === undefined || !name.startsWith(beginName(await identity()))) return true;
		try {
			// An engine reveals a job only when asked to change it.
			await engine.extend(readJobKey(name), Math.max(1, Math.min(retakenMs, until - Date.now())));
			return true;
		} catch (error) {
			return !isTroupeError(error) || error.code !== 'JOB_NOT_FOUND';
		}
	};
}

const beginName = (identity: string | undefined): string => `${identity ?? 'cluster'} `;

const readJobKey = (name: string): string => (JSON.parse(name.slice(name.indexOf(' ') + 1)) as [string])[0];
