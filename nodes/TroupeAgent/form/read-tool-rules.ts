import type { IExecuteFunctions } from 'n8n-workflow';
import type { ToolRule } from '../../../core/tools/tool-definition';
import { splitNames } from '../../shared/split-names';

/**
 * Reads the tool permissions of the node's fields, which follow the definition's own rules. Without a rule, tools that only read are called and a
 * person is asked for the others.
 */
export function readToolRules(context: IExecuteFunctions, item: number, allowTools = ''): ToolRule[] {
	return [...splitNames(allowTools).map(allow), ...chosenRules(context, item)];
}

function chosenRules(context: IExecuteFunctions, item: number): ToolRule[] {
	switch (context.getNodeParameter('toolPermission', item, 'read')) {
		case 'all':
			return [allow('*')];
		case 'none':
			return [{ tool: '*', permission: 'ask' }];
		case 'chosen':
			return (context.getNodeParameter('allowedTools', item, []) as string[]).map(allow);
		default:
			return [];
	}
}

const allow = (tool: string): ToolRule => ({ tool, permission: 'allow' });
