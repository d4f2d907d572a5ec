import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../../core/errors';
import type { Job, StartRequest } from '../engine';
import type { Action, ContractCase, ContractTarget, EngineObserver, Trace } from './contract-case';
import type { EventDesk } from './event-desk';
import type { JobDesk } from './job-desk';
import { jobTypesOf, processIdsOf } from './names-of';
import { buildTrace, type Observation } from './build-trace';

/** How long an action waits for the job, task or incident that it needs. */
const patienceMs = 5_000;
/** Of Zeebe's first partition, lower than any key that it gives out. */
const noInstanceKey = '2251799813685248';

/** Plays a case on an engine. With `isExpected`, late events are waited for until it holds, a few seconds at most. */
export async function runCase(
	target: ContractTarget,
	{ desk, eventDesk }: { desk: JobDesk; eventDesk: EventDesk },
	contractCase: ContractCase,
	isExpected: (trace: Trace) => boolean,
): Promise<Trace> {
	const run = new CaseRun(target, desk, eventDesk, processIdsOf(contractCase.resources));
	try {
		await desk.serve(jobTypesOf(contractCase.resources));
		await run.deploy(contractCase);
		for (const [index, action] of contractCase.script.entries()) await run.perform(index, action);
		return await run.conclude(isExpected);
	} finally {
		await run.cleanUp();
	}
}

class NothingToAct extends Error {
	constructor(readonly code: 'NO_JOB' | 'NO_INCIDENT' | 'NO_USER_TASK') {
		super(code);
	}
}

class CaseRun {
	private readonly observation: Observation = { deploy: 'ok', results: [], rejections: [] };
	private readonly observer: EngineObserver;
	private readonly pending: Array<Promise<void>> = [];

	constructor(
		private readonly target: ContractTarget,
		private readonly desk: JobDesk,
		private readonly eventDesk: EventDesk,
		private readonly processIds: string[],
	) {
		this.observer = target.observer ?? target.engine;
	}

	async deploy({ resources }: ContractCase): Promise<void> {
		try {
			await this.target.engine.deploy(resources);
		} catch (error) {
			this.observation.deploy = { rejected: codeOf(error) };
		}
	}

	async perform(index: number, action: Action): Promise<void> {
		try {
			await this.act(action);
		} catch (error) {
			this.observation.rejections.push({ action: index, code: error instanceof NothingToAct ? error.code : codeOf(error) });
		}
		await this.settle();
	}

	async conclude(isExpected: (trace: Trace) => boolean): Promise<Trace> {
		await Promise.all(this.pending);
		const deadline = Date.now() + patienceMs;
		for (;;) {
			await this.settle();
			const trace = await buildTrace(this.observation, this.observer, {
				instanceKeys: this.instanceKeys,
				events: this.eventDesk.eventsOf(this.processIds),
				jobs: this.activated,
			});
			if (isExpected(trace) || Date.now() > deadline) return trace;
		}
	}

	async cleanUp(): Promise<void> {
		for (const instanceKey of this.instanceKeys) {
			const { state } = await this.observer.findInstance(instanceKey);
			// A called instance ended with its caller.
			if (state === 'ACTIVE') await this.target.engine.cancel(instanceKey).catch(codeOf);
		}
	}

	private get activated(): Job[] {
		return this.desk.activated.filter((job) => this.processIds.includes(job.processId));
	}

	private get instanceKeys(): string[] {
		return this.eventDesk.instancesOf(this.processIds);
	}

