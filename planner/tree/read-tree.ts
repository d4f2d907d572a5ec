import { listKnown } from '../doers/fill/known-fields';
import { treeLimits } from './limits';
import type { Block, Fault, Field, PlanTree, Trigger } from './plan-tree';
import { names, readKind } from './read/block-kinds';
import { toId } from './read/names';
import { mendDates } from './read/mend-dates';
import { unquoteNames } from './read/quoted-names';
import { readFields } from './read/read-fields';
import { readChoice, readEvent, readLoop, readParallel } from './read/read-ways';
import { readStep } from './read/read-steps';
import { isObject, pick, pickWord, type Raw, Reader } from './read/reader';
import { readNamed } from './read/reading';
import type { Reading } from './read/reading';
import { renameVariables, toFeel } from './read/to-feel';
import { toSchedule } from './read/to-time';
import { listExpressions, listInner, walkBlocks } from './walk';
import { endsSometimes } from './ways-end';

const maxSequences = 50;

/** Reads blocks that follow each other; a list in a list is part of it. */
function readBlocks(reader: Reader, value: unknown, path: string, depth: number): Block[] {
	if (value === undefined || value === null) return [];
	if (depth > treeLimits.depth) {
		reader.fault(path, 'too-deep', String(treeLimits.depth));
		return [];
	}
	const entries = flatten(reader, value, path);
	return entries.flatMap((entry) => readBlock(reader, entry.raw, entry.path, depth) ?? []);
}

interface Entry {
	raw: unknown;
	path: string;
}

function flatten(reader: Reader, value: unknown, path: string, level = 0): Entry[] {
	if (isObject(value) && readKind(value) === undefined && pick(value, names.list) !== undefined)
		return flatten(reader, pick(value, names.list), path, level + 1);
	if (!Array.isArray(value)) return isObject(value) ? flatten(reader, [value], path, level + 1) : [{ raw: value, path }];
	if (value.length > treeLimits.blocks) reader.fault(path, 'too-large', String(treeLimits.blocks), 'blocks');
	return value.slice(0, treeLimits.blocks).flatMap((raw: unknown, at): Entry[] => {
		const place = `${path}/${at}`;
		const isSequence = Array.isArray(raw) || (isObject(raw) && readKind(raw)?.kind === 'sequence');
		if (!isSequence || level > maxSequences) return [{ raw, path: place }];
		reader.repair(place, 'a sequence in a sequence is part of it now');
		return flatten(reader, Array.isArray(raw) ? raw : (pick(raw, names.list) ?? []), place, level + 1);
	});
}

function readBlock(reader: Reader, entry: unknown, path: string, depth: number): Block | undefined {
	if (entry === undefined || entry === null) return undefined;
	if (reader.blocks >= treeLimits.blocks) {
		reader.fault(path, 'too-large', String(treeLimits.blocks), reader.language === 'pt' ? 'blocos' : 'blocks');
		return undefined;
	}
	const raw: Raw = typeof entry === 'string' ? { name: entry, kind: 'unsupported' } : isObject(entry) ? entry : {};
	const found = readKind(raw);
	if (!found || found.kind === 'sequence') {
		reader.fault(path, 'not-a-block');
		return undefined;
	}
	reader.blocks++;
	if (!found.isSure) reader.repair(path, `its kind is "${found.kind}" now`);
	if (found.kind === 'unsupported' && (!found.isSure || typeof entry === 'string')) doubtKind(reader, raw, path);
	const list = (value: unknown, inner: string): Block[] => readBlocks(reader, value, inner, depth + 1);
	return read(found.kind, { reader, raw, path, depth, list });
}

function doubtKind(reader: Reader, raw: Raw, path: string): void {
	const name = pickWord(raw, ['name', 'title', 'label', 'needs']).slice(0, treeLimits.name);
	const written = pickWord(raw, ['kind', 'type', 'tipo']).slice(0, treeLimits.id);
	reader.doubt(path, 'unknown-kind', name, raw.kind === 'unsupported' || written === '' ? '' : ` ("${written}")`);
}

function read(kind: Block['kind'], reading: Reading): Block | undefined {
	switch (kind) {
		case 'choice':
			return readChoice(reading);
		case 'parallel':
			return readParallel(reading);
		case 'loop':
			return readLoop(reading);
		case 'event':
			return readEvent(reading);
		case 'end':
			return { kind, ...readNamed(reading, 'end'), ...(reading.raw.cancels === true && { cancels: true }) };
		default:
			return readStep(kind, reading);
	}
}

