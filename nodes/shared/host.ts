import type { IExecuteFunctions } from 'n8n-workflow';
import { agentFolders, troupeHome } from '../../core/home';
import type { Gate } from '../../core/ports';
import type { Host } from '../../providers/compose';
import { toNodeError } from './to-node-error';

/** The host that an n8n node is: agents and state beside n8n's own. Models come from the node's credentials alone, never from the environment. */
export function n8nHost(parts: Pick<Host, 'gate' | 'model' | 'providers'>): Host {
	return { name: 'n8n', agentFolders: agentFolders(), stateFolder: troupeHome(), ...parts };
}

/**
 * Lets the node run. Stands first in every execute(), and no `continueOnFail` passes it by.
 * @param name as in the node's description; a node used as a tool goes by another one
 * @throws NodeOperationError with the gate's message and fix
 */
export async function admitNode(context: Pick<IExecuteFunctions, 'getNode'>, gate: Gate, name: string): Promise<void> {
	const node = context.getNode();
	try {
		await gate.admit({ kind: 'node', name: `n8n-nodes-troupe.${name}`, version: node.typeVersion });
	} catch (error) {
		throw toNodeError(node, error);
	}
}
