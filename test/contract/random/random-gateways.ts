import { catchOf, eventBasedGateway, message, terminate, timer, endWith } from '../event-parts';
import {
	endEvent,
	errorEnd,
	exclusiveGateway,
	flow,
	inclusiveGateway,
	parallelGateway,
	scriptTask,
	serviceTask,
	type ModelPart,
} from '../model-builder';
import { follow, randomRun } from './random-run';
import type { Random } from './random';
import type { Block, Surroundings } from './surroundings';
import { randomCondition } from './random-values';

/** End of branches: as they parted, or in a way that leaves tokens waiting or doubles them. */
type Join = (id: string) => ModelPart;

/** Some branches end by themselves. */
function branches(surroundings: Surroundings, least: number, most: number): Block[] {
	const { random, names } = surroundings;
	return random.times(least, most, () => {
		const run = randomRun(surroundings, 2);
		if (run.exit === undefined || random.chance(0.85)) return run;
		const end = random.weighted({ none: 6, error: 2, terminate: 2 });
		const id = names.next('end');
		const part = end === 'none' ? endEvent(id) : end === 'error' ? errorEnd(id, random.pick(['E1', 'E2'])) : endWith(id, terminate);
		return { entry: run.entry, parts: [...run.parts, part, flow(names.next('flow'), run.exit, id)] };
	});
}

function between(
	surroundings: Surroundings,
	split: ModelPart,
	join: Join,
	inner: Block[],
	toBranch: (branch: Block, index: number) => ModelPart,
): Block {
	const { names } = surroundings;
	const ways = inner.filter(({ exit }) => exit !== undefined);
	const parts = [split, ...inner.map(toBranch), ...inner.flatMap((branch) => branch.parts)];
	if (ways.length === 0) return { entry: split.id, parts };
	const joinId = names.next('join');
	return {
		entry: split.id,
		exit: joinId,
		parts: [...parts, join(joinId), ...ways.map(({ exit }) => flow(names.next('flow'), exit!, joinId))],
	};
}

const inclusiveJoin: Join = (id) => inclusiveGateway(id);
const exclusiveJoin: Join = (id) => exclusiveGateway(id);
/** Several flows into one element: each token starts it again. */
const noJoin: Join = (id) => ({ tag: 'manualTask', id });

/** Parts by conditions; the paths come together again in one way or another. */
function choosing(
	surroundings: Surroundings,
	gateway: (id: string, defaultFlow?: string) => ModelPart,
	join: (random: Random) => Join,
): Block {
	const { random, names } = surroundings;
	const inner = branches(surroundings, 2, 3);
	const flows = inner.map(() => names.next('flow'));
	const fallback = random.chance(0.8) ? flows.at(-1) : undefined;
	const split = gateway(names.next('choose'), fallback);
	return between(surroundings, split, join(random), inner, ({ entry }, index) =>
		flow(flows[index]!, split.id, entry, flows[index] === fallback ? undefined : randomCondition(random)),
	);
}

const exclusive = (surroundings: Surroundings): Block =>
	choosing(surroundings, exclusiveGateway, (random) => (random.chance(0.9) ? exclusiveJoin : parallelGateway));
const inclusive = (surroundings: Surroundings): Block =>
	choosing(surroundings, inclusiveGateway, (random) => (random.chance(0.7) ? inclusiveJoin : exclusiveJoin));

function parallel(surroundings: Surroundings): Block {
	const { random, names } = surroundings;
	const split = parallelGateway(names.next('fork'));
	const join = random.weighted({ parallel: 8, exclusive: 1, inclusive: 1, none: 1 });
	const joins = { parallel: parallelGateway, exclusive: exclusiveJoin, inclusive: inclusiveJoin, none: noJoin };
	return between(surroundings, split, joins[join], branches(surroundings, 2, 3), ({ entry }) => flow(names.next('flow'), split.id, entry));
}

/** Goes round three times, and waits for a job on the way. */
function loop(surroundings: Surroundings): Block {
	const { names } = surroundings;
	const counter = names.next('round');
	const [merge, again, on] = [exclusiveGateway(names.next('merge')), names.next('again'), names.next('flow')];
	const work = serviceTask(names.next('work'));
	const count = scriptTask(names.next('script'), `=if ${counter} = null then 1 else ${counter} + 1`, counter);
	const split = exclusiveGateway(again, on);
	const out: ModelPart = { tag: 'task', id: names.next('step') };
	const blocks = [work, count].map((part): Block => ({ entry: part.id, exit: part.id, parts: [part] }));
	const rounds = [{ entry: merge.id, exit: merge.id, parts: [merge] }, blocks[0]!, randomRun(surroundings, 1), blocks[1]!];
	const round = rounds.reduce((before, after) => follow(surroundings, before, after));
	if (round.exit === undefined) return round;
	const ends = [flow(names.next('flow'), again, merge.id, `=${counter} < 3`), flow(on, again, out.id)];
	return { entry: merge.id, exit: out.id, parts: [...follow(surroundings, round, { entry: again, parts: [split] }).parts, ...ends, out] };
}

function eventBased(surroundings: Surroundings): Block {
	const { random, names } = surroundings;
	const split = eventBasedGateway(names.next('await'));
	const events = [
		message(`${names.caseId}-m1`, '=key'),
		random.chance(0.5) ? message(`${names.caseId}-m2`, '=key') : timer('Duration', 'PT10H'),
	];
	const inner = events.map((event): Block => {
		const part = catchOf(names.next('catch'), event);
		const run = randomRun(surroundings, 1);
		return { entry: part.id, exit: run.exit, parts: [part, flow(names.next('flow'), part.id, run.entry), ...run.parts] };
	});
	return between(surroundings, split, exclusiveJoin, inner, ({ entry }) => flow(names.next('flow'), split.id, entry));
}

/** Blocks in which paths part. */
export const gatewayMakers: Record<string, (surroundings: Surroundings) => Block> = {
	exclusive,
	parallel,
	inclusive,
	loop,
	eventBased,
};
