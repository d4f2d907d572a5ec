import type { ToolSpecification } from '../../../../core/ports/models/models';

/** Converts the name of a tool to one that the API accepts: it begins with a letter or an underscore. */
export function toWireName(name: string): string {
	return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** Returns the name of the tool that the model called; the name unchanged if there is no such tool. */
export function fromWireName(wireName: string, tools: ToolSpecification[] = []): string {
	return (tools.find(({ name }) => name === wireName) ?? tools.find(({ name }) => toWireName(name) === wireName))?.name ?? wireName;
}
