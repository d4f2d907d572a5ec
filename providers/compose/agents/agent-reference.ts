import { dirname, resolve } from 'node:path';
import type { Host } from '../hosts/host';

/** Where an agent's definition comes from. */
export type AgentReference =
	| NamedAgent // looked for in the registry, then in the host's agent folders, the package's own last; `id@range`: in the registry alone
	| { kind: 'file'; path: string } // refused outside these folders
	| { kind: 'inline'; definition: unknown };

export interface NamedAgent {
	kind: 'id';
	id: string;
	/** Holds for the registry only. */
	range?: string;
}

/** Reads an agent's id, or a path: text with a path separator or the ending `.json`. */
export function toAgentReference(agent: string): AgentReference {
	const isPath = /[/\\]/.test(agent) || agent.endsWith('.json');
	return isPath ? { kind: 'file', path: resolve(agent) } : { kind: 'id', id: agent };
}

/** Naming a file allows it: the host then reads the agents in its folder only. */
export function hostFor<Folders extends Pick<Host, 'agentFolders'>>(reference: AgentReference, host: Folders): Folders {
	return reference.kind === 'file' ? { ...host, agentFolders: [dirname(reference.path)] } : host;
}
