import { dirname, resolve } from 'node:path';
import type { Host } from '../host';
import type { AgentReference } from './agent';

/** Reads an agent's id, or a path: text with a path separator or the ending `.json`. */
export function toAgentReference(agent: string): AgentReference {
	const isPath = /[/\\]/.test(agent) || agent.endsWith('.json');
	return isPath ? { kind: 'file', path: resolve(agent) } : { kind: 'id', id: agent };
}

/** Naming a file allows it: the host then reads the agents in its folder only. */
export function hostFor<Folders extends Pick<Host, 'agentFolders'>>(reference: AgentReference, host: Folders): Folders {
	return reference.kind === 'file' ? { ...host, agentFolders: [dirname(reference.path)] } : host;
}
