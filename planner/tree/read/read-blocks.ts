import { treeLimits } from '../limits';
import type { Block } from '../plan-tree';
import { names, readKind } from './block-kinds';
import { readChoice, readEvent, readLoop, readParallel } from './read-ways';
import { isObject, pick, pickWord, type Raw, type Reader } from './reader';
import { readStep } from './read-steps';
import { readNamed, type Reading } from './reading';

const maxSequences = 50;

/** Reads blocks that follow each other; a list in a list is part of it. */
export function readBlocks(reader: Reader, value: unknown, path: string, depth: number): Block[] {
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

/** Lists the entries of a list with those of its sequences in their place. */
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

/** A step alone is what remains of a block whose kind nobody knows. */
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
