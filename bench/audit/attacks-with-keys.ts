/** Attacks by somebody who has the keys too, or an older database; and what happens to a log that nobody attacks. */
import { markedText } from '../../providers/state/audit/audit-keys';
import { leaveWaiting, sequence } from './attacks-on-checkpoints';
import { listValues } from './attacks-on-values';
import { keepCheckpoint, keys, startOfLog, tenant, use } from './honest-log';
import { entries, hash, marks } from './log-view';
import type { Manipulation, Scene } from './scene';

/** Writes the log again from an index on, with all keys. */
function fork(scene: Scene, at: number, size: number): void {
	const bundled = scene.items(entries);
	scene.run('DELETE FROM audit_value WHERE tenant = ?', tenant);
	const others = Array.from({ length: size - at }, (_, place) => {
		const leaf = bundled[(at + place) % bundled.length]!.subarray(2).toString();
		return withLength(Buffer.from(leaf.replace('support', `other${place}`)));
	});
	const all = [...bundled.slice(0, at), ...others];
	scene.replaceAll(entries, all);
	const hashes = all.map((item) => hash(Buffer.of(0), item.subarray(2)));
	scene.replaceAll(
		marks,
		hashes.map((leafHash, index) => keys.mark(markedText(tenant, index, leafHash))),
	);
	scene.rehash();
	scene.rewriteHead('installation');
}

function withLength(entry: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(entry.length);
	return Buffer.concat([length, entry]);
}

const withKeys: Manipulation[] = [
	{
		name: 'the log is another from an index on, as large as it was',
		act(scene) {
			const index = scene.any();
			fork(scene, index, scene.log.size);
			return { index, kept: [keepCheckpoint(scene.log.view, scene.log.size)] };
		},
	},
	{
		name: 'the log is another from an index on, and larger',
		act(scene) {
			const index = scene.any();
			fork(scene, index, scene.log.size + 1 + scene.chance.below(300));
			return { index, kept: [keepCheckpoint(scene.log.view, scene.log.size)] };
		},
	},
	{
		name: 'the log is another after an older checkpoint',
		least: 2,
		act(scene) {
			const index = scene.log.older.size + scene.chance.below(scene.log.size - scene.log.older.size);
			fork(scene, index, scene.log.size + scene.chance.below(20));
			const sizes = [scene.log.older.size, scene.log.size];
			return { index, kept: sizes.map((size) => keepCheckpoint(scene.log.view, size)) };
		},
	},
	{
		name: 'the whole database is an older one',
		least: 2,
		act(scene) {
			restore(scene);
			return { index: scene.log.older.size, kept: [keepCheckpoint(scene.log.view, scene.log.size)] };
		},
	},
	{
		name: 'the database is an older one, which grew in another way',
		least: 2,
		async act(scene) {
			restore(scene);
			await leaveWaiting(scene, scene.log.size - scene.log.older.size + scene.chance.below(20));
			await sequence(scene.file);
			return { index: scene.log.older.size, kept: [keepCheckpoint(scene.log.view, scene.log.size)] };
		},
	},
	{
		name: 'the clock goes back',
		async act(scene) {
			const before = 1 + scene.chance.below(5);
			await leaveWaiting(scene, before);
			await leaveWaiting(scene, 3, startOfLog + (scene.log.size - 1) * 1_000 - 301_000 - scene.chance.below(1e7) + before * 1_000);
			await sequence(scene.file);
			return { index: scene.log.size + before };
		},
	},
];

function restore(scene: Scene): void {
	const rows = use(scene.log.older.file, (older) =>
		(['audit_tile', 'audit_head', 'audit_value'] as const).map(
			(table) => [table, older.prepare(`SELECT * FROM ${table} WHERE tenant = ?`).all(tenant)] as const,
		),
	);
	for (const [table, all] of rows) {
		scene.run(`DELETE FROM ${table} WHERE tenant = ?`, tenant);
		for (const row of all) {
			const names = Object.keys(row);
			scene.run(
				`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
				...(Object.values(row) as Array<string | number | Uint8Array>),
			);
		}
	}
}

const honest = (name: string, act: (scene: Scene) => void | Promise<void>, keep = false): Manipulation => ({
	name,
	async act(scene) {
		await act(scene);
		return { honest: true, ...(keep && { kept: [keepCheckpoint(scene.log.view, scene.log.size)] }) };
	},
});

const nothingWrong: Manipulation[] = [
	honest('nothing happens', () => undefined, true),
	honest('somebody is forgotten', (scene) => {
		const { key } = scene.chance.pick(listValues(scene));
		scene.run('DELETE FROM audit_value WHERE key_id = ?', key);
		scene.run('DELETE FROM audit_key WHERE id = ?', key);
	}),
	honest('retention removes values', (scene) => scene.run('DELETE FROM audit_value WHERE tenant = ?', tenant), true),
	honest('entries wait', (scene) => leaveWaiting(scene, 5), true),
	honest(
		'the log grows',
		async (scene) => {
			await leaveWaiting(scene, 1 + scene.chance.below(600));
			await sequence(scene.file);
		},
		true,
	),
	honest('a clock is four minutes late', async (scene) => {
		await leaveWaiting(scene, 2, startOfLog + (scene.log.size - 1) * 1_000 - 240_000);
		await sequence(scene.file);
	}),
];

export const attacksWithKeys: Manipulation[] = [...withKeys, ...nothingWrong];
