import type { IExecuteFunctions, ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { type AdmittedCalls, admittedCalls } from './admitted-calls';
import { admitNode } from './host';
import { toNodeError } from './to-node-error';

interface Supplied {
	/** As in the node's description. */
	name: string;
	gate: Gate;
	item: number;
}

/**
 * Supplies other nodes: asks the gate first, and again at each call of its product. @throws NodeOperationError with the gate's message and fix,
 * or what went wrong
 */
export async function supplyAdmitted(
	context: ISupplyDataFunctions & Partial<Pick<IExecuteFunctions, 'isStreaming'>>,
	{ name, gate, item }: Supplied,
	supply: (calls: AdmittedCalls, fault: (error: unknown) => Error) => Promise<SupplyData>,
): Promise<SupplyData> {
	await admitNode(context, gate, name);
	const describe = (error: unknown, isStreamed?: boolean) => toNodeError(context.getNode(), error, item, isStreamed);
	try {
		return await supply(admittedCalls(context, gate, name), (error) => describe(error, context.isStreaming?.()));
	} catch (error) {
		// n8n shows the message of what cannot be supplied to a person who chats, in place of the description.
		throw describe(error);
	}
}
