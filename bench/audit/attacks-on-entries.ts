/** Manipulations of entries, marks, tiles and the end of a log by somebody who has the database alone. The difference to the honest log is the oracle. */
import { tenant, otherTenant } from './honest-log';
import { entries, hash, marks, width } from './log-view';
import type { Manipulation, Outcome, Scene } from './scene';

export const swap = (items: Buffer[], one: number, other: number) => {
	[items[one], items[other]] = [items[other]!, items[one]!];
};

/** The signed note still names the whole log, whose entries are all right. */
const atEnd = ({ log }: Scene): Outcome => ({ index: log.size });

export const make = (name: string, act: (scene: Scene) => Outcome | void, least = 1): Manipulation => ({
	name,
	least,
	act: (scene) => act(scene) ?? undefined,
});

const changed: Manipulation[] = [
	make('an entry is changed', (scene) => scene.change(scene.any())),
	make('an entry and its hash are changed', (scene) => {
		const index = scene.any();
		scene.change(index);
		const changedEntry = scene.items(entries)[index]!.subarray(2);
		scene.edit(0, (items) => void (items[index] = hash(Buffer.of(0), changedEntry)));
	}),
	make('an entry is changed, and the tree made again', (scene) => {
		scene.change(scene.any());
		scene.rehash();
	}),
	make('an entry is changed, the tree made again and signed by a stranger', (scene) => {
		scene.change(scene.any());
		scene.rehash();
		scene.rewriteHead('stranger');
	}),
	make('an entry is changed, the tree made again, under the old signature', (scene) => {
		scene.change(scene.any());
		scene.rehash();
		scene.rewriteHead();
	}),
	make('an entry gets another length', (scene) => {
		const index = scene.any();
		scene.edit(entries, (items) => {
			const longer = Buffer.concat([items[index]!, Buffer.from(' ')]);
			longer.writeUInt16BE(longer.length - 2);
			items[index] = longer;
		});
		if (scene.chance.once(2)) scene.rehash();
	}),
	make('the length before an entry is another', (scene) => {
		const index = scene.any();
		scene.edit(entries, (items) => void items[index]!.writeUInt16BE(items[index]!.length - 2 + (scene.chance.once(2) ? 1 : -1)));
	}),
	make('an entry is empty', (scene) => {
		scene.edit(entries, (items) => void (items[scene.any()] = Buffer.alloc(2)));
		scene.rehash();
	}),
	make(
		'an entry is replaced by another, with its mark',
		(scene) => {
			const from = scene.any();
			const to = scene.any();
			scene.editBoth((items) => void (items[to] = items[from === to ? (to + 1) % items.length : from]!));
			scene.rehash();
			scene.rewriteHead('stranger');
		},
		2,
	),
];

