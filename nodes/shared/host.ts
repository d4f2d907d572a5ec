import type { IExecuteFunctions } from 'n8n-workflow';
import { agentFolders, budgetsFile, troupeHome } from '../../core/home';
import type { Gate } from '../../core/ports';
import type { Host } from '../../providers/compose/agent';
import type { ToolHost } from '../../providers/compose/tools';
import { toNodeError } from './to-node-error';

/** The host that an n8n node is: agents and state beside n8n's own. Models come from the node's credentials alone, never from the environment. */
export function n8nHost(parts: Pick<Host, 'gate' | 'model' | 'providers' | keyof ToolHost>): Host {
	return { ...usageHost(), agentFolders: agentFolders(), ...parts };
}

/** Where what its calls of models use is written down, and the budgets that hold for all of them. */
export function usageHost(): Pick<Host, 'name' | 'stateFolder' | 'budgetsFile'> {
	return { name: 'n8n', stateFolder: troupeHome(), budgetsFile: budgetsFile() };
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
