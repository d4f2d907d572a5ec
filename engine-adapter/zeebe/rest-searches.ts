import { checkedKey } from './check-key';
import {
	type BegunInstance,
	type Incident,
	type IncidentFilter,
	type Instance,
	type InstanceState,
	maxBegun,
	type Retry,
	type UserTask,
} from '../engine/instances';
import { isTroupeError } from '../../core/base/errors';
import type { AdHocActivation } from '../engine/jobs';
import type { Variables } from '../engine/variables';
import type { CamundaRest } from './camunda-rest';
import type { VariablesCodec } from './variables-json';

/** Enough for a designer; a cluster gives at most 10,000. */
const maxItems = 1_000;
/** Max instances to search for incidents: one request each. */
const maxCalled = 30;

type Item = Record<string, unknown>;

/** User tasks and searches of `troupe serve` or a cluster of 8.8 with secondary storage, which lags behind. Older clusters answer NOT_SUPPORTED. */
export class RestSearches {
	constructor(
		private readonly rest: CamundaRest,
		private readonly codec: VariablesCodec,
	) {}

	async findInstance(instanceKey: string): Promise<Instance> {
		const key = checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND');
		const found = await this.rest.call<Item>({
			subject: `instance ${key}`,
			method: 'GET',
			path: `/process-instances/${key}`,
			notFound: 'INSTANCE_NOT_FOUND',
		});
		return {
			instanceKey: key,
			processId: text(found.processDefinitionId),
			version: Number(found.processDefinitionVersion),
			state: toInstanceState(text(found.state)),
			hasIncident: found.hasIncident === true,
			variables: await this.#readVariables(key, key),
		};
	}

	async activateAdHoc(elementInstanceKey: string, elements: AdHocActivation[], cancelRemaining = false): Promise<void> {
		const key = checkedKey(elementInstanceKey, 'ad-hoc sub-process', 'INSTANCE_NOT_FOUND');
		const body = { elements: elements.map(withVariables), cancelRemainingInstances: cancelRemaining };
		const path = `/element-instances/ad-hoc-activities/${key}/activation`;
		await this.rest.call({ subject: `ad-hoc sub-process ${key}`, path, body, notFound: 'INSTANCE_NOT_FOUND' });
	}

	async completeUserTask(userTaskKey: string, variables: Variables): Promise<void> {
		const path = `/user-tasks/${checkedKey(userTaskKey, 'user task', 'USER_TASK_NOT_FOUND')}/completion`;
		await this.rest.call({ subject: `user task ${userTaskKey}`, path, body: { variables }, notFound: 'USER_TASK_NOT_FOUND' });
	}

	async searchUserTasks({ instanceKey }: { instanceKey?: string }): Promise<UserTask[]> {
		const items = await this.#search('Searching user tasks', '/user-tasks/search', { state: 'CREATED', ...byInstance(instanceKey) });
		return Promise.all(
			items.map(async (item) => ({
				key: text(item.userTaskKey),
				instanceKey: text(item.processInstanceKey),
				elementId: text(item.elementId),
				name: text(item.name),
				variables: await this.#readVariables(text(item.processInstanceKey), text(item.elementInstanceKey)),
			})),
		);
	}

	async searchIncidents({ instanceKey, withCalled }: IncidentFilter): Promise<Incident[]> {
		const keys = withCalled && instanceKey !== undefined ? await this.#listWithCalled(instanceKey) : [instanceKey];
		const found: Incident[] = [];
		for (const key of keys) found.push(...(await this.#listIncidents(key)));
		return found;
	}

	async #listWithCalled(instanceKey: string): Promise<string[]> {
		const keys = [instanceKey];
		for (let at = 0; at < keys.length && keys.length < maxCalled; at++) {
			const filter = { state: 'ACTIVE', parentProcessInstanceKey: keys[at] };
			const items = await this.#search('Searching called instances', '/process-instances/search', filter);
			keys.push(...items.map((item) => text(item.processInstanceKey)));
		}
		return keys.slice(0, maxCalled);
	}

	async #listIncidents(instanceKey: string | undefined): Promise<Incident[]> {
		const items = await this.#search('Searching incidents', '/incidents/search', { state: 'ACTIVE', ...byInstance(instanceKey) });
		return items.map((item) => ({
			key: text(item.incidentKey),
			instanceKey: text(item.processInstanceKey),
			elementId: text(item.elementId),
			errorType: text(item.errorType),
			message: text(item.errorMessage),
			...(item.jobKey ? { jobKey: text(item.jobKey) } : {}),
		}));
	}

