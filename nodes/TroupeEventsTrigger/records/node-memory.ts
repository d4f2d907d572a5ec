import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

/**
 * Returns the data of the node that n8n stores with the workflow: after activation, and with each execution. It is emptied if the node follows
 * something else now: the numbers were those of another log.
 */
export function nodeMemory<Memory extends object>(context: ITriggerFunctions, follows: string): Memory {
	const memory = context.getWorkflowStaticData('node');
	if (memory.follows !== undefined && memory.follows !== follows) for (const name of Object.keys(memory)) delete memory[name];
	memory.follows = follows;
	return memory as IDataObject & Memory;
}
