import { isTroupeError, TroupeError } from '../../core/base/errors';
import { printable } from '../../core/base/text/printable';
import type { Deployment, Resource } from '../engine/deployments';
import type { Migration, Modification } from '../engine/instance-changes';
import type { BegunInstance, Incident, IncidentFilter, Instance, Retry, UserTask } from '../engine/instances';
import type { AdHocActivation, JobHandler } from '../engine/jobs';
import type { Message, Signal } from '../engine/messages';
import type { EngineCapabilities, ProcessEngine } from '../engine/process-engine';
import type { InstanceResult, StartRequest, StartedInstance } from '../engine/starts';
import { withTrace, withoutTrace } from '../engine/trace-variable';
import type { Variables } from '../engine/variables';
import type { Worker, WorkerOptions } from '../engine/workers';
import { ownClusterId } from '../own-cluster-id';
import { listVariableSets } from '../variable-sets';
import { CamundaRest } from './camunda-rest';
import { checkedKey } from './check-key';
import type { ZeebeOptions } from './connect-options';
import { findTenants } from './connect-options';
import { readDeploymentProblems } from './deployment-problems';
import { openRestHeaders } from './load-sdk';
import { RestJobs } from './rest-jobs';
import { RestSearches, text } from './rest-searches';
import { aboutStart, startBody, startedInstance } from './rest-start';
import { loadVariablesCodec } from './variables-json';
import { ZeebeWorker } from './zeebe-worker';

const answerMs = 10_000;

class RestEngine implements ProcessEngine {
	readonly name = 'zeebe';
	readonly #jobs: RestJobs;
	readonly #workers = new Set<ZeebeWorker>();

	constructor(
		private readonly rest: CamundaRest,
		private readonly searches: RestSearches,
		private readonly onProblem: (line: string) => void,
		readonly capabilities: EngineCapabilities,
		private readonly tenants: Pick<ZeebeOptions, 'tenantId' | 'tenantIds'> & { canFilter: boolean },
	) {
		this.#jobs = new RestJobs(rest, findTenants(tenants));
	}

	async deploy(resources: Resource[], tenantId = this.tenants.tenantId): Promise<Deployment> {
		const body = new FormData();
		for (const { name, content } of resources) body.append('resources', new Blob([content], { type: 'application/xml' }), name);
		if (tenantId !== undefined) body.append('tenantId', tenantId);
		const subject = `deploying ${resources.map(({ name }) => name).join(', ')}`;
		const deployed = await this.rest.call<Item>({ subject, path: '/deployments', body }).catch((error: unknown) => {
			throw refusedDeployment(error);
		});
		const processes = (deployed.deployments as Item[]).flatMap(({ processDefinition: one }) => (one ? [one as Item] : []));
		return {
			deploymentKey: text(deployed.deploymentKey ?? deployed.key),
			processes: processes.map((one) => ({
				processId: text(one.processDefinitionId ?? one.bpmnProcessId),
				version: Number(one.processDefinitionVersion ?? one.version),
				processDefinitionKey: text(one.processDefinitionKey),
				resourceName: text(one.resourceName),
			})),
		};
	}

