import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isTroupeError } from '../../core/base/errors';
import { inBatches, type LoopYielder } from './batches';
import { findItemTokens } from './item-tokens/item-tokens';
import { errorFacts, toNodeError } from './to-node-error';

export interface Routed extends Pick<INodeExecutionData, 'json' | 'binary'> {
	output: number;
	/** True where the node shows values on purpose, also where n8n is to store tokens. */
	reveals?: true;
}

/**
 * Runs `work` for each input item, in turn or in batches; of a list each entry becomes an item. Alone owns the loop, `pairedItem`, `continueOnFail` and the item index of errors.
 * @throws NodeOperationError, NodeApiError
 */
export function runItems(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject | IDataObject[]>,
	signal?: AbortSignal,
	pace?: LoopYielder,
): Promise<INodeExecutionData[][]> {
	const produce = async (item: number) => [await work(item)].flat().map((json) => ({ output: 0, json }));
	return routeItems(context, { outputs: 1, failed: 0 }, produce, signal, pace);
}

/**
 * The same for nodes with several outputs.
 * @param signal ends the node between two items, and no `continueOnFail` passes it by; default: when the execution is cancelled
 * @param pace default: one item after the other
 * @param to how many outputs there are, and the one for items that failed where the node continues on fail
 */
export async function routeItems(
	context: IExecuteFunctions,
	to: { outputs: number; failed: number },
	work: (itemIndex: number) => Promise<Routed | Routed[]>,
	signal = context.getExecutionCancelSignal(),
	pace: LoopYielder = { batchSize: 1, delayBetweenBatches: 0 },
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData().length;
	const results: Array<Routed[] | undefined> = [];
	const faults = new Map<number, NodeOperationError | NodeApiError>();
	const workOn = async (item: number) => {
		try {
			if (isTroupeError(signal?.reason)) throw signal.reason;
			results[item] = await hideValues(context, item, [await work(item)].flat());
		} catch (fault) {
			const error = (await findItemTokens(context)?.maskFault(item, fault)) ?? fault;
			if (signal?.aborted || !context.continueOnFail())
				faults.set(item, toNodeError(context.getNode(), error, item, context.isStreaming?.()));
			else results[item] = [{ output: to.failed, ...failedItem(error) }];
		}
	};
	await inBatches(items, pace, workOn, () => faults.size > 0, signal);
	// If several items failed at the same time, the first of them counts.
	if (faults.size > 0) throw faults.get(Math.min(...faults.keys()))!;
	return gather(results, to.outputs);
}

/** Where n8n is to store tokens. */
async function hideValues(context: IExecuteFunctions, item: number, routed: Routed[]): Promise<Routed[]> {
	const tokens = findItemTokens(context);
	if (!tokens) return routed;
	return Promise.all(routed.map(async (each) => (each.reveals ? each : { ...each, json: await tokens.mask(item, each.json) })));
}

/** By output, in the order of the items. */
function gather(results: Array<Routed[] | undefined>, count: number): INodeExecutionData[][] {
	const outputs = Array.from({ length: count }, (): INodeExecutionData[] => []);
	for (const [item, routed = []] of results.entries())
		for (const { output, reveals: _reveals, ...data } of routed) outputs[output]!.push({ ...data, pairedItem: { item } });
	return outputs;
}

/** These two fields and no other: by them n8n knows an item for its node's error output. */
export function failedItem(error: unknown): Pick<INodeExecutionData, 'json'> {
	const { message, ...details } = errorFacts(error);
	return { json: { error: message, details } };
}
