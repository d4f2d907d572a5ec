import type { IExecuteFunctions, ITriggerFunctions } from 'n8n-workflow';
import { agentFolders, policyFolders } from '../../core/base/home-folders';
import { withTraceContext } from '../../core/base/trace-context';
import { withOrigin } from '../../core/base/work-origin';
import type { Gate } from '../../core/ports/manifests';
import type { Host } from '../../providers/compose/hosts/host';
import type { ToolHost } from '../../providers/compose/hosts/tool-host';
import { type AdmittedWork, whileAdmitted } from '../../manifests/gate/while-admitted';
import { exposeMetrics } from './expose-metrics';
import { openItemTokens } from './item-tokens/open-item-tokens';
import type { NodeState } from './state/read-state';
import { readNodeTrace } from './node-trace';
import { noteStart } from './note-execution';
import { sandboxTools } from './sandbox-tools';
import { toNodeError } from './to-node-error';

/** The host that an n8n node is: agents and state beside n8n's own. Models come from the node's credentials alone, never from the environment. */
export function n8nHost(parts: NodeState & Pick<Host, 'gate' | 'model' | 'providers' | keyof ToolHost>): Host {
	return { agentFolders: agentFolders(), policyFolders: policyFolders(), ...sandboxTools(), ...parts };
}

/** Subject that a node asks the gate for; a node used as a tool goes by another name. */
export const nodeSubject = (name: string, version: number) => ({ kind: 'node', name: `n8n-nodes-troupe.${name}`, version }) as const;

/**
 * Lets the node run. Stands first in every execute(), and no `continueOnFail` passes it by.
 * @param name as in the node's description; a node used as a tool goes by another one
 * @throws NodeOperationError with the gate's message and fix
 */
export async function admitNode(context: Pick<IExecuteFunctions, 'getNode'>, gate: Gate, name: string): Promise<void> {
	const node = context.getNode();
	exposeMetrics();
	try {
		await gate.admit(nodeSubject(name, node.typeVersion));
	} catch (error) {
		throw toNodeError(node, error);
	}
}

/**
 * As `admitNode`, and while the node works: a revocation ends its execution. @param work is given a gate that watches what it admits, the
 * signal that ends it, and the context with values where n8n has tokens @throws NodeOperationError with the gate's message and fix
 */
export async function whileNodeAdmitted<Result>(
	context: Pick<IExecuteFunctions, 'getNode' | 'getExecutionCancelSignal'> &
		Partial<Pick<IExecuteFunctions, 'getExecutionId' | 'getWorkflow' | 'isStreaming'>>,
	gate: Gate,
	name: string,
	work: (admitted: AdmittedWork & { context: IExecuteFunctions }) => Promise<Result>,
): Promise<Result> {
	const node = context.getNode();
	exposeMetrics();
	try {
		return await whileAdmitted(gate, context.getExecutionCancelSignal?.(), async (admitted) => {
			await admitted.gate.admit(nodeSubject(name, node.typeVersion));
			await noteStart(context as IExecuteFunctions);
			const execution = context.getExecutionId?.();
			const origin = { run: execution, execution, workflow: context.getWorkflow?.().id };
			const opened = await openItemTokens(context as IExecuteFunctions, name);
			const perform = () => opened.perform(() => work({ ...admitted, context: opened.context }));
			return withTraceContext(readNodeTrace(context), () => withOrigin(origin, perform));
		});
	} catch (error) {
		throw toNodeError(node, error, undefined, context.isStreaming?.());
	}
}

/** Calls back when an admitted trigger may not go on. Returns a function that ends the watch. */
export function whenRefused(
	context: Pick<ITriggerFunctions, 'getNode'>,
	gate: Gate,
	name: string,
	stop: (error: Error) => void,
): () => void {
	const node = context.getNode();
	const watch = gate.watch?.(nodeSubject(name, node.typeVersion));
	watch?.signal.addEventListener('abort', () => stop(toNodeError(node, watch.signal.reason)), { once: true });
	return () => watch?.close();
}
