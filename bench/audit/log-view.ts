/**
 * Reads and hashes what a log contains, without any of the verifier's code. It is the oracle of the attacks: it finds the first index at which a
 * manipulated log differs from the log that was written.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export const width = 256;
export const entries = -1;
export const marks = -2;
const hashBytes = 32;

/** By level and place: hashes of the tree, entries, or marks. Rubbish after the last whole item is an item too. */
export type LogView = Map<number, Map<number, Buffer>>;

export const hash = (...parts: Uint8Array[]): Buffer => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest();

export function splitItems(level: number, content: Buffer): Buffer[] {
	const items: Buffer[] = [];
	for (let at = 0; at < content.length;) {
		const whole = level === entries ? 2 + (at + 2 > content.length ? 0 : content.readUInt16BE(at)) : hashBytes;
		items.push(content.subarray(at, at + whole));
		at += whole;
	}
	return items;
}

export const joinItems = (items: readonly Buffer[]): Buffer => Buffer.concat(items);

export const viewOf = (contents: Iterable<readonly [level: number, place: number, content: Buffer]>): LogView => {
	const view: LogView = new Map();
	for (const [level, place, content] of contents) {
		const items = view.get(level) ?? new Map<number, Buffer>();
		splitItems(level, content).forEach((item, at) => items.set(place * width + at, item));
		view.set(level, items);
	}
	return view;
};

export function readView(database: DatabaseSync, tenant: string): LogView {
	const rows = database.prepare('SELECT level, place, content FROM audit_tile WHERE tenant = ?').all(tenant);
	return viewOf(rows.map(({ level, place, content }) => [Number(level), Number(place), Buffer.from(content as Uint8Array)] as const));
}

/**
 * Returns the first index from which something differs. A hash of the tree stands for the entries below it, unless one of these differs
 * itself. One that was added stands for those that the log does not have.
 */
export function findFirstDifference(one: LogView, other: LogView): number {
	const levels = [...new Set([...one.keys(), ...other.keys()])].sort((left, right) => left - right);
	const found: number[] = [];
	for (const level of levels) {
		const before = one.get(level);
		const after = other.get(level);
		const span = width ** Math.max(0, level);
		const below = [...found];
		for (const at of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
			const left = before?.get(at);
			const right = after?.get(at);
			if (left && right && left.equals(right)) continue;
			const first = level > 0 && !left ? Math.max(at * span, one.get(0)!.size) : at * span;
			if (level <= 0 || !below.some((index) => index >= at * span && index < (at + 1) * span)) found.push(first);
		}
	}
	return found.reduce((first, index) => Math.min(first, index), Infinity);
}

/** Returns the hashes of each level of tiles over the entries of a view. @param bundled with their two bytes of length */
export function hashLevels(bundled: readonly Buffer[]): Buffer[][] {
	const levels = [bundled.map((entry) => hash(Buffer.of(0), entry.subarray(2)))];
	for (let below = levels[0]!; below.length >= width; below = levels.at(-1)!)
		levels.push(Array.from({ length: Math.floor(below.length / width) }, (_, at) => hashRoot(below.slice(at * width, (at + 1) * width))));
	return levels;
}

/** RFC 6962, 2.1, as it is written there. */
export function hashRoot(hashes: readonly Buffer[]): Buffer {
	if (hashes.length === 1) return hashes[0]!;
	let split = 1;
	while (split * 2 < hashes.length) split *= 2;
	return hash(Buffer.of(1), hashRoot(hashes.slice(0, split)), hashRoot(hashes.slice(split)));
}

export const listItems = (view: LogView, level: number): Buffer[] => {
	const items = view.get(level) ?? new Map<number, Buffer>();
	return Array.from({ length: items.size }, (_, at) => items.get(at)!);
};
