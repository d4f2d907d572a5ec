import { hostname } from 'node:os';
import { isTroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { Gate, ManifestReference, TrustStatus } from '../../../core/ports/manifests';
import { version } from '../../../package.json';
import { readAgentDefinitions } from '../../files/agent-definitions';
import type { Host } from '../hosts/host';
import type { StateHost } from '../hosts/state-host';
import { type RanAgent, ranAgentsOf } from './ran-agents';

interface GateReport {
	state: 'admitted' | 'refused';
	code?: string;
	package?: string;
	version?: string;
	sha256?: string;
	warnings?: string[];
	root?: { version: number; from: string; development: boolean };
	/** The times are milliseconds since the epoch. */
	snapshot?: { version: number; issuedAt: number };
	registryFault?: string;
	endsAt?: number;
}

interface AgentOnMachine {
	id: string;
	version: string;
	from: 'registry' | 'folder';
	state: 'approved' | 'deprecated' | 'refused' | 'listed';
	code?: string;
}

export interface WorkerReport {
	type: string;
	running: number;
	taken: number;
	failed: number;
	troubles: number;
	isRefused: boolean;
	lastPolledAt?: number;
}

interface MachineReport {
	tenant: string;
	hostname: string;
	pid: number;
	version: string;
	node: string;
	gate: GateReport;
	agents: AgentOnMachine[];
	ran: RanAgent[];
	workers: WorkerReport[];
	/** `open` or `unreachable`. */
	engine?: string;
	lastErrorAt?: number;
}

const maxAgents = 500;
const maxWarnings = 10;
const maxText = 300;

/** Describes this process: its gate, its agents, and those that ran in the last day. */
export async function describeProcess(
	host: Pick<Host, 'gate' | 'published' | 'agentFolders' | 'tenant' | keyof StateHost>,
	work: Pick<MachineReport, 'workers' | 'engine' | 'lastErrorAt'>,
): Promise<MachineReport> {
	return {
		tenant: host.tenant ?? defaultTenant,
		hostname: hostname(),
		pid: process.pid,
		version,
		node: process.version,
		gate: await describeGate(host.gate),
		agents: (await listAgents(host)).slice(0, maxAgents),
		ran: ranAgentsOf(host).list(),
		...work,
	};
}

/** Reads a report. Parts may be missing in a report of another version. */
export const readReport = (report: string): MachineReport => JSON.parse(report) as MachineReport;

async function describeGate(gate: Gate): Promise<GateReport> {
	try {
		const reference = await gate.admit({ kind: 'command', name: 'serve' });
		return { state: 'admitted', ...describeReference(reference), ...describeTrust(await gate.status?.()) };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return { state: 'refused', code: error.code };
	}
}

const describeReference = ({ package: name, version: its, sha256, warnings = [] }: ManifestReference) => ({
	package: name,
	version: its,
	sha256,
	...(warnings.length > 0 && { warnings: warnings.slice(0, maxWarnings).map((text) => text.slice(0, maxText)) }),
});

function describeTrust(trust: TrustStatus | undefined): Partial<GateReport> {
	if (!trust) return {};
	const { root, snapshot, expiries, registryFault } = trust;
	// Snapshots are renewed every few minutes.
	const ends = expiries.filter(({ document }) => document !== 'snapshot').map(({ endMs }) => endMs);
	return {
		root: { version: root.version, from: root.from, development: root.development },
		...(snapshot && { snapshot: { version: snapshot.version, issuedAt: snapshot.issuedMs } }),
		...(ends.length > 0 && { endsAt: Math.min(...ends) }),
		...(registryFault !== undefined && { registryFault }),
	};
}

/** Lists agents of the registry, including refused ones, and of folders. */
async function listAgents({ published, agentFolders }: Pick<Host, 'published' | 'agentFolders'>): Promise<AgentOnMachine[]> {
	const agents = await listPublished(published);
	const ofRegistry = new Set(agents.map(({ id }) => id));
	for (const [id, definition] of await readAgentDefinitions(agentFolders, { note: () => undefined }))
		if (!ofRegistry.has(id))
			agents.push({ id, version: textOf((definition as { version?: unknown } | null)?.version), from: 'folder', state: 'listed' });
	return agents;
}

async function listPublished(published: Host['published']): Promise<AgentOnMachine[]> {
	if (!published) return [];
	try {
		const refused = ((await published.listRefused?.('agent')) ?? []).map(
			({ code, details: { package: id, version: its } }): AgentOnMachine => ({
				id: textOf(id),
				version: textOf(its),
				from: 'registry',
				state: 'refused',
				code,
			}),
		);
		const listed = (await published.list('agent')).map(({ name, version: its, state }): AgentOnMachine => ({
			id: name,
			version: its,
			from: 'registry',
			state,
		}));
		return [...refused, ...listed];
	} catch (error) {
		if (isTroupeError(error)) return [];
		throw error;
	}
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, maxText) : '?');
