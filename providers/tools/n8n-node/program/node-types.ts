import type { ICredentialType, INodeType, INodeTypes } from 'n8n-workflow';
import { findNearName } from '../../../../core/base/text/near-name';
import type { AdmittedPackage, PackageTypes } from '../node-task';
import { partOf } from './load-n8n';
import type { N8n, PackageLoader, Token } from './n8n-api';
import { refuse } from './task-problem';

/** NODES_EXCLUDE and NODES_INCLUDE. n8n excludes the command node by default. */
interface NodeRules {
	exclude: string[];
	include: string[];
}

/** n8n's own package, with 400 nodes, has 9 million. */
const maxTypesCharacters = 50_000_000;

export class LoadedPackages {
	readonly #n8n: N8n;
	readonly #loaders = new Map<string, PackageLoader>();

	readonly #rules: NodeRules;

	constructor(n8n: N8n) {
		this.#n8n = n8n;
		const { GlobalConfig } = n8n.load('@n8n/config') as { GlobalConfig: Token<{ nodes: NodeRules }> };
		this.#rules = partOf(n8n, GlobalConfig).nodes;
	}

	async add({ name, folder }: AdmittedPackage): Promise<void> {
		if (this.#loaders.has(name)) return;
		const loader = new this.#n8n.core.LazyPackageDirectoryLoader(folder, this.#rules.exclude, this.#rules.include);
		await loader.loadAll();
		this.#loaders.set(name, loader);
	}

	/** Returns the node version if it can run as a task. @throws TaskProblem */
	findRunnable(type: string, version: number): INodeType {
		const all = this.#findNode(type);
		const versions = 'nodeVersions' in all ? Object.keys(all.nodeVersions) : [all.description.version].flat().map(String);
		if (!versions.includes(String(version))) throw refuse(`The node ${type} has no version ${version}; it has ${versions.join(', ')}.`);
		const node = this.#n8n.workflow.NodeHelpers.getVersionedNodeType(all, version);
		if (node.trigger !== undefined || node.poll !== undefined)
			throw refuse(`The node ${type} is a trigger: it starts workflows, and cannot be run as a task.`);
		const isDeclared = node.description.requestDefaults !== undefined && node.supplyData === undefined;
		if (node.execute === undefined && !isDeclared)
			throw refuse(`The node ${type} cannot be run as a task: it is ${node.webhook ? 'a webhook' : 'part of another node'}.`);
		return node;
	}

	/** Derives the content of `dist/types` from the classes. @throws TaskProblem for more than a message can hold */
	describe(packageName: string): PackageTypes {
		const { types } = this.#loaders.get(packageName)!;
		const credentials = types.credentials.map(({ name, displayName }) => ({ name, displayName }));
		if (JSON.stringify(types.nodes).length <= maxTypesCharacters) return { nodes: types.nodes, credentials };
		throw refuse(`The descriptions of ${packageName} have more than ${maxTypesCharacters} characters.`);
	}

	findCredentialType(name: string): ICredentialType | undefined {
		const loader = this.#loaderOf(name);
		return loader?.getCredential(name).type;
	}

	findParentTypes(name: string): string[] {
		const { extends: parents = [] } = this.#loaderOf(name)?.known.credentials[name] ?? {};
		return parents.flatMap((parent) => [parent, ...this.findParentTypes(parent)]);
	}

	get nodeTypes(): INodeTypes {
		return {
			getByName: (type) => this.#findNode(type),
			getByNameAndVersion: (type, version) => this.#n8n.workflow.NodeHelpers.getVersionedNodeType(this.#findNode(type), version),
			getKnownTypes: () => ({}),
		};
	}

	#loaderOf(credentialType: string): PackageLoader | undefined {
		return [...this.#loaders.values()].find(({ known }) => Object.hasOwn(known.credentials, credentialType));
	}

	#findNode(type: string) {
		const [packageName = '', ...name] = type.split('.');
		const loader = this.#loaders.get(packageName);
		if (this.#rules.exclude.includes(type)) throw refuse(`n8n's setting NODES_EXCLUDE forbids the node ${type}.`);
		const known = loader?.known.nodes ?? {};
		if (loader === undefined || !Object.hasOwn(known, name.join('.'))) throw unknownNode(packageName, name.join('.'), Object.keys(known));
		return loader.getNode(name.join('.')).type;
	}
}

function unknownNode(packageName: string, name: string, known: string[]): Error {
	const near = findNearName(name, known);
	return refuse(`The package ${packageName} has no node ${name}.${near === undefined ? '' : ` Did you mean "${near}"?`}`);
}
