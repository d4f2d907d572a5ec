import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelTaskResult } from '../../core/llm/model-task';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runModelTask } from '../../providers/compose/model-task';
import { usageHost, whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { readModels } from './read-models';
import { readTask } from './read-task';

/** The model node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeModel', ({ signal }) => {
		const work = async (item: number) => {
			const { names, provider, ...models } = await readModels(this, item);
			const task = await readTask(this, item, names, provider);
			return toItems(await runModelTask(task, { ...usageHost(), ...models }, signal));
		};
		return runItems(this, work, signal);
	});
}

/** An item; of a list, one for each. */
function toItems({ operation, ...result }: ModelTaskResult): IDataObject | IDataObject[] {
	if ('models' in result) return result.models.map((model) => ({ ...model }));
	if ('estimates' in result) return result.estimates.map((estimate) => ({ ...estimate }));
	return { ...result, ...('vectors' in result && result.vectors.length === 1 && { vector: result.vectors[0] }) } as IDataObject;
}
