import type { ExecutionListener } from '../../../bpmn/reading/process-model';
import type { TaskEvent } from '../../engine/jobs';
import type { ElementContext, Kernel } from '../flow/kernel';
import { nameCompleter } from './deciders';
import { noteEntry } from '../state/audit-outbox';
import { setTrigger } from '../state/instances/element-instances';
import { orIncident } from './incidents';
import { cancelJob } from './change-jobs';
import { createListenerJob } from './listeners';
import { findTaskOf, logTask, removeTask, saveTask, type TaskChange, type UserTask, type UserTaskProperties } from './task-store';

const listTaskListeners = ({ node }: Pick<ElementContext, 'node'>, event: TaskEvent): ExecutionListener[] =>
	node.taskListeners?.filter((listener) => listener.event === event) ?? [];

/** Zeebe's documentation, user task listeners: a change needs the consent of every listener. @returns true while they decide */
export function beginChange(context: ElementContext, task: UserTask, change: Omit<TaskChange, 'done'>): boolean {
	const begun: UserTask = { ...task, change: { ...change, done: 0 } };
	if (listTaskListeners(context, change.event).length === 0) {
		makeChange(context, begun);
		return false;
	}
	saveTask(context.kernel, begun);
	orIncident(context.kernel, context.instance, () => goOnChanging(context));
	return true;
}

export const isChanging = ({ kernel, node, instance }: ElementContext): boolean =>
	node.taskListeners !== undefined && findTaskOf(kernel, instance.key)?.change !== undefined;

/** Without further listeners, makes the change. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function goOnChanging(context: ElementContext, done?: number): void {
	const { kernel, instance, node } = context;
	const task = findTaskOf(kernel, instance.key);
	if (!task?.change) return;
	const change = { ...task.change, done: done ?? task.change.done };
	saveTask(kernel, { ...task, change });
	const { event, done: index } = change;
	const listener = listTaskListeners(context, event)[index];
	if (!listener) return makeChange(context, { ...task, change });
	createListenerJob(context, listener, { event, index, headers: { ...node.headers, ...describe(task.key, change) } });
}

function describe(key: number, { action, properties, changed, variables = {}, done }: TaskChange): Record<string, string> {
	const { externalFormReference: _reference, ...shown } = properties;
	const isSetting = done > 0 && Object.keys(variables).length > 0;
	const attributes = [...changed.map(toZeebeName), ...(isSetting ? ['variables'] : [])].sort();
	const facts = {
		priority: '50',
		...withoutEmpty(shown),
		userTaskKey: String(key),
		...(action && { action }),
		...(attributes.length > 0 && { changedAttributes: JSON.stringify(attributes) }),
	};
	return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`io.camunda.zeebe:${name}`, value]));
}

/** As 8.8 names changed properties (recorded: task-listener-updating). */
const toZeebeName = (name: string): string => (name.startsWith('candidate') ? `${name}List` : name);

/** An unchanged value does not count. */
export function correctChange(kernel: Kernel, task: UserTask, corrections: UserTaskProperties): void {
	const change = task.change!;
	const names = Object.keys(corrections).filter((name) => (change.properties[name] ?? '') !== corrections[name]);
	const changed = [...new Set([...change.changed, ...names])];
	saveTask(kernel, { ...task, change: { ...change, properties: { ...change.properties, ...corrections }, changed } });
}

export function denyChange(kernel: Kernel, { change: _denied, ...task }: UserTask, reason = ''): void {
	saveTask(kernel, task);
	kernel.effects.taskChanged({ key: String(task.key), denial: reason });
}

/** Listeners to a task's end run before the element ends; other listeners are over. */
export function delayCanceling(context: ElementContext): (() => void) | undefined {
	const { kernel, instance } = context;
	const task = findTaskOf(kernel, instance.key);
	if (!task || listTaskListeners(context, 'canceling').length === 0) return undefined;
	return () => {
		cancelJob(context);
		kernel.effects.taskChanged({ key: String(task.key), denial: 'The task ends.' });
		beginChange(context, task, { event: 'canceling', properties: task.properties, changed: [] });
	};
}

function makeChange(context: ElementContext, { change, ...task }: UserTask): void {
	const { kernel, instance } = context;
	const changed = { ...task, properties: withoutEmpty(change!.properties) };
	if (change!.noted) noteEntry(kernel, change!.noted);
	switch (change!.event) {
		case 'creating':
			return finishCreation(context, task, changed);
		case 'assigning':
		case 'updating':
			saveTask(kernel, changed);
			logTask(kernel, 'user-task-updated', task, pick(change!));
			return kernel.effects.taskChanged({ key: String(task.key) });
		case 'completing':
			setTrigger(kernel, instance.key, { variables: change!.variables ?? {}, ...nameCompleter(change!) });
			removeTask(kernel, 'user-task-completed', changed, nameCompleter(change!));
			return kernel.steps.push({ kind: 'complete', key: instance.key });
		case 'canceling':
			removeTask(kernel, 'user-task-canceled', task);
			return kernel.steps.push({ kind: 'end', key: instance.key });
	}
}

/** The model's assignee follows after creation; listeners may deny it. */
function finishCreation(context: ElementContext, before: UserTask, created: UserTask): void {
	const { kernel } = context;
	const { assignee, ...others } = created.properties;
	const isAssigned = assignee !== undefined && before.properties.assignee !== undefined;
	const isDecided = isAssigned && listTaskListeners(context, 'assigning').length > 0;
	const task = isDecided ? { ...created, properties: others } : created;
	saveTask(kernel, task);
	logTask(kernel, 'user-task-created', task, task.properties);
	if (isDecided) beginChange(context, task, { event: 'assigning', properties: created.properties, changed: ['assignee'] });
}

const pick = ({ properties, changed }: TaskChange): UserTaskProperties =>
	Object.fromEntries(changed.map((name) => [name, properties[name] ?? '']));

const withoutEmpty = (properties: UserTaskProperties): UserTaskProperties =>
	Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== '' && value !== '[]'));
