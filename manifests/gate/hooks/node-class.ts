import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { tampered } from '../../tree/tampered';

/** The part of n8n's node types that the hooks ask. */
export interface NodeTypes {
	getByNameAndVersion(type: string, version: number): unknown;
}

/** Classes that were judged, with their folder: a class does not change its file as long as the process lives. */
const judged = new WeakMap<object, string>();

/**
 * Refuses a node that n8n runs by a class from outside of its package. n8n reads the list of files in `dist/known/nodes.json` or package.json when it
 * starts; if that is changed back later, only the class that n8n holds still tells. A class that no loaded file exports cannot be judged.
 * @throws TroupeError MANIFEST_TAMPERED
 */
export function requireClassOf(folder: string, { type, typeVersion }: { type: string; typeVersion: number }, nodeTypes?: NodeTypes): void {
	const nodeClass = findClass(nodeTypes, type, typeVersion);
	if (nodeClass === undefined || judged.get(nodeClass) === folder) return;
	const loaded = Object.entries(createRequire(__filename).cache).filter(([, module]) => module !== undefined) as LoadedModules;
	const root = realpathSync(folder) + sep;
	const isInside = ([path]: LoadedModules[number]) => path.startsWith(root);
	// n8n has thousands of other modules, which are looked at only if the package has no such class.
	if (!loaded.filter(isInside).some(([, { exports: own }]) => exportsClass(own, nodeClass))) {
		const other = loaded.find((one) => !isInside(one) && exportsClass(one[1].exports, nodeClass));
		const fix = 'Reinstall the package, and restart n8n.';
		if (other) throw tampered([{ file: `n8n's list of the node ${type}`, problem: 'outside', actual: other[0] }], { fix });
	}
	judged.set(nodeClass, folder);
}

type LoadedModules = Array<[path: string, module: { exports: unknown }]>;

function findClass(nodeTypes: NodeTypes | undefined, type: string, version: number): { name: string } | undefined {
	try {
		const node = nodeTypes?.getByNameAndVersion(type, version);
		const nodeClass = typeof node === 'object' && node !== null ? node.constructor : undefined;
		// A plain object has no file, and packages export `Object` itself.
		return nodeClass === Object ? undefined : nodeClass;
	} catch {
		return undefined; // n8n does not know the node, so it cannot run it.
	}
}

/** Reads getters under the name of the class alone: others could load what nobody has asked for. */
function exportsClass(exported: unknown, nodeClass: { name: string }): boolean {
	if (exported === nodeClass) return true;
	if (typeof exported !== 'object' || exported === null) return false;
	try {
		const properties = Object.entries(Object.getOwnPropertyDescriptors(exported));
		return properties.some(
			([name, property]) => (property.get && name === nodeClass.name ? Reflect.get(exported, name) : property.value) === nodeClass,
		);
	} catch {
		return false; // A module that cannot be looked at is not that of a node.
	}
}
