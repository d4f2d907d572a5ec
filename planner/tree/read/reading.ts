import { treeLimits } from '../limits';
import type { Block } from '../plan-tree';
import type { Raw, Reader } from './reader';
import { renameVariables, toFeel } from './to-feel';

/** A block while it is read. */
export interface Reading {
	reader: Reader;
	raw: Raw;
	path: string;
	depth: number;
	list: (value: unknown, path: string) => Block[];
}

/** Reads id and name, and makes each of the other. */
export function readNamed({ reader, raw, path }: Pick<Reading, 'reader' | 'raw' | 'path'>, fallback: string): { id: string; name: string } {
	const name = reader.text(raw, ['name', 'title', 'label', 'nome', 'question', 'needs'], path, treeLimits.name);
	const id = reader.id(raw.id, name ?? '', fallback, path);
	if (name === undefined) reader.repair(path, 'has its id as name now');
	return { id, name: name ?? sayId(id) };
}

/** `ask-customer` becomes `Ask customer`. */
const sayId = (id: string): string => `${id.slice(0, 1).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;

/** Reads FEEL, and notes a fault where it cannot be read. */
export function readFeel({ reader, path }: Pick<Reading, 'reader' | 'path'>, written: unknown, key: string): string | undefined {
	if (typeof written !== 'string' && typeof written !== 'number' && typeof written !== 'boolean') return undefined;
	const text = String(written).trim();
	if (text.length > treeLimits.expression) {
		reader.fault(`${path}/${key}`, 'too-long', String(treeLimits.expression));
		return undefined;
	}
	const feel = toFeel(renameVariables(text, reader.renamed));
	if (feel !== text) reader.repair(`${path}/${key}`, `is the FEEL ${feel} now`);
	return feel === '' ? undefined : feel;
}