	private async act(action: Action): Promise<void> {
		const { engine } = this.target;
		if ('start' in action) await engine.start(action.start);
		else if ('startAndAwait' in action) this.awaitResult(action.startAndAwait);
		else if ('deploy' in action) await engine.deploy(action.deploy);
		else if ('answerJob' in action)
			(await this.need('NO_JOB', () => this.desk.take(this.processIds, action.answerJob.elementId))).answer(action.answerJob.outcome);
		else if ('runJobs' in action) await this.runJobs();
		else if ('completeUserTask' in action) await this.completeUserTask(action.completeUserTask);
		else if ('publishMessage' in action) await engine.publishMessage(action.publishMessage);
		else if ('broadcastSignal' in action) await engine.broadcastSignal(action.broadcastSignal);
		else if ('setVariables' in action) await this.setVariables(action.setVariables);
		else if ('resolveIncident' in action) await this.resolveIncident(action.resolveIncident);
		else if ('cancelInstance' in action) await engine.cancel(this.instanceKeys[0] ?? noInstanceKey);
		else if (this.target.wait) await this.target.wait(action.wait);
		else await sleep(action.wait);
	}

	private awaitResult({ timeoutMs, ...request }: StartRequest & { timeoutMs: number }): void {
		const index = this.observation.results.push({ rejected: 'PENDING' }) - 1;
		const awaited = this.target.engine.startAndAwait(request, timeoutMs).then(
			(result) => {
				this.observation.results[index] = result.variables;
			},
			(error: unknown) => {
				this.observation.results[index] = { rejected: codeOf(error) };
			},
		);
		this.pending.push(awaited);
	}

	private async runJobs(): Promise<void> {
		for (let queued = await this.takeSettled(); queued !== undefined; queued = await this.takeSettled()) {
			queued.answer({ kind: 'complete', variables: {} });
		}
	}

	/** Settled twice: on a busy machine a job may come late, and an end too early would spoil the case. */
	private async takeSettled(): Promise<ReturnType<JobDesk['take']>> {
		await this.settle();
		if (!this.desk.find(this.processIds)) await this.settle();
		return this.desk.take(this.processIds);
	}

	private async completeUserTask({ elementId, variables }: { elementId?: string; variables: Record<string, unknown> }): Promise<void> {
		const task = await this.need('NO_USER_TASK', async () =>
			this.ofElement((key) => this.observer.searchUserTasks({ instanceKey: key }), elementId),
		);
		await this.target.engine.completeUserTask(task.key, variables);
	}

	private async setVariables(request: { elementId?: string; variables: Record<string, unknown>; local?: boolean }): Promise<void> {
		const job = request.elementId === undefined ? undefined : this.desk.find(this.processIds, request.elementId)?.job;
		await this.target.engine.setVariables(
			job?.elementInstanceKey ?? this.instanceKeys[0] ?? noInstanceKey,
			request.variables,
			request.local,
		);
	}

	private async resolveIncident(request: { elementId?: string; retries?: number; variables?: Record<string, unknown> }): Promise<void> {
		const { engine } = this.target;
		const incident = await this.need('NO_INCIDENT', async () =>
			this.ofElement((key) => this.observer.searchIncidents({ instanceKey: key }), request.elementId),
		);
		if (request.variables) await engine.setVariables(incident.instanceKey, request.variables);
		if (request.retries !== undefined && incident.jobKey !== undefined) await engine.updateJobRetries(incident.jobKey, request.retries);
		await engine.resolveIncident(incident.key);
	}

	private async ofElement<T extends { elementId: string }>(
		search: (instanceKey: string) => Promise<T[]>,
		elementId?: string,
	): Promise<T | undefined> {
		const found = (await Promise.all(this.instanceKeys.map(search))).flat();
		return found.find((one) => elementId === undefined || one.elementId === elementId);
	}

	private async need<T>(code: NothingToAct['code'], look: () => T | undefined | Promise<T | undefined>): Promise<T> {
		const deadline = Date.now() + patienceMs;
		for (;;) {
			const found = await look();
			if (found !== undefined) return found;
			if (Date.now() > deadline) throw new NothingToAct(code);
			await sleep(5);
		}
	}

	private async settle(): Promise<void> {
		const seen = (): number => this.eventDesk.eventsOf(this.processIds).length + this.desk.activated.length;
		for (let before = -1; before !== seen();) {
			before = seen();
			await sleep(this.target.quietMs ?? 10);
		}
	}
}

function codeOf(error: unknown): string {
	if (isTroupeError(error)) return error.code;
	throw error;
}