/** The input that tells instances apart, where nothing else does. */
const referenceFields: Record<PlanTree['language'], Field> = {
	en: {
		name: 'reference',
		type: 'text',
		label: 'Reference',
		description: 'Tells the instance of a message, such as an order number.',
		example: 'A-1',
	},
	pt: {
		name: 'reference',
		type: 'text',
		label: 'Referência',
		description: 'Identifica a instância de uma mensagem, como o número do pedido.',
		example: 'A-1',
	},
};

const identifies =
	/(?<!\p{L})(?:id|number|reference|ref|code|protocol|ticket|n[uú]mero|c[oó]digo|protocolo|refer[eê]ncia|cpf|cnpj)(?! (?:of|de) )(?!\p{L})/u;
const addresses = /(?<!\p{L})(?:e ?-?mail|phone|telefone|celular)(?!\p{L})/u;

function mendKeys(tree: PlanTree, reader: Reader): void {
	for (const { block, path } of walkBlocks(tree.do, '/do')) {
		if (block.kind !== 'event') continue;
		for (const [at, { on }] of block.waits.entries()) {
			if (on.kind !== 'message' || on.key !== '') continue;
			const place = `${path}/waits/${at}/on/key`;
			const field = findKey(listKnown(tree, path)) ?? addReference(tree);
			on.key = field?.name ?? 'null';
			if (field) reader.doubt(place, 'no-key', block.name, field.label ?? field.name);
			else reader.fault(place, 'missing', 'key', 'FEEL');
		}
	}
}

function findKey(known: readonly Field[]): Field | undefined {
	const sure = known.filter(({ type, required, options }) => (type === 'text' || type === 'number') && required !== false && !options);
	return [identifies, addresses].map((words) => sure.find((field) => words.test(wordsOf(field)))).find((field) => field !== undefined);
}

/** `orderId` is two words. */
const wordsOf = ({ name, label = '' }: Field): string => `${name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')} ${label}`.toLowerCase();

/** A time brings nothing. */
function addReference(tree: PlanTree): Field | undefined {
	if (tree.trigger.kind === 'timer') return undefined;
	const field = { ...referenceFields[tree.language] };
	if (!tree.inputs.some(({ name }) => name === field.name)) tree.inputs.push(field);
	return field;
}

export interface ReadTree {
	tree?: PlanTree;
	faults: Fault[];
	doubts: Fault[];
	repaired: string[];
}

/**
 * Reads a written tree: repairs unambiguous faults, and returns all others. Never throws. @param isPart keeps empty branches, which steps of a
 * change fill
 */
export function readTree(value: unknown, isPart = false): ReadTree {
	const raw = unwrap(value);
	const reader = new Reader(readLanguage(raw), isPart);
	const blocks = raw && pick(raw, names.list);
	if (!raw || blocks === undefined) {
		reader.fault('', 'not-a-tree');
		return { faults: reader.faults.list, doubts: [], repaired: [] };
	}
	const name = reader.text(raw, ['name', 'title', 'nome'], '', treeLimits.name) ?? (reader.language === 'pt' ? 'Processo' : 'Process');
	const id = toId(typeof raw.id === 'string' ? raw.id : name, 'process');
	// No element can have the id of the process.
	reader.ids.add(id);
	const tree: PlanTree = {
		id,
		name,
		purpose: reader.text(raw, ['purpose', 'description', 'goal', 'objetivo'], '') ?? name,
		language: reader.language,
		trigger: readTrigger(reader, pick(raw, names.trigger)),
		inputs: readFields(reader, pick(raw, ['inputs', 'input', 'variables', 'entradas']), '/inputs'),
		do: readBlocks(reader, blocks, '/do', 1),
	};
	if (tree.do.length === 0) reader.fault('/do', 'empty');
	if (!isPart) unfoldSingles(tree, reader);
	cancelAtEnds(tree, reader);
	rename(tree, reader);
	unquoteNames(tree, reader);
	mendDates(tree, reader);
	if (!isPart) mendKeys(tree, reader);
	return { tree, faults: reader.faults.list, doubts: reader.doubts.list, repaired: reader.repaired };
}

