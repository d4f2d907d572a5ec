import { toLintTarget } from '../../bpmn/lint/lint-target';
import { TroupeError } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings/settings';
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
import { listVariableSets } from '../variable-sets';
import { CamundaRest } from './camunda-rest';
import { checkedKey } from './check-key';
import { findTenants, parseAddress, type ZeebeOptions } from './connect-options';
import { Gateway } from './gateway';
import { GrpcJobs } from './job-transport';
import { openClients, openRestHeaders } from './load-sdk';
import type { ZeebeClients } from './load-sdk';
import { RestJobs } from './rest-jobs';
import { RestSearches } from './rest-searches';
import { aboutStart, startBody, startedInstance as startedOverRest } from './rest-start';
import { loadVariablesCodec, type VariablesCodec } from './variables-json';
import { toDeployment } from './wire-deployment';
import type { WireDeployment } from './wire-deployment';
import { needsRest, notAvailable } from './without-rest';
import { ZeebeWorker } from './zeebe-worker';

interface WireInstance {
	processInstanceKey: string;
	bpmnProcessId: string;
	version: number;
	processDefinitionKey: string;
}

const startedInstance = ({ processInstanceKey, bpmnProcessId, version, processDefinitionKey }: WireInstance): StartedInstance => ({
	instanceKey: processInstanceKey,
	processId: bpmnProcessId,
	version,
	processDefinitionKey,
});

const connectWithinMs = 10_000;

/** Since 8.8 a cluster with secondary storage answers searches. */
const keepsHistory = (zeebeVersion: string): boolean => toLintTarget(zeebeVersion) === '8.8';

class ZeebeEngine implements ProcessEngine {
	readonly name = 'zeebe';
	readonly capabilities: EngineCapabilities;
	readonly #workers = new Set<ZeebeWorker>();

	constructor(
		private readonly clients: ZeebeClients,
		private readonly gateway: Gateway,
		private readonly codec: VariablesCodec,
		private readonly options: ZeebeOptions,
		private readonly rest: CamundaRest | undefined,
		zeebeVersion: string,
	) {
		this.capabilities = { search: rest !== undefined && keepsHistory(zeebeVersion), events: false, zeebeVersion };
	}

