import { isTroupeError, TroupeError } from '../../core/base/errors';
import { isTenant } from '../../core/base/tenant';
import type { Deployment, Resource } from '../engine/deployments';
import type { Migration, Modification } from '../engine/instance-changes';
import type { Instance, UserTask } from '../engine/instances';
import type { AdHocActivation, Job, JobOutcome } from '../engine/jobs';
import type { Message, Signal } from '../engine/messages';
import type { InstanceResult, StartedInstance, StartRequest } from '../engine/starts';
import type { Variables } from '../engine/variables';
import type { CreatedItem } from './agents/agent-items';
import { type AgentCreation, agentNotFound, type AgentUpdate } from './agents/change-agents';
import type { EmbeddedEngine, TaskChangeOptions } from './embedded-engine';
import type { EngineCaller, TaskAct } from './engine-caller';
import { expectInput } from './expect-input';
import type { Kernel } from './flow/kernel';
import { instanceNotFound } from './flow/process-instances';
import type { Starter } from './flow/starter';
import { followPlaces, type FollowQuery, type PlacedEvent } from './history/follow-places';
import { findTaskEnd, taskEnded } from './history/task-end';
import type { NotedEntry } from './state/audit-outbox';
import { findTenantOfResource, resourceNotFound } from './state/deployments/delete-resource';
import { parseKey } from './state/parse-key';
import { defaultTenantId, type Named, type TenantIds } from './state/tenants';
import type { ActivationRequest } from './work/activate-jobs';
import { isDecision } from './work/deciders';
import { searchJobDetails } from './work/job-directory';
import { jobNotFound } from './work/job-rows';
import type { JobWatcher } from './work/job-watchers';
import { type Person, readNamed, requireNamed, userTaskJobType } from './work/named-people';
import { incidentNotFound } from './work/resolve-incident';
import { userTaskNotFound, type UserTaskProperties } from './work/user-tasks';
import { searchUserTaskDetails } from './work/work-directory';

interface CallerActivation extends Omit<ActivationRequest, 'tenantIds'> {
	tenantIds?: readonly string[] | 'assigned';
}

type OwnAct = Pick<TaskAct, 'action' | 'assignee' | 'changed'>;

/** Same error as for a missing key: foreign things do not exist for the caller. */
const notFound: Record<Named, (key: number) => TroupeError> = {
	instance: instanceNotFound,
	element: instanceNotFound,
	job: jobNotFound,
	userTask: userTaskNotFound,
	incident: incidentNotFound,
	agent: agentNotFound,
};

/** Each command checks its target's tenant first; keys are never reused, so the answer stays true. */
export class TenantEngine {
	constructor(
		private readonly engine: EmbeddedEngine,
		private readonly caller: EngineCaller,
	) {}

	/** The named tenant, else the caller's. @throws TroupeError ACCESS_DENIED for a foreign tenant, INPUT_INVALID for an invalid one */
	chooseTenant(tenantId: string | undefined): string {
		const named = tenantId || this.caller.tenantId;
		const chosen = named === this.caller.defaultName ? defaultTenantId : named;
		expectInput(
			chosen === defaultTenantId || isTenant(chosen),
			`Expected the name of a tenant, but got '${chosen.slice(0, 64)}'.`,
			`Pass a name such as acme, or ${defaultTenantId}.`,
		);
		if (this.caller.tenants === 'every' || this.caller.tenants.includes(chosen)) return chosen;
		throw new TroupeError({
			code: 'ACCESS_DENIED',
			message: `Expected to act for the tenant '${chosen}', but the caller is not assigned to this tenant.`,
			fix: 'Omit tenantId, or use a credential of this tenant.',
			details: { tenantId: chosen },
		});
	}

	async deploy(resources: Resource[], tenantId?: string): Promise<Deployment> {
		return this.engine.deploy(resources, this.chooseTenant(tenantId));
	}

