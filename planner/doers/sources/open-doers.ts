import { rcompare } from 'semver';
import { pickNewest } from '../../../bpmn/templates/n8n/node-description';
import type { NodeDescription } from '../../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../../bpmn/templates/n8n/read-node-package';
import { whyNotATask } from '../../../bpmn/templates/n8n/why-not-a-task';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isTroupeError } from '../../../core/base/errors';
import { findN8n, findNodePackage } from '../../../core/base/n8n-installation';
import type { NodePackage } from '../../../core/base/n8n-installation';
import type { Environment } from '../../../core/base/settings/setting-names';
import type { NodeGate, PublishedAgents } from '../../../core/ports/manifests';
import { parsePublished, readAgentName } from '../../../providers/compose/agents/published';
import { listAllCredentials } from '../../../providers/compose/credentials/credentials';
import type { Host } from '../../../providers/compose/hosts/host';
import { noteWantedTool } from '../../../providers/compose/state/host-wanted-tools';
import type { Doer, DoerSources } from '../doer';
import { toAgentDoer } from './agent-doers';
import { offerAgentFiles } from './agent-files';
import { describeJobTypes } from './job-type-doers';
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
function offerNodes(gate: NodeGate | undefined, environment: Environment | undefined) {
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
		listUnsigned: async () => (await Promise.all(offered.map((name) => listOf(name, false)))).flat(),
		async find(type: string): Promise<Doer | undefined> {
			const known = read(split(type).name);
			const node = describe(type);
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

type Source = { list(): Promise<Doer[]>; find(name: string): Promise<Doer | undefined> };

/** Offers verified, approved agents of the registry. */
function offerPublished(published: PublishedAgents): Source {
	return {
		async list() {
			const versions = await published.list('agent');
			const names = new Map<string, (typeof versions)[number]>();
			for (const one of versions) {
				const best = names.get(one.name);
				if (!best || isBetter(one, best)) names.set(one.name, one);
			}
			return [...names.values()].map(({ name, version, purpose, capabilities }) => ({
				kind: 'agent',
				key: `published:${name}`,
				name: `${name}@^${version}`,
				title: name,
				version,
				purpose,
				words: capabilities,
				risk: 'irreversible',
			}));
		},
		find: (name) =>
			unlessRefused(async () => {
				const { id, range } = readAgentName(name);
				const version = await published.find('agent', id, range);
				if (!version) return undefined;
				const definition = await parseAgentDefinition(parsePublished(version), `the published agent ${id}`);
				const { manifest, warnings } = version;
				return toAgentDoer(
					{ ...definition, version: version.version },
					{ key: `published:${id}`, name: range === undefined ? `${id}@^${version.version}` : `${id}@${range}`, manifest, warnings },
				);
			}),
	};
}

type Listed = Awaited<ReturnType<PublishedAgents['list']>>[number];

/** Approved before deprecated, then the highest. */
const isBetter = (one: Listed, other: Listed): boolean =>
	one.state === other.state ? rcompare(one.version, other.version) < 0 : one.state === 'approved';

export interface KnownProcess {
	id: string;
	name: string;
	version?: string;
}

/**
 * Opens the host's means for one planning. Lists are read once; chosen ones are checked again: a revocation counts. @param processes those that
 * are deployed where the plan will run
 */
export function openDoers(host: Host, listProcesses: () => Promise<KnownProcess[]> = async () => []): DoerSources {
	const processes = once(listProcesses);
	const published = host.published && offerPublished(host.published);
	const files = offerAgentFiles(host.gate, host.agentFolders);
	const nodes = offerNodes(host.nodeGate, host.environment);
	const jobTypes = describeJobTypes();
	const findJobType = async (name: string): Promise<Doer | undefined> => {
		const doer = jobTypes.find((one) => one.name === name);
		const reference = doer && (await unlessRefused(() => host.gate.admit({ kind: 'job-type', name })));
		return doer && reference && { ...doer, version: reference.version, manifest: reference.sha256 };
	};
	/** A run takes an agent of the registry before one of a folder, also where none of its versions may run. */
	const findAgentOf = async (name: string): Promise<Doer | undefined> => {
		if (published && (await isPublished(host, name))) return published.find(name);
		return name.includes('@') ? undefined : files.find(name);
	};
	const findProcess = async (name: string) => (await processes()).map(toProcessDoer).find((doer) => doer.name === name);
	const findNamed = (kind: Doer['kind'], name: string): Promise<Doer | undefined> => {
		if (kind === 'agent') return findAgentOf(name);
		if (kind === 'process') return findProcess(name);
		return name.startsWith('troupe:') ? findJobType(name) : nodes.find(name);
	};
	const listAgents = async () => {
		const ofRegistry = (await published?.list()) ?? [];
		const ofFiles = await files.list();
		const mayRun = await Promise.all(ofFiles.map(async (doer) => !(published && (await isPublished(host, doer.name)))));
		return [...ofRegistry, ...ofFiles.filter((_, at) => mayRun[at])];
	};
	const listNodes = async () => {
		const types = await Promise.all(jobTypes.map(({ name }) => findJobType(name)));
		return [...types.filter((doer) => doer !== undefined), ...(await nodes.list())];
	};
	const listOnce = {
		agent: once(listAgents),
		node: once(listNodes),
		process: once(async () => (await processes()).map(toProcessDoer)),
	};
	return {
		list: async (kinds) => (await Promise.all(kinds.map((kind) => listOnce[kind]()))).flat(),
		confirm: ({ kind, name }) => findNamed(kind, name),
		findNamed,
		describeNode: (type) => nodes.describe(type),
		listUnsigned: () => nodes.listUnsigned(),
		credentialsOf: async (type) => {
			const stored = host.stateFolder === undefined ? [] : await listAllCredentials(host);
			return stored
				.filter((one) => (type === undefined || one.type === type) && one.tenant === (host.tenant ?? 'default'))
				.map(({ name }) => name);
		},
		noteWanted: (tool, plan) => noteWantedTool({ tool, agent: `plan:${plan}`.slice(0, 64), source: 'definition' }, host),
	};
}

async function isPublished({ published }: Host, name: string): Promise<boolean> {
	const [id = ''] = name.replace(/^registry:/, '').split('@');
	if (name !== id) return true;
	const refused = Symbol('refused');
	const version = await published!.find('agent', id).catch(() => refused);
	return version !== undefined;
}

const toProcessDoer = ({ id, name, version }: KnownProcess): Doer => ({
	kind: 'process',
	key: `process:${id}`,
	name: id,
	title: name,
	purpose: name,
	words: [id],
	risk: 'irreversible',
	...(version !== undefined && { version }),
});

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let result: Promise<Result> | undefined;
	return () => (result ??= work());
}
