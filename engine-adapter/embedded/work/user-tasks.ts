import { TroupeError } from '../../../core/base/errors';
import type { UserTask as PortTask } from '../../engine/instances';
import type { Variables } from '../../engine/variables';
import { createElementContext } from '../flow/element-context';
import type { ElementContext, Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { parseVariables, visibleVariables } from '../state/instances/variables';
import { beginChange } from './task-changes';
import {
	findTask,
	findTaskOf,
	insertTask,
	listTasks,
	removeTask,
	type TaskChange,
	type UserTask,
	type UserTaskProperties,
} from './task-store';

export type { UserTaskProperties } from './task-store';

interface Naming extends Pick<TaskChange, 'noted'> {
	action?: string;
}

export function createUserTask(context: ElementContext, properties: UserTaskProperties): void {
	const { kernel, instance } = context;
	const key = kernel.database.nextKey();
	const task: UserTask = { key, elementInstanceKey: instance.key, instanceKey: instance.instanceKey, properties };
	insertTask(kernel, task);
	beginChange(context, task, { event: 'creating', properties, changed: [] });
}

/** @returns true if listeners decide first @throws TroupeError USER_TASK_NOT_FOUND, STATE_CONFLICT while listeners decide about something else */
export function completeUserTask(
	kernel: Kernel,
	key: number,
	variables: Variables,
	{ action = 'complete', completedBy, noted }: Naming & Pick<TaskChange, 'completedBy'> = {},
): boolean {
	const task = needFreeTask(kernel, key);
	return change(kernel, task, {
		event: 'completing',
		action,
		variables: parseVariables(variables),
		...(completedBy !== undefined && { completedBy }),
		noted,
		properties: task.properties,
		changed: [],
	});
}

/**
 * @returns true if listeners decide first @throws TroupeError USER_TASK_NOT_FOUND, STATE_CONFLICT when somebody has it and may not lose it, or
 * while listeners decide
 */
export function assignUserTask(
	kernel: Kernel,
	key: number,
	assignee: string,
	{ allowOverride, action = 'assign', noted }: Naming & { allowOverride: boolean },
): boolean {
	const task = needFreeTask(kernel, key);
	if (task.properties.assignee && !allowOverride) {
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `User task ${key} already has an assignee.`,
			fix: 'Remove the assignee first, or allow overriding it.',
			details: { key: String(key) },
		});
	}
	return change(kernel, task, { event: 'assigning', action, noted, properties: { ...task.properties, assignee }, changed: ['assignee'] });
}

/**
 * An empty value removes the property. @returns true if listeners decide first @throws TroupeError USER_TASK_NOT_FOUND, STATE_CONFLICT while
 * listeners decide about something else
 */
export function updateUserTask(
	kernel: Kernel,
	key: number,
	changes: UserTaskProperties,
	{ action = 'update', noted }: Naming = {},
): boolean {
	const task = needFreeTask(kernel, key);
	return change(kernel, task, {
		event: 'updating',
		action,
		noted,
		properties: { ...task.properties, ...changes },
		changed: Object.keys(changes),
	});
}

function change(kernel: Kernel, task: UserTask, begun: Omit<TaskChange, 'done'>): boolean {
	return beginChange(createElementContext(kernel, findInstance(kernel, task.elementInstanceKey)!), task, begun);
}

export function cancelUserTask({ kernel, instance }: ElementContext): void {
	const task = findTaskOf(kernel, instance.key);
	if (task) removeTask(kernel, 'user-task-canceled', task);
}

/** Zeebe's own user tasks after creation; a worker finds those that are jobs. */
export function searchUserTasks(kernel: Kernel, instanceKey: number | undefined): PortTask[] {
	const tasks = listTasks(kernel, instanceKey).filter(({ change: pending }) => pending?.event !== 'creating');
	return tasks.map(({ key, elementInstanceKey, ...task }) => {
		const instance = findInstance(kernel, elementInstanceKey)!;
		const node = kernel.definitions.get(instance.definitionKey).node(instance.elementId);
		return {
			key: String(key),
			instanceKey: String(task.instanceKey),
			elementId: node.id,
			name: node.name,
			variables: visibleVariables(kernel, instance.key),
		};
	});
}

function needFreeTask(kernel: Kernel, key: number): UserTask {
	const task = findTask(kernel, key);
	if (!task) throw userTaskNotFound(key);
	if (!task.change) return task;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `User task ${key} is ${task.change.event}: its listeners decide first.`,
		fix: 'Wait until the jobs of its listeners are done, or resolve their incident.',
		details: { key: String(key), state: task.change.event.toUpperCase() },
	});
}

export function userTaskNotFound(key: number): TroupeError {
	return new TroupeError({
		code: 'USER_TASK_NOT_FOUND',
		message: `There is no open user task ${key}.`,
		fix: 'List the user tasks. It may have been completed or cancelled.',
		details: { key: String(key) },
	});
}
