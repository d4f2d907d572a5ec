import type { Block, Deadline, Field, PlanTree } from './plan-tree';

interface InnerList {
	path: string;
	blocks: Block[];
	/** Where the list can be replaced. */
	put: (blocks: Block[]) => void;
}

const listIn = (holder: { do?: Block[] }, path: string): InnerList => ({
	path: `${path}/do`,
	blocks: holder.do ?? [],
	put: (blocks) => {
		if (holder.do !== undefined || blocks.length > 0) holder.do = blocks;
	},
});

export function listInner(block: Block): InnerList[] {
	switch (block.kind) {
		case 'choice':
			return [...block.branches.map((branch, at) => listIn(branch, `/branches/${at}`)), listIn(block.otherwise, '/otherwise')];
		case 'parallel':
			return block.branches.map((branch, at) => listIn(branch, `/branches/${at}`));
		case 'event':
			return block.waits.map((wait, at) => listIn(wait, `/waits/${at}`));
		case 'loop':
			return [
				listIn(block, ''),
				...(block.onLimit ? [{ path: '/onLimit', blocks: block.onLimit, put: (blocks: Block[]) => void (block.onLimit = blocks) }] : []),
			];
		case 'end':
			return [];
		default:
			return [
				...(block.onError ? [{ path: '/onError', blocks: block.onError, put: (blocks: Block[]) => void (block.onError = blocks) }] : []),
				...(block.deadline ? [listIn(block.deadline satisfies Deadline, '/deadline')] : []),
			];
	}
}

export interface PlacedBlock {
	block: Block;
	/** JSON pointer. */
	path: string;
}

/** Gives all blocks of a list, each before those in it. */
export function* walkBlocks(blocks: Block[], path: string): Generator<PlacedBlock> {
	for (const [at, block] of blocks.entries()) {
		yield { block, path: `${path}/${at}` };
		for (const inner of listInner(block)) yield* walkBlocks(inner.blocks, `${path}/${at}${inner.path}`);
	}
}

/** Returns the blocks with each replaced by the function's result, before those in it; the blocks themselves stay as they are. */
export function mapBlocks(blocks: readonly Block[], path: string, replace: (block: Block, path: string) => Block): Block[] {
	return blocks.map((block, at) => {
		const mapped = copyHolders(replace(block, `${path}/${at}`));
		for (const inner of listInner(mapped)) inner.put(mapBlocks(inner.blocks, `${path}/${at}${inner.path}`, replace));
		return mapped;
	});
}

function copyHolders(block: Block): Block {
	switch (block.kind) {
		case 'choice':
			return { ...block, branches: copyEach(block.branches), otherwise: { ...block.otherwise } };
		case 'parallel':
			return { ...block, branches: copyEach(block.branches) };
		case 'event':
			return { ...block, waits: copyEach(block.waits) };
		case 'loop':
		case 'end':
			return { ...block };
		default:
			return { ...block, ...(block.deadline && { deadline: { ...block.deadline } }) };
	}
}

const copyEach = <One extends object>(all: readonly One[]): One[] => all.map((one) => ({ ...one }));

export function listWrites(block: Block): Field[] {
	if (block.kind === 'event') return block.waits.flatMap(({ on }) => (on.kind === 'message' ? (on.writes ?? []) : []));
	return 'writes' in block ? (block.writes ?? []) : [];
}

export const listFields = (tree: PlanTree): Field[] => [
	...tree.inputs,
	...[...walkBlocks(tree.do, '/do')].flatMap(({ block }) => listWrites(block)),
];

export interface PlacedExpression {
	path: string;
	text: string;
	/** `condition`: true or false. `key`, `time`: without a value, the instance stops. */
	use: 'condition' | 'value' | 'key' | 'time';
	put: (text: string) => void;
}

/** Lists the expressions of a block, without those of the blocks in it and without a leading `=`. */
export function listExpressions(block: Block): PlacedExpression[] {
	switch (block.kind) {
		case 'choice':
			return block.branches.map((branch, at) => of(branch, 'when', `/branches/${at}`, 'condition'));
		case 'loop':
			return block.until === undefined ? [] : [of(block as { until: string }, 'until', '', 'condition')];
		case 'agent':
			return block.message === undefined ? [] : [of(block as { message: string }, 'message', '', 'value')];
		case 'http':
			return [
				...(block.url.startsWith('=') ? [formula(block, 'url', '', 'key')] : []),
				...(block.body === undefined ? [] : [of(block as { body: string }, 'body', '', 'value')]),
			];
		case 'call':
			return Object.keys(block.inputs ?? {}).map((name) => of(block.inputs!, name, '/inputs', 'value'));
		case 'node':
			return listFormulas(block.parameters ?? {}, '/parameters');
		case 'event':
			return block.waits.flatMap(({ on }, at) => {
				if (on.kind === 'message') return [of(on, 'key', `/waits/${at}/on`, 'key')];
				if (on.kind === 'timer' && !isLiteralTime(on.duration)) return [of(on, 'duration', `/waits/${at}/on`, 'time')];
				if (on.kind === 'date' && !isLiteralTime(on.date)) return [of(on, 'date', `/waits/${at}/on`, 'time')];
				return [];
			});
		default:
			return [];
	}
}

/** `PT2H`, `2030-01-31T10:00:00Z`: a time that is not an expression. */
export const isLiteralTime = (text: string): boolean => /^\s*[-+]?(?:P(?:\d|T\d)|\d{4}-)/i.test(text);

function of<Key extends string>(holder: Record<Key, string>, key: Key, path: string, use: PlacedExpression['use']): PlacedExpression {
	return { path: `${path}/${escapePointer(key)}`, text: holder[key], use, put: (text) => void (holder[key] = text) };
}

function formula(
	holder: Record<string, unknown> | { url: string },
	key: string,
	path: string,
	use: PlacedExpression['use'],
): PlacedExpression {
	const values = holder as Record<string, string>;
	return { path: `${path}/${escapePointer(key)}`, text: values[key]!.slice(1), use, put: (text) => void (values[key] = `=${text}`) };
}

function listFormulas(values: Record<string, unknown>, path: string): PlacedExpression[] {
	return Object.entries(values).flatMap(([key, value]) => {
		if (typeof value === 'string') return value.startsWith('=') ? [formula(values, key, path, 'value')] : [];
		if (typeof value !== 'object' || value === null) return [];
		return listFormulas(value as Record<string, unknown>, `${path}/${escapePointer(key)}`);
	});
}

/** RFC 6901. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
