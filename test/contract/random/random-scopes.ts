import {
	compensate,
	endWith,
	error,
	escalation,
	eventSubProcess,
	message,
	signal,
	startBeside,
	startOn,
	throwOf,
	timer,
	undone,
} from '../event-parts';
import { endEvent, errorEnd, serviceTask, subProcess, type ModelPart } from '../model-builder';
import { follow, randomRun } from './random-run';
import { randomMappings } from './random-values';
import type { Block, Surroundings } from './surroundings';

/** A sub-process with one or two event sub-processes in it. */
function watched(surroundings: Surroundings): Block {
	const { random, names } = surroundings;
	const start: ModelPart = { tag: 'startEvent', id: names.next('start') };
	const run = follow(surroundings, { entry: start.id, exit: start.id, parts: [start] }, randomRun(surroundings, 2));
	const end = random.chance(0.8) ? endEvent(names.next('end')) : errorEnd(names.next('end'), random.pick(['E1', 'E2']));
	const ended = follow(surroundings, run, { entry: end.id, parts: [end] });
	const scope = subProcess(names.next('sub'), [...ended.parts, ...eventSubProcesses(surroundings)], randomMappings(random));
	return { entry: scope.id, exit: scope.id, parts: [scope] };
}

/** At most one for each event. */
export function eventSubProcesses(surroundings: Surroundings): ModelPart[] {
	const { random, names } = surroundings;
	const kinds: Record<string, () => ModelPart> = {
		message: () => onEvent(surroundings, message(`${names.caseId}-m1`, '=key')),
		signal: () => onEvent(surroundings, signal(`${names.caseId}-s1`)),
		escalation: () => onEvent(surroundings, escalation(random.pick(['C1', 'C2']))),
		error: () => startOn(names.next('on'), error(random.pick(['E1', undefined]))),
		farTimer: () => onEvent(surroundings, timer('Duration', 'PT10H')),
	};
	const chosen = Object.keys(kinds).filter(() => random.chance(0.3));
	return (chosen.length === 0 ? ['message'] : chosen).map((kind) => {
		const start = kinds[kind]!();
		const run = follow(surroundings, { entry: start.id, exit: start.id, parts: [start] }, randomRun(surroundings, 1));
		const end = endEvent(names.next('end'));
		return eventSubProcess(names.next('handle'), follow(surroundings, run, { entry: end.id, parts: [end] }).parts);
	});
}

const onEvent = ({ random, names }: Surroundings, event: ReturnType<typeof message>): ModelPart =>
	(random.chance(0.5) ? startOn : startBeside)(names.next('on'), event, { outputs: randomMappings(random).outputs });

/** Activities that can be undone, and what undoes them, or not. */
function undoing(surroundings: Surroundings): Block {
	const { random, names } = surroundings;
	const ids: string[] = [];
	const done = random.times(1, 2, (): Block => {
		const activity = random.chance(0.8)
			? serviceTask(names.next('work'), randomMappings(random))
			: subProcess(names.next('sub'), undoableScope(surroundings));
		const handler = serviceTask(names.next('undo'), randomMappings(random));
		ids.push(activity.id);
		return { entry: activity.id, exit: activity.id, parts: undone(activity, handler) };
	});
	const blocks = [...done, randomRun(surroundings, 1)].reduce((before, after) => follow(surroundings, before, after));
	const event = compensate(random.chance(0.5) ? random.pick(ids) : undefined);
	const thrown = random.chance(0.8) ? throwOf(names.next('compensate'), event) : endWith(names.next('compensate'), event);
	const ends = thrown.tag === 'endEvent';
	return follow(surroundings, blocks, { entry: thrown.id, ...(ends ? {} : { exit: thrown.id }), parts: [thrown] });
}

/** A scope whose own work can be undone too. */
function undoableScope({ names }: Surroundings): ModelPart[] {
	const start: ModelPart = { tag: 'startEvent', id: names.next('start') };
	const work = serviceTask(names.next('work'));
	const end = endEvent(names.next('end'));
	const blocks: Block[] = [
		{ entry: start.id, exit: start.id, parts: [start] },
		{ entry: work.id, exit: work.id, parts: undone(work, serviceTask(names.next('undo'))) },
		{ entry: end.id, parts: [end] },
	];
	return blocks.reduce((before, after) => follow({ names }, before, after)).parts;
}

/** Blocks with event sub-processes and compensation. */
export const scopeMakers: Record<string, (surroundings: Surroundings) => Block> = { watched, undoing };
