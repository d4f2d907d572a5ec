import type { ToolSpecification } from '../../../../core/ports';

/** A tool's name as the API takes it: it begins with a letter or an underscore. */
export function toWireName(name: string): string {
	return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** The name of the tool that the model called by this one; as it stands where there is none. */
export function fromWireName(wireName: string, tools: ToolSpecification[] = []): string {
	return (tools.find(({ name }) => name === wireName) ?? tools.find(({ name }) => toWireName(name) === wireName))?.name ?? wireName;
}
