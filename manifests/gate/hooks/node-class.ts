import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { tampered } from '../../tree/tampered';

export interface NodeTypes {
	getByNameAndVersion(type: string, version: number): unknown;
}

/** Folders of judged classes: a class keeps its file while the process lives. */
const judged = new WeakMap<object, string>();

/**
 * Refuses a node whose class is from outside its package. n8n reads `dist/known/nodes.json` or package.json at start; after a change back, only
 * the loaded class tells. A class without a loaded file cannot be judged. @throws TroupeError MANIFEST_TAMPERED
 */
export function requireClassOf(folder: string, { type, typeVersion }: { type: string; typeVersion: number }, nodeTypes?: NodeTypes): void {
	const nodeClass = findClass(nodeTypes, type, typeVersion);
	if (nodeClass === undefined || judged.get(nodeClass) === folder) return;
	const loaded = Object.entries(createRequire(__filename).cache).filter(([, module]) => module !== undefined) as LoadedModules;
	const root = realpathSync(folder) + sep;
	const isInside = ([path]: LoadedModules[number]) => path.startsWith(root);
	// n8n's thousands of other modules are searched only if the package has no such class.
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
		return undefined;
	}
}

/** Reads getters only under the class's name: others could load code unasked. */
function exportsClass(exported: unknown, nodeClass: { name: string }): boolean {
	if (exported === nodeClass) return true;
	if (typeof exported !== 'object' || exported === null) return false;
	try {
		const properties = Object.entries(Object.getOwnPropertyDescriptors(exported));
		return properties.some(
			([name, property]) => (property.get && name === nodeClass.name ? Reflect.get(exported, name) : property.value) === nodeClass,
		);
	} catch {
		return false;
	}
}
