import { readFileSync, statSync } from 'node:fs';
import type { ToolDefinition } from '../../core/tools/definition/tool-settings';
import { replaceFile } from '../terminal/replace-file';

/** Writes the pins of servers into the file of an agent, in the layout that it has. */
export function pinTools(path: string, pins: Record<string, Record<string, string>>): void {
	const text = readFileSync(path, 'utf8');
	const definition = JSON.parse(text.replace(/^\uFEFF/, '')) as { tools?: { define?: ToolDefinition[] } };
	for (const tool of definition.tools?.define ?? [])
		if (tool.kind === 'mcp' && Object.hasOwn(pins, tool.server)) tool.pins = pins[tool.server];
	const [, indent = '\t'] = /^\{\r?\n([ \t]+)/.exec(text) ?? [];
	replaceFile(path, `${JSON.stringify(definition, null, indent)}\n`, statSync(path).mode & 0o777);
}
