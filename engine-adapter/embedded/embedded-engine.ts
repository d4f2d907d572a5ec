import type { Deployment, Resource } from '../engine/deployments';
import type { Migration, Modification } from '../engine/instance-changes';
import type { BegunInstance, Incident, IncidentFilter, Instance, Retry, UserTask } from '../engine/instances';
import type { AdHocActivation, Job, JobHandler, JobOutcome } from '../engine/jobs';
import type { MessageReader } from '../engine/message-readers';
import type { Message, Signal } from '../engine/messages';
import type { EngineCapabilities, ProcessEngine, SetValue } from '../engine/process-engine';
import type { InstanceResult, StartedInstance, StartRequest } from '../engine/starts';
import { withoutTrace, withTrace } from '../engine/trace-variable';
import type { Variables } from '../engine/variables';
import type { Worker, WorkerOptions } from '../engine/workers';
import type { AgentReport } from '../agent-report';
import { appendItem, createAgent, updateAgent, type AgentCreation, type AgentUpdate } from './agents/change-agents';
import type { CreatedItem } from './agents/agent-items';
import { reportAgent } from './agents/report-agent';
import { activateAdHoc } from './flow/ad-hoc-sub-processes';
import type { CommandQueue } from './flow/command-queue';
import { storeDeployment, type readResources } from './state/deployments/deployments';
import { listNoted, type NotedEntry, removeNoted, type WaitingEntry } from './state/audit-outbox';
import { readIdentity } from './state/engine-identity';
import { findBegun, findElementInstance, findElementInstances } from './state/instances/instance-directory';
import { DueTimer, earlier, nextDueTime } from './events/due-timer';
import { searchIncidents } from './work/incidents';
import { listRetries } from './work/job-directory';
import { checkWorkerOptions, JobWorker, type JobSource } from './work/job-worker';
import { activateJobs } from './work/activate-jobs';
import { extendJob, releaseDueJobs, releaseOwnJobs, updateJobRetries } from './work/change-jobs';
import { answerJob } from './work/answer-job';
import type { Kernel } from './flow/kernel';
import { correlateMessage, expireMessages, publishMessage } from './events/messages';
import { migrateInstance } from './flow/migrate-instance';
import { modifyInstance } from './flow/modify-instance';
import { deleteResource } from './state/deployments/delete-resource';
import { parseKey, parseOptionalKey } from './state/parse-key';
import { cancelInstance, readInstance, setVariables } from './flow/process-instances';
import { type JobWatcher, JobWatchers } from './work/job-watchers';
import { resolveIncident } from './work/resolve-incident';
import { readStatus, type EngineStatus } from './state/status';
import { findTenantOf, type Named } from './state/tenants';
import { ChangeWaiters } from './work/change-waiters';
import { ResultWaiters } from './work/result-waiters';
import { History, type Retention } from './state/retention';
import { listCancelled } from './history/list-cancelled';
import type { CancelledPage, EndedPlace } from '../engine/cancelled-instances';
import { canTakeMessage, findMessageReaders, listMessageStarts } from './events/message-readers';
import { broadcastSignal } from './events/signals';
import { startInstance } from './flow/start-instance';
import { bringTo, type Starter } from './flow/starter';
import { listDueTimers } from './events/timers';
import { findSetter } from './work/deciders';
import { assignUserTask, completeUserTask, searchUserTasks, updateUserTask, type UserTaskProperties } from './work/user-tasks';

export interface TaskChangeOptions {
	action?: string;
	/** Max wait for listeners. Default: they decide later. */
	waitMs?: number;
	/** For the audit log, in the transaction of the change. */
	noted?: NotedEntry | undefined;
}

