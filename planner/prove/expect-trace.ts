import type { Block } from '../tree/plan-tree';
import { findBoundary, findFlow, findPerson, type BuiltProcess } from './built-process';
import type { Act, Walked } from './walk/walked';

/** Describes the trace that a case has to have: the ways that are taken, the steps that are done, so often, and the values at the end. */
export function expectTrace(walked: Walked, built: BuiltProcess, values: Record<string, unknown>): object {
	const ways = walked.ways.map(({ path, block }) => findWay(path, block, built));
	const ends = walked.blocks.filter((block) => block.kind === 'end' && built.nodes.get(block.id)?.event?.kind !== 'error');
	const done = [
		...walked.acts.map((act) => findDone(act, built)),
		...ways.map((way) => way.element),
		// An end in a loop throws what leads out of it, and is never completed itself.
		...ends.map((block) => idOf(block, built)),
	];
	const elements = Object.fromEntries(Object.entries(count(done)).map(([id, completed]) => [id, { completed }]));
	const flows = count(ways.map(({ flow }) => flow));
	const variables = Object.fromEntries(Object.entries(values).filter(([, value]) => isKnown(value)));
	return { deploy: 'ok', outcome: 'completed', incidents: [], rejections: [], elements, flows, variables };
}

function count(ids: ReadonlyArray<string | undefined>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const id of ids) if (id !== undefined) counts[id] = (counts[id] ?? 0) + 1;
	return counts;
}

function findDone(act: Act, built: BuiltProcess): string | undefined {
	if (act.kind === 'person') return findPerson(built, act.agent.id)?.id;
	return act.kind === 'task' && act.ends !== 'fails' ? idOf(act.step, built) : undefined;
}

/** The element or the flow of the process that is the way of a block. */
function findWay(path: string, block: Block, built: BuiltProcess): { element?: string; flow?: string } {
	if (block.kind === 'choice') return { flow: flowOf(path, block, built) };
	if (block.kind === 'event') return { element: waitOf(path, block, built) };
	if (path.endsWith('/deadline')) return { element: findBoundary(built, block.id, 'timer')?.id };
	return path.endsWith('/onError') ? { element: findBoundary(built, block.id, 'error')?.id } : {};
}

/** A value that is not there is null. */
const isKnown = (value: unknown): boolean => value !== null && value !== undefined;

const idOf = ({ id }: Block, { nodes }: BuiltProcess): string | undefined => (nodes.has(id) ? id : undefined);

function flowOf(path: string, block: Extract<Block, { kind: 'choice' }>, built: BuiltProcess): string | undefined {
	const index = /\/branches\/(\d+)$/.exec(path)?.[1];
	return findFlow(built, block, index === undefined ? undefined : Number(index));
}

function waitOf(path: string, block: Extract<Block, { kind: 'event' }>, built: BuiltProcess): string | undefined {
	const wait = block.waits[Number(/\/waits\/(\d+)$/.exec(path)?.[1] ?? 0)];
	const id = wait?.id ?? (block.waits.length === 1 ? block.id : undefined);
	return id !== undefined && built.nodes.has(id) ? id : undefined;
}