	async start(request: StartRequest): Promise<StartedInstance> {
		return startedInstance(
			await this.rest.call<Item>({ ...aboutStart(request), body: { ...startBody(withTrace(request)), ...this.#tenantOf(request) } }),
		);
	}

	async startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult> {
		const body = { ...startBody(withTrace(request)), ...this.#tenantOf(request), awaitCompletion: true, requestTimeout: timeoutMs };
		const result = await this.rest.call<Item>({ ...aboutStart(request), body, withinMs: timeoutMs + answerMs });
		return { ...startedInstance(result), variables: withoutTrace((result.variables ?? {}) as Variables) };
	}

	async publishMessage({
		name,
		correlationKey,
		timeToLiveMs = 0,
		messageId,
		variables,
		...message
	}: Message): Promise<{ messageKey: string }> {
		const body = {
			name,
			correlationKey,
			timeToLive: timeToLiveMs,
			...(messageId && { messageId }),
			variables: withTrace({ variables }).variables ?? {},
			...this.#tenantOf(message),
		};
		const published = await this.rest.call<Item>({ subject: `message "${name}"`, path: '/messages/publication', body });
		return { messageKey: text(published.messageKey) };
	}

	async broadcastSignal({ name, variables = {}, ...signal }: Signal): Promise<{ signalKey: string }> {
		const body = { signalName: name, ...withTrace({ variables }), ...this.#tenantOf(signal) };
		const sent = await this.rest.call<Item>({ subject: `signal "${name}"`, path: '/signals/broadcast', body });
		return { signalKey: text(sent.signalKey) };
	}

	async setVariables(scopeKey: string, variables: Variables, local = false): Promise<void> {
		const path = `/element-instances/${checkedKey(scopeKey, 'scope', 'INSTANCE_NOT_FOUND')}/variables`;
		await this.rest.call({ subject: `scope ${scopeKey}`, method: 'PUT', path, body: { variables, local }, notFound: 'INSTANCE_NOT_FOUND' });
	}

	async cancel(instanceKey: string): Promise<void> {
		const path = `/process-instances/${checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND')}/cancellation`;
		await this.rest.call({ subject: `instance ${instanceKey}`, path, body: {}, notFound: 'INSTANCE_NOT_FOUND' });
	}

	async modify(instanceKey: string, { activate = [], terminate = [] }: Modification): Promise<void> {
		const path = `/process-instances/${checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND')}/modification`;
		const body = {
			activateInstructions: activate.map((activation) => ({
				elementId: activation.elementId,
				variableInstructions: listVariableSets(activation).map(({ variables, scopeId = '' }) => ({ variables, scopeId })),
			})),
			terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
		};
		await this.rest.call({ subject: `instance ${instanceKey}`, path, body, notFound: 'INSTANCE_NOT_FOUND' });
	}

	async migrate(instanceKey: string, { processDefinitionKey, mappings }: Migration): Promise<void> {
		const path = `/process-instances/${checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND')}/migration`;
		const body = {
			targetProcessDefinitionKey: processDefinitionKey,
			mappingInstructions: mappings.map(({ source, target }) => ({ sourceElementId: source, targetElementId: target })),
		};
		await this.rest.call({ subject: `instance ${instanceKey}`, path, body, notFound: 'INSTANCE_NOT_FOUND' });
	}

	async deleteResource(key: string): Promise<void> {
		const path = `/resources/${checkedKey(key, 'resource', 'RESOURCE_NOT_FOUND')}/deletion`;
		await this.rest.call({ subject: `resource ${key}`, path, body: {}, notFound: 'RESOURCE_NOT_FOUND' });
	}

	async openWorker(type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker> {
		const worker = new ZeebeWorker(
			type,
			options,
			handler,
			new RestJobs(this.rest, findTenants(this.tenants, options), this.tenants.canFilter),
			this.onProblem,
			(closed) => this.#workers.delete(closed),
		);
		this.#workers.add(worker);
		worker.start();
		return worker;
	}

	completeUserTask(userTaskKey: string, variables: Variables): Promise<void> {
		return this.searches.completeUserTask(userTaskKey, variables);
	}

	activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining?: boolean): Promise<void> {
		return this.searches.activateAdHoc(elementInstanceKey, elements, cancelRemaining);
	}

	extend(jobKey: string, timeoutMs: number): Promise<void> {
		return this.#jobs.extend(checkedKey(jobKey, 'job', 'JOB_NOT_FOUND'), timeoutMs);
	}

	updateJobRetries(jobKey: string, retries: number): Promise<void> {
		return this.#jobs.update(checkedKey(jobKey, 'job', 'JOB_NOT_FOUND'), { retries });
	}

	async resolveIncident(incidentKey: string): Promise<void> {
		const path = `/incidents/${checkedKey(incidentKey, 'incident', 'INCIDENT_NOT_FOUND')}/resolution`;
		await this.rest.call({ subject: `incident ${incidentKey}`, path, body: {}, notFound: 'INCIDENT_NOT_FOUND' });
	}

	findInstance(instanceKey: string): Promise<Instance> {
		return this.searches.findInstance(instanceKey);
	}

	findInstancesBy(variable: string, value: string): Promise<string[]> {
		return this.searches.findInstancesBy(variable, value);
	}

	findInstancesOf(processId: string): Promise<BegunInstance[]> {
		return this.searches.findInstancesOf(processId);
	}

	searchUserTasks(filter: { instanceKey?: string }): Promise<UserTask[]> {
		return this.searches.searchUserTasks(filter);
	}

	searchIncidents(filter: IncidentFilter): Promise<Incident[]> {
		return this.searches.searchIncidents(filter);
	}

	listRetries(instanceKey: string): Promise<Retry[]> {
		return this.searches.listRetries(instanceKey);
	}

	subscribe(): never {
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `Following events is not available over REST: ${this.rest.url} returns states, not events.`,
			fix: 'Check the instance in Operate, or run it on the embedded engine.',
		});
	}

	#tenantOf({ tenantId = this.tenants.tenantId }: { tenantId?: string }): { tenantId?: string } {
		return tenantId === undefined ? {} : { tenantId };
	}

	async close(): Promise<void> {
		await Promise.all([...this.#workers].map((worker) => worker.close()));
	}
}

type Item = Record<string, unknown>;

function refusedDeployment(error: unknown): unknown {
	if (!isTroupeError(error) || error.code !== 'INPUT_INVALID') return error;
	const problems = readDeploymentProblems(error.message);
	return new TroupeError({
		code: 'PROCESS_INVALID',
		message: error.message,
		fix: 'Correct the reported elements, and deploy again. Nothing was deployed.',
		details: { ...error.details, problems },
		cause: error,
	});
}

/**
 * Connects to Camunda 8.6 or newer, or `troupe serve`, over REST API v2. @throws TroupeError INPUT_INVALID for the URL, ENGINE_UNREACHABLE within 10
 * s when nothing answers there
 */
export async function connectCamundaRest({
	address,
	token,
	onBackPressure,
	onProblem = (line) => void process.stderr.write(`${printable(line)}\n`),
	rest: opened,
	takesAssigned = false,
	...tenants
}: Omit<ZeebeOptions, 'restAddress'> & {
	rest?: CamundaRest;
}): Promise<ProcessEngine> {
	const url = checkedUrl(address);
	const codec = await loadVariablesCodec();
	const rest = opened ?? new CamundaRest({ url, headers: await openRestHeaders(url, token), codec, onBackPressure });
	const topology = { subject: 'its topology', method: 'GET', path: '/topology', withinMs: answerMs } as const;
	const { gatewayVersion, clusterId } = await rest
		.call<{ gatewayVersion: string; clusterId?: string | null }>(topology)
		.catch((error: unknown) => {
			throw isTroupeError(error) && error.code === 'NOT_SUPPORTED' ? noCamunda(url, error) : error;
		});
	if (typeof gatewayVersion !== 'string') throw noCamunda(url, undefined);
	const capabilities = { search: await canSearch(rest), events: false, zeebeVersion: text(gatewayVersion) };
	const canFilter = takesAssigned && (clusterId === ownClusterId || isFrom(8, 9, text(gatewayVersion)));
	return new RestEngine(rest, new RestSearches(rest, codec), onProblem, capabilities, { ...tenants, canFilter });
}

function isFrom(major: number, minor: number, version: string): boolean {
	const [own = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
	return own > major || (own === major && ownMinor >= minor);
}

/** Returns true if the cluster has a searchable history. The version alone does not tell: 8.8 also runs without secondary storage. */
async function canSearch(rest: CamundaRest): Promise<boolean> {
	const question = { subject: 'Searching instances', path: '/process-instances/search', body: { page: { limit: 1 } }, withinMs: answerMs };
	try {
		await rest.call(question);
		return true;
	} catch (error) {
		return !(isTroupeError(error) && error.code === 'NOT_SUPPORTED');
	}
}

/** @throws TroupeError INPUT_INVALID */
function checkedUrl(address: string): string {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '') return address;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This is not the URL of a Camunda 8 REST API. Expected http://host:port or https://host, without a user name.',
		fix: 'Pass a URL such as http://localhost:8080. Credentials come from the environment.',
	});
}

const noCamunda = (url: string, cause: unknown): TroupeError =>
	new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		message: `The service at ${url} is not the REST API of Camunda 8.6 or newer: it does not answer GET /v2/topology as one.`,
		fix: 'Check the port: 8080 is the usual one of a cluster, 8600 that of `troupe serve`.',
		cause,
	});
