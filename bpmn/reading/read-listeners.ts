import type { ModdleElement } from 'bpmn-moddle';
import type { ExecutionListener } from './process-model';

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Zeebe's documentation, execution listeners. Undefined when there are none. */
export const readListeners = (element: ModdleElement): ExecutionListener[] | undefined => read(element, 'zeebe:ExecutionListeners');

/** Zeebe's documentation, user task listeners. Their events have an older name too (recorded: task-listener-old-names). */
export const readTaskListeners = (element: ModdleElement): ExecutionListener[] | undefined =>
	read(element, 'zeebe:TaskListeners')?.map((listener) => ({ ...listener, event: olderNames[listener.event] ?? listener.event }));

const olderNames: Record<string, string> = {
	create: 'creating',
	assignment: 'assigning',
	update: 'updating',
	complete: 'completing',
	cancel: 'canceling',
};

/** Retries are 3 when none are given. */
function read(element: ModdleElement, type: string): ExecutionListener[] | undefined {
	const values = ((element.extensionElements as ModdleElement | undefined)?.values as ModdleElement[] | undefined) ?? [];
	const listeners = values
		.filter(({ $type }) => $type === type)
		.flatMap((holder) => (holder.listeners as ModdleElement[] | undefined) ?? [])
		.map(({ eventType, type, retries }) => ({ event: toText(eventType), type: toText(type), retries: toText(retries) || '3' }));
	return listeners.length === 0 ? undefined : listeners;
}
