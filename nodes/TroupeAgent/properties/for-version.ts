import type { INodeProperties } from 'n8n-workflow';

/** The versions of the node with the form of version 2. They differ only in their outputs. */
export const sinceVersion2 = [2, 3];

/** The fields as only these versions of the node show them: a saved workflow keeps the form that it was built with. */
export function forVersion(versions: number[], fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { '@version': versions, ...field.displayOptions?.show } },
	}));
}
