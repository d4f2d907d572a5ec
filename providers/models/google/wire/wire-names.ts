import type { ToolSpecification } from '../../../../core/ports/models/models';

/** The API's names begin with a letter or an underscore. */
export function toWireName(name: string): string {
	return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

export function fromWireName(wireName: string, tools: ToolSpecification[] = []): string {
	return (tools.find(({ name }) => name === wireName) ?? tools.find(({ name }) => toWireName(name) === wireName))?.name ?? wireName;
}
