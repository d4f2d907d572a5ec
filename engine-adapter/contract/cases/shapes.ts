/** Shapes of processes that cases of several families share. */
import { chain, endEvent, type ModelPart, serviceTask, startEvent, subProcess } from '../model-builder';

const collectIds = (parts: ModelPart[]): string[] => parts.map(({ id }) => id);

/** One part between a start and an end event. */
export const around = (part: ModelPart, ...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	part,
	endEvent(),
	...chain('start', part.id, 'end'),
	...more,
];

/** Parts in order between a start and an end event. */
export const line = (...parts: ModelPart[]): ModelPart[] => [
	startEvent(),
	...parts,
	endEvent(),
	...chain('start', ...collectIds(parts), 'end'),
];

/** Parts in order after a start event. */
export const sequence = (...parts: ModelPart[]): ModelPart[] => [startEvent(), ...parts, ...chain('start', ...collectIds(parts))];

/** A start event and the part that follows it. */
export const ending = (part: ModelPart, ...more: ModelPart[]): ModelPart[] => [...sequence(part), ...more];

/** The named elements in order between a start and an end event. */
export const inTurn = (order: string[], ...parts: ModelPart[]): ModelPart[] => [
	startEvent(),
	endEvent(),
	...parts,
	...chain('start', ...order, 'end'),
];

/** A sub-process with the named elements in order between its own start and end event. */
export const scope = (id: string, order: string[], ...parts: ModelPart[]): ModelPart =>
	subProcess(id, [startEvent(`${id}-in`), endEvent(`${id}-out`), ...parts, ...chain(`${id}-in`, ...order, `${id}-out`)]);

/** A task, or another activity, and an event at it that a second task follows. */
export const guarded = (event: ModelPart, host: ModelPart = serviceTask('work')): ModelPart[] => [
	startEvent(),
	host,
	endEvent(),
	...chain('start', host.id, 'end'),
	event,
	serviceTask('reaction'),
	endEvent('after'),
	...chain(event.id, 'reaction', 'after'),
];
