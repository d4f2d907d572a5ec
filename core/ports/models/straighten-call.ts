import type { ToolCall } from './models';

/** Undoes what some models and servers do to a call: blanks around the name, and arguments that are encoded twice. */
export function straightenCall(call: ToolCall): ToolCall {
	return { ...call, name: call.name.trim(), arguments: readEncodedObject(call.arguments) ?? call.arguments };
}

/** Returns the text of an object that is encoded as a text of JSON. */
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
