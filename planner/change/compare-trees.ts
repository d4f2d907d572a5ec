import { canonicalJson } from '../../core/json-schema/canonical-json';
import type { Block, Field, PlanTree, Wait } from '../tree/plan-tree';
import { placeBlocks, type PlacedBlock } from './block-lists';

interface Branch {
	id?: string;
	name?: string;
	when?: string;
	on?: Wait;
	do?: Block[];
}

const branchesIn = (block: Block): Branch[] =>
	block.kind === 'choice' || block.kind === 'parallel' ? block.branches : block.kind === 'event' ? block.waits : [];

/** Names new branches after old ones: by id, name and condition, most shared blocks, name, or place. */
function matchBranches(before: ReadonlyMap<string, PlacedBlock>, after: ReadonlyMap<string, PlacedBlock>): Map<string, number> {
	const matched = new Map<string, number>();
	for (const [id, { block }] of after) {
		const old = before.get(id);
		if (!old) continue;
		for (const [part, number] of pair(branchesIn(old.block), branchesIn(block))) matched.set(`${id} ${part}`, number);
	}
	return matched;
}

/** Pairs each new branch with at most one old one, the surest pairs first. */
function pair(before: Branch[], after: Branch[]): Map<number, number> {
	const pairs = after
		.flatMap((branch, to) => before.map((old, from) => ({ from, to, score: likeness(old, branch, from === to) })))
		.filter(({ score }) => score > 0)
		.toSorted((one, other) => other.score - one.score);
	const numbers = new Map<number, number>();
	const taken = new Set<number>();
	for (const { from, to } of pairs) {
		if (numbers.has(to) || taken.has(from)) continue;
		numbers.set(to, from);
		taken.add(from);
	}
	return numbers;
}

/** Both beyond what blocks can count for. */
const sameId = 100_000;
const sameWay = 10_000;

function likeness(old: Branch, branch: Branch, isInPlace: boolean): number {
	const ids = new Set((old.do ?? []).map(({ id }) => id));
	const shared = (branch.do ?? []).filter(({ id }) => ids.has(id)).length;
	const isNamed = old.name !== undefined && old.name === branch.name;
	const isSameWay = isNamed && old.when === branch.when && canonicalJson(old.on) === canonicalJson(branch.on);
	const sure = old.id !== undefined && old.id === branch.id ? sameId : isSameWay ? sameWay : 0;
	return sure + shared * 3 + (isNamed ? 2 : 0) + (isInPlace ? 1 : 0);
}

export interface BlockChange {
	id: string;
	name: string;
	kind: Block['kind'];
	change: 'added' | 'removed' | 'changed' | 'moved';
	fields?: Array<{ field: string; from?: unknown; to?: unknown }>;
}

export interface TreeDifference {
	blocks: BlockChange[];
	/** Fields of the plan itself: name, purpose, trigger, inputs. */
	plan: Array<{ field: string; from?: unknown; to?: unknown }>;
	/** The smallest step of the version that the change needs, and why. */
	bump: 'none' | 'patch' | 'minor' | 'major';
	reasons: string[];
}

/** Compares two versions of a plan by the ids of their blocks. A block whose neighbours alone differ is the same. */
export function compareTrees(from: PlanTree, to: PlanTree): TreeDifference {
	const before = index(from);
	const after = index(to);
	const blocks = [
		...[...before.values()].filter(({ block }) => !after.has(block.id)).map(({ block }) => describe(block, 'removed')),
		...[...after.values()].flatMap((placed) => compareBlocks(before.get(placed.block.id), placed)),
	];
	const moved = findMoved(before, after).filter((id) => !blocks.some((block) => block.id === id));
	blocks.push(...moved.map((id) => describe(after.get(id)!.block, 'moved')));
	const plan = compareFields(head(from), head(to));
	return { blocks, plan, ...judge(from, to, blocks, plan) };
}

const index = (tree: PlanTree): Map<string, PlacedBlock> => new Map([...placeBlocks(tree)].map((placed) => [placed.block.id, placed]));

const describe = ({ id, name, kind }: Block, change: BlockChange['change']): BlockChange => ({ id, name, kind, change });

function compareBlocks(before: PlacedBlock | undefined, { block }: PlacedBlock): BlockChange[] {
	if (!before) return [describe(block, 'added')];
	const fields = compareFields(own(before.block), own(block));
	return fields.length > 0 ? [{ ...describe(block, 'changed'), fields }] : [];
}

