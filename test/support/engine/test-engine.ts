import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../core/ports/host';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { ContractTarget } from '../../contract/contract-case';
import { type ModelPart, processModel } from '../../contract/model-builder';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import type { Job, JobOutcome } from '../../../engine-adapter/engine/jobs';
import type { Worker } from '../../../engine-adapter/engine/workers';
import type { EmbeddedEngine } from '../../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { toProperties } from '../../../engine-adapter/embedded/work/user-task-properties';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
	#time = 1_800_000_000_000;

	now(): number {
		return this.#time;
	}

	/** Moves on and lets happen what is due then. */
	async advance(engine: Pick<EmbeddedEngine, 'runDue'>, ms: number): Promise<void> {
		this.#time += ms;
		await engine.runDue();
	}
}

/** A clock that goes, and can skip time. */
class SkippingClock implements Clock {
	#skipped = 0;

	now(): number {
		return Date.now() + this.#skipped;
	}

	/** Skips time, and stops wherever something is due, as if it had passed. */
	async pass(engine: EmbeddedEngine, ms: number): Promise<void> {
		const end = this.now() + ms;
		for (let due = engine.nextDueTime(); due !== undefined && due <= end; due = engine.nextDueTime()) await this.#skipTo(engine, due);
		await this.#skipTo(engine, end);
	}

	async #skipTo(engine: EmbeddedEngine, time: number): Promise<void> {
		this.#skipped += Math.max(0, time - this.now());
		await engine.runDue();
	}
}

/** An engine in memory with a process `p` of the given parts. */
export async function engineWith(parts: ModelPart[], clock?: Clock): Promise<EmbeddedEngine> {
	const engine = await openEmbeddedEngine({ file: ':memory:', clock });
	await engine.deploy([processModel('p', parts)]);
	return engine;
}

/** Lets an engine run, without waiting, until nothing more happens: its workers take and answer jobs within two turns. */
export function settleEmbedded(engine: EmbeddedEngine): () => Promise<void> {
	let events = 0;
	const follow = async (): Promise<void> => {
		for await (const { position } of engine.subscribe(0, {}, new AbortController().signal)) events = position;
	};
	void follow();
	return async () => {
		for (let quietTurns = 0; quietTurns < 2;) {
			const before = events;
			await engine.runDue();
			await turn();
			quietTurns = before === events ? quietTurns + 1 : 0;
		}
	};
}

/** An engine in memory as a target of the contract. */
export async function embeddedTarget(zeebeVersion: ZeebeVersion): Promise<ContractTarget> {
	const clock = new SkippingClock();
	const engine = await openEmbeddedEngine({ file: ':memory:', clock, zeebeVersion });
	return {
		engine,
		observer: engine,
		settle: settleEmbedded(engine),
		findElement: (instanceKey, elementId) => engine.findElementInstance(elementId, instanceKey),
		findFormVersion: (formKey) => engine.read(({ forms }) => forms.findByKey(formKey)?.version),
		assignUserTask: (key, assignee) => engine.assignUserTask(key, assignee, { allowOverride: true }),
		updateUserTask: (key, changes) => engine.updateUserTask(key, toProperties(changes)),
		wait: (ms) => clock.pass(engine, ms),
		stop: () => engine.close(),
	};
}

/** A worker that answers every job at once, and the jobs that it saw. */
export async function answerJobs(
	engine: EmbeddedEngine,
	type: string,
	answer: (job: Job) => JobOutcome | Promise<JobOutcome>,
): Promise<{ jobs: Job[]; worker: Worker }> {
	const jobs: Job[] = [];
	const worker = await engine.openWorker(type, { name: 'test', concurrency: 10, timeoutMs: 60_000 }, async (job) => {
		jobs.push(job);
		return answer(job);
	});
	return { jobs, worker };
}

export const completed = (variables: Record<string, unknown> = {}): JobOutcome => ({ kind: 'complete', variables });

/** All events of an instance so far, as `kind elementId`. */
export async function listEvents(engine: EmbeddedEngine, instanceKey: string): Promise<string[]> {
	const events: EngineEvent[] = [];
	const enough = new AbortController();
	setTimeout(() => enough.abort(), 20);
	for await (const event of engine.subscribe(0, { instanceKey }, enough.signal)) events.push(event);
	return events.map(({ kind, elementId }) => `${kind} ${elementId}`);
}
