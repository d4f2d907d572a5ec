import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useStream } from '../../api/follow';
import type { Problem } from '../../api/problem';
import { useQuery } from '../../api/use-query';
import type { ElementStatistics } from './token-counts';
import { type ElementInstance, type EngineEvent, type Incident, type Instance, searchEngine, type Variable } from './engine';

export interface Job {
	jobKey: string;
	type: string;
	state: string;
	retries: number;
	elementId: string;
	elementInstanceKey: string;
	errorMessage?: string | null;
}

export interface AgentInstance {
	agentInstanceKey: string;
	elementId: string;
	status: string;
	definition: { model: string };
	metrics: { inputTokens: number; outputTokens: number; modelCalls: number; toolCalls: number };
}

interface Subscription {
	messageSubscriptionKey: string;
	messageName: string;
	elementId: string;
	correlationKey: string;
}

interface UserTask {
	userTaskKey: string;
	name?: string | null;
	elementId: string;
}

/** All that the page tells of an instance. Lists have a bound. */
export interface ShownInstance {
	instance: Instance;
	elements: ElementInstance[];
	incidents: Incident[];
	variables: Variable[];
	jobs: Job[];
	agents: AgentInstance[];
	messages: Subscription[];
	tasks: UserTask[];
	called: Instance[];
	flows: string[];
	/** How many tokens and incidents each element has now. */
	statistics: ElementStatistics[];
}

/** More are not drawn; an instance can have a hundred thousand. */
const most = 500;

export async function readInstance(key: string, signal: AbortSignal): Promise<ShownInstance> {
	const path = `GET /v2/process-instances/${encodeURIComponent(key)}`;
	const filter = { processInstanceKey: key };
	const search = async <Item>(what: string, more: object = {}, sort?: Array<{ field: string; order: 'ASC' | 'DESC' }>) =>
		(await searchEngine<Item>(what, { filter: { ...filter, ...more }, sort, limit: most, signal })).items;
	const newest = [{ field: 'startDate', order: 'DESC' as const }];
	const [instance, elements, incidents, variables, jobs, agents, messages, tasks, called, flows, statistics] = await Promise.all([
		call<Instance>(path, { signal }),
		search<ElementInstance>('element-instances', {}, newest),
		search<Incident>('incidents', { state: 'ACTIVE' }),
		search<Variable>('variables'),
		search<Job>('jobs', { state: { $in: ['CREATED', 'FAILED', 'RETRIES_UPDATED'] } }),
		search<AgentInstance>('agent-instances'),
		search<Subscription>('message-subscriptions'),
		search<UserTask>('user-tasks', { state: 'CREATED' }),
		searchEngine<Instance>('process-instances', { filter: { parentProcessInstanceKey: key }, limit: most, signal }).then(
			({ items }) => items,
		),
		call<{ items: Array<{ elementId: string }> }>(`${path}/sequence-flows`, { signal }).then(({ items }) =>
			items.map(({ elementId }) => elementId),
		),
		call<{ items: ElementStatistics[] }>(`${path}/statistics/element-instances`, { signal }).then(({ items }) => items),
	]);
	return { instance, elements, incidents, variables, jobs, agents, messages, tasks, called, flows, statistics };
}

export const followed = [
	...['element-activated', 'element-completed', 'element-terminated', 'sequence-flow-taken', 'job-created', 'job-completed', 'job-failed'],
	...[
		'job-error-thrown',
		'job-canceled',
		'user-task-created',
		'user-task-completed',
		'incident-created',
		'incident-resolved',
		'variable-set',
	],
	...['message-correlated', 'signal-thrown', 'escalation-thrown'],
];

/** What comes within this time is read once. */
const settleMs = 300;

/** An instance with all that is told of it, read again as it goes on. @param take each event as it comes */
export function useInstance(
	key: string,
	take: (event: EngineEvent) => void,
): { shown?: ShownInstance; problem?: Problem; reload: () => void } {
	const { data, problem, reload } = useQuery(key, (signal) => readInstance(key, signal), { every: 15_000 });
	const [isFollowing, setFollowing] = useState(false);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	const isActive = data?.instance.state === 'ACTIVE';
	useEffect(() => setFollowing(isActive), [isActive]);
	useEffect(() => () => clearTimeout(timer.current), []);
	useStream(
		isFollowing ? '/v2/events' : undefined,
		followed,
		({ data: event }) => {
			take(event as EngineEvent);
			// The first of a burst decides when: the page shows what goes on for long, too.
			timer.current ??= setTimeout(() => {
				timer.current = undefined;
				reload();
			}, settleMs);
		},
		{ processInstanceKey: key },
	);
	return { shown: data, problem, reload };
}
