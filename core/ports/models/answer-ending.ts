import type { ChatResponse, ToolCall } from './models';
import { straightenCall } from './straighten-call';

type AnswerEnding = 'complete' | 'cut' | 'filtered' | 'failed' | 'unknown';

/** One table: gateways pass on their vendors' words, and no word has two meanings. */
const words: Record<Exclude<AnswerEnding, 'unknown'>, string[]> = {
	complete: [
		// OpenAI, Google, Ollama.
		'stop',
		'tool_calls',
		'function_call',
		// Anthropic, Bedrock.
		'end_turn',
		'stop_sequence',
		'tool_use',
		// Cohere, OpenAI's responses, AI21, Baidu.
		'complete',
		'tool_call',
		'completed',
		'endoftext',
		'normal',
		'eos',
		'eos_token',
		'end',
	],
	cut: [
		'length',
		'max_tokens',
		'model_context_window_exceeded',
		'continuation',
		// Mistral, Cohere, OpenAI's responses, watsonx.
		'model_length',
		'error_limit',
		'max_output_tokens',
		'token_limit',
	],
	filtered: [
		'content_filter',
		'refusal',
		'safety',
		'recitation',
		'language',
		'blocklist',
		'prohibited_content',
		'spii',
		'image_safety',
		'image_prohibited_content',
		'image_recitation',
		// Vertex AI, Bedrock, Zhipu, Cohere.
		'model_armor',
		'content_filtered',
		'guardrail_intervened',
		'sensitive',
		'error_toxic',
	],
	failed: [
		// OpenRouter, Mistral, DeepSeek, Zhipu, vLLM, SGLang, Cohere, watsonx.
		'error',
		'insufficient_system_resource',
		'network_error',
		'abort',
		'aborted',
		'timeout',
		'user_cancel',
		// vLLM and Xiaomi, of a model that repeats itself.
		'repetition',
		'repetition_truncation',
		'cancelled',
		'time_limit',
		'not_finished',
		// Google. Nobody here asks for images.
		'malformed_function_call',
		'unexpected_tool_call',
		'too_many_tool_calls',
		'malformed_response',
		'other',
		'no_image',
		'image_other',
		// Bedrock.
		'malformed_model_output',
		'malformed_tool_use',
		// Anthropic, for its own tools and shortened conversations; neither is asked for.
		'pause_turn',
		'compaction',
		// Ollama loaded or unloaded a model instead of answering.
		'load',
		'unload',
	],
};

const endings = new Map(Object.entries(words).flatMap(([ending, all]) => all.map((word) => [word, ending as AnswerEnding] as const)));

/** Some servers send these in place of no reason. */
const noReasons = new Set(['null', 'none', 'finish_reason_unspecified']);

const normalize = (reason: string) => reason.trim().toLowerCase().replaceAll('-', '_');

/** Empty if there is no reason yet. */
export function readReason(reason: unknown): string {
	return typeof reason === 'string' && !noReasons.has(normalize(reason)) ? reason.trim() : '';
}

/** An answer without a reason is whole by its form. */
export function readEnding(reason: string): AnswerEnding {
	return reason === '' ? 'complete' : (endings.get(normalize(reason)) ?? 'unknown');
}

/**
 * Runs before the calls: only those of a complete answer are made. A failed answer or an unknown ending is a failed attempt. @throws the error
 * of `fail`
 */
export function settleAnswer(
	ending: AnswerEnding,
	calls: ToolCall[],
	fail: (ending: 'failed' | 'unknown') => Error,
): Pick<ChatResponse, 'finish' | 'toolCalls'> {
	if (ending === 'failed' || ending === 'unknown') throw fail(ending);
	if (ending === 'cut') return { finish: 'length' };
	if (ending === 'filtered') return { finish: 'content-filter' };
	return calls.length > 0 ? { finish: 'tool-calls', toolCalls: calls.map(straightenCall) } : { finish: 'stop' };
}
