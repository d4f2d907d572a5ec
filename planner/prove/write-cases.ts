import { loadFeel } from '../../bpmn/feel';
import { type Clock, systemClock } from '../../core/ports/host';
import type { PlanCase, Proof } from '../plan';
import { canFail, isStaffedAgent, type PlanTree } from '../tree/plan-tree';
import type { AgentStep, Block, Loop, Task } from '../tree/plan-tree';
import { findBoundary, findPerson, readBuilt, type BuiltProcess } from './built-process';
import { caseWords, describeTarget, type MissReason } from './case-words';
import { type ExpectedInput, expectInputs } from './expect-inputs';
import { ValueFinder } from './find-values';
import { AnswerCount, type RecordedValues } from './recordings/recorded-answers';
import { Search, SearchEnded } from './search';
import type { SearchEnd } from './search';
import { writeStandIns } from './stand-ins';
import { listTargets, type Target } from './targets';
import type { Unknown } from './unknown';
import { goEvent, goMany, goOne, goParallel } from './walk/walk-forks';
import { WalkState } from './walk/walk-state';
import type { Going, Place, Walked } from './walk/walked';
import { DeadEnd } from './walk/walked';
import { writeCase } from './write-case';

/** Walks through a plan: at each fork as decided, else the first way. */
class PlanWalk {
	readonly #state: WalkState;

	constructor(
		finder: ValueFinder,
		private readonly search: Search,
		target: Target | undefined,
		decided: readonly number[],
	) {
		this.#state = new WalkState(finder, target, decided, (blocks, path, place) => this.#goBlocks(blocks, path, place));
	}

	get decisions(): WalkState['decisions'] {
		return this.#state.decisions;
	}

	/** @throws DeadEnd */
	async walk(tree: PlanTree): Promise<Walked> {
		const state = this.#state;
		const inputs = state.create(tree.inputs, tree.trigger.kind === 'form');
		const place: Place = { scope: new Map(tree.trigger.kind === 'timer' ? [] : inputs), acts: [] };
		await this.#goBlocks(tree.do, '/do', place);
		const { blocks, ways, values } = state;
		return { inputs, acts: place.acts, blocks, ways, values, scope: place.scope };
	}

	async #goBlocks(blocks: readonly Block[], path: string, place: Place): Promise<Going> {
		for (const [index, block] of blocks.entries()) {
			const going = await this.#goBlock(block, `${path}/${index}`, place);
			if (going !== 'on') return going;
		}
		return 'on';
	}

	async #goBlock(block: Block, path: string, place: Place): Promise<Going> {
		const state = this.#state;
		await this.search.step();
		state.blocks.push(block);
		switch (block.kind) {
			case 'end':
				return block.cancels ? 'cancels' : 'ends';
			case 'choice':
				return block.many ? goMany(state, block, path, place) : goOne(state, block, path, place);
			case 'parallel':
				return goParallel(state, block, path, place);
			case 'event':
				return goEvent(state, block, path, place);
			case 'loop':
				return block.each === undefined ? goRounds(state, block, path, place) : goEntries(state, block, block.each, path, place);
			default:
				return goTask(state, block, path, place);
		}
	}
}

async function goTask(state: WalkState, step: Task, path: string, place: Place): Promise<Going> {
	const { deadline } = step;
	if (deadline && state.leadsTo(`${path}/deadline`)) {
		state.act(place, { kind: 'pass', wait: { kind: 'timer', duration: deadline.after }, scope: new Map(place.scope) });
		const going = await state.goWay(deadline.do, step, `${path}/deadline`, place);
		if (going === 'cancels' || !deadline.goesOn) return going;
	}
	for (const way of ['person', 'onError'] as const) if (state.leadsTo(`${path}/${way}`)) return goAside(state, step, path, way, place);
	const writes = state.create(step.writes ?? [], !canFail(step), state.finder.recorded.get(step.id));
	state.act(place, { kind: 'task', step, scope: new Map(place.scope), writes });
	for (const [name, unknown] of writes) place.scope.set(name, unknown);
	return 'on';
}

