import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

/**
 * What n8n keeps with the workflow: after activation, and with each execution. A node that follows something else starts from its beginning: the numbers were
 * those of another log.
 */
export function nodeMemory<Memory extends object>(context: ITriggerFunctions, follows: string): Memory {
	const memory = context.getWorkflowStaticData('node');
	if (memory.follows !== undefined && memory.follows !== follows) for (const name of Object.keys(memory)) delete memory[name];
	memory.follows = follows;
	return memory as IDataObject & Memory;
}
