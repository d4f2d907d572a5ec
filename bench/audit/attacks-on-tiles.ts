/** Manipulations of marks and hashes, and after the end of a log. The difference to the honest log is the oracle. */
import { make, pair, swap } from './attacks-on-entries';
import { entries, marks, width } from './log-view';
import type { Manipulation, Scene } from './scene';

const added: Manipulation[] = [
	make('an entry is added, without a hash', (scene) => scene.edit(entries, (items) => void items.push(items[scene.any()]!))),
	make('an entry is added, with a hash', (scene) => {
		scene.edit(entries, (items) => void items.push(scene.flip(items.at(-1)!, 2)));
		scene.rehash();
	}),
	make('an entry is added, with a mark and the signature of a stranger', (scene) => {
		scene.editBoth((items) => void items.push(scene.flip(items.at(-1)!, 2)));
		scene.rehash();
		scene.rewriteHead('stranger');
	}),
	make('a bundle is added', (scene) => scene.write(entries, scene.places(entries) + 3, scene.read(entries, 0))),
	make('a mark is added', (scene) => scene.edit(marks, (items) => void items.push(items[0]!))),
	make('a hash of the tree is added', (scene) => {
		const level = scene.levels().at(-1)! + scene.chance.below(2);
		if (level > 0) scene.edit(level, (items) => void items.push(scene.read(0, 0).subarray(0, 32)));
		else scene.write(1 + scene.chance.below(4), 0, scene.read(0, 0).subarray(0, 32));
	}),
	make('a hash is added', (scene) => scene.edit(0, (items) => void items.push(items[0]!))),
];

const hashesChanged: Manipulation[] = [
	make('a mark is changed', (scene) => scene.edit(marks, (items) => changeOne(scene, items))),
	make(
		'two marks change places',
		(scene) => {
			const [one, other] = pair(scene);
			scene.edit(marks, (items) => swap(items, one, other));
		},
		2,
	),
	make('a hash of the entries is changed', (scene) => scene.edit(0, (items) => changeOne(scene, items))),
	make('a hash of the tree is changed', (scene) => scene.edit(scene.levels().at(-1)!, (items) => changeOne(scene, items))),
	make(
		'two hashes change places',
		(scene) => {
			const [one, other] = pair(scene);
			scene.edit(0, (items) => swap(items, one, other));
		},
		2,
	),
	make('two hashes of the tree change places', (scene) => scene.edit(1, (items) => swap(items, 0, 1)), 2 * width),
];

function changeOne(scene: Scene, items: Buffer[]): void {
	const at = scene.chance.below(items.length);
	items[at] = scene.flip(items[at]!);
}

export const attacksOnTiles: Manipulation[] = [...added, ...hashesChanged];
