import type { INodeProperties } from 'n8n-workflow';
import { simplify } from '../../shared/list-fields';

/** What the item holds. Version 1 returns everything. */
export const outputFields: INodeProperties[] = [
	{
		...simplify({ show: { '@version': [2] }, hide: { operation: ['export'] } }),
		description: 'Whether to return only what people and the next nodes need, instead of everything the run recorded',
	},
];
