import { isTroupeError } from '../../../core/base/errors';
import { findN8n, findNodePackage, type NodePackage } from '../../../core/base/n8n-installation';
import { pickNewest, type NodeDescription } from '../../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../../bpmn/templates/n8n/read-node-package';
import { whyNotATask } from '../../../bpmn/templates/n8n/why-not-a-task';
import type { NodeGate } from '../../../core/ports/manifests';
import type { Environment } from '../../../core/base/settings/setting-names';
import type { Doer } from '../doer';
import { toNodeDoer } from './node-doers';
import { unlessRefused } from './unless-refused';

interface Described {
	installed: NodePackage;
	/** By name, without that of the package. */
	nodes: Map<string, NodeDescription>;
}

/** Packages whose nodes are offered without being named. */
const offered = ['n8n-nodes-base'];

/** Offers the nodes of installed packages that can be tasks, if a signed manifest has the package. No code of a package runs. */
export function offerNodes(gate: NodeGate | undefined, environment: Environment | undefined) {
	const packages = new Map<string, Described | undefined>();
	const read = (name: string): Described | undefined => {
		if (!packages.has(name)) packages.set(name, readPackage(name, environment));
		return packages.get(name);
	};
	const admit = async (type: string | undefined, { installed }: Described) =>
		gate && (await unlessRefused(() => gate.admit(type, installed)))?.manifest;
	const split = (type: string) => ({ name: type.slice(0, type.lastIndexOf('.')), node: type.slice(type.lastIndexOf('.') + 1) });
	const describe = (type: string): NodeDescription | undefined => read(split(type).name)?.nodes.get(split(type).node);
	const listOf = async (name: string, isSigned: boolean): Promise<Doer[]> => {
		const known = read(name);
		const manifest = known && (await admit(undefined, known));
		if (!known || (manifest !== undefined) !== isSigned) return [];
		return [...known.nodes.values()].map((node) => toNodeDoer(name, node, manifest?.sha256));
	};
	return {
		list: async () => (await Promise.all(offered.map((name) => listOf(name, true)))).flat(),
		/** Nodes that are installed, but whose package nobody signed. */
		listUnsigned: async () => (await Promise.all(offered.map((name) => listOf(name, false)))).flat(),
		async find(type: string): Promise<Doer | undefined> {
			const [known, node] = [read(split(type).name), describe(type)];
			const manifest = known && node && (await admit(type, known));
			return manifest && toNodeDoer(split(type).name, node, manifest.sha256);
		},
		async describe(type: string): Promise<NodeDescription | undefined> {
			const known = read(split(type).name);
			return known && (await admit(type, known)) ? describe(type) : undefined;
		},
	};
}

function readPackage(name: string, environment: Environment | undefined): Described | undefined {
	try {
		const installed = findNodePackage(findN8n(environment), name, environment);
		const described = installed && readNodePackage(installed);
		if (!installed || !described) return undefined;
		const usable = pickNewest(described.nodes).filter((node) => !node.hidden && whyNotATask(node) === undefined);
		return { installed, nodes: new Map(usable.map((node) => [node.name, node])) };
	} catch (error) {
		// Without n8n, no node of it can run.
		if (isTroupeError(error) && error.code === 'DEPENDENCY_MISSING') return undefined;
		throw error;
	}
}
