/** Attacks on checkpoints, and on what waits for an index. */
import { createEntry, openStore, otherTenant, strangerKeys, tenant } from './honest-log';
import { entries } from './log-view';
import type { Manipulation, Outcome, Scene } from './scene';

const atEnd = ({ log }: Scene): Outcome => ({ index: log.size });

const checkpoints: Manipulation[] = [
	{ name: 'the checkpoint is missing', act: (scene) => (scene.run('DELETE FROM audit_head WHERE tenant = ?', tenant), { index: 0 }) },
	{
		name: 'the checkpoint is an older one',
		least: 2,
		act: (scene) => (scene.putHead(scene.log.older.size, scene.log.older.note), { index: scene.log.older.size }),
	},
	{
		name: 'the checkpoint is an older one, beside the new size',
		least: 2,
		act: (scene) => (scene.putHead(scene.log.size, scene.log.older.note), { index: scene.log.older.size }),
	},
	{
		name: 'the checkpoint is that of another tenant',
		act: (scene) => (scene.putHead(scene.log.size, scene.note(otherTenant)), atEnd(scene)),
	},
	{ name: 'the checkpoint is signed by a stranger', act: (scene) => (scene.rewriteHead('stranger'), atEnd(scene)) },
	{
		name: 'the signature is changed',
		act: (scene) => {
			const at = scene.note().lastIndexOf(' ') + 8 + scene.chance.below(70);
			const letter = scene.note()[at] === 'A' ? 'B' : 'A';
			scene.putHead(scene.log.size, scene.note().slice(0, at) + letter + scene.note().slice(at + 1));
			return atEnd(scene);
		},
	},
	{
		name: 'the text of the checkpoint is changed',
		act: (scene) => {
			const lines = scene.note().split('\n');
			const line = scene.chance.below(3);
			lines[line] = line === 1 ? String(scene.log.size + 1 + scene.chance.below(5)) : `A${lines[line]!.slice(1)}`;
			if (lines.join('\n') === scene.note()) lines[line] = `B${lines[line].slice(1)}`;
			scene.putHead(scene.log.size, lines.join('\n'));
			return atEnd(scene);
		},
	},
	{ name: 'the checkpoint cannot be read', act: (scene) => (scene.putHead(scene.log.size, 'nothing'), atEnd(scene)) },
];

/** Appends to the log as Troupe does, without giving an index. */
export async function leaveWaiting(scene: Scene, count: number, at?: number): Promise<void> {
	const store = openStore(scene.file);
	await store.append(Array.from({ length: count }, (_, place) => createEntry(tenant, scene.log.size + place, at)));
	await store.close();
}

export async function sequence(file: string): Promise<void> {
	const store = openStore(file);
	// A log that is not extended any more is judged as it is.
	await store.sequence(tenant).catch(() => undefined);
	await store.close();
}

const waiting: Manipulation[] = [
	{
		name: 'the checkpoint is removed, and the log goes on from the beginning',
		async act(scene) {
			scene.run('DELETE FROM audit_head WHERE tenant = ?', tenant);
			await leaveWaiting(scene, 1 + scene.chance.below(scene.log.size));
			await sequence(scene.file);
			return { index: 0 };
		},
	},
	{
		name: 'an entry is put among those that wait',
		async act(scene) {
			const leaf = scene.items(entries)[scene.any()]!.subarray(2).toString().replace('support', 'another');
			insertWaiting(scene, leaf);
			await sequence(scene.file);
			return atEnd(scene);
		},
	},
	{
		name: 'an entry that waits is changed',
		async act(scene) {
			const count = 1 + scene.chance.below(9);
			await leaveWaiting(scene, count);
			const place = scene.chance.below(count);
			scene.run(
				"UPDATE audit_waiting SET leaf = replace(leaf, 'support', 'another') WHERE id = (SELECT id FROM audit_waiting ORDER BY id LIMIT 1 OFFSET ?)",
				place,
			);
			if (scene.chance.once(2)) await sequence(scene.file);
			return { index: scene.log.size + place };
		},
	},
	{
		name: 'an entry that waits is written twice',
		async act(scene) {
			const count = 1 + scene.chance.below(9);
			await leaveWaiting(scene, count);
			const columns = scene.database.prepare("SELECT name FROM pragma_table_info('audit_waiting') WHERE name <> 'id'").all();
			const list = columns.map(({ name }) => String(name)).join(', ');
			scene.run(
				`INSERT INTO audit_waiting (${list}) SELECT ${list} FROM audit_waiting ORDER BY id LIMIT 1 OFFSET ?`,
				scene.chance.below(count),
			);
			if (scene.chance.once(2)) await sequence(scene.file);
			return { index: scene.log.size + count };
		},
	},
];

/** Writes what a stranger can: other columns have what their rows have. */
function insertWaiting(scene: Scene, leaf: string): void {
	const columns = scene.database
		.prepare("SELECT name, type FROM pragma_table_info('audit_waiting') WHERE name NOT IN ('id', 'tenant', 'leaf')")
		.all();
	const names = ['tenant', 'leaf', ...columns.map(({ name }) => String(name))];
	const rest = columns.map(({ type }) => (type === 'BLOB' ? Buffer.from(strangerKeys.mark(leaf)) : 1));
	scene.run(`INSERT INTO audit_waiting (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, tenant, leaf, ...rest);
}

export const attacksOnCheckpoints: Manipulation[] = [...checkpoints, ...waiting];
