import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { tampered } from '../../tree/tampered';

/** The part of n8n's node types that the hooks ask. */
export interface NodeTypes {
	getByNameAndVersion(type: string, version: number): unknown;
}

/** Classes that were found in their folder: they stay there as long as the process lives. */
const inside = new WeakMap<object, string>();

/**
 * Refuses a node that n8n runs by a class from outside of its package. n8n reads the list of files in `dist/known/nodes.json` or package.json when it
 * starts; if that is changed back later, only the class that n8n holds still tells. A class that no loaded file exports cannot be judged.
 * @throws TroupeError MANIFEST_TAMPERED
 */
export function requireClassOf(folder: string, { type, typeVersion }: { type: string; typeVersion: number }, nodeTypes?: NodeTypes): void {
	const nodeClass = findClass(nodeTypes, type, typeVersion);
	if (nodeClass === undefined || inside.get(nodeClass) === folder) return;
	const files = listFilesOf(nodeClass);
	const root = realpathSync(folder) + sep;
	const [first] = files;
	if (first === undefined) return;
	if (!files.some((file) => file.startsWith(root)))
		throw tampered([{ file: `n8n's list of the node ${type}`, problem: 'outside', actual: first }], {
			fix: 'Reinstall the package, and restart n8n.',
		});
	inside.set(nodeClass, folder);
}

function findClass(nodeTypes: NodeTypes | undefined, type: string, version: number): { name: string } | undefined {
	try {
		const node = nodeTypes?.getByNameAndVersion(type, version);
		return typeof node === 'object' && node !== null ? node.constructor : undefined;
	} catch {
		return undefined; // n8n does not know the node, so it cannot run it.
	}
}

function listFilesOf(nodeClass: { name: string }): string[] {
	const loaded = Object.entries(createRequire(__filename).cache);
	return loaded.filter(([, module]) => exportsClass(module?.exports, nodeClass)).map(([path]) => path);
}

/** Reads getters under the name of the class alone: others could load what nobody has asked for. */
function exportsClass(exported: unknown, nodeClass: { name: string }): boolean {
	if (exported === nodeClass) return true;
	if (typeof exported !== 'object' || exported === null) return false;
	const properties = Object.entries(Object.getOwnPropertyDescriptors(exported));
	return properties.some(
		([name, property]) => (property.get && name === nodeClass.name ? Reflect.get(exported, name) : property.value) === nodeClass,
	);
}
