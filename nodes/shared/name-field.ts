import type { INodeProperties } from 'n8n-workflow';

/**
 * Names a field for an error as the node's panel labels it, such as `The field "Agent Definition"`.
 * @param properties of the node
 * @param name of the parameter, which only saved workflows and expressions show; an option is `options.name`
 */
export function nameField(properties: readonly INodeProperties[], name: string): string {
	return `The field "${findField(properties, name.split('.'))?.displayName ?? name}"`;
}

function findField(properties: readonly INodeProperties[], [first, ...rest]: string[]): INodeProperties | undefined {
	const field = properties.find(({ name }) => name === first);
	return rest.length > 0 && field ? findField(field.options as INodeProperties[], rest) : field;
}
