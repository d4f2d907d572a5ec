import { isFields } from '../../core/base/is-fields';
import type { Block, Fault, Field, PlanTree } from '../tree/plan-tree';
import type { ReadTree } from '../tree/read-tree';
import { changeNames, maxChanges, type Change } from './apply-changes';
import { changeFaultTexts } from './fault-texts';
import type { Place } from './find-place';

/** Reads a tree. @param isPart keeps empty branches, which other steps of a change fill */
export type Read = (value: unknown, isPart?: boolean) => Pick<ReadTree, 'tree' | 'faults' | 'doubts'>;
type Fields = Record<string, unknown>;

/** Words that models use for the same. */
const otherNames: Record<string, Change['op']> = {
	add: 'insert',
	'insert-after': 'insert',
	'insert-before': 'insert',
	append: 'insert',
	delete: 'remove',
	drop: 'remove',
	update: 'set',
	edit: 'set',
	modify: 'set',
	rename: 'set',
	swap: 'replace',
	'update-branch': 'set-branch',
	'delete-branch': 'remove-branch',
};

export interface ReadChanges {
	changes: Change[];
	/** Index of each change among those that the model wrote. */
	indices: number[];
	faults: Fault[];
	doubts: Fault[];
}

interface Notes {
	fault: (fault: Fault) => void;
	doubt: (fault: Fault) => void;
}

/** Reads the steps that a model wrote. Each that cannot be read is a fault; the others count. */
export function readChanges(value: unknown, read: Read, language: PlanTree['language']): ReadChanges {
	// Faults of a block are said in the language of the plan.
	const readOwn: Read = (tree, isPart) => read(isFields(tree) ? { language, ...tree } : tree, isPart);
	const faults: Fault[] = [];
	const doubts: Fault[] = [];
	const indices: number[] = [];
	const changes = (Array.isArray(value) ? value : []).slice(0, maxChanges + 1).flatMap((one: unknown, index) => {
		const path = `/changes/${index}`;
		const at = (fault: Fault): Fault => ({ ...fault, path: `${path}${fault.path}` });
		const notes: Notes = { fault: (fault) => faults.push(at(fault)), doubt: (fault) => doubts.push(at(fault)) };
		const change = isFields(one) ? readOne(one, readOwn, notes) : undefined;
		if (change === undefined && !faults.some((fault) => fault.path.startsWith(path)))
			faults.push({ path, rule: 'unknown-change', ...changeFaultTexts[language].unknownChange(changeNames.join(', ')) });
		if (change !== undefined) indices.push(index);
		return change ?? [];
	});
	return { changes, indices, faults, doubts };
}

function readOne(fields: Fields, read: Read, notes: Notes): Change | undefined {
	const op = readName(fields.op ?? fields.action ?? fields.type ?? fields.kind);
	const id = text(fields.id ?? fields.block ?? fields.target);
	const blocksOf = (value: unknown, path: string): Block[] => readBlocks(value, path, read, notes);
	switch (op) {
		case 'insert': {
			const blocks = blocksOf(fields.blocks ?? fields.block ?? fields.step, '/blocks');
			return blocks.length > 0 ? { op, blocks, ...readPlace(fields) } : undefined;
		}
		case 'remove':
			return id === undefined ? undefined : { op, id };
		case 'move':
			return id === undefined ? undefined : { op, id, ...readPlace(fields) };
		case 'replace': {
			const [block] = blocksOf(isFields(fields.with) ? fields.with : isFields(fields.block) ? fields.block : fields.step, '/block');
			const of = text(fields.id ?? fields.target) ?? block?.id;
			return block && of !== undefined ? { op, id: of, block } : undefined;
		}
		case 'set':
			return id === undefined ? undefined : { op, id, fields: fieldsOf(fields) };
		case 'add-branch': {
			const { branch } = fields;
			if (id === undefined || !isFields(branch)) return undefined;
			const inside = Array.isArray(branch.do) && branch.do.length > 0 ? blocksOf(branch.do, '/branch/do') : [];
			return { op, id, branch: { ...branch, do: inside }, ...(typeof fields.at === 'number' && { at: fields.at }) };
		}
		case 'remove-branch':
		case 'set-branch': {
			const part = text(fields.part ?? fields.branch ?? fields.name);
			if (id === undefined || part === undefined) return undefined;
			return op === 'remove-branch' ? { op, id, part } : { op, id, part, fields: fieldsOf(fields) };
		}
		case 'set-plan':
			return { op, fields: fieldsOf(fields) };
		case 'add-input': {
			const { tree, faults } = read({ name: 'x', inputs: [fields.field ?? fields.input], do: [{ kind: 'end', id: 'x-end', name: 'x' }] });
			faults.filter(({ path }) => path.startsWith('/inputs')).forEach(notes.fault);
			const [field] = tree?.inputs ?? ([] as Field[]);
			return field && { op, field };
		}
		case 'remove-input': {
			const name = text(fields.name ?? fields.input ?? fields.field);
			return name === undefined ? undefined : { op, name };
		}
		default:
			return undefined;
	}
}

function readName(value: unknown): Change['op'] | undefined {
	const name =
		typeof value === 'string'
			? value
					.trim()
					.toLowerCase()
					.replace(/[\s_]+/g, '-')
			: '';
	return changeNames.find((one) => one === name) ?? otherNames[name];
}

const text = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

/** The fields of a step without its id and its place. */
function fieldsOf({ fields, set, values, ...change }: Fields): Fields {
	const given = fields ?? set ?? values;
	if (isFields(given)) return given;
	const rest = Object.entries(change).filter(
		([name]) => !['op', 'action', 'type', 'kind', 'id', 'block', 'target', 'part', 'branch'].includes(name),
	);
	return Object.fromEntries(rest);
}

function readPlace(fields: Fields): Place {
	const place: Place = {};
	for (const name of ['after', 'before', 'into', 'part'] as const) {
		const value = text(fields[name]);
		if (value !== undefined) place[name] = value;
	}
	const branch = text(fields.branch);
	if (branch !== undefined) place.part ??= branch;
	if (fields.at === 'start' || fields.at === 'end') place.at = fields.at;
	return place;
}

function readBlocks(value: unknown, path: string, read: Read, notes: Notes): Block[] {
	const list = Array.isArray(value) ? value : isFields(value) ? [value] : [];
	if (list.length === 0) return [];
	const { tree, faults, doubts } = read({ name: 'x', inputs: [], do: list }, true);
	const placed = (fault: Fault): Fault => ({ ...fault, path: fault.path.replace(/^\/do/, path) });
	for (const fault of faults) notes.fault(placed(fault));
	for (const doubt of doubts) notes.doubt(placed(doubt));
	return tree?.do ?? [];
}