const moved: Manipulation[] = [
	make(
		'two entries change places',
		(scene) => {
			const [one, other] = pair(scene);
			scene.edit(entries, (items) => swap(items, one, other));
			if (scene.chance.once(2)) scene.rehash();
		},
		2,
	),
	make(
		'two entries change places with their marks and hashes',
		(scene) => {
			const [one, other] = pair(scene);
			scene.editBoth((items) => swap(items, one, other));
			scene.rehash();
			scene.rewriteHead(scene.chance.once(2) ? 'stranger' : undefined);
		},
		2,
	),
	make(
		'entries are turned round',
		(scene) => {
			const [from, to] = pair(scene);
			scene.editBoth((items) => void items.splice(from, to - from + 1, ...items.slice(from, to + 1).reverse()));
			scene.rehash();
		},
		2,
	),
	make(
		'an entry is moved to the end',
		(scene) => {
			const index = scene.chance.below(scene.log.size - 1);
			scene.editBoth((items) => void items.push(...items.splice(index, 1)));
			scene.rehash();
			scene.rewriteHead('stranger');
		},
		2,
	),
	make(
		'two bundles change places',
		(scene) => {
			const one = scene.chance.below(scene.places(entries) - 1);
			const first = scene.read(entries, one);
			const second = scene.read(entries, one + 1);
			scene.write(entries, one, second);
			scene.write(entries, one + 1, first);
		},
		2 * width,
	),
	make(
		'an entry is put between others',
		(scene) => {
			const index = scene.any();
			scene.editBoth((items) => void items.splice(index, 0, items[(index + 1) % items.length]!));
			scene.rehash();
			if (scene.chance.once(2)) scene.rewriteHead('stranger');
		},
		2,
	),
	make(
		'an entry is taken out',
		(scene) => {
			const index = scene.any();
			scene.editBoth((items) => void items.splice(index, 1));
			scene.rehash();
			if (scene.chance.once(2)) scene.rewriteHead('stranger');
		},
		2,
	),
	make('an entry of another tenant is put in place of one', (scene) => {
		const index = scene.any();
		const theirs = [scene.items(entries, otherTenant), scene.items(marks, otherTenant)];
		scene.edit(entries, (items) => void (items[index] = theirs[0]![index]!));
		scene.edit(marks, (items) => void (items[index] = theirs[1]![index]!));
		scene.rehash();
	}),
	make('bundles, marks or tiles of two tenants change places', (scene) => {
		const level = scene.chance.pick([entries, marks, ...scene.levels()]);
		const place = scene.chance.below(scene.places(level));
		const ours = scene.read(level, place);
		const theirs = scene.read(level, place, otherTenant);
		scene.write(level, place, theirs);
		scene.write(level, place, ours, otherTenant);
	}),
	make('the logs of two tenants change places', (scene) => {
		for (const [from, to] of [
			[tenant, 'nobody'],
			[otherTenant, tenant],
			['nobody', otherTenant],
		] as const)
			for (const table of ['audit_tile', 'audit_head']) scene.run(`UPDATE ${table} SET tenant = ? WHERE tenant = ?`, to, from);
		return { index: 0 };
	}),
];

const cut: Manipulation[] = [
	make('the end is cut off', (scene) => {
		const index = scene.any();
		scene.editBoth((items) => void items.splice(index));
		scene.rehash();
	}),
	make(
		'the end is cut off, and what remains signed by a stranger',
		(scene) => {
			const index = scene.any(1);
			scene.editBoth((items) => void items.splice(index));
			scene.rehash();
			scene.rewriteHead('stranger');
			// Entries are missing that nothing in the database names any longer: only the signature is wrong.
			return { index };
		},
		2,
	),
	make(
		'the end is cut off under the old signature',
		(scene) => {
			const index = scene.any(1);
			scene.editBoth((items) => void items.splice(index));
			scene.rehash();
			scene.rewriteHead();
			return { index };
		},
		2,
	),
	make('only entries, marks or hashes are cut off', (scene) => {
		const index = scene.any();
		scene.edit(scene.chance.pick([entries, marks, 0]), (items) => void items.splice(index));
	}),
	make('bytes are cut off', (scene) => {
		const level = scene.chance.pick([entries, marks, ...scene.levels()]);
		const place = scene.chance.below(scene.places(level));
		const content = scene.read(level, place);
		scene.write(level, place, content.subarray(0, content.length - 1 - scene.chance.below(Math.min(content.length, 90))));
	}),
	make('a bundle, marks or a tile are missing', (scene) => {
		const level = scene.chance.pick([entries, marks, ...scene.levels()]);
		scene.remove(level, scene.chance.below(scene.places(level)));
	}),
	make('everything is missing but the checkpoint', (scene) => scene.run('DELETE FROM audit_tile WHERE tenant = ?', tenant)),
	make('the size beside the checkpoint is smaller', (scene) => {
		scene.run('UPDATE audit_head SET size = ? WHERE tenant = ?', scene.any(), tenant);
		return atEnd(scene);
	}),
	make('the size beside the checkpoint is larger', (scene) => {
		scene.run('UPDATE audit_head SET size = size + ? WHERE tenant = ?', 1 + scene.chance.below(300), tenant);
		return atEnd(scene);
	}),
];

/** Two places, in order. */
export function pair({ chance, log: { size } }: Scene): [number, number] {
	const one = chance.below(size - 1);
	return [one, one + 1 + chance.below(size - 1 - one)];
}

export const attacksOnEntries: Manipulation[] = [...changed, ...moved, ...cut];