async function goAside(state: WalkState, step: Task, path: string, way: 'person' | 'onError', place: Place): Promise<Going> {
	state.act(place, { kind: 'task', step, scope: new Map(place.scope), writes: new Map(), ends: way === 'person' ? 'asksPerson' : 'fails' });
	if (!step.onError && isStaffedAgent(step)) askPerson(state, step, place);
	return state.goWay(step.onError ?? [], step, `${path}/${way}`, place, `${path}/onError`);
}

function askPerson(state: WalkState, agent: AgentStep, place: Place): void {
	const writes = state.create(agent.writes ?? [], true);
	state.act(place, { kind: 'person', agent, writes });
	for (const [name, unknown] of writes) place.scope.set(name, unknown);
}

const maxWalks = 300;

/**
 * Looks for a way through the plan that the target is on: each fork is decided otherwise until one leads there.
 * @returns why it stopped looking, or undefined where there is no way
 */
async function findWay(
	tree: PlanTree,
	target: Target | undefined,
	finder: ValueFinder,
	search: Search,
): Promise<Walked | SearchEnd | undefined> {
	search.begin();
	let decided: number[] = [];
	try {
		for (let walks = 0; walks < maxWalks; walks++) {
			await search.step();
			const walk = new PlanWalk(finder, search, target, decided);
			const walked = await tryWalk(walk, tree);
			if (walked && (!target || walked.ways.some(({ path }) => path === target.path))) return walked;
			const last = walk.decisions.findLastIndex(({ index, count }) => index + 1 < count);
			if (last < 0) return undefined;
			decided = [...walk.decisions.slice(0, last).map(({ index }) => index), walk.decisions[last]!.index + 1];
		}
	} catch (error) {
		if (error instanceof SearchEnded) return search.end;
		throw error;
	}
	return 'steps';
}

async function tryWalk(walk: PlanWalk, tree: PlanTree): Promise<Walked | undefined> {
	try {
		return await walk.walk(tree);
	} catch (error) {
		if (error instanceof DeadEnd) return undefined;
		throw error;
	}
}

const maxCases = 200;

/** Reason why a way has no case. */
interface Missed {
	path: string;
	reason: MissReason;
}

export interface WrittenCases {
	cases: PlanCase[];
	ways: Map<string, string[]>;
	inputs: Map<string, ExpectedInput[]>;
	missed: Missed[];
	answers: NonNullable<Proof['answers']>;
}

type Files = Array<{ name: string; content: string }>;

/** Writes a case for each way without one. @param now for dates @param files the process that was built of the tree */
export async function writeCases(
	tree: PlanTree,
	files: Files,
	now: number,
	signal: AbortSignal,
	{ clock = systemClock, recorded = new Map() }: { clock?: Clock; recorded?: ReadonlyMap<string, RecordedValues[]> } = {},
): Promise<WrittenCases> {
	const search = new Search(clock, signal);
	const finder = new ValueFinder(await loadFeel('8.6'), now, search, recorded);
	const answers = new AnswerCount(recorded);
	const built = await readBuilt(files);
	const names = [...files, ...writeStandIns(tree)].map(({ name }) => name);
	const written = { cases: [], ways: new Map(), inputs: new Map(), missed: [] } satisfies Partial<WrittenCases> as Omit<
		WrittenCases,
		'answers'
	>;
	const add = (walked: Walked, name: string, reaches: string): void => {
		const unique = written.ways.has(name) ? `${name} (${written.cases.length + 1})` : name;
		const script = writeCase(tree, walked, built, finder);
		written.cases.push({ name: unique, reaches, case: { name: unique, engine: '8.6', files: names, ...script } });
		for (const act of walked.acts)
			if (act.kind === 'task' && canFail(act.step) && !act.ends) answers.add(act, finder.valuesOf(act.writes, walked.values));
		written.inputs.set(unique, expectInputs(walked, finder));
		written.ways.set(unique, [...new Set(walked.ways.map(({ path }) => path))]);
	};
	const usual = await findWay(tree, undefined, finder, search);
	if (typeof usual === 'object') add(usual, caseWords[tree.language].usual, '/do');
	for (const target of listTargets(tree)) {
		if ([...written.ways.values()].some((paths) => paths.includes(target.path))) continue;
		const miss = (reason: MissReason): number => written.missed.push({ path: target.path, reason });
		if (written.cases.length >= maxCases) miss('tooMany');
		else if (!isCaught(target, built)) miss('noBoundary');
		else {
			const walked = await findWay(tree, target, finder, search);
			if (typeof walked === 'object') add(walked, describeTarget(target, tree.language), target.path);
			else miss(walked === undefined ? 'noWay' : walked === 'time' ? 'noTime' : 'noEnd');
		}
	}
	return { ...written, answers: answers.all };
}