function own(block: Block): Record<string, unknown> {
	const bare = structuredClone(block) as unknown as Record<string, unknown> &
		Partial<Record<'branches' | 'waits', Array<{ do?: unknown }>>>;
	for (const list of ['do', 'onError', 'onLimit']) if (list in bare) bare[list] = true;
	for (const one of [...(bare.branches ?? []), ...(bare.waits ?? [])]) delete one.do;
	for (const holder of [bare.otherwise, bare.deadline] as Array<{ do?: unknown } | undefined>) delete holder?.do;
	return bare;
}

const head = ({ do: _, ...fields }: PlanTree): Record<string, unknown> => fields;

function compareFields(from: Record<string, unknown>, to: Record<string, unknown>): Array<{ field: string; from?: unknown; to?: unknown }> {
	const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])];
	return fields
		.filter((field) => !isSame(from[field], to[field]))
		.map((field) => ({
			field,
			...(from[field] !== undefined && { from: from[field] }),
			...(to[field] !== undefined && { to: to[field] }),
		}));
}

/** Blocks that are in another list, or out of the order of those that stayed in theirs. */
function findMoved(before: Map<string, PlacedBlock>, after: Map<string, PlacedBlock>): string[] {
	const branches = matchBranches(before, after);
	const both = [...after.values()].filter(({ block }) => before.has(block.id));
	const listOf = (placed: PlacedBlock): string => nameList(placed, branches);
	const elsewhere = both.filter((placed) => listOf(placed) !== nameList(before.get(placed.block.id)!)).map(({ block }) => block.id);
	const lists = Map.groupBy(
		both.filter(({ block }) => !elsewhere.includes(block.id)),
		listOf,
	);
	return [
		...elsewhere,
		...[...lists.values()].flatMap((list) =>
			outOfOrder(
				list.map(({ block }) => block.id),
				before,
			),
		),
	];
}

/** Names the list that a block is in: that of a branch by the number of the branch in the old version, if it is one of its. */
function nameList({ list: { owner, part } }: PlacedBlock, branches?: ReadonlyMap<string, number>): string {
	if (!owner) return '';
	const place = `${owner.id} ${part}`;
	if (!branches || !branchesIn(owner)[Number(part)]) return place;
	const number = branches.get(place);
	return number === undefined ? `${place} new` : `${owner.id} ${number}`;
}

function outOfOrder(ids: string[], before: Map<string, PlacedBlock>): string[] {
	const places = ids.map((id) => before.get(id)!.index);
	const best: number[][] = [];
	for (const [at, place] of places.entries()) {
		const longest = best
			.slice(0, at)
			.reduce<number[]>((one, other, index) => (places[index]! < place && other.length > one.length ? other : one), []);
		best.push([...longest, at]);
	}
	const kept = new Set(best.reduce<number[]>((one, other) => (other.length > one.length ? other : one), []));
	return ids.filter((_, at) => !kept.has(at));
}

const textFields = new Set(['name', 'why', 'instructions', 'purpose', 'needs', 'reason', 'alternatives', 'shows', 'language']);

function judge(
	from: PlanTree,
	to: PlanTree,
	blocks: BlockChange[],
	plan: TreeDifference['plan'],
): Pick<TreeDifference, 'bump' | 'reasons'> {
	const major = [
		...to.inputs
			.filter((field) => isRequired(field) && !from.inputs.some(({ name }) => name === field.name))
			.map(({ name }) => `it needs ${name}`),
		...from.inputs
			.filter(({ name, type }) => to.inputs.some((field) => field.name === name && field.type !== type))
			.map(({ name }) => `${name} has another type`),
		...(isSame(from.trigger, to.trigger) ? [] : ['it begins otherwise']),
	];
	if (major.length > 0) return { bump: 'major', reasons: major };
	const isText = (fields: BlockChange['fields'] = []) => fields.length > 0 && fields.every(({ field }) => textFields.has(field));
	const minor = blocks.filter(({ change, fields }) => change !== 'changed' || !isText(fields));
	const inputs = plan.some(({ field }) => field === 'inputs');
	if (minor.length > 0 || inputs)
		return { bump: 'minor', reasons: [...minor.map(({ id, change }) => `${id} was ${change}`), ...(inputs ? ['its inputs changed'] : [])] };
	if (blocks.length > 0 || plan.length > 0) return { bump: 'patch', reasons: ['texts changed'] };
	return { bump: 'none', reasons: [] };
}

const isRequired = ({ required }: Field): boolean => required !== false;

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
