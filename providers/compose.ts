/** The one place that wires an agent's parts together, for every host: n8n node, job worker, sandbox and command line. */
import type { AgentParts } from '../core/agents/run-agent';
import type { ChatModel, Clock, Gate } from '../core/ports';
import type { ProviderSettings } from './provider-settings';

export type { ProviderSettings } from './provider-settings';

/** Where an agent's definition comes from. */
export type AgentReference =
	| { kind: 'id'; id: string } // looked for in the host's agent folders, the package's own last
	| { kind: 'file'; path: string } // refused outside the host's agent folders unless the host says otherwise
	| { kind: 'inline'; definition: unknown };

/** What a host brings along. */
export interface Host {
	gate: Gate;
	/** Folders that hold agents, `<folder>/<id>.json` or `<folder>/<id>/agent.json`; the package's examples come last by themselves. */
	agentFolders: string[];
	providers: { openai?: ProviderSettings; anthropic?: ProviderSettings };
	/** A model that the host brings itself, such as one connected in n8n; it comes first in the chain. */
	model?: ChatModel;
	/** Folder of Troupe's state; conversations are remembered in it. Without it nothing is remembered. */
	stateFolder?: string;
	tenant?: string;
	clock?: Clock;
	fetch?: typeof fetch;
}

/**
 * Reads the agent, indexes what it knows and builds its model chain.
 * @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, KNOWLEDGE_UNREADABLE
 */
export async function composeAgent(_reference: AgentReference, _host: Host): Promise<AgentParts> {
	throw new Error('written with run-agent');
}
