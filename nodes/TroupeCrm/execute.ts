import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CrmTask } from '../../core/crm/crm-task';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runCrmTask } from '../../providers/compose/crm/crm-task';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { readState } from '../shared/state/read-state';
import { readCrm } from './read-crm';
import { nameFields } from './name-fields';
import { readTask } from './read-task';

/** The CRM node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeCrm', ({ signal }) => {
		const work = async (item: number) => {
			const task = parseTask(this, item);
			const { requestsPerMinute } = this.getNodeParameter('options', item, {}) as { requestsPerMinute?: number };
			const { operation: _operation, ...result } = await runCrmTask(
				task,
				await readCrm(this, requestsPerMinute),
				await readState(this),
				signal ?? new AbortController().signal,
			);
			return result as unknown as IDataObject;
		};
		return runItems(this, work, signal);
	});
}

function parseTask(context: IExecuteFunctions, item: number): CrmTask {
	try {
		return parseCrmTask(readTask(context, item));
	} catch (error) {
		throw nameFields(error);
	}
}
