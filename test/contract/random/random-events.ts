import { boundary, boundaryBeside, catchOf, endWith, escalation, link, signal, throwOf, type EventPart } from '../event-parts';
import { endEvent, forEach, type ModelPart, subProcess } from '../model-builder';
import { follow, randomRun } from './random-run';
import { randomMappings } from './random-values';
import type { Block, Surroundings } from './surroundings';

const single = (part: ModelPart): Block => ({ entry: part.id, exit: part.id, parts: [part] });

/** Few names, so that signals meet several catchers. */
const randomSignal = ({ random, names }: Surroundings): EventPart => signal(`${names.caseId}-s${random.between(1, 2)}`);

const codes = ['C1', 'C1', 'C2'];

const throwing = (surroundings: Surroundings): ModelPart => {
	const { random, names } = surroundings;
	const event = random.chance(0.4) ? randomSignal(surroundings) : escalation(random.pick(codes));
	return throwOf(names.next('raise'), event, randomMappings(random));
};

/** One end of a link before the parts, the other after them: the tokens jump over them. */
function linked(surroundings: Surroundings): Block {
	const { names, random } = surroundings;
	const name = names.next('link');
	const [thrown, caught] = [names.next('leave'), names.next('arrive')];
	return {
		entry: thrown,
		exit: caught,
		parts: [throwOf(thrown, link(name), randomMappings(random)), catchOf(caught, link(name), randomMappings(random))],
	};
}

/** A sub-process in which escalations and signals are thrown, with events at it that catch some of them. */
function escalating(surroundings: Surroundings): Block {
	const { random, names } = surroundings;
	const inner = { ...surroundings, depth: Math.max(0, surroundings.depth - 1) };
	const start = names.next('start');
	const raised = single(throwing(surroundings));
	const run = follow(
		inner,
		{ entry: start, exit: start, parts: [{ tag: 'startEvent', id: start }] },
		random.chance(0.6) ? raised : randomRun(inner, 2),
	);
	const last = random.chance(0.5)
		? endEvent(names.next('end'))
		: endWith(names.next('end'), random.chance(0.3) ? randomSignal(surroundings) : escalation(random.pick(codes)));
	const ended = follow(inner, follow(inner, run, randomRun(inner, 1)), { entry: last.id, parts: [last] });
	const part = subProcess(names.next('sub'), ended.parts, randomMappings(random));
	const host = random.chance(0.25)
		? forEach(part, { inputCollection: '=[1, 2]', inputElement: 'item', sequential: random.chance(0.5) })
		: part;
	const catchers = catchersAt(surroundings, host.id);
	const paths = catchers.flatMap((event) => {
		const path = randomRun(inner, 1);
		const end = endEvent(names.next('end'));
		return follow(inner, follow(inner, { entry: event.id, exit: event.id, parts: [event] }, path), { entry: end.id, parts: [end] }).parts;
	});
	return { entry: host.id, exit: host.id, parts: [host, ...paths] };
}

function catchersAt(surroundings: Surroundings, hostId: string): ModelPart[] {
	const { random, names } = surroundings;
	const events = [escalation('C1'), escalation('C2'), escalation(), signal(`${names.caseId}-s1`)].filter(() => random.chance(0.4));
	return events.map((event) =>
		(random.chance(0.5) ? boundary : boundaryBeside)(names.next('caught'), hostId, event, { outputs: randomMappings(random).outputs }),
	);
}

/** Blocks of signals, escalations and links. */
export const eventMakers: Record<string, (surroundings: Surroundings) => Block> = {
	signalCatch: (surroundings) =>
		single(catchOf(surroundings.names.next('catch'), randomSignal(surroundings), randomMappings(surroundings.random))),
	raise: (surroundings) => single(throwing(surroundings)),
	linked,
	escalating,
};
