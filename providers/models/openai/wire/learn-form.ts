import type { ChatRequest } from '../../../../core/ports/models/models';
import type { Dialect } from './dialect';

/** Errors of vLLM, SGLang, llama.cpp, Ollama, mistral.rs, OpenRouter, Google's gateway. */
const systemRefused =
	/system (?:role|message|prompt|instruction)s? (?:is |are )?not (?:supported|allowed|enabled)|not support (?:the |a )?(?:system|developer) |developer instruction is not enabled|only user(?:,| and) (?:tool and )?assistant roles/i;
const alternationRefused = /roles? (?:must|should) alternate|alternat\w+ (?:between )?(?:user|roles)|user\/assistant\/user/i;
const callsRefused =
	/single tool-?calls? at once|one tool call at a time|(?:parallel|multiple) tool calls? (?:is|are) not supported|not support (?:parallel|multiple) tool/i;
const toolsRefused =
	/not support (?:the )?(?:tools?\b|tool (?:use|call)|function)|support tool use|tools? (?:param|parameter|use|calling|calls?)? ?(?:requires?|is not|are not) |unsupported param\w*:? ?'?tools|(?:enable-auto-tool-choice|tool-call-parser)|function calling is not/i;

/** LiteLLM for Bedrock and Anthropic, whose protocols need the tools of earlier calls. */
const toolsMissing =
	/without [`'"]?tools|must define tools|tools[`'"=]* (?:\w+ )?(?:is|are|must be) (?:required|specified|provided|defined|missing)/i;

/** Some servers answer 500 for a broken template; a router answers 404 without a suitable model. */
const statuses = new Set([400, 404, 422, 500]);

/** Returns the changes to try after a refusal; undefined if it has another reason. */
export function learnForm(
	{ system, alternating, oneCall, offersAlways, tools }: Dialect,
	request: ChatRequest,
	{ status = 0, text }: { status?: number; text: string },
): Partial<Dialect> | undefined {
	if (!statuses.has(status)) return undefined;
	const hasSystem = request.messages[0]?.role === 'system';
	if (request.toolChoice === 'none' && !offersAlways && toolsMissing.test(text)) return { offersAlways: true };
	if (tools === 'native' && usesTools(request) && toolsRefused.test(text) && !callsRefused.test(text)) return { tools: 'text' };
	if (!oneCall && hasParallelCalls(request) && callsRefused.test(text)) return { oneCall: true };
	if (system && hasSystem && systemRefused.test(text)) return { system: false };
	if (!alternationRefused.test(text)) return undefined;
	if (!alternating) return { alternating: true };
	// Some templates count a system message as a turn.
	return system && hasSystem ? { system: false } : undefined;
}

const usesTools = ({ tools, messages }: ChatRequest): boolean => Boolean(tools?.length) || messages.some(({ role }) => role === 'tool');

const hasParallelCalls = ({ messages }: ChatRequest): boolean =>
	messages.some((message) => message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 1);
