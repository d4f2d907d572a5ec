import { foldAccents } from '../../core/words/terms';
import { isTask, type Block, type Fault, type PlanTree } from '../tree/plan-tree';
import { anyCredential } from '../doers/fill/fill-node';
import { placeBlocks } from './block-lists';
import type { Change } from './apply-changes';
import { handOver } from './hand-over';
import { changeTexts } from './texts';

interface Understood {
	changes: Change[];
	faults: Fault[];
	says: string;
}

const maxLength = 300;
const quoted = (text: string): string =>
	text
		.trim()
		.replace(/^["“”'«»]+|["“”'«».!]+$/gu, '')
		.trim();

/** Understands plain requests without a model: to remove, rename, add or hand over a step, in English and Portuguese. */
export function changeByRules(tree: PlanTree, request: string): Understood {
	const parts = request
		.split(/[;\n]|\.\s+/)
		.map((part) => part.trim().slice(0, maxLength))
		.filter(Boolean);
	const read = parts.map((part) => readPart(tree, part));
	return { changes: read.flatMap(({ changes = [] }) => changes), faults: read.flatMap(({ fault }) => fault ?? []), says: '' };
}

interface Part {
	changes?: Change[];
	fault?: Fault;
}

function readPart(tree: PlanTree, part: string): Part {
	for (const { shape, build } of forms) {
		const match = shape.exec(part);
		if (!match) continue;
		const [, one = '', two = '', three = ''] = match;
		return build(quoted(one), quoted(two), quoted(three), (name) => findByName(tree, name), tree);
	}
	return notUnderstood(tree);
}

function notUnderstood(tree: PlanTree): Part {
	const blocks = [...placeBlocks(tree)].map(({ block }) => block);
	const tasks = blocks.filter(isTask).map(({ name }) => name);
	return { fault: { path: '/changes', rule: 'not-understood', ...changeTexts[tree.language].notUnderstood(tasks) } };
}

type Find = (name: string) => Block | undefined;
type Build = (one: string, two: string, three: string, find: Find, tree: PlanTree) => Part;

const change = (block: Block | undefined, name: string, tree: PlanTree, make: (id: string) => Change): Part =>
	block ? { changes: [make(block.id)] } : { fault: unknownStep(tree, name) };

const renames: Build = (one, two, _, find, tree) => change(find(one), one, tree, (id) => ({ op: 'set', id, fields: { name: two } }));
const removes: Build = (one, _, __, find, tree) => change(find(one), one, tree, (id) => ({ op: 'remove', id }));
const handsOver: Build = (one, two, _, find, tree) => {
	const block = find(one);
	if (block && !isTask(block)) return { fault: { path: '/changes', rule: 'not-a-step', ...changeTexts[tree.language].noStep(block.name) } };
	return change(block, one, tree, () => handOver(block!, two, tree.language));
};

const usesCredential: Build = (one, two, _, find, tree) =>
	change(find(one), one, tree, (id) => ({
		op: 'set',
		id,
		fields: find(one)!.kind === 'http' ? { credential: two } : { credentials: { [anyCredential]: two } },
	}));

/** Quantifiers are bounded: a long request cannot make them slow. */
const forms: Array<{ shape: RegExp; build: Build }> = [
	{
		shape: /^(?:please |por favor,? )?(?:rename|renomeie|renomear) (.{1,120}) (?:to|as|para|como) (.{1,120})$/iu,
		build: renames,
	},
	{
		shape:
			/^(?:please |por favor,? )?(?:remove|delete|drop|remova|remover|tire|tirar|exclua|excluir|apague|apagar) (?:the step |o passo |a etapa )?(.{1,120})$/iu,
		build: removes,
	},
	{
		shape:
			/^(?:please |por favor,? )?(?:add|insert|acrescente|acrescentar|adicione|adicionar|inclua|incluir|insira|inserir) (?:the step |o passo |a etapa )?(.{1,120}) (after|before|depois d[eoa]|ap[oó]s|antes d[eoa]) (.{1,120})$/iu,
		build: (one, two, three, find, tree) =>
			change(find(three), three, tree, (id) => ({
				op: 'insert',
				...(/^(?:before|antes)/i.test(two) ? { before: id } : { after: id }),
				blocks: [{ kind: 'agent', id: toId(one), name: one, needs: one }],
			})),
	},
	{
		shape: /^(.{1,120}) (?:uses?|usa|use) (?:the credential|a credencial) (.{1,100})$/iu,
		build: usesCredential,
	},
	{
		shape:
			/^(.{1,120}) (?:is|must be|should be|shall be|é|e|deve ser) (?:done|made|performed|feit[oa]|executad[oa]|realizad[oa]) (?:by|por|pel[oa]) (.{1,120})$/iu,
		build: handsOver,
	},
];

const fold = (text: string): string =>
	foldAccents(text.toLowerCase())
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const toId = (name: string): string =>
	fold(name)
		.replaceAll(' ', '-')
		.replace(/^[^a-z]+/, '')
		.slice(0, 50) || 'step';

/** The block of this name or id, else the only one whose name has all of its words. */
function findByName(tree: PlanTree, name: string): Block | undefined {
	const asked = fold(name);
	const blocks = [...placeBlocks(tree)].map(({ block }) => block);
	const exact = blocks.find((block) => fold(block.name) === asked || fold(block.id) === asked);
	if (exact || asked === '') return exact;
	const words = asked.split(' ');
	const similar = blocks.filter((block) => words.every((word) => fold(block.name).split(' ').includes(word)));
	return similar.length === 1 ? similar[0] : undefined;
}

function unknownStep(tree: PlanTree, name: string): Fault {
	const known = [...placeBlocks(tree)].map(({ block }) => `"${block.name}"`);
	return { path: '/changes', rule: 'unknown-step', ...changeTexts[tree.language].notFound(name, known.slice(0, 30).join(', ')) };
}
