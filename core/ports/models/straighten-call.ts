import type { ToolCall } from './models';

/** Some models and servers add blanks around the name, or encode the arguments twice. */
export function straightenCall(call: ToolCall): ToolCall {
	return { ...call, name: call.name.trim(), arguments: readEncodedObject(call.arguments) ?? call.arguments };
}

function readEncodedObject(text: string): string | undefined {
	if (!text.trimStart().startsWith('"')) return undefined;
	try {
		const inner: unknown = JSON.parse(text);
		const value: unknown = typeof inner === 'string' ? JSON.parse(inner) : undefined;
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (inner as string) : undefined;
	} catch {
		return undefined;
	}
}
