import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { EngineEvent } from '../../engine/engine-events';
import type { TaskEvent } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import type { Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import type { NotedEntry } from '../state/audit-outbox';
import type { HistoryEntry } from '../state/event-log';
import { forgetWaiting, noteWaiting } from './waiting-tasks';

export type UserTaskProperties = Record<string, string>;

export interface TaskChange {
	event: TaskEvent;
	action?: string;
	properties: UserTaskProperties;
	variables?: Variables;
	/** If the caller is known by name. */
	completedBy?: string;
	noted?: NotedEntry;
	changed: string[];
	done: number;
}

export interface UserTask {
	key: number;
	elementInstanceKey: number;
	instanceKey: number;
	properties: UserTaskProperties;
	change?: TaskChange;
}

interface UserTaskRow {
	key: number;
	element_instance_key: number;
	instance_key: number;
	properties: string;
	change: string | null;
}

export function listTasks({ database }: Kernel, instanceKey: number | undefined): UserTask[] {
	const sql = 'SELECT * FROM user_task WHERE ?1 IS NULL OR instance_key = ?1 ORDER BY key';
	return database.all<UserTaskRow>(sql, instanceKey ?? null).map(parseTask);
}

export function findTask({ database }: Kernel, key: number): UserTask | undefined {
	const row = database.get<UserTaskRow>('SELECT * FROM user_task WHERE key = ?', key);
	return row && parseTask(row);
}

export function findTaskOf({ database }: Kernel, elementInstanceKey: number): UserTask | undefined {
	const row = database.get<UserTaskRow>('SELECT * FROM user_task WHERE element_instance_key = ?', elementInstanceKey);
	return row && parseTask(row);
}

const parseTask = ({ properties, change, ...row }: UserTaskRow): UserTask => ({
	key: row.key,
	elementInstanceKey: row.element_instance_key,
	instanceKey: row.instance_key,
	properties: JSON.parse(properties) as UserTaskProperties,
	...(change !== null && { change: parseJson(change) as TaskChange }),
});

/** Nobody waits for the task before it is known if listeners decide; it is saved again then. */
export function insertTask({ database }: Kernel, { key, elementInstanceKey, instanceKey, properties }: UserTask): void {
	database.run(
		'INSERT INTO user_task (key, element_instance_key, instance_key, properties) VALUES (?, ?, ?, ?)',
		key,
		elementInstanceKey,
		instanceKey,
		JSON.stringify(properties),
	);
}

export function saveTask(kernel: Kernel, { key, properties, change }: UserTask): void {
	kernel.database.run(
		'UPDATE user_task SET properties = ?, change = ? WHERE key = ?',
		JSON.stringify(properties),
		change ? stringifyJson(change) : null,
		key,
	);
	noteWaiting(kernel, { key, properties, change });
}

/** The log keeps its owner: ended tasks are searched there. */
export function removeTask(
	kernel: Kernel,
	kind: 'user-task-completed' | 'user-task-canceled',
	task: UserTask,
	completion: Pick<TaskChange, 'completedBy'> = {},
): void {
	logTask(
		kernel,
		kind,
		task,
		task.properties,
		{ key: task.key, startedAt: kernel.instances.startedAt(task.elementInstanceKey) },
		completion,
	);
	forgetWaiting(kernel, task.key);
	kernel.database.run('DELETE FROM user_task WHERE key = ?', task.key);
	kernel.effects.taskChanged({ key: String(task.key) });
}

export function logTask(
	kernel: Kernel,
	kind: EngineEvent['kind'],
	{ key, elementInstanceKey }: Pick<UserTask, 'key' | 'elementInstanceKey'>,
	properties: UserTaskProperties,
	history?: HistoryEntry,
	completion: Pick<TaskChange, 'completedBy'> = {},
): void {
	const instance = findInstance(kernel, elementInstanceKey)!;
	kernel.log.append(kind, { ...instance, type: 'userTask' }, { userTaskKey: String(key), properties, ...completion }, history);
}

/** Only listeners see them before completion. */
export function readChangedVariables(
	kernel: Kernel,
	job: { task_event: TaskEvent | null; element_instance_key: number },
	names?: readonly string[],
): Variables {
	if (job.task_event !== 'completing') return {};
	const variables = findTaskOf(kernel, job.element_instance_key)?.change?.variables ?? {};
	return Object.fromEntries(Object.entries(variables).filter(([name]) => !names?.length || names.includes(name)));
}
