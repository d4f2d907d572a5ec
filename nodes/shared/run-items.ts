import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorFacts, toNodeError } from './to-node-error';

/**
 * Runs `work` for each input item in turn. Alone owns the loop, `pairedItem`, `continueOnFail` and the item index of errors.
 * @throws NodeOperationError, NodeApiError
 */
export async function runItems(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject>,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		try {
			output.push({ json: await work(item), pairedItem: { item } });
		} catch (error) {
			const cancelled = context.getExecutionCancelSignal()?.aborted;
			if (cancelled || !context.continueOnFail()) throw toNodeError(context.getNode(), error, item);
			output.push(failedItem(context, error, item));
		}
	}
	return [output];
}

/** Because of `error`, n8n sends the item to the node's error output, where it has one. */
function failedItem(context: IExecuteFunctions, error: unknown, item: number): INodeExecutionData {
	const { message, ...facts } = errorFacts(error);
	return { json: { error: message, ...facts }, pairedItem: { item }, error: toNodeError(context.getNode(), error, item) };
}
