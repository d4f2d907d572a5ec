import type { Kernel } from '../flow/kernel';
import type { IncidentSummary, UserTaskSummary } from '../work/work-directory';
import { readTags } from '../state/instances/instance-directory';
import type { UserTaskProperties } from '../work/user-tasks';
import { type EndedQuery, findNode, lookAtIndex, readText, type Look } from './search-ended';

/** Last state, in order of creation; of one instance in order of their end. */
export function searchEndedUserTasks(kernel: Kernel, query: EndedQuery): Look<UserTaskSummary> {
	const { rows, next } = lookAtIndex(kernel, ['user-task-completed', 'user-task-canceled'], query);
	const tasks = rows.map((ended): UserTaskSummary => ({
		...ended,
		key: ended.historyKey!,
		node: findNode(kernel, ended),
		properties: ended.details.properties as UserTaskProperties,
		tags: readTags(kernel, ended.instanceKey),
		state: ended.kind === 'user-task-completed' ? 'COMPLETED' : 'CANCELED',
		createdAt: ended.startedAt ?? ended.endedAt,
		completedBy: readText(ended, 'completedBy'),
	}));
	return { rows: tasks, next };
}

export function searchResolvedIncidents(kernel: Kernel, query: EndedQuery): Look<IncidentSummary> {
	const { rows, next } = lookAtIndex(kernel, ['incident-resolved'], query);
	const incidents = rows.map((ended): IncidentSummary => ({
		...ended,
		key: ended.historyKey!,
		state: 'RESOLVED',
		errorType: readText(ended, 'errorType') ?? 'UNKNOWN',
		message: readText(ended, 'message') ?? '',
		jobKey: readText(ended, 'jobKey'),
		createdAt: ended.startedAt ?? ended.endedAt,
	}));
	return { rows: incidents, next };
}
