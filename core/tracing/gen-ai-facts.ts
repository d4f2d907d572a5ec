import type { AgentEvent } from '../agents/agent-event';
import { isUsualCallId } from '../tools/usual-call-id';

/** OpenTelemetry's conventions for generative AI. Texts, arguments and results have no name here. */
type GenAiFacts = Record<string, string | number>;

export function toGenAiFacts(event: AgentEvent): GenAiFacts {
	switch (event.kind) {
		case 'started':
			return { ...operation('invoke_agent'), 'gen_ai.agent.id': event.agent.id, 'gen_ai.agent.version': event.agent.version };
		case 'finished': {
			const { inputTokens, outputTokens } = event.usage;
			return { ...operation('invoke_agent'), ...toTokenFacts({ inputTokens, outputTokens }), ...failure(event.errorCode) };
		}
		case 'model-finished':
			return { ...operation('chat'), ...toModelFacts(event.model), ...toTokenFacts(event.usage) };
		case 'model-failed':
			return { ...operation('chat'), ...failure(event.errorCode) };
		case 'tool-started':
			return { ...operation('execute_tool'), ...toToolFacts(event) };
		case 'tool-finished':
			return { ...operation('execute_tool'), ...toToolFacts(event), ...failure(event.errorCode) };
		default:
			return {};
	}
}

type Operation = 'invoke_agent' | 'chat' | 'execute_tool' | 'retrieval';

export const operation = (name: Operation): GenAiFacts => ({ 'gen_ai.operation.name': name });

const conventional: Record<string, string> = { google: 'gcp.gemini' };

export function toModelFacts(name: string): GenAiFacts {
	const colon = name.indexOf(':');
	if (colon < 0) return { 'gen_ai.request.model': name };
	const provider = name.slice(0, colon);
	return { 'gen_ai.provider.name': conventional[provider] ?? provider, 'gen_ai.request.model': name.slice(colon + 1) };
}

interface Tokens {
	inputTokens: number;
	outputTokens: number;
	cachedInputTokens?: number;
	cacheWriteTokens?: number;
	reasoningTokens?: number;
}

export function toTokenFacts({ inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens }: Tokens): GenAiFacts {
	return {
		'gen_ai.usage.input_tokens': inputTokens,
		'gen_ai.usage.output_tokens': outputTokens,
		...(cachedInputTokens !== undefined && { 'gen_ai.usage.cache_read.input_tokens': cachedInputTokens }),
		...(cacheWriteTokens !== undefined && { 'gen_ai.usage.cache_creation.input_tokens': cacheWriteTokens }),
		...(reasoningTokens !== undefined && { 'gen_ai.usage.reasoning.output_tokens': reasoningTokens }),
	};
}

export const toToolFacts = ({ tool: name, callId }: { tool: string; callId: string }): GenAiFacts => ({
	'gen_ai.tool.name': name,
	// A run's steps number other calls, which a span or a line alone cannot.
	...(isUsualCallId(callId) && { 'gen_ai.tool.call.id': callId }),
});

const failure = (errorCode: string | undefined): GenAiFacts => (errorCode === undefined ? {} : { 'error.type': errorCode });
