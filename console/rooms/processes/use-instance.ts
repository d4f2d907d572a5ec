import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useStream } from '../../api/follow';
import type { Problem } from '../../api/problem';
import type { StreamState } from '../../api/stream';
import { useQuery } from '../../api/use-query';
import { type ElementInstance, type EngineEvent, type Incident, type Instance, searchEngine, type Variable } from './engine';
import { type Counted, LiveTokens } from './live-tokens';

interface Job {
	jobKey: string;
	type: string;
	state: string;
	retries: number;
	elementId: string;
	elementInstanceKey: string;
	errorMessage?: string | null;
}

interface AgentInstance {
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
	counted: Counted;
}

/** Max drawn; an instance can have a hundred thousand. */
export const most = 500;

async function readInstance(key: string, signal: AbortSignal): Promise<ShownInstance> {
	const path = `GET /v2/process-instances/${encodeURIComponent(key)}`;
	const filter = { processInstanceKey: key };
	const search = async <Item>(what: string, more: object = {}, sort?: Array<{ field: string; order: 'ASC' | 'DESC' }>) =>
		(await searchEngine<Item>(what, { filter: { ...filter, ...more }, sort, limit: most, signal })).items;
	const newest = [{ field: 'startDate', order: 'DESC' as const }];
	const [instance, elements, incidents, variables, jobs, agents, messages, tasks, called, flows, counted] = await Promise.all([
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
		call<Counted>(`${path}/statistics/element-instances`, { signal }),
	]);
	return { instance, elements, incidents, variables, jobs, agents, messages, tasks, called, flows, counted };
}

const kinds = [
	'element-activated',
	'element-completed',
	'element-terminated',
	'sequence-flow-taken',
	'job-created',
	'job-completed',
	'job-failed',
	'job-error-thrown',
	'job-canceled',
	'user-task-created',
	'user-task-completed',
	'incident-created',
	'incident-resolved',
	'variable-set',
	'message-correlated',
	'signal-thrown',
	'escalation-thrown',
];

const settleMs = 300;
/** Max share of time spent reading: tokens move by events alone. */
const maxShare = 0.25;

interface FollowedInstance {
	shown?: ShownInstance;
	problem?: Problem;
	reload: () => void;
	tokens: LiveTokens;
	live: StreamState;
}

export function useInstance(key: string): FollowedInstance {
	const tokens = useMemo(() => new LiveTokens(), [key]);
	const lasted = useRef(0);
	const read = async (signal: AbortSignal) => {
		const begin = performance.now();
		const shown = await readInstance(key, signal);
		lasted.current = performance.now() - begin;
		tokens.count(shown.counted);
		return shown;
	};
	const { data, problem, reload } = useQuery(key, read, { every: 15_000 });
	const [followed, setFollowed] = useState<{ after?: number }>();
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	const isActive = data?.instance.state === 'ACTIVE';
	// The stream continues where the first count ends.
	useEffect(() => setFollowed(isActive ? { after: data?.counted.position } : undefined), [isActive, tokens]);
	useEffect(() => () => clearTimeout(timer.current), []);
	const live = useStream(
		followed && '/v2/events',
		kinds,
		({ id, data: event }) => {
			tokens.take(Number(id), event as EngineEvent);
			// The first of a burst sets the timer: long bursts are shown, too.
			timer.current ??= setTimeout(
				() => {
					timer.current = undefined;
					reload();
				},
				Math.max(settleMs, lasted.current / maxShare),
			);
		},
		{ processInstanceKey: key, after: followed?.after, kinds: kinds.join(',') },
	);
	useReloadAfterLoss(live, reload);
	return { shown: data, problem, reload, tokens, live };
}

/** Reads again once the service is heard again: what no event tells may have changed. */
function useReloadAfterLoss({ lostSince }: StreamState, reload: () => void): void {
	const wasLost = useRef(false);
	useEffect(() => {
		if (wasLost.current && lostSince === undefined) reload();
		wasLost.current = lostSince !== undefined;
	}, [lostSince]);
}