	async start(request: StartRequest): Promise<StartedInstance> {
		return this.engine.start(this.#within(request));
	}

	async startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult> {
		return this.engine.startAndAwait(this.#within(request), timeoutMs);
	}

	async publishMessage(message: Message): Promise<{ messageKey: string }> {
		return this.engine.publishMessage(this.#within(message));
	}

	async correlateMessage(message: Omit<Message, 'timeToLiveMs'>): Promise<{ messageKey: string; instanceKey: string }> {
		return this.engine.correlateMessage(this.#within(message));
	}

	async broadcastSignal(signal: Signal): Promise<{ signalKey: string }> {
		return this.engine.broadcastSignal(this.#within(signal));
	}

	async setVariables(scopeKey: string, variables: Variables, local?: boolean): Promise<void> {
		return this.engine.setVariables(this.#own('element', scopeKey), variables, local, this.#by);
	}

	async cancel(instanceKey: string): Promise<void> {
		return this.engine.cancel(this.#own('instance', instanceKey));
	}

	async modify(instanceKey: string, modification: Modification): Promise<void> {
		const own = this.#own('instance', instanceKey);
		for (const key of modification.terminate ?? [])
			expectInput(this.#isOwn('element', key), `There is no element instance ${key}.`, 'Name an active element instance.');
		return this.engine.modify(own, modification, this.#by);
	}

	async migrate(instanceKey: string, migration: Migration): Promise<void> {
		return this.engine.migrate(this.#own('instance', instanceKey), migration, this.#by);
	}

	async deleteResource(key: string): Promise<void> {
		const tenantId = await this.read((kernel) => findTenantOfResource(kernel, parseKey(key)));
		const { tenants } = this.caller;
		if (tenants !== 'every' && (tenantId === undefined || !tenants.includes(tenantId))) throw resourceNotFound(parseKey(key));
		return this.engine.deleteResource(key);
	}

	async findInstance(instanceKey: string): Promise<Instance> {
		return this.engine.findInstance(this.#own('instance', instanceKey));
	}

	async searchUserTasks({ instanceKey }: { instanceKey: string }): Promise<UserTask[]> {
		return this.engine.searchUserTasks({ instanceKey: this.#own('instance', instanceKey) });
	}

	async completeUserTask(key: string, variables: Variables, options?: TaskChangeOptions): Promise<void> {
		const by = isDecision(variables) ? undefined : this.#by;
		return this.#onTask(key, { action: 'completed' }, (own, noted) =>
			this.engine.completeUserTask(own, variables, { ...options, noted, completedBy: this.caller.person?.name, by }),
		);
	}

	async assignUserTask(key: string, assignee: string, options: TaskChangeOptions & { allowOverride: boolean }): Promise<void> {
		const action = assignee === '' ? 'unassigned' : assignee === this.caller.person?.name ? 'claimed' : 'assigned';
		const act = { action, ...(assignee !== '' && { assignee }) } as const;
		return this.#onTask(key, act, (own, noted) => this.engine.assignUserTask(own, assignee, { ...options, noted }));
	}

	async updateUserTask(key: string, changes: UserTaskProperties, options?: TaskChangeOptions): Promise<void> {
		const act = { action: 'updated', changed: Object.keys(changes) } as const;
		return this.#onTask(key, act, (own, noted) => this.engine.updateUserTask(own, changes, { ...options, noted }));
	}

	async activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining?: boolean): Promise<void> {
		return this.engine.activateAdHoc(this.#own('element', elementInstanceKey), elements, cancelRemaining, this.#by);
	}

	async resolveIncident(key: string): Promise<void> {
		return this.engine.resolveIncident(this.#own('incident', key));
	}

	/** Jobs of the tenants that are named, else of the caller's own; `assigned`: of all that it may see, those that are added later too. */
	async activate(type: string, { tenantIds = [], ...request }: CallerActivation): Promise<Job[]> {
		if (tenantIds === 'assigned') {
			const { tenants } = this.caller;
			return this.engine.activate(type, { ...request, ...(tenants !== 'every' && { tenantIds: tenants }) });
		}
		const chosen = tenantIds.length > 0 ? [...new Set(tenantIds.map((id) => this.chooseTenant(id)))] : [this.chooseTenant(undefined)];
		return this.engine.activate(type, { ...request, tenantIds: chosen });
	}

	async answer(jobKey: string, outcome: JobOutcome, lease?: string): Promise<void> {
		const own = this.#own('job', jobKey);
		const person = this.#restricted;
		const [job] = person ? await this.read((kernel, tenants) => searchJobDetails(kernel, { key: own, tenants })) : [];
		if (person && job?.type === userTaskJobType) requireNamed(own, readNamed(job.headers), person);
		const bringsNothing = outcome.kind === 'fail' || outcome.kind === 'wait';
		return this.engine.answer(own, outcome, lease, bringsNothing ? undefined : this.#by);
	}

	async extend(jobKey: string, timeoutMs: number, lease?: string): Promise<void> {
		return this.engine.extend(this.#own('job', jobKey), timeoutMs, lease);
	}

	async updateJobRetries(jobKey: string, retries: number, lease?: string): Promise<void> {
		return this.engine.updateJobRetries(this.#own('job', jobKey), retries, lease);
	}

	async createAgent(creation: AgentCreation) {
		this.#own('element', String(creation.elementInstanceKey));
		return this.engine.createAgent(creation);
	}

	async updateAgent(agentKey: string, update: AgentUpdate): Promise<CreatedItem[]> {
		return this.engine.updateAgent(this.#own('agent', agentKey), update);
	}

	async appendAgentItem(agentKey: string, update: Parameters<EmbeddedEngine['appendAgentItem']>[1]): Promise<string> {
		return this.engine.appendAgentItem(this.#own('agent', agentKey), update);
	}

	watchJobs(watcher: Omit<JobWatcher, 'owner'>): () => void {
		const { tenantId, person } = this.caller;
		return this.engine.watchJobs({ ...watcher, owner: `${tenantId} ${person?.name ?? ''}` });
	}

	/** Visible events with their process, until the signal aborts. */
	follow(query: Omit<FollowQuery, 'tenants'>, signal: AbortSignal): AsyncIterable<PlacedEvent> {
		return followPlaces(this.engine, { ...query, tenants: this.caller.tenants }, signal);
	}

	read<T>(question: (kernel: Kernel, tenants: TenantIds) => T): Promise<T> {
		return this.engine.read((kernel) => question(kernel, this.caller.tenants));
	}

	#within<Request extends { tenantId?: string } & Starter>(request: Request): Request {
		const { startedBy, session, asker } = this.caller;
		return { ...request, tenantId: this.chooseTenant(request.tenantId), startedBy, session, asker };
	}

	get #restricted(): Person | undefined {
		const { person } = this.caller;
		return person?.decides ? undefined : person;
	}

	/** Returns the key of a user task that waits for the caller. @throws TroupeError ACCESS_DENIED */
	async #named(key: string): Promise<string> {
		const own = this.#own('userTask', key);
		const person = this.#restricted;
		if (!person) return own;
		const [task] = await this.read((kernel, tenants) => searchUserTaskDetails(kernel, { key: own, tenants }));
		if (task) requireNamed(own, task.properties, person);
		return own;
	}

	/** For the caller's user task. A late caller reads who was faster. @throws TroupeError USER_TASK_NOT_FOUND */
	async #onTask(key: string, act: OwnAct, change: (own: string, noted: NotedEntry | undefined) => Promise<void>): Promise<void> {
		try {
			const own = await this.#named(key);
			await change(own, await this.#note(own, act));
		} catch (fault) {
			if (!isTroupeError(fault) || fault.code !== 'USER_TASK_NOT_FOUND') throw fault;
			const end = await this.read((kernel, tenants) => findTaskEnd(kernel, key, tenants));
			throw end ? taskEnded('USER_TASK_NOT_FOUND', key, this.caller.readsAll ? end : { ...end, by: undefined }) : fault;
		}
	}

	async #note(key: string, act: OwnAct): Promise<NotedEntry | undefined> {
		if (!this.caller.noteTask) return undefined;
		const [task] = await this.read((kernel, tenants) => searchUserTaskDetails(kernel, { key, tenants }));
		if (!task) return undefined;
		const { tenantId, processId, instanceKey, node } = task;
		return this.caller.noteTask({ ...act, key, tenantId, processId, instanceKey, elementId: node.id });
	}

	get #by(): Starter | undefined {
		const { startedBy, asker, isWorker } = this.caller;
		return asker && !isWorker ? { startedBy, asker } : undefined;
	}

	#own(what: Named, key: string): string {
		if (this.#isOwn(what, key)) return key;
		throw notFound[what](parseKey(key));
	}

	#isOwn(what: Named, key: string): boolean {
		const { tenants } = this.caller;
		if (tenants === 'every') return true;
		const tenantId = this.engine.findTenantOf(what, key);
		return tenantId !== undefined && tenants.includes(tenantId);
	}
}
