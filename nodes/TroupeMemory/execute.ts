import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { whileNodeAdmitted } from '../shared/host';
import { readMemoryHost } from '../shared/knowledge/read-memory-host';
import { noteExecution } from '../shared/note-execution';
import { runItems } from '../shared/run-items';
import { readTask } from './read-task';

/** The memory node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeMemory', ({ signal, context }) => {
		const work = async (item: number) => {
			const host = await readMemoryHost(context, item);
			const task = readTask(context, item);
			await noteExecution(context, host, task);
			const { operation: _operation, ...result } = await runMemoryTask(task, host, signal);
			return { ...result } as unknown as IDataObject;
		};
		return runItems(context, work, signal);
	});
}