/** Zeebe's semantics in this process, on one SQLite file. */
export class EmbeddedEngine implements ProcessEngine, JobSource {
	readonly name = 'embedded';
	readonly capabilities: EngineCapabilities;
	readonly #commands: CommandQueue;
	readonly #timer: DueTimer;
	readonly #totals = { started: 0, completed: 0, terminated: 0 };
	readonly #waiters = new ResultWaiters();
	readonly #changes = new ChangeWaiters();
	readonly #workers = new Set<JobWorker>();
	readonly #watchers = new JobWatchers();
	readonly #ending = new AbortController();
	readonly #history: History;
	#forgetting = false;
	#isRinging = false;

	constructor(
		private readonly kernel: Kernel,
		private readonly parts: { createQueue: (committed: () => void) => CommandQueue; read: typeof readResources },
		retention: Retention,
		private readonly isPaused = false,
	) {
		this.capabilities = { search: true, events: true, zeebeVersion: kernel.zeebeVersion };
		this.#history = new History(kernel, retention);
		this.#commands = parts.createQueue(() => this.#committed());
		this.#timer = new DueTimer(kernel.clock, () => this.#ring());
	}

	identify(): Promise<string> {
		return this.#commands.submit(() => readIdentity(this.kernel));
	}

	async deploy(resources: Resource[], tenantId?: string): Promise<Deployment> {
		const files = await this.parts.read(resources, this.kernel.zeebeVersion);
		return this.#commands.submit(() => storeDeployment(this.kernel, files, tenantId));
	}

	start(request: StartRequest): Promise<StartedInstance> {
		const traced = withTrace(request);
		return this.#commands.submit(() => startInstance(this.kernel, traced));
	}