function unwrap(value: unknown): Raw | undefined {
	if (Array.isArray(value)) return value.length === 1 && isObject(value[0]) && pick(value[0], names.list) ? value[0] : { do: value };
	if (!isObject(value)) return undefined;
	const inner = pick(value, ['tree', 'plan', 'process', 'processo', 'result']);
	return pick(value, names.list) === undefined && isObject(inner) ? inner : value;
}

const readLanguage = (raw: Raw | undefined): PlanTree['language'] =>
	/^(?:pt|por)/i.test(String(raw && typeof raw.language === 'string' ? raw.language : '')) ? 'pt' : 'en';

function readTrigger(reader: Reader, value: unknown): Trigger {
	const raw: Raw = isObject(value) ? value : { kind: value };
	const kind = pickWord(raw, ['kind', 'type']).toLowerCase().slice(0, 60);
	const name = reader.text(raw, ['name', 'message', 'event'], '/trigger', treeLimits.name);
	const at = pick(raw, ['at', 'cron', 'cycle', 'schedule', 'every', 'time', 'date', 'duration']);
	if (/^form/.test(kind)) return { kind: 'form' };
	if (/timer|schedul|cron|time|agend/.test(kind) || (at !== undefined && !/mess|manual/.test(kind))) {
		const schedule = toSchedule(at ?? name);
		if (schedule === undefined)
			reader.fault('/trigger/at', 'timer', JSON.stringify(at ?? ''), reader.language === 'pt' ? 'um horário' : 'a schedule');
		else if (schedule !== at) reader.repair('/trigger', `begins at ${schedule} now`);
		return schedule === undefined ? { kind: 'manual' } : { kind: 'timer', at: schedule };
	}
	if (/mess|mensag|webhook|mail|chat|channel|event|whats/.test(kind)) return { kind: 'message', name: name ?? kind };
	return { kind: 'manual' };
}

/** Puts the new names of variables into the expressions, which were read before all names were known. */
function rename(tree: PlanTree, { renamed }: Reader): void {
	if (renamed.size === 0) return;
	for (const { block } of walkBlocks(tree.do, '/do')) {
		for (const { text, put } of listExpressions(block)) put(toFeel(renameVariables(text, renamed)));
		if ('reads' in block && block.reads) block.reads = block.reads.map((name) => renamed.get(name) ?? name);
		if ('shows' in block && block.shows) block.shows = block.shows.map((name) => renamed.get(name) ?? name);
	}
}

/** Puts the blocks of a parallel block with one branch in its place: nothing runs beside them. */
function unfoldSingles(tree: PlanTree, reader: Reader): void {
	tree.do = unfold(tree.do, '/do', reader);
}

function unfold(blocks: Block[], path: string, reader: Reader): Block[] {
	return blocks.flatMap((block, at) => {
		for (const inner of listInner(block)) inner.put(unfold(inner.blocks, `${path}/${at}${inner.path}`, reader));
		if (block.kind !== 'parallel' || block.branches.length > 1) return [block];
		reader.repair(`${path}/${at}`, 'its one branch is in its place now');
		return block.branches[0]?.do ?? [];
	});
}

/** Lets an end that only some ways of a parallel branch come to end everything: "end" means the plan, and the others must not wait for it. */
function cancelAtEnds(tree: PlanTree, reader: Reader): void {
	visit(tree.do, '/do', reader);
}

function visit(blocks: Block[], path: string, reader: Reader): void {
	for (const [at, block] of blocks.entries()) {
		for (const inner of listInner(block)) {
			if (endsSometimes(block, inner.blocks)) cancel(inner.blocks, `${path}/${at}${inner.path}`, reader);
			visit(inner.blocks, `${path}/${at}${inner.path}`, reader);
		}
	}
}

function cancel(blocks: Block[], path: string, reader: Reader): void {
	for (const [at, block] of blocks.entries()) {
		if (block.kind === 'end' && !block.cancels) {
			block.cancels = true;
			reader.repair(`${path}/${at}`, 'ends what runs beside it too now');
		}
		// Parallel branches in it are judged on their own; a loop that ends always ends everything.
		for (const inner of listInner(block)) cancel(inner.blocks, `${path}/${at}${inner.path}`, reader);
	}
}