/** Errors and deadlines of a step need an event of the process that takes them. */
function isCaught({ kind, block }: Target, built: BuiltProcess): boolean {
	if (kind === 'person') return ('onError' in block && block.onError !== undefined) || findPerson(built, block.id) !== undefined;
	return !['deadline', 'error'].includes(kind) || findBoundary(built, block.id, kind === 'error' ? 'error' : 'timer') !== undefined;
}

/** Once, twice, or as often as it may be. */
async function goRounds(state: WalkState, block: Loop, path: string, place: Place): Promise<Going> {
	const { until, limit } = block;
	const ways = until === undefined ? ['limit'] : limit > 1 ? ['until', 'again', 'limit'] : ['until', 'limit'];
	const way = ways[state.decide(state.orderWays(ways, path))]!;
	const rounds = way === 'limit' ? limit : way === 'again' ? 2 : 1;
	for (let round = 1; round <= rounds; round++) {
		const going = await state.goBlocks(block.do, `${path}/do`, place);
		if (going !== 'on') return going;
		if (until !== undefined) await state.expect(until, way !== 'limit' && round === rounds, place);
	}
	return goLimit(state, block, path, way, place);
}

/** Two entries, none, one more than there may be, or as many as another condition needs. */
async function goEntries(state: WalkState, block: Loop, each: string, path: string, place: Place): Promise<Going> {
	const list = place.scope.get(each);
	if (!list) throw new DeadEnd();
	const counts = list.entries ? [list.entries.length] : listCounts(state, block, path);
	const count = counts[state.decide([...counts.keys()])]!;
	if (count === 0 && list.isEntered && list.field.required !== false) throw new DeadEnd();
	const entries = await state.fill(list, count, block.as ?? 'entry');
	for (const entry of entries.slice(0, block.limit)) {
		const going = await goEntry(state, block, entry, path, place);
		if (going !== 'on') return going;
	}
	return goLimit(state, block, path, count === 0 ? 'none' : count > block.limit ? 'limit' : 'each', place);
}

/** Variables set for one entry are there for the next, unless they are worked on at the same time. */
async function goEntry(state: WalkState, block: Loop, entry: Unknown, path: string, place: Place): Promise<Going> {
	const inner: Place = { scope: new Map(place.scope), acts: place.acts };
	if (block.as !== undefined) inner.scope.set(block.as, entry);
	const going = await state.goBlocks(block.do, `${path}/do`, inner);
	if (!block.together) for (const [name, unknown] of inner.scope) if (name !== block.as) place.scope.set(name, unknown);
	return going;
}

function listCounts(state: WalkState, { each, limit }: Loop, path: string): number[] {
	const { kind, block } = state.target ?? {};
	const goal = block?.kind === 'loop' && block.each === each ? block : undefined;
	const wanted = state.leadsTo(`${path}/onLimit`)
		? limit + 1
		: goal && kind === 'limit'
			? goal.limit + 1
			: goal && kind === 'none'
				? 0
				: Math.min(2, limit);
	return [...new Set([wanted, Math.min(2, limit), 0, limit + 1, limit, 1])];
}

function goLimit(state: WalkState, block: Loop, path: string, way: string, place: Place): Promise<Going> {
	return state.goWay(way === 'limit' ? (block.onLimit ?? []) : [], block, `${path}/${way}`, place, `${path}/onLimit`);
}
