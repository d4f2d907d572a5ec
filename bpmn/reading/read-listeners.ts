import type { ModdleElement } from 'bpmn-moddle';
import type { ExecutionListener } from './process-model';

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Zeebe's documentation, execution listeners: retries are 3 when none are given. Undefined when there are none. */
export function readListeners(element: ModdleElement): ExecutionListener[] | undefined {
	const values = ((element.extensionElements as ModdleElement | undefined)?.values as ModdleElement[] | undefined) ?? [];
	const listeners = values
		.filter(({ $type }) => $type === 'zeebe:ExecutionListeners')
		.flatMap((holder) => (holder.listeners as ModdleElement[] | undefined) ?? [])
		.map(({ eventType, type, retries }) => ({ event: toText(eventType), type: toText(type), retries: toText(retries) || '3' }));
	return listeners.length === 0 ? undefined : listeners;
}
