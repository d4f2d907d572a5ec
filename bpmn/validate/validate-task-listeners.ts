import type { ExecutionListener, UserTaskDefinition } from '../reading/process-model';
import type { Reason } from '../reason';

/** What happens to a user task, as Zeebe 8.8 names it. */
export const taskEvents = ['creating', 'assigning', 'updating', 'completing', 'canceling'];

/** Zeebe's documentation, user task listeners: each has an event and a type; a task that is a job has none (recorded from 8.8). */
export function validateTaskListeners(task: UserTaskDefinition | undefined, listeners: ExecutionListener[] = []): Reason[] {
	if (listeners.length > 0 && !task?.native)
		return [{ message: 'has task listeners, but is a job', fix: 'Add <zeebe:userTask/>, or use execution listeners.' }];
	return listeners.flatMap(({ event, type }) => [
		...(taskEvents.includes(event)
			? []
			: [{ message: `has a task listener of the event "${event}"`, fix: `Choose one of ${taskEvents.join(', ')}.` }]),
		...(type === '' ? [{ message: 'has a task listener without a type', fix: 'Give it a listener type.' }] : []),
	]);
}
