import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorFacts, toNodeError } from './to-node-error';

/**
 * Runs `work` for each input item in turn; of a list each entry becomes an item. Alone owns the loop, `pairedItem`, `continueOnFail` and the item index of errors.
 * @throws NodeOperationError, NodeApiError
 */
export async function runItems(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject | IDataObject[]>,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		try {
			output.push(...[await work(item)].flat().map((json) => ({ json, pairedItem: { item } })));
		} catch (error) {
			const cancelled = context.getExecutionCancelSignal()?.aborted;
			if (cancelled || !context.continueOnFail()) throw toNodeError(context.getNode(), error, item);
			output.push(failedItem(error, item));
		}
	}
	return [output];
}

/** These two fields and no other: by them n8n knows an item for its node's error output. */
function failedItem(error: unknown, item: number): INodeExecutionData {
	const { message, ...details } = errorFacts(error);
	return { json: { error: message, details }, pairedItem: { item } };
}
