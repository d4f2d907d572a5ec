import type { INodeType, INodeTypes } from 'n8n-workflow';
import { refuse } from './task-problem';

/** Returns node types of which only the permitted ones are loaded. A node of another one fails when it is reached, and none of its code has run. */
export function permitNodeTypes(nodeTypes: INodeTypes, permitted: readonly string[] | undefined): INodeTypes {
	if (permitted === undefined) return nodeTypes;
	return {
		...nodeTypes,
		getByName: (type) => (permitted.includes(type) ? nodeTypes.getByName(type) : createRefusedType(type)),
		getByNameAndVersion: (type, version) =>
			permitted.includes(type) ? nodeTypes.getByNameAndVersion(type, version) : createRefusedType(type),
	};
}

const createRefusedType = (type: string): INodeType => ({
	description: {
		...{ displayName: type, name: type.split('.').at(-1)!, description: '', group: ['transform'], version: 1, defaults: {} },
		...{ inputs: ['main'], outputs: ['main'], properties: [] },
	},
	async execute() {
		throw refuse(
			`The list of capabilities does not contain the node type ${type} (CAPABILITY_MISSING). Add it to "nodeTypes" of the list.`,
		);
	},
});
