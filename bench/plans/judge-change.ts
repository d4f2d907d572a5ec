import type { Block, HumanStep, PlanTree, Task } from '../../planner/tree/plan-tree';
import { listInner, walkBlocks } from '../../planner/tree/walk';
import type { Change, Description } from './corpus';
import { type Activities, matchActivities } from './match-activities';
import { rename } from './conform';
import { tracesOf } from './traces-of';

export interface Judgement {
	/** Whether nothing was changed. */
	isSame: boolean;
	/** Expectations that the changed plan does not meet, in words. */
	unmet: string[];
	/** Activities that the change is about and that the plan never had: what it should do cannot be judged. */
	absent: string[];
	/** Ids of blocks that the change is not about. */
	untouched: string[];
	/** Blocks of them that are another block now, under the same id: of another kind or name, or done by others. */
	replaced: string[];
}

/**
 * Judges a changed plan. What has another condition, group or name is not touched otherwise, so its block keeps id and place; a removed or moved step
 * and the choices, loops and branches around it need not. The words of a condition are not judged, only that something changed.
 */
export function judgeChange(
	before: PlanTree,
	after: PlanTree,
	{ activities, language }: Description,
	{ expect: wanted }: Change,
): Judgement {
	const { added = [], removed = [], renamed = {}, moved = [], order = [], who = {} } = wanted;
	const old = listSteps(before);
	const now = listSteps(after);
	const named = matchActivities(activities, old.map(nameOf), language).names;
	const idsOf = (activity: string) => old.filter(({ name }) => named.get(name) === activity).map(({ id }) => id);
	const wasRenamed = (id: string) => Object.keys(renamed).some((activity) => idsOf(activity).includes(id));
	// A block that takes the place of another one has its id.
	const isNew = ({ id, name }: Task) => !wasRenamed(id) && !old.some((step) => step.name === name);
	const news = matchActivities(Object.fromEntries(added.map((name) => [name, []])), now.filter(isNew).map(nameOf), language).names;
	const current = new Map(
		now.flatMap(({ id, name }) => {
			const before = named.get(old.find((step) => step.id === id)?.name ?? name);
			const isLike = (known: string) => wasRenamed(id) || matchActivities(pickActivity(activities, known), [name], language).missing === 0;
			const activity = news.get(name) ?? (before !== undefined && isLike(before) ? before : undefined);
			return activity === undefined ? [] : [[name, activity] as const];
		}),
	);
	const stepsOf = (activity: string) => now.filter(({ name }) => current.get(name) === activity);
	const traces = rename(tracesOf(after), current);
	const about = [...removed, ...moved, ...Object.keys(renamed), ...Object.keys(who), ...order.flat()].filter(
		(name) => !added.includes(name),
	);
	const changed = [...removed, ...moved].flatMap(idsOf);
	const untouched = listIds(before.do, new Set(changed));
	const others = new Set([...Object.keys(renamed), ...Object.keys(who)].flatMap(idsOf));
	const isSame = JSON.stringify(before.do) === JSON.stringify(after.do);
	return {
		isSame,
		absent: [...new Set(about)].filter((name) => idsOf(name).length === 0),
		untouched,
		replaced: listReplaced(before, after, wanted.condition !== undefined).filter((id) => untouched.includes(id) && !others.has(id)),
		unmet: [
			...(isSame ? ['the plan is as it was'] : []),
			...added.filter((name) => stepsOf(name).length === 0).map((name) => `no step "${name}"`),
			...removed.filter((name) => stepsOf(name).length > 0).map((name) => `still has "${name}"`),
			...Object.entries(renamed).flatMap(([name, other]) =>
				hasName(now, idsOf(name), { [other]: [] }, language) ? [] : [`"${name}" is not "${other}"`],
			),
			...order.filter(([first, then]) => !isBefore(traces, first, then)).map(([first, then]) => `"${first}" is not before "${then}"`),
			...Object.entries(who).flatMap(([name, group]) =>
				isDoneBy(stepsOf(name), group, language) ? [] : [`"${name}" is not done by ${group}`],
			),
		],
	};
}

const nameOf = ({ name }: Task): string => name;

const isTask = (block: Block): block is Task => !['choice', 'parallel', 'loop', 'event', 'end'].includes(block.kind);

const listSteps = ({ do: blocks }: PlanTree): Task[] => [...walkBlocks(blocks, '/do')].map(({ block }) => block).filter(isTask);

/** Lists the ids of blocks, without those that are changed and those around them. */
function listIds(blocks: readonly Block[], changed: ReadonlySet<string>): string[] {
	const isAround = (block: Block): boolean => changed.has(block.id) || listInner(block).some(({ blocks: inner }) => inner.some(isAround));
	return blocks.flatMap((block) => [
		...(isAround(block) ? [] : [block.id]),
		...listInner(block).flatMap(({ blocks: inner }) => listIds(inner, changed)),
	]);
}

/** Lists blocks that are of another kind or name, or done by others. @param mayAsk choices may have another name, as their condition does */
function listReplaced(before: PlanTree, after: PlanTree, mayAsk: boolean): string[] {
	const blocksOf = ({ do: blocks }: PlanTree) => [...walkBlocks(blocks, '/do')].map(({ block }) => block);
	const describe = (block: Block) =>
		JSON.stringify([block.kind, mayAsk && !isTask(block) ? '' : block.name, (block as Partial<HumanStep>).who]);
	const now = new Map(blocksOf(after).map((block) => [block.id, describe(block)]));
	return blocksOf(before).flatMap((block) => (now.has(block.id) && now.get(block.id) !== describe(block) ? [block.id] : []));
}

const pickActivity = (activities: Activities, name: string): Activities => ({ [name]: activities[name] ?? [] });

const hasName = (steps: Task[], ids: string[], wanted: Activities, language: 'en' | 'pt'): boolean =>
	steps.some(({ id, name }) => ids.includes(id) && matchActivities(wanted, [name], language).missing === 0);

/** Whether one is before the other wherever both are, and both are somewhere. */
function isBefore(traces: string[][], first: string, then: string): boolean {
	const both = traces.filter((trace) => trace.includes(first) && trace.includes(then));
	return both.length > 0 && both.every((trace) => trace.indexOf(first) < trace.indexOf(then));
}

const isDoneBy = (steps: Task[], group: string, language: 'en' | 'pt'): boolean =>
	steps.some((step) => matchActivities({ [group]: [] }, [(step as Partial<HumanStep>).who ?? ''], language).missing === 0);