	async startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult> {
		const traced = withTrace(request);
		// Register the waiter first: the instance can end in the same transaction.
		const { result } = await this.#commands.submit(() => {
			this.#waiters.makeRoom();
			return { result: this.#waiters.wait(startInstance(this.kernel, traced), timeoutMs) };
		});
		const ended = await result;
		return { ...ended, variables: withoutTrace(ended.variables) };
	}

	publishMessage(message: Message): Promise<{ messageKey: string }> {
		const traced = withTrace(message);
		return this.#commands.submit(() => publishMessage(this.kernel, traced));
	}

	findMessageReaders(name: string, tenantId?: string): Promise<MessageReader[]> {
		return this.#commands.submit(() => findMessageReaders(this.kernel, name, tenantId));
	}

	listMessageStarts(tenantId?: string): Promise<string[]> {
		return this.#commands.submit(() => listMessageStarts(this.kernel, tenantId));
	}

	canTakeMessage(message: Pick<Message, 'name' | 'correlationKey' | 'tenantId'>): Promise<boolean> {
		return this.#commands.submit(() => canTakeMessage(this.kernel, message));
	}

	listCancelled(after: EndedPlace, variableNames: readonly string[]): Promise<CancelledPage> {
		return this.#commands.submit(() => listCancelled(this.kernel, after, variableNames));
	}

	broadcastSignal(signal: Signal): Promise<{ signalKey: string }> {
		const traced = withTrace(signal);
		return this.#commands.submit(() => broadcastSignal(this.kernel, traced));
	}

	/** For a message that must reach an instance now. @throws TroupeError INSTANCE_NOT_FOUND when nothing waits for it */
	correlateMessage(message: Omit<Message, 'timeToLiveMs'>): Promise<{ messageKey: string; instanceKey: string }> {
		const traced = withTrace(message);
		return this.#commands.submit(() => correlateMessage(this.kernel, traced));
	}

	setVariables(scopeKey: string, variables: Variables, local = false, by?: Starter): Promise<void> {
		return this.#bring('element', scopeKey, by, (key) => setVariables(this.kernel, key, variables, local));
	}

	cancel(instanceKey: string): Promise<void> {
		return this.#commands.submit(() => cancelInstance(this.kernel, parseKey(instanceKey)));
	}

	modify(instanceKey: string, modification: Modification, by?: Starter): Promise<void> {
		return this.#bring('instance', instanceKey, by, (key) => modifyInstance(this.kernel, key, modification));
	}

	migrate(instanceKey: string, migration: Migration, by?: Starter): Promise<void> {
		return this.#bring('instance', instanceKey, by, (key) => migrateInstance(this.kernel, key, migration));
	}

	deleteResource(key: string): Promise<void> {
		return this.#commands.submit(() => deleteResource(this.kernel, parseKey(key)));
	}

	findElementInstances(instanceKey: string, elementId: string): Promise<string[]> {
		return this.#commands.submit(() => findElementInstances(this.kernel, parseKey(instanceKey), elementId));
	}

	async openWorker(type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker> {
		checkWorkerOptions(options);
		const worker = new JobWorker(type, options, handler, this);
		this.#workers.add(worker);
		worker.notify();
		return worker;
	}

	completeUserTask(
		userTaskKey: string,
		variables: Variables,
		options: TaskChangeOptions & { completedBy?: string; by?: Starter } = {},
	): Promise<void> {
		const complete = (key: number) => completeUserTask(this.kernel, key, variables, options);
		return this.#changeTask(userTaskKey, options, (key) => bringTo(this.kernel, { what: 'userTask', key, by: options.by }, complete));
	}

	findSetter(set: SetValue): Promise<string | undefined> {
		return this.read((kernel) => findSetter(kernel, set));
	}

	/** Without an assignee it is nobody's. */
	assignUserTask(userTaskKey: string, assignee: string, options: TaskChangeOptions & { allowOverride: boolean }): Promise<void> {
		return this.#changeTask(userTaskKey, options, (key) => assignUserTask(this.kernel, key, assignee, options));
	}

	updateUserTask(userTaskKey: string, changes: UserTaskProperties, options: TaskChangeOptions = {}): Promise<void> {
		return this.#changeTask(userTaskKey, options, (key) => updateUserTask(this.kernel, key, changes, options));
	}

	async #changeTask(userTaskKey: string, { waitMs }: TaskChangeOptions, change: (key: number) => boolean): Promise<void> {
		// Register the waiter before a listener can decide.
		const { decided } = await this.#commands.submit(() => {
			const isPending = change(parseKey(userTaskKey));
			return { decided: isPending && waitMs !== undefined ? this.#changes.wait(userTaskKey, waitMs) : undefined };
		});
		await decided;
	}

	activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining = false, by?: Starter): Promise<void> {
		return this.#bring('element', elementInstanceKey, by, (key) => activateAdHoc(this.kernel, key, elements, cancelRemaining));
	}

	#bring(what: Named, key: string, by: Starter | undefined, command: (key: number) => void): Promise<void> {
		return this.#commands.submit(() => bringTo(this.kernel, { what, key: parseKey(key), by }, command));
	}

	updateJobRetries(jobKey: string, retries: number, lease?: string): Promise<void> {
		return this.#commands.submit(() => updateJobRetries(this.kernel, parseKey(jobKey), retries, lease));
	}

	resolveIncident(incidentKey: string): Promise<void> {
		return this.#commands.submit(() => resolveIncident(this.kernel, parseKey(incidentKey)));
	}

	findInstance(instanceKey: string): Promise<Instance> {
		return this.#commands.submit(() => readInstance(this.kernel, parseKey(instanceKey)));
	}

	findTenantOf(what: Named, key: string): string | undefined {
		return this.#commands.readNow(() => findTenantOf(this.kernel, what, parseKey(key)));
	}

	readNow<T>(question: (kernel: Kernel) => T): T {
		return this.#commands.readNow(() => question(this.kernel));
	}

	read<T>(question: (kernel: Kernel) => T): Promise<T> {
		return this.#commands.submit(() => question(this.kernel));
	}

	listNoted(after: number, limit: number): Promise<WaitingEntry[]> {
		return this.#commands.submit(() => listNoted(this.kernel, after, limit));
	}

	removeNoted(numbers: readonly number[]): Promise<void> {
		return this.#commands.submitAnyway(() => removeNoted(this.kernel, numbers));
	}

	readStatus(): Promise<EngineStatus> {
		// Before this question joins the queue.
		const queued = this.#commands.length;
		return this.#commands.submit(() => readStatus(this.kernel, this.#totals, queued));
	}

	/** The state can be read, and written again after a failure. @throws TroupeError STORAGE_* */
	check(): Promise<void> {
		return this.#commands.check();
	}

	/** @throws TroupeError STORAGE_* */
	backup(file: string): Promise<void> {
		return this.kernel.database.backup(file);
	}

	/** Oldest active instance of the element, in all process instances or one; undefined without any. */
	findElementInstance(elementId: string, instanceKey?: string): Promise<string | undefined> {
		return this.#commands.submit(() => findElementInstance(this.kernel, elementId, parseOptionalKey(instanceKey)));
	}

	findInstancesOf(processId: string): Promise<BegunInstance[]> {
		return this.#commands.submit(() => findBegun(this.kernel, processId, 'every'));
	}

	searchUserTasks({ instanceKey }: { instanceKey?: string }): Promise<UserTask[]> {
		return this.#commands.submit(() => searchUserTasks(this.kernel, parseOptionalKey(instanceKey)));
	}

	searchIncidents({ instanceKey, withCalled }: IncidentFilter): Promise<Incident[]> {
		return this.#commands.submit(() => searchIncidents(this.kernel, parseOptionalKey(instanceKey), withCalled));
	}

	listRetries(instanceKey: string): Promise<Retry[]> {
		return this.#commands.submit(() => listRetries(this.kernel, instanceKey));
	}

	subscribe(after: number, { instanceKey }: { instanceKey?: string }, signal: AbortSignal, isUntilNow?: boolean) {
		return this.kernel.log.follow(after, parseOptionalKey(instanceKey), AbortSignal.any([signal, this.#ending.signal]), isUntilNow);
	}

	/** Call it before a worker is opened: takes back jobs of workers of an earlier process. */
	releaseOwnJobs(): Promise<void> {
		return this.#commands.submitAnyway(() => releaseOwnJobs(this.kernel), true);
	}

	/** With its history, before its time. Returns false if the instance has not ended. */
	async removeInstance(key: number): Promise<boolean> {
		const remove = () => this.#commands.submitAnyway(() => this.#history.removeInstance(key));
		let result = await remove();
		while (result === 'left') result = await remove();
		if (result === 'removed') this.#history.removed(1);
		return result === 'removed';
	}

	/**
	 * Removed data stays neither in free pages nor in the journal, for a file of usual size. @throws TroupeError STORAGE_LOCKED, retryable, while the
	 * state is copied
	 */
	async overwriteRemoved(): Promise<void> {
		const { database } = this.kernel;
		if (!this.#commands.readNow(() => database.compact())) {
			while (!(await this.#commands.submitAnyway(() => database.overwriteFree())));
			while (!(await this.#commands.submitAnyway(() => database.releaseOverwritten())));
		}
		this.#commands.readNow(() => this.kernel.database.emptyLog());
	}

	async runDue(): Promise<void> {
		const timers = await this.#commands.submitAnyway(() => {
			releaseDueJobs(this.kernel);
			expireMessages(this.kernel);
			return listDueTimers(this.kernel);
		}, true);
		// A command each, as in Zeebe: all consequences of one timer come before the next (recorded from 8.6).
		const ring = (timerKey: number): void => this.kernel.steps.push({ kind: 'ring', timerKey });
		await Promise.all(timers.map((key) => this.#commands.submitAnyway(() => ring(key), true)));
	}

	/** Milliseconds since the epoch; undefined when nothing waits for time. */
	nextDueTime(): number | undefined {
		return nextDueTime(this.kernel);
	}

	activate(type: string, request: Parameters<JobSource['activate']>[1]): Promise<Job[]> {
		return this.#commands.submit(() => activateJobs(this.kernel, type, request));
	}

	answer(jobKey: string, outcome: JobOutcome, lease?: string, by?: Starter): Promise<void> {
		const answer = (key: number) => answerJob(this.kernel, key, outcome, lease);
		return this.#commands.submitAnyway(() => bringTo(this.kernel, { what: 'job', key: parseKey(jobKey), by }, answer));
	}

	extend(jobKey: string, timeoutMs: number, lease?: string): Promise<void> {
		return this.#commands.submitAnyway(() => extendJob(this.kernel, parseKey(jobKey), timeoutMs, lease));
	}

	createAgent(creation: AgentCreation): Promise<ReturnType<typeof createAgent>> {
		return this.#commands.submit(() => createAgent(this.kernel, creation));
	}

	updateAgent(agentKey: string, update: AgentUpdate): Promise<CreatedItem[]> {
		return this.#commands.submit(() => updateAgent(this.kernel, parseKey(agentKey), update));
	}

	appendAgentItem(agentKey: string, update: Parameters<typeof appendItem>[2]): Promise<string> {
		return this.#commands.submit(() => appendItem(this.kernel, parseKey(agentKey), update));
	}

	reportAgent({ key, elementInstanceKey }: Job, report: AgentReport): Promise<void> {
		const place = { jobKey: parseKey(key), elementInstanceKey: parseKey(elementInstanceKey) };
		return this.#commands.submitAnyway(() => reportAgent(this.kernel, place, report));
	}

	/** Reports jobs of the type from now on. @returns a function that ends it @throws TroupeError ENGINE_OVERLOADED */
	watchJobs(watcher: JobWatcher): () => void {
		return this.#watchers.add(watcher);
	}

	closed(worker: Worker): void {
		this.#workers.delete(worker as JobWorker);
	}

	async close(): Promise<void> {
		if (this.#ending.signal.aborted) return;
		this.#ending.abort();
		await Promise.all([...this.#workers].map((worker) => worker.close()));
		await this.#commands.close();
		this.#timer.stop();
		this.#waiters.close();
		this.#changes.close();
		this.kernel.database.close();
	}

	/** A write fault reaches the senders of commands; due work is retried. */
	#ring(): void {
		// Each transaction of due work sets the timer, the last one too.
		if (this.#isRinging) return;
		this.#isRinging = true;
		this.runDue()
			.catch(() => {
				if (!this.#ending.signal.aborted) this.#timer.ringIn(retryMs);
			})
			.finally(() => (this.#isRinging = false));
	}

	#committed(): void {
		const { jobTypes, jobsGone, ended, changed, started } = this.kernel.effects.take();
		this.#totals.started += started;
		this.kernel.log.announce();
		for (const instance of ended) {
			this.#totals[instance.state === 'COMPLETED' ? 'completed' : 'terminated'] += 1;
			this.#waiters.ended(instance);
		}
		for (const task of changed) this.#changes.ended(task);
		for (const key of jobsGone) for (const worker of this.#workers) worker.stop(key);
		for (const one of [...this.#workers, ...this.#watchers]) if (jobTypes.has(one.type)) one.notify();
		this.#history.add(ended.length);
		if (this.isPaused) return;
		this.#forgetOld();
		this.#timer.set(earlier(nextDueTime(this.kernel), this.#history.dueTime()));
	}

	/** One portion at a time, after earlier commands. */
	#forgetOld(): void {
		const due = this.#history.dueTime();
		if (this.#forgetting || this.#ending.signal.aborted || due === undefined || due > this.kernel.clock.now()) return;
		this.#forgetting = true;
		this.#commands
			.submitAnyway(() => this.#history.removePortion())
			.then((removed) => {
				this.#history.removed(removed);
				this.#forgetting = false;
				this.#forgetOld();
			})
			// Senders of commands hear of the write fault: retried after the next transaction.
			.catch(() => (this.#forgetting = false));
	}
}

const retryMs = 1_000;
