import type { GivenCall, GivenTexts } from '../../core/ports/guardrails/guardrail-context';
import { type ModelMessage, readText } from '../shared/connected/langchain-shape';
import { readCall } from './list-calls';

/**
 * Lists the texts of a call that no model wrote, by the types of its messages. A chain without a system message has its author's words in the message.
 */
export function listGivenTexts(messages: readonly ModelMessage[]): GivenTexts {
	const read = (...types: string[]) =>
		messages
			.filter(({ type }) => types.includes(type))
			.map(readText)
			.filter((text) => text !== '');
	const system = read('system');
	const written = read('human', 'generic');
	const results = read('tool', 'function');
	return {
		author: (system.length > 0 ? system : written).join('\n'),
		allowedHosts: [],
		others: [...written, ...results],
		messages: written,
		results,
		calls: messages.filter(isResult).map((result) => toCall(result, messages)),
		shown: read('ai'),
	};
}

const isResult = ({ type, status }: ModelMessage & { status?: unknown }): boolean =>
	(type === 'tool' || type === 'function') && status !== 'error';

/** Only the agent knows which of its tools read: each call can have changed something. */
function toCall(result: ModelMessage & { name?: unknown; tool_call_id?: unknown }, messages: readonly ModelMessage[]): GivenCall {
	const calls = messages.flatMap(({ tool_calls = [] }) => tool_calls as Array<Record<string, unknown>>);
	const call = calls.find(({ id }) => id !== undefined && id === result.tool_call_id);
	const name = [call?.name, result.name].find((one) => typeof one === 'string');
	return { tool: name ?? '', input: (call && readCall(call)?.text) ?? '', text: readText(result), acts: true, searched: false };
}
