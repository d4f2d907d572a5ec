import type { INodeProperties } from 'n8n-workflow';

/**
 * Names a field for an error as the node's panel labels it, such as `The field "Agent Definition"`.
 * @param properties of the node
 * @param name of the parameter, which only saved workflows and expressions show
 */
export function nameField(properties: readonly INodeProperties[], name: string): string {
	return `The field "${properties.find((property) => property.name === name)?.displayName ?? name}"`;
}
