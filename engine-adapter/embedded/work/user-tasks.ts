import { TroupeError } from '../../../core/base/errors';
import type { EngineEvent, UserTask, Variables } from '../../engine';
import type { ElementContext, Kernel } from '../flow/kernel';
import { findInstance, setTrigger } from '../state/element-instances';
import type { HistoryEntry } from '../state/event-log';
import { parseVariables, visibleVariables } from '../state/variables';

interface UserTaskRow {
	key: number;
	element_instance_key: number;
	properties: string;
}

/** Who may do it and until when, as the model says. */
export type UserTaskProperties = Record<string, string>;

export function createUserTask({ kernel, instance }: ElementContext, properties: UserTaskProperties): void {
	const key = kernel.database.nextKey();
	kernel.database.run('INSERT INTO user_task VALUES (?, ?, ?, ?)', key, instance.key, instance.instanceKey, JSON.stringify(properties));
	log(kernel, 'user-task-created', { key, element_instance_key: instance.key }, properties);
}

/** @throws TroupeError USER_TASK_NOT_FOUND */
export function completeUserTask(kernel: Kernel, key: number, variables: Variables): void {
	const task = needTask(kernel, key);
	setTrigger(kernel, task.element_instance_key, { variables: parseVariables(variables) });
	remove(kernel, 'user-task-completed', task);
	kernel.steps.push({ kind: 'complete', key: task.element_instance_key });
}

/**
 * Gives the task to somebody, or to nobody.
 * @throws TroupeError USER_TASK_NOT_FOUND, STATE_CONFLICT when somebody has it and may not lose it
 */
export function assignUserTask(kernel: Kernel, key: number, assignee: string, allowOverride: boolean): void {
	const { assignee: before } = JSON.parse(needTask(kernel, key).properties) as UserTaskProperties;
	if (before && !allowOverride) {
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `User task ${key} already has an assignee.`,
			fix: 'Remove the assignee first, or allow overriding it.',
			details: { key: String(key) },
		});
	}
	updateUserTask(kernel, key, { assignee });
}

/** Sets who may do it and until when; what is empty is taken away. @throws TroupeError USER_TASK_NOT_FOUND */
export function updateUserTask(kernel: Kernel, key: number, changes: UserTaskProperties): void {
	const task = needTask(kernel, key);
	const properties = { ...(JSON.parse(task.properties) as UserTaskProperties), ...changes };
	const left = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
	kernel.database.run('UPDATE user_task SET properties = ? WHERE key = ?', JSON.stringify(left), key);
	log(kernel, 'user-task-updated', task, changes);
}

export function cancelUserTask({ kernel, instance }: ElementContext): void {
	const tasks = kernel.database.all<UserTaskRow>('SELECT * FROM user_task WHERE element_instance_key = ?', instance.key);
	for (const task of tasks) remove(kernel, 'user-task-canceled', task);
}

/** The log keeps who had it: ended tasks are searched there. */
function remove(kernel: Kernel, kind: 'user-task-completed' | 'user-task-canceled', task: UserTaskRow): void {
	log(kernel, kind, task, JSON.parse(task.properties) as UserTaskProperties, {
		key: task.key,
		startedAt: kernel.instances.startedAt(task.element_instance_key),
	});
	kernel.database.run('DELETE FROM user_task WHERE key = ?', task.key);
}

function log(
	kernel: Kernel,
	kind: EngineEvent['kind'],
	task: Pick<UserTaskRow, 'key' | 'element_instance_key'>,
	properties: UserTaskProperties,
	history?: HistoryEntry,
): void {
	const instance = findInstance(kernel, task.element_instance_key)!;
	kernel.log.append(kind, { ...instance, type: 'userTask' }, { userTaskKey: String(task.key), properties }, history);
}

/** Zeebe's own user tasks; those that are jobs are found by a worker. */
export function searchUserTasks(kernel: Kernel, instanceKey: number | undefined): UserTask[] {
	const rows = kernel.database.all<UserTaskRow>(
		'SELECT * FROM user_task WHERE ?1 IS NULL OR instance_key = ?1 ORDER BY key',
		instanceKey ?? null,
	);
	return rows.map((row) => {
		const instance = findInstance(kernel, row.element_instance_key)!;
		const node = kernel.definitions.get(instance.definitionKey).node(instance.elementId);
		return {
			key: String(row.key),
			instanceKey: String(instance.instanceKey),
			elementId: node.id,
			name: node.name,
			variables: visibleVariables(kernel, instance.key),
		};
	});
}

function needTask(kernel: Kernel, key: number): UserTaskRow {
	const task = kernel.database.get<UserTaskRow>('SELECT * FROM user_task WHERE key = ?', key);
	if (task) return task;
	throw userTaskNotFound(key);
}

export function userTaskNotFound(key: number): TroupeError {
	return new TroupeError({
		code: 'USER_TASK_NOT_FOUND',
		message: `There is no open user task ${key}.`,
		fix: 'List the user tasks. It may have been completed or cancelled.',
		details: { key: String(key) },
	});
}
