import { eventSubProcess } from '../../event-parts';
import { chain, endEvent, type ModelPart, serviceTask, startEvent, type TaskOptions } from '../../model-builder';

/** A process of one task, with event sub-processes. */
export const oneTask = (...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	serviceTask('work'),
	endEvent(),
	...chain('start', 'work', 'end'),
	...more,
];

/** An event sub-process that reacts to its start event with a job. Its elements are named after it. */
export const reaction = (happening: ModelPart, id = 'reaction', options?: TaskOptions): ModelPart =>
	eventSubProcess(
		id,
		[happening, serviceTask(`${id}-task`), endEvent(`${id}-end`), ...chain(happening.id, `${id}-task`, `${id}-end`)],
		options,
	);
