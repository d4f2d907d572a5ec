import { listAllCredentials } from '../../../providers/compose/credentials/credentials';
import type { Host } from '../../../providers/compose/hosts/host';
import { noteWantedTool } from '../../../providers/compose/state/host-wanted-tools';
import type { Doer, DoerSources } from '../doer';
import { offerAgentFiles } from './agent-files';
import { describeJobTypes } from './job-type-doers';
import { offerNodes } from './n8n-nodes';
import { offerPublished } from './published-agents';
import { unlessRefused } from './unless-refused';

/** A process that can be called. */
export interface KnownProcess {
	id: string;
	name: string;
	version?: string;
}

/**
 * Opens what a host has for one planning: agents of the registry and of signed packages, job types of this package, nodes of n8n, processes. Lists are
 * read once; what is chosen of them is looked at again, so that a revocation counts.
 * @param processes those that are deployed where the plan will run
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

/** Checks whether the registry knows the name, whatever it says of it. */
async function isPublished({ published }: Host, name: string): Promise<boolean> {
	const [id = ''] = name.replace(/^registry:/, '').split('@');
	if (name !== id) return true;
	const refused = Symbol('refused');
	const version = await published!.find('agent', id).catch(() => refused);
	return version !== undefined;
}

const toProcessDoer = ({ id, name, version }: KnownProcess): Doer => ({
	...{ kind: 'process', key: `process:${id}`, name: id, title: name, purpose: name, words: [id], risk: 'irreversible' },
	...(version !== undefined && { version }),
});

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let result: Promise<Result> | undefined;
	return () => (result ??= work());
}
