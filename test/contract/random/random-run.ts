import { endEvent, flow, startEvent, type ModelPart } from '../model-builder';
import type { Random } from './random';
import type { Block, Surroundings } from './surroundings';

/** One to `most` blocks in a row. */
export function randomRun(surroundings: Surroundings, most = 3): Block {
	const blocks = surroundings.random.times(1, most, () => surroundings.blockIn(surroundings));
	return blocks.reduce((before, after) => follow(surroundings, before, after));
}

/** `after` follows `before`, unless no flow leaves it. */
export function follow({ names }: Pick<Surroundings, 'names'>, before: Block, after: Block): Block {
	if (before.exit === undefined) return before;
	const parts = [...before.parts, flow(names.next('flow'), before.exit, after.entry), ...after.parts];
	return { entry: before.entry, exit: after.exit, parts };
}

/** The content of a process or sub-process: a start event, a run of blocks, an end. */
export function randomScope(surroundings: Surroundings): ModelPart[] {
	const { names, random } = surroundings;
	const start = startEvent(names.next('start'));
	const run = follow(surroundings, { entry: start.id, exit: start.id, parts: [start] }, randomRun(surroundings));
	const end = endEvent(names.next('end'));
	const ended = follow(surroundings, run, { entry: end.id, parts: [end] });
	return random.chance(0.5) ? ended.parts : withFlowsShuffled(random, ended.parts);
}

/** The order of flows in the document decides the order in which they are taken. */
function withFlowsShuffled(random: Random, parts: ModelPart[]): ModelPart[] {
	const flows = parts.filter(({ tag }) => tag === 'sequenceFlow');
	for (let last = flows.length - 1; last > 0; last--) {
		const other = random.between(0, last);
		[flows[last], flows[other]] = [flows[other]!, flows[last]!];
	}
	return [...parts.filter(({ tag }) => tag !== 'sequenceFlow'), ...flows];
}
