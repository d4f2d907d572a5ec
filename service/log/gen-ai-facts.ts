import type { AgentEvent } from '../../core/agents/agent-event';

/** Facts of a log line by the names of OpenTelemetry's conventions for generative AI. Texts, arguments and results have no name here. */
export type GenAiFacts = Record<string, string | number>;

/** Returns what an event is by these names: the call of the agent, of a model, or of a tool. */
export function toGenAiFacts(event: AgentEvent): GenAiFacts {
	switch (event.kind) {
		case 'started':
			return { ...operation('invoke_agent'), 'gen_ai.agent.id': event.agent.id, 'gen_ai.agent.version': event.agent.version };
		case 'finished': {
			const { inputTokens, outputTokens } = event.usage;
			return { ...operation('invoke_agent'), ...tokens({ inputTokens, outputTokens }), ...failure(event.errorCode) };
		}
		case 'model-finished':
			return { ...operation('chat'), ...model(event.model), ...tokens(event.usage) };
		case 'model-failed':
			return { ...operation('chat'), ...failure(event.errorCode) };
		case 'tool-started':
			return { ...operation('execute_tool'), ...tool(event) };
		case 'tool-finished':
			return { ...operation('execute_tool'), ...tool(event), ...failure(event.errorCode) };
		default:
			return {};
	}
}

const operation = (name: 'invoke_agent' | 'chat' | 'execute_tool'): GenAiFacts => ({ 'gen_ai.operation.name': name });

/** @param name `provider:model` */
function model(name: string): GenAiFacts {
	const colon = name.indexOf(':');
	if (colon < 0) return { 'gen_ai.request.model': name };
	return { 'gen_ai.provider.name': name.slice(0, colon), 'gen_ai.request.model': name.slice(colon + 1) };
}

interface Tokens {
	inputTokens: number;
	outputTokens: number;
	cachedInputTokens?: number;
	cacheWriteTokens?: number;
	reasoningTokens?: number;
}

function tokens({ inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens }: Tokens): GenAiFacts {
	return {
		'gen_ai.usage.input_tokens': inputTokens,
		'gen_ai.usage.output_tokens': outputTokens,
		...(cachedInputTokens !== undefined && { 'gen_ai.usage.cache_read.input_tokens': cachedInputTokens }),
		...(cacheWriteTokens !== undefined && { 'gen_ai.usage.cache_creation.input_tokens': cacheWriteTokens }),
		...(reasoningTokens !== undefined && { 'gen_ai.usage.reasoning.output_tokens': reasoningTokens }),
	};
}

const tool = ({ tool: name, callId }: { tool: string; callId: string }): GenAiFacts => ({
	'gen_ai.tool.name': name,
	'gen_ai.tool.call.id': callId,
});

const failure = (errorCode: string | undefined): GenAiFacts => (errorCode === undefined ? {} : { 'error.type': errorCode });
