import type { ModelMessage } from '../shared/connected/langchain-shape';

interface ReplyCall {
	name?: string;
	text: string;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const listFields = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Lists the tool calls of a reply in each place where an agent may read them, the same one once. */
export function listCalls({ content, additional_kwargs = {}, ...message }: ModelMessage): ReplyCall[] {
	const places = [
		...[message.tool_calls, message.invalid_tool_calls, message.tool_call_chunks].flatMap(listFields),
		...listFields(additional_kwargs.tool_calls).map((call) => (isFields(call.function) ? call.function : call)),
		...(isFields(additional_kwargs.function_call) ? [additional_kwargs.function_call] : []),
		...listFields(content).map((part) => (isFields(part.functionCall) ? part.functionCall : part)),
	];
	const calls = new Map<string, ReplyCall>();
	for (const place of places) {
		const call = readCall(place);
		if (call) calls.set(nameCall(call), call);
	}
	return [...calls.values()];
}

export function nameCall({ name, text }: ReplyCall): string {
	return `${name} ${text}`;
}

export function readCall({ name, ...fields }: Fields): ReplyCall | undefined {
	const args = fields.args ?? fields.arguments ?? fields.input ?? fields.partial_json;
	if (args === undefined || args === '') return undefined;
	return { ...(typeof name === 'string' && { name }), text: typeof args === 'string' ? args : (JSON.stringify(args) ?? '') };
}