	/** Clusters before 8.8 have no job search. */
	async listRetries(instanceKey: string): Promise<Retry[]> {
		const filter = { state: 'FAILED', ...byInstance(checkedKey(instanceKey, 'instance', 'INSTANCE_NOT_FOUND')) };
		const items = await this.#search('Searching jobs', '/jobs/search', filter).catch((error: unknown): Item[] => {
			if (isTroupeError(error) && error.code === 'NOT_SUPPORTED') return [];
			throw error;
		});
		return items
			.filter(({ hasFailedWithRetriesLeft }) => hasFailedWithRetriesLeft === true)
			.map((item) => ({
				jobKey: text(item.jobKey),
				elementId: text(item.elementId),
				message: text(item.errorMessage),
				retries: Number(item.retries),
				...(Number.isFinite(Date.parse(text(item.deadline))) && { due: Date.parse(text(item.deadline)) }),
			}));
	}

	async findInstancesBy(variable: string, value: string): Promise<string[]> {
		const items = await this.#search('Searching variables', '/variables/search', { name: variable, value: JSON.stringify(value) });
		return items.filter(({ scopeKey, processInstanceKey }) => scopeKey === processInstanceKey).map((item) => text(item.processInstanceKey));
	}

	async findInstancesOf(processId: string): Promise<BegunInstance[]> {
		const { items } = await this.rest.call<{ items: Item[] }>({
			subject: `Searching instances of ${processId}`,
			path: '/process-instances/search',
			body: { filter: { processDefinitionId: processId }, sort: [{ field: 'startDate', order: 'DESC' }], page: { limit: maxBegun } },
		});
		return items.map((item) => ({
			instanceKey: text(item.processInstanceKey),
			hasEnded: item.state !== 'ACTIVE',
			...(item.startDate ? { startedAt: text(item.startDate) } : {}),
		}));
	}

	async #readVariables(instanceKey: string, scopeKey: string): Promise<Variables> {
		const filter = { processInstanceKey: instanceKey };
		const items = await this.#search('Reading variables', '/variables/search', filter);
		const of = (key: string) =>
			items.filter((item) => text(item.scopeKey) === key).map(({ name, value }) => [text(name), this.#parseValue(text(value))] as const);
		return Object.fromEntries([...of(instanceKey), ...(scopeKey === instanceKey ? [] : of(scopeKey))]);
	}

	/** A cluster truncates a long value, which is then not JSON. */
	#parseValue(json: string): unknown {
		try {
			return (this.codec.parse(`{"value":${json}}`) as { value: unknown }).value;
		} catch {
			return json;
		}
	}

	async #search(subject: string, path: string, filter: object): Promise<Item[]> {
		const { items } = await this.rest.call<{ items: Item[] }>({ subject, path, body: { filter, page: { limit: maxItems } } });
		return items;
	}
}

const byInstance = (instanceKey: string | undefined) => (instanceKey === undefined ? {} : { processInstanceKey: instanceKey });

/** Keys are numbers on 8.6 and texts on 8.8. */
export const text = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';

/** 8.8 says CANCELED where 8.7 said TERMINATED. */
function toInstanceState(state: string): InstanceState {
	if (state === 'ACTIVE' || state === 'COMPLETED') return state;
	return 'TERMINATED';
}

export const withVariables = ({ elementId, variables = {} }: AdHocActivation): AdHocActivation => ({ elementId, variables });
