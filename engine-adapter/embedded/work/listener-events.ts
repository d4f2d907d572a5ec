import type { ListenerEvent, TaskEvent } from '../../engine/jobs';
import type { ElementInstance } from '../state/instances/element-instance';
import type { JobRow } from './job-rows';

export const listenedTo = ({ state }: Pick<ElementInstance, 'state'>): 'start' | 'end' => (state === 'ACTIVATING' ? 'start' : 'end');

/** Undefined for the job of an element. */
export const readListenerEvent = (
	{ listener, task_event }: Pick<JobRow, 'listener' | 'task_event'>,
	instance: Pick<ElementInstance, 'state'>,
): ListenerEvent | undefined => (listener === null ? undefined : (task_event ?? listenedTo(instance)));

export const isTaskEvent = (event: ListenerEvent): event is TaskEvent => event !== 'start' && event !== 'end';
