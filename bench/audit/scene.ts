import type { DatabaseSync } from 'node:sqlite';
import { formatCheckpoint } from '../../core/audit/checkpoint';
import { createSigner } from '../../core/audit/note-key';
import { formatNote, signNote } from '../../core/audit/signed-note';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';
import type { Chance } from '../samples/sample';
import { type HonestLog, keys, tenant } from './honest-log';
import { entries, hashLevels, hashRoot, joinItems, listItems, marks, readView, width } from './log-view';

/** Says where the first bad index is, if the difference to the honest log does not. */
export interface Outcome {
	index?: number;
	/** Nothing is wrong. */
	honest?: true;
	kept?: KeptCheckpoint[];
}

export interface Manipulation {
	name: string;
	/** Entries that the log needs. */
	least?: number;
	act(scene: Scene): Outcome | undefined | Promise<Outcome | undefined>;
}

/** A copy of an honest log, and what somebody who writes its database can do. */
export class Scene {
	constructor(
		readonly database: DatabaseSync,
		readonly log: HonestLog,
		readonly chance: Chance,
		readonly file: string,
	) {}

	/** Any entry. */
	any = (from = 0): number => from + this.chance.below(this.log.size - from);

	items = (level: number, of = tenant): Buffer[] => listItems(readView(this.database, of), level);

	levels = (): number[] => [...readView(this.database, tenant).keys()].filter((level) => level >= 0);

	places = (level: number): number => Math.ceil(this.items(level).length / width);

	read(level: number, place: number, of = tenant): Buffer {
		const row = this.database.prepare('SELECT content FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?').get(of, level, place);
		return Buffer.from((row?.content as Uint8Array | undefined) ?? []);
	}

	write(level: number, place: number, content: Buffer, of = tenant): void {
		this.database
			.prepare('INSERT OR REPLACE INTO audit_tile (tenant, level, place, content) VALUES (?, ?, ?, ?)')
			.run(of, level, place, content);
	}

	remove(level: number, place: number): void {
		this.database.prepare('DELETE FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?').run(tenant, level, place);
	}

	/** Replaces all items of a level. */
	replaceAll(level: number, items: readonly Buffer[]): void {
		this.database.prepare('DELETE FROM audit_tile WHERE tenant = ? AND level = ?').run(tenant, level);
		for (let at = 0; at < items.length; at += width) this.write(level, at / width, joinItems(items.slice(at, at + width)));
	}

	edit(level: number, act: (items: Buffer[]) => void): void {
		const items = this.items(level);
		act(items);
		this.replaceAll(level, items);
	}

	/** Moves entries, and their marks with them. */
	editBoth(act: (items: Buffer[]) => void): void {
		this.edit(entries, act);
		this.edit(marks, act);
	}

	/** Changes a letter of the entry, not its length. */
	change(index: number): void {
		this.edit(entries, (items) => {
			items[index] = this.flip(items[index]!, 2);
		});
	}

	flip(bytes: Buffer, from = 0): Buffer {
		const changed = Buffer.from(bytes);
		changed[from + this.chance.below(bytes.length - from)]! ^= 1 + this.chance.below(127);
		return changed;
	}

	/** Makes the whole tree fit the entries. */
	rehash(): void {
		const levels = hashLevels(this.items(entries));
		this.database.prepare('DELETE FROM audit_tile WHERE tenant = ? AND level >= 0').run(tenant);
		levels.forEach((hashes, level) => this.replaceAll(level, hashes));
	}

	/** Writes a head that fits the entries. @param as whose signature it has; none: the old one stays under the new text */
	rewriteHead(as?: 'installation' | 'stranger'): void {
		const hashes = hashLevels(this.items(entries))[0]!;
		const signer = keys.signerOf(tenant);
		const text = formatCheckpoint({ origin: signer.key.name, size: BigInt(hashes.length), root: hashRoot(hashes), extensions: [] });
		const stranger = createSigner(signer.key.name, 'note', Buffer.alloc(32, 1 + this.chance.below(200)));
		const old = this.note().slice(this.note().lastIndexOf('\n\n') + 2);
		const note = as ? formatNote({ text, signatures: [signNote(text, as === 'stranger' ? stranger : signer)] }) : `${text}\n${old}`;
		this.putHead(hashes.length, note);
	}

	note = (of = tenant): string => String(this.database.prepare('SELECT note FROM audit_head WHERE tenant = ?').get(of)?.note);

	putHead(size: number, note: string): void {
		this.database.prepare('INSERT OR REPLACE INTO audit_head (tenant, size, note) VALUES (?, ?, ?)').run(tenant, size, note);
	}

	run = (sql: string, ...values: Array<string | number | Uint8Array>): void => {
		this.database.prepare(sql).run(...values);
	};
}
