import type { INodeProperties } from 'n8n-workflow';

/**
 * Names a field for an error as the node's panel labels it, such as `The field "Agent Definition"`.
 * @param properties of the node
 * @param name of the parameter, which only saved workflows and expressions show; an option is `options.name`
 */
export function nameField(properties: readonly INodeProperties[], name: string): string {
	return `The field "${findField(properties, name.split('.'))?.displayName ?? name}"`;
}

/** A panel can have several fields of a name, each for other operations. */
function findField(properties: readonly INodeProperties[], [first, ...rest]: string[]): INodeProperties | undefined {
	const fields = properties.filter(({ name }) => name === first);
	if (rest.length === 0) return fields[0];
	return findField(
		fields.flatMap(({ options = [] }) => options as INodeProperties[]),
		rest,
	);
}
