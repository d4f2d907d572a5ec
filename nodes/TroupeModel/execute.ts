import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelTaskResult } from '../../core/llm/model-task';
import { policyFolders } from '../../core/base/home-folders';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { runModelTask } from '../../providers/compose/models/model-task';
import { whileNodeAdmitted } from '../shared/host';
import { describeAttempts } from '../shared/connected/describe-attempts';
import { runItems } from '../shared/run-items';
import { showWarnings } from '../shared/show-warnings';
import { readState } from '../shared/state/read-state';
import { readModels } from './read-models';
import { readTask } from './read-task';

/** The model node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, own?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = own ? { gate: own, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeModel', async ({ gate, signal, context }) => {
		const host = { gate, published: trust.published, policyFolders: policyFolders() };
		const failures = new Set<string>();
		const work = async (item: number) => {
			const { names, provider, ...models } = await readModels(context, item);
			const task = await readTask(context, item, names, provider);
			const result = await runModelTask(task, { ...(await readState(context)), ...host, ...models }, signal);
			const failed = 'attempts' in result && describeAttempts(result.attempts ?? []);
			if (failed) failures.add(failed);
			return toItems(result);
		};
		const items = await runItems(context, work, signal);
		showWarnings(context, [...failures]);
		return items;
	});
}

/** An item; of a list, one for each. */
function toItems({ operation, ...result }: ModelTaskResult): IDataObject | IDataObject[] {
	if ('models' in result) return result.models.map((model) => ({ ...model }));
	if ('estimates' in result) return result.estimates.map((estimate) => ({ ...estimate }));
	return { ...result, ...('vectors' in result && result.vectors.length === 1 && { vector: result.vectors[0] }) } as IDataObject;
}
