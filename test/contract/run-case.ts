import { isTroupeError } from '../../core/base/errors';
import type { Deployment, Resource } from '../../engine-adapter/engine/deployments';
import type { ElementActivation, ElementMapping } from '../../engine-adapter/engine/instance-changes';
import type { Job } from '../../engine-adapter/engine/jobs';
import type { StartRequest } from '../../engine-adapter/engine/starts';
import type { Action, ContractCase, ContractTarget, EngineObserver, Trace } from './contract-case';
import type { EventDesk } from './event-desk';
import type { JobDesk } from './job-desk';
import { collectJobTypes, collectProcessIds } from './read-names';
import { buildTrace, type Observation } from './build-trace';

/** A key of Zeebe's first partition that is lower than any key it assigns. */
const noInstanceKey = '2251799813685248';

/** Plays a case on an engine, which settles after each step. */
export async function runCase(
	target: ContractTarget,
	{ desk, eventDesk }: { desk: JobDesk; eventDesk: EventDesk },
	contractCase: ContractCase,
): Promise<Trace> {
	const run = new CaseRun(target, desk, eventDesk, collectProcessIds(contractCase.resources));
	try {
		await desk.serve(collectJobTypes(contractCase.resources));
		await run.deploy(contractCase);
		for (const [index, action] of contractCase.script.entries()) await run.perform(index, action);
		return await run.conclude();
	} finally {
		await run.cleanUp();
	}
}

type UserTaskChange = Extract<Action, { assignUserTask: unknown } | { updateUserTask: unknown }>;
type Operation = Extract<Action, { modify: unknown } | { migrate: unknown } | { deleteResource: unknown }> | UserTaskChange;
type ActivateAdHoc = Extract<Action, { activateAdHoc: unknown }>['activateAdHoc'];

class NothingToAct extends Error {
	constructor(readonly code: 'NO_JOB' | 'NO_INCIDENT' | 'NO_USER_TASK') {
		super(code);
	}
}

class CaseRun {
	readonly #observation: Observation = { deploy: 'ok', results: [], rejections: [] };
	readonly #observer: EngineObserver;
	readonly #pending: Array<Promise<void>> = [];
	readonly #deployed: DeployedResource[] = [];
	#sortedJobs: number;

	constructor(
		private readonly target: ContractTarget,
		private readonly desk: JobDesk,
		private readonly eventDesk: EventDesk,
		private readonly processIds: string[],
	) {
		this.#observer = target.observer;
		this.#sortedJobs = desk.activated.length;
	}

	async deploy({ resources }: ContractCase): Promise<void> {
		try {
			await this.#deploy(resources);
		} catch (error) {
			this.#observation.deploy = { rejected: readErrorCode(error) };
		}
	}

	async perform(index: number, action: Action): Promise<void> {
		try {
			await this.#act(action);
		} catch (error) {
			this.#observation.rejections.push({ action: index, code: error instanceof NothingToAct ? error.code : readErrorCode(error) });
		}
		await this.#settle();
	}

	async conclude(): Promise<Trace> {
		await Promise.all(this.#pending);
		await this.#settle();
		return buildTrace(this.#observation, this.#observer, {
			instanceKeys: this.#instanceKeys,
			events: this.eventDesk.listEvents(this.processIds),
			jobs: await Promise.all(this.#activated.map((job) => this.#withFormVersion(job))),
		});
	}

	/** The key of a form becomes its version, which two engines share, and that of a user task a word. */
	async #withFormVersion(job: Job): Promise<Job> {
		const [header, taskHeader] = ['io.camunda.zeebe:formKey', 'io.camunda.zeebe:userTaskKey'];
		const version = await this.target.findFormVersion(job.headers[header] ?? '');
		const named = job.headers[taskHeader] === undefined ? {} : { [taskHeader]: 'the user task' };
		return { ...job, headers: { ...job.headers, ...named, ...(version !== undefined && { [header]: `version ${version}` }) } };
	}

