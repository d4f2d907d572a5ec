/** Lays a log out as files, and changes them. What is stored is written as it is, by none of the product's code. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Chance } from '../samples/sample';
import { readNote, tenant } from './honest-log';
import { entries, joinItems, type LogView, readView, splitItems, width } from './log-view';

export function writeFolder(folder: string, database: DatabaseSync): void {
	const rows = database.prepare('SELECT level, place, content FROM audit_tile WHERE tenant = ? AND level >= ?').all(tenant, entries);
	mkdirSync(join(folder, 'tile'), { recursive: true });
	for (const { level, place, content } of rows) {
		const bytes = Buffer.from(content as Uint8Array);
		put(folder, nameTile(Number(level), Number(place), splitItems(Number(level), bytes).length), bytes);
	}
	const note = readNote(database, tenant);
	if (note !== 'undefined') put(folder, 'checkpoint', note);
}

function nameTile(level: number, place: number, items: number): string {
	const name =
		place < 1_000
			? String(place).padStart(3, '0')
			: `x${String(Math.floor(place / 1_000)).padStart(3, '0')}/${String(place % 1_000).padStart(3, '0')}`;
	return `tile/${level === entries ? 'entries' : level}/${name}${items < width ? `.p/${items}` : ''}`;
}

function put(folder: string, path: string, content: Buffer | string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), content);
}

/** Returns the view of what an export has: no marks. */
export function readPublicView(database: DatabaseSync): LogView {
	return new Map([...readView(database, tenant)].filter(([level]) => level >= entries));
}

export interface FolderAttack {
	name: string;
	/** Entries that the log needs. */
	least: number;
	/** @returns the first bad index */
	act(folder: string, view: LogView, chance: Chance): number;
}

const itemsOf = (view: LogView, level: number, from: number, to: number): Buffer[] =>
	Array.from({ length: to - from }, (_, place) => Buffer.from(view.get(level)!.get(from + place)!));

/** Adds a part of a tile, as it was before, in which something else is. */
const partAttack = (name: string, level: number): FolderAttack => ({
	name,
	least: 2,
	act(folder, view, chance) {
		const size = view.get(level)!.size;
		const place = chance.below(Math.ceil(size / width));
		const known = Math.min(width, size - place * width);
		if (known < 2) return removeCheckpoint(folder, size);
		const items = itemsOf(view, level, place * width, place * width + 1 + chance.below(known - 1));
		const at = chance.below(items.length);
		items[at]![level === entries ? 2 + chance.below(9) : chance.below(32)]! ^= 1;
		put(folder, nameTile(level, place, items.length), joinItems(items));
		return place * width + at;
	},
});

const removeCheckpoint = (folder: string, size: number): number => (rmSync(join(folder, 'checkpoint')), size);
const sizeOf = (view: LogView): number => view.get(entries)!.size;

export const folderAttacks: FolderAttack[] = [
	partAttack('a part of a tile disagrees with the whole', 0),
	partAttack('a part of a bundle disagrees with the whole', entries),
	{ name: 'the checkpoint is missing', least: 1, act: (folder, view) => removeCheckpoint(folder, sizeOf(view)) },
	{
		name: 'a file is there that no log has',
		least: 1,
		act: (folder, view, chance) => (
			put(folder, chance.pick(['tile/0/x.bak', 'tile/9/000', 'tile/entries/0', 'tile/0/000.p/0']), 'x'),
			sizeOf(view)
		),
	},
	{
		name: 'the next tile is there',
		least: 1,
		act(folder, view, chance) {
			const place = Math.floor(sizeOf(view) / width) + 1;
			put(folder, nameTile(0, place, 3), Buffer.alloc(96, chance.below(255)));
			return place * width;
		},
	},
	{
		name: 'a part is larger than the log',
		least: 1,
		act(folder, view) {
			const size = sizeOf(view);
			const place = Math.floor(size / width);
			if (size % width > width - 2) return removeCheckpoint(folder, size);
			const items = [...itemsOf(view, 0, place * width, size), Buffer.alloc(32)];
			put(folder, nameTile(0, place, items.length), joinItems(items));
			return size;
		},
	},
	{
		name: 'a bundle is empty',
		least: 1,
		act(folder, view, chance) {
			const size = sizeOf(view);
			const place = chance.below(Math.ceil(size / width));
			put(folder, nameTile(entries, place, Math.min(width, size - place * width)), '');
			return place * width;
		},
	},
];
