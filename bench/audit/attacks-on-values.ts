/** Attacks on what leaves commit to: sealed values, and the keys of persons. */
import { otherTenant, tenant } from './honest-log';
import { entries, width } from './log-view';
import type { Manipulation, Outcome, Scene } from './scene';

/** Rows of sealed values in the order of their entries, with the index of the entry. */
export function listValues(scene: Scene) {
	const indexes = new Map(
		scene.items(entries).map((item, index) => [(JSON.parse(item.subarray(2).toString()) as { id: string }).id, index]),
	);
	const rows = scene.database.prepare('SELECT entry, part, key_id, sealed FROM audit_value WHERE tenant = ?').all(tenant);
	return rows
		.map((row) => ({
			entry: Buffer.from(row.entry as Uint8Array),
			part: String(row.part),
			key: Number(row.key_id),
			sealed: Buffer.from(row.sealed as Uint8Array),
			index: indexes.get(Buffer.from(row.entry as Uint8Array).toString('hex'))!,
		}))
		.sort((one, other) => one.index - other.index);
}

const writeValue = (scene: Scene, { entry, part }: { entry: Buffer; part: string }, sealed: Buffer, key: number) =>
	scene.run('UPDATE audit_value SET sealed = ?, key_id = ? WHERE tenant = ? AND entry = ? AND part = ?', sealed, key, tenant, entry, part);

export const attacksOnValues: Manipulation[] = [
	{
		name: 'a sealed value is changed',
		act(scene) {
			const value = scene.chance.pick(listValues(scene));
			writeValue(scene, value, scene.flip(value.sealed), value.key);
			return { index: value.index };
		},
	},
	{
		name: 'a sealed value is cut off',
		act(scene) {
			const value = scene.chance.pick(listValues(scene));
			writeValue(scene, value, value.sealed.subarray(0, scene.chance.below(value.sealed.length)), value.key);
			return { index: value.index };
		},
	},
	{
		name: 'sealed values of two entries change places',
		least: 2,
		act: (scene) =>
			exchange(
				scene,
				listValues(scene).filter(({ part }) => part === 'who'),
			),
	},
	{
		name: 'sealed values of two entries of one person change places',
		least: 2 * width,
		act(scene) {
			const all = listValues(scene).filter(({ part }) => part === 'who');
			const { key } = scene.chance.pick(all);
			return exchange(
				scene,
				all.filter((value) => value.key === key),
			);
		},
	},
	{
		name: 'sealed values of one entry change places',
		act(scene) {
			const { index } = scene.chance.pick(listValues(scene).filter(({ part }) => part === 'details'));
			return exchange(
				scene,
				listValues(scene).filter((value) => value.index === index),
			);
		},
	},
	{
		name: 'the key of a person is replaced by that of another',
		least: 2,
		act(scene) {
			const all = listValues(scene);
			const { key } = scene.chance.pick(all);
			const { index } = all.find((value) => value.key === key)!;
			const other = all.find((value) => value.key !== key)!;
			scene.run('UPDATE audit_key SET sealed = (SELECT sealed FROM audit_key WHERE id = ?) WHERE id = ?', other.key, key);
			return { index };
		},
	},
	{
		name: 'the key of a person is changed',
		act(scene) {
			const [{ key, index } = { key: 0, index: 0 }] = listValues(scene);
			const row = scene.database.prepare('SELECT sealed FROM audit_key WHERE id = ?').get(key);
			scene.run('UPDATE audit_key SET sealed = ? WHERE id = ?', scene.flip(Buffer.from(row!.sealed as Uint8Array)), key);
			return { index };
		},
	},
	{
		name: 'a key of a person is that of another tenant',
		act(scene) {
			const [{ key, index } = { key: 0, index: 0 }] = listValues(scene);
			scene.run('UPDATE audit_key SET sealed = (SELECT max(sealed) FROM audit_key WHERE tenant = ?) WHERE id = ?', otherTenant, key);
			return { index };
		},
	},
	{
		name: 'a sealed value names a key that does not exist',
		act(scene) {
			const value = scene.chance.pick(listValues(scene));
			writeValue(scene, value, value.sealed, 1_000_000);
			return { index: value.index };
		},
	},
];

function exchange(scene: Scene, choices: ReturnType<typeof listValues>): Outcome {
	const one = scene.chance.pick(choices);
	const other = scene.chance.pick(choices.filter((value) => value !== one));
	const withKey = scene.chance.once(2);
	writeValue(scene, one, other.sealed, withKey ? other.key : one.key);
	writeValue(scene, other, one.sealed, withKey ? one.key : other.key);
	return { index: Math.min(one.index, other.index) };
}