	async deploy(resources: Resource[], tenantId?: string): Promise<Deployment> {
		const names = resources.map(({ name }) => name).join(', ');
		const deployed = await this.gateway.call<WireDeployment>(
			{ method: 'deployResource', subject: names },
			{ resources: resources.map(({ name, content }) => ({ name, content: Buffer.from(content) })), ...this.#tenantOf({ tenantId }) },
		);
		return toDeployment(deployed);
	}

	async start(untraced: StartRequest): Promise<StartedInstance> {
		const request = withTrace(untraced);
		if (request.terminateAfter?.length) return this.#startOverRest(request);
		return startedInstance(
			await this.gateway.call<WireInstance>({ ...aboutStart(request), method: 'createProcessInstance' }, this.#startRequest(request)),
		);
	}

	/** The published gRPC protocol has no runtime instructions. */
	async #startOverRest(request: StartRequest): Promise<StartedInstance> {
		const rest = this.#needRest('Terminating an instance after an element');
		const body = { ...startBody(request), ...this.#tenantOf(request) };
		return startedOverRest(await rest.call<Record<string, unknown>>({ ...aboutStart(request), body }));
	}

	async startAndAwait(request: StartRequest, timeoutMs: number): Promise<InstanceResult> {
		const reply = await this.gateway.callPatiently<WireInstance & { variables: string }>(
			{ ...aboutStart(request), method: 'createProcessInstanceWithResult' },
			{ request: this.#startRequest(withTrace(request)), requestTimeout: timeoutMs },
			timeoutMs + connectWithinMs,
		);
		return { ...startedInstance(reply), variables: withoutTrace(this.codec.parse(reply.variables)) };
	}

	async publishMessage(message: Message): Promise<{ messageKey: string }> {
		const reply = await this.gateway.call<{ key: string }>(
			{ method: 'publishMessage', subject: `message "${message.name}"` },
			{
				name: message.name,
				correlationKey: message.correlationKey,
				timeToLive: message.timeToLiveMs ?? 0,
				messageId: message.messageId ?? '',
				...this.#tenantOf(message),
				variables: this.codec.stringify(withTrace(message).variables),
			},
		);
		return { messageKey: reply.key };
	}

	async broadcastSignal({ name, variables, ...signal }: Signal): Promise<{ signalKey: string }> {
		const reply = await this.gateway.call<{ key: string }>(
			{ method: 'broadcastSignal', subject: `signal "${name}"` },
			{ signalName: name, variables: this.codec.stringify(withTrace({ variables }).variables), ...this.#tenantOf(signal) },
		);
		return { signalKey: reply.key };
	}

	async setVariables(scopeKey: string, variables: Variables, local = false): Promise<void> {
		await this.gateway.call(
			{ method: 'setVariables', subject: `scope ${scopeKey}`, notFound: 'INSTANCE_NOT_FOUND' },
			{ elementInstanceKey: checkedKey(scopeKey, 'scope', 'INSTANCE_NOT_FOUND'), variables: this.codec.stringify(variables), local },
		);
	}

	async cancel(instanceKey: string): Promise<void> {
		await this.gateway.call(
			{ method: 'cancelProcessInstance', subject: `instance ${instanceKey}`, notFound: 'INSTANCE_NOT_FOUND' },
			{ processInstanceKey: checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND') },
		);
	}

	async modify(instanceKey: string, { activate = [], terminate = [] }: Modification): Promise<void> {
		await this.gateway.call(
			{ method: 'modifyProcessInstance', subject: `instance ${instanceKey}`, notFound: 'INSTANCE_NOT_FOUND' },
			{
				processInstanceKey: checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND'),
				activateInstructions: activate.map((activation) => ({
					elementId: activation.elementId,
					ancestorElementInstanceKey: '0',
					variableInstructions: listVariableSets(activation).map(({ variables, scopeId = '' }) => ({
						variables: this.codec.stringify(variables),
						scopeId,
					})),
				})),
				terminateInstructions: terminate.map((key) => ({ elementInstanceKey: checkedKey(key, 'element instance', 'INPUT_INVALID') })),
			},
		);
	}

	async migrate(instanceKey: string, { processDefinitionKey, mappings }: Migration): Promise<void> {
		await this.gateway.call(
			{ method: 'migrateProcessInstance', subject: `instance ${instanceKey}`, notFound: 'INSTANCE_NOT_FOUND' },
			{
				processInstanceKey: checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND'),
				migrationPlan: {
					targetProcessDefinitionKey: checkedKey(processDefinitionKey, 'process definition', 'PROCESS_NOT_FOUND'),
					mappingInstructions: mappings.map(({ source, target }) => ({ sourceElementId: source, targetElementId: target })),
				},
			},
		);
	}

	async deleteResource(key: string): Promise<void> {
		await this.gateway.call(
			{ method: 'deleteResource', subject: `resource ${key}`, notFound: 'RESOURCE_NOT_FOUND' },
			{ resourceKey: checkedKey(key, 'resource', 'RESOURCE_NOT_FOUND') },
		);
	}

	async openWorker(type: string, options: WorkerOptions, handler: JobHandler): Promise<Worker> {
		const onProblem = this.options.onProblem ?? ((line) => process.stderr.write(`${printable(line)}\n`));
		const jobs = new GrpcJobs(
			this.gateway,
			this.codec,
			() => new RestJobs(this.#needRest('Deciding what runs in an ad-hoc sub-process')),
			findTenants(this.options, options),
		);
		const worker = new ZeebeWorker(type, options, handler, jobs, onProblem, (closed) => this.#workers.delete(closed));
		this.#workers.add(worker);
		worker.start();
		return worker;
	}

	async extend(jobKey: string, timeoutMs: number): Promise<void> {
		await this.gateway.call(
			{ method: 'updateJobTimeout', subject: `job ${jobKey}`, notFound: 'JOB_NOT_FOUND' },
			{ jobKey: checkedKey(jobKey, 'job', 'JOB_NOT_FOUND'), timeout: timeoutMs },
		);
	}

	async completeUserTask(userTaskKey: string, variables: Variables): Promise<void> {
		await this.#overRest('Completing a user task', false).completeUserTask(userTaskKey, variables);
	}

	async activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining?: boolean): Promise<void> {
		await this.#overRest('Starting elements in an ad-hoc sub-process').activateAdHoc(elementInstanceKey, elements, cancelRemaining);
	}

	async updateJobRetries(jobKey: string, retries: number): Promise<void> {
		await this.gateway.call(
			{ method: 'updateJobRetries', subject: `job ${jobKey}`, notFound: 'JOB_NOT_FOUND' },
			{ jobKey: checkedKey(jobKey, 'job', 'JOB_NOT_FOUND'), retries },
		);
	}

	async resolveIncident(incidentKey: string): Promise<void> {
		await this.gateway.call(
			{ method: 'resolveIncident', subject: `incident ${incidentKey}`, notFound: 'INCIDENT_NOT_FOUND' },
			{ incidentKey: checkedKey(incidentKey, 'incident', 'INCIDENT_NOT_FOUND') },
		);
	}

	async findInstance(instanceKey: string): Promise<Instance> {
		return this.#overRest('Reading an instance').findInstance(instanceKey);
	}

	async findInstancesBy(variable: string, value: string): Promise<string[]> {
		return this.#overRest('Searching variables').findInstancesBy(variable, value);
	}

	async findInstancesOf(processId: string): Promise<BegunInstance[]> {
		return this.#overRest('Searching instances').findInstancesOf(processId);
	}

	async searchUserTasks(filter: { instanceKey?: string }): Promise<UserTask[]> {
		return this.#overRest('Searching user tasks').searchUserTasks(filter);
	}

	async searchIncidents(filter: IncidentFilter): Promise<Incident[]> {
		return this.#overRest('Searching incidents').searchIncidents(filter);
	}

	async listRetries(instanceKey: string): Promise<Retry[]> {
		return this.#overRest('Searching jobs').listRetries(instanceKey);
	}

	subscribe(): never {
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: "Following events is not available on this version: Zeebe's brokers export them elsewhere.",
			fix: "Check the instance in Camunda's Operate, or run it on the embedded engine.",
		});
	}

	async close(): Promise<void> {
		await Promise.all([...this.#workers].map((worker) => worker.close()));
		await this.clients.close();
	}

	/** @throws TroupeError NOT_SUPPORTED */
	#overRest(what: string, since88 = true): RestSearches {
		if (since88 && !keepsHistory(this.capabilities.zeebeVersion)) throw notAvailable(what);
		return new RestSearches(this.#needRest(what), this.codec);
	}

	#needRest(what: string): CamundaRest {
		if (this.rest) return this.rest;
		throw needsRest(what, this.gateway.address);
	}

	#tenantOf({ tenantId = this.options.tenantId }: { tenantId?: string }): { tenantId?: string } {
		return tenantId === undefined ? {} : { tenantId };
	}

	#startRequest({ processId, version, variables, startAt = [], tags = [], ...request }: StartRequest): object {
		const startInstructions = startAt.map((elementId) => ({ elementId }));
		const which = { bpmnProcessId: processId, version: version ?? -1, ...this.#tenantOf(request) };
		return { ...which, variables: this.codec.stringify(variables), startInstructions, tags };
	}
}

/** @throws TroupeError INPUT_INVALID for the address, ENGINE_UNREACHABLE within 10 s when no gateway answers */
export async function connectZeebe(options: ZeebeOptions): Promise<ProcessEngine> {
	const address = parseAddress(options.address);
	const [clients, codec] = await Promise.all([openClients(options), loadVariablesCodec()]);
	const gateway = new Gateway(clients.gateway, address, undefined, options.onBackPressure);
	try {
		const topology = { method: 'topology', subject: 'its topology' };
		const { gatewayVersion } = await gateway.call<{ gatewayVersion: string }>(topology, {}, connectWithinMs);
		return new ZeebeEngine(clients, gateway, codec, options, await openRest(options, codec), gatewayVersion);
	} catch (error) {
		await clients.close();
		throw error;
	}
}

async function openRest(options: ZeebeOptions, codec: VariablesCodec): Promise<CamundaRest | undefined> {
	const url = options.restAddress ?? readSetting('ZEEBE_REST_ADDRESS');
	return url ? new CamundaRest({ url, headers: await openRestHeaders(url), codec }) : undefined;
}
