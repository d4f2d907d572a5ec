import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTroupeError } from '../../core/errors';
import { errorFacts, toNodeError } from './to-node-error';

/** An item on its way out, by the number of the output. */
export interface Routed extends Pick<INodeExecutionData, 'json' | 'binary'> {
	output: number;
}

/**
 * Runs `work` for each input item in turn; of a list each entry becomes an item. Alone owns the loop, `pairedItem`, `continueOnFail` and the item index of errors.
 * @throws NodeOperationError, NodeApiError
 */
export function runItems(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject | IDataObject[]>,
	signal?: AbortSignal,
): Promise<INodeExecutionData[][]> {
	const made = async (item: number) => [await work(item)].flat().map((json) => ({ output: 0, json }));
	return routeItems(context, { outputs: 1, failed: 0 }, made, signal);
}

/**
 * The same for nodes with several outputs.
 * @param signal ends the node between two items, and no `continueOnFail` passes it by; default: when the execution is cancelled
 * @param to how many outputs there are, and the one for items that failed where the node continues on fail
 */
export async function routeItems(
	context: IExecuteFunctions,
	to: { outputs: number; failed: number },
	work: (itemIndex: number) => Promise<Routed | Routed[]>,
	signal = context.getExecutionCancelSignal(),
): Promise<INodeExecutionData[][]> {
	const outputs = Array.from({ length: to.outputs }, (): INodeExecutionData[] => []);
	for (let item = 0; item < context.getInputData().length; item++) {
		try {
			if (isTroupeError(signal?.reason)) throw signal.reason;
			for (const { output, ...made } of [await work(item)].flat()) outputs[output]!.push({ ...made, pairedItem: { item } });
		} catch (error) {
			if (signal?.aborted || !context.continueOnFail()) throw toNodeError(context.getNode(), error, item);
			outputs[to.failed]!.push(failedItem(error, item));
		}
	}
	return outputs;
}

/** These two fields and no other: by them n8n knows an item for its node's error output. */
function failedItem(error: unknown, item: number): INodeExecutionData {
	const { message, ...details } = errorFacts(error);
	return { json: { error: message, details }, pairedItem: { item } };
}
