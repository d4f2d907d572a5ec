import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

/**
 * Returns node data that n8n stores with the workflow, after activation and each execution. Emptied if the node follows another log, with other
 * numbers.
 */
export function nodeMemory<Memory extends object>(context: ITriggerFunctions, follows: string): Memory {
	const memory = context.getWorkflowStaticData('node');
	if (memory.follows !== undefined && memory.follows !== follows) for (const name of Object.keys(memory)) delete memory[name];
	memory.follows = follows;
	return memory as IDataObject & Memory;
}