	async cleanUp(): Promise<void> {
		for (const instanceKey of this.#instanceKeys) {
			const { state } = await this.#observer.findInstance(instanceKey);
			// A called instance ended with its caller.
			if (state === 'ACTIVE') await this.target.engine.cancel(instanceKey).catch(readErrorCode);
		}
		this.desk.drop(this.processIds);
		await this.desk.turnPage();
	}

	get #activated(): Job[] {
		return this.desk.activated.filter((job) => this.processIds.includes(job.processId));
	}

	get #instanceKeys(): string[] {
		return this.eventDesk.listInstances(this.processIds);
	}

	async #act(action: Action): Promise<void> {
		const { engine } = this.target;
		if ('start' in action) await engine.start(action.start);
		else if ('startAndAwait' in action) this.#awaitResult(action.startAndAwait);
		else if ('deploy' in action) await this.#deploy(action.deploy);
		else if ('answerJob' in action)
			need('NO_JOB', this.desk.take(this.processIds, action.answerJob.elementId)).answer(action.answerJob.outcome);
		else if ('runJobs' in action) await this.#runJobs();
		else if ('completeUserTask' in action) await this.#completeUserTask(action.completeUserTask);
		else if ('publishMessage' in action) await engine.publishMessage(action.publishMessage);
		else if ('broadcastSignal' in action) await engine.broadcastSignal(action.broadcastSignal);
		else if ('setVariables' in action) await this.#setVariables(action.setVariables);
		else if ('resolveIncident' in action) await this.#resolveIncident(action.resolveIncident);
		else if ('activateAdHoc' in action) await this.#activateAdHoc(action.activateAdHoc);
		else if ('cancelInstance' in action) await engine.cancel(this.#instanceKeys[0] ?? noInstanceKey);
		else if ('wait' in action) await this.target.wait(action.wait);
		else await this.#operate(action);
	}

	async #operate(action: Operation): Promise<void> {
		if ('assignUserTask' in action || 'updateUserTask' in action) return this.#changeUserTask(action);
		if ('modify' in action) return this.#modify(action.modify);
		if ('migrate' in action) return this.#migrate(action.migrate);
		const { id, version } = action.deleteResource;
		await this.target.engine.deleteResource(this.#findResource(id, version));
	}

	async #deploy(resources: Resource[]): Promise<void> {
		this.#deployed.push(...listResources(await this.target.engine.deploy(resources)));
	}

	/** A key that nothing has when none of the id was deployed. */
	#findResource(id: string, version?: number): string {
		return this.#deployed.findLast((one) => one.id === id && one.version === (version ?? one.version))?.key ?? noInstanceKey;
	}

	#migrate({ processId, mappings }: { processId: string; mappings: ElementMapping[] }): Promise<void> {
		const processDefinitionKey = this.#findResource(processId);
		return this.target.engine.migrate(this.#instanceKeys[0] ?? noInstanceKey, { processDefinitionKey, mappings });
	}

	#awaitResult({ timeoutMs, ...request }: StartRequest & { timeoutMs: number }): void {
		const index = this.#observation.results.push({ rejected: 'PENDING' }) - 1;
		const awaited = this.target.engine.startAndAwait(request, timeoutMs).then(
			(result) => {
				this.#observation.results[index] = result.variables;
			},
			(error: unknown) => {
				this.#observation.results[index] = { rejected: readErrorCode(error) };
			},
		);
		this.#pending.push(awaited);
	}

	async #runJobs(): Promise<void> {
		for (let queued = this.desk.take(this.processIds); queued !== undefined; queued = this.desk.take(this.processIds)) {
			queued.answer({ kind: 'complete', variables: {} });
			await this.#settle();
		}
	}

	async #completeUserTask({ elementId, variables }: { elementId?: string; variables: Record<string, unknown> }): Promise<void> {
		await this.target.engine.completeUserTask(await this.#findUserTask(elementId), variables);
	}

	async #changeUserTask(action: UserTaskChange): Promise<void> {
		if ('assignUserTask' in action) {
			const { elementId, assignee } = action.assignUserTask;
			return this.target.assignUserTask(await this.#findUserTask(elementId), assignee);
		}
		const { elementId, changes } = action.updateUserTask;
		return this.target.updateUserTask(await this.#findUserTask(elementId), changes);
	}

	async #findUserTask(elementId?: string): Promise<string> {
		return need('NO_USER_TASK', await this.#ofElement((key) => this.#observer.searchUserTasks({ instanceKey: key }), elementId)).key;
	}

	async #setVariables(request: { elementId?: string; variables: Record<string, unknown>; local?: boolean }): Promise<void> {
		const job = request.elementId === undefined ? undefined : this.desk.find(this.processIds, request.elementId)?.job;
		await this.target.engine.setVariables(
			job?.elementInstanceKey ?? this.#instanceKeys[0] ?? noInstanceKey,
			request.variables,
			request.local,
		);
	}

	async #activateAdHoc({ elementId, elements, cancelRemaining }: ActivateAdHoc): Promise<void> {
		const found = await Promise.all(this.#instanceKeys.map((key) => this.target.findElement(key, elementId)));
		const activations = elements.map((element) => (typeof element === 'string' ? { elementId: element } : element));
		await this.target.engine.activateAdHoc(found.find((key) => key !== undefined) ?? noInstanceKey, activations, cancelRemaining);
	}

	async #resolveIncident(request: { elementId?: string; retries?: number; variables?: Record<string, unknown> }): Promise<void> {
		const { engine } = this.target;
		const searched = await this.#ofElement((key) => this.#observer.searchIncidents({ instanceKey: key }), request.elementId);
		const incident = need('NO_INCIDENT', searched);
		if (request.variables) await engine.setVariables(incident.instanceKey, request.variables);
		if (request.retries !== undefined && incident.jobKey !== undefined) await engine.updateJobRetries(incident.jobKey, request.retries);
		await engine.resolveIncident(incident.key);
	}

	/** The oldest, of whichever instance. */
	async #modify({ activate, terminate = [] }: { activate?: ElementActivation[]; terminate?: string[] }): Promise<void> {
		const instanceKey = this.#instanceKeys[0] ?? noInstanceKey;
		const found = await Promise.all(terminate.map((elementId) => this.#observer.findElementInstances(instanceKey, elementId)));
		await this.target.engine.modify(instanceKey, { activate, terminate: found.flat() });
	}

	async #ofElement<T extends { elementId: string; key: string }>(
		search: (instanceKey: string) => Promise<T[]>,
		elementId?: string,
	): Promise<T | undefined> {
		const found = (await Promise.all(this.#instanceKeys.map(search))).flat();
		found.sort((a, b) => Number(BigInt(a.key) - BigInt(b.key)));
		return found.find((one) => elementId === undefined || one.elementId === elementId);
	}

	/** Jobs of every type are taken: one that an expression gives is known when the first of its jobs is there. */
	async #settle(): Promise<void> {
		await this.target.settle();
		const created = this.eventDesk.listEvents(this.processIds).filter(({ kind }) => kind === 'job-created');
		if (await this.desk.serve(new Set(created.map(({ details }) => String(details?.type))))) await this.target.settle();
		this.desk.sortAfter(this.#sortedJobs);
		this.#sortedJobs = this.desk.activated.length;
	}
}

interface DeployedResource {
	id: string;
	version: number;
	key: string;
}

const listResources = ({ processes, forms = [], decisions = [] }: Deployment): DeployedResource[] => [
	...processes.map(({ processId, version, processDefinitionKey }) => ({ id: processId, version, key: processDefinitionKey })),
	...forms.map(({ formId, version, formKey }) => ({ id: formId, version, key: formKey })),
	...decisions.map((one) => ({ id: one.requirementsId, version: one.requirementsVersion, key: one.requirementsKey })),
];

function need<T>(code: NothingToAct['code'], found: T | undefined): T {
	if (found === undefined) throw new NothingToAct(code);
	return found;
}

function readErrorCode(error: unknown): string {
	if (isTroupeError(error)) return error.code;
	throw error;
}
