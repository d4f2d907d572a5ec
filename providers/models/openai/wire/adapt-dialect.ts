import type { ChatRequest, JsonSchema } from '../../../../core/ports/models/models';
import type { ProviderSettings } from '../../shared/provider-settings';
import { isTooLong } from '../../shared/refusal-meaning';
import { applyNeeds } from './needs';
import { toStrictSchema } from './strict-schema';
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
function learnForm(
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

interface FieldRefusal {
	status?: number;
	code?: unknown;
	param?: unknown;
	text: string;
}

/** OpenAI's models accept `max_completion_tokens`; many compatible servers silently ignore it. */
export function initialDialect({ baseUrl, needs }: Pick<ProviderSettings, 'baseUrl' | 'needs'>): Dialect {
	const own = baseUrl === undefined || URL.parse(baseUrl)?.hostname.endsWith('.openai.com') === true;
	return {
		limitFields: own ? ['max_completion_tokens', 'max_tokens'] : ['max_tokens', 'max_completion_tokens'],
		temperature: true,
		effort: true,
		streamUsage: true,
		thoughts: 'own',
		signed: false,
		bridged: false,
		format: 'strict',
		system: true,
		alternating: false,
		oneCall: false,
		offersAlways: false,
		tools: 'native',
		...applyNeeds(needs),
	};
}

/** DeepSeek and Moonshot, for messages of other models or thoughts dropped by a gateway. */
const thoughtMissing = /reasoning_content.*(must be (passed|sent)|is missing|is required|required in)/i;

/** Gemini 3, also through gateways. */
const signatureMissing = /thought_?signature/i;

/** The schema is refused; another format may be accepted. */
const schemaRefused =
	/invalid (?:json )?schema|schema (?:must|should|is not|is invalid|validation)|(?:top|root)[- ]level|root (?:schema|type|must)/i;

/** Mistral's role order, and chat templates with alternating roles. */
const orderRefused = /\broles?\b/i;

/**
 * Returns the dialect to try after a refusal; undefined if none would help, as for a request that is too long. @returns also whether the refusal
 * concerns only this schema
 */
export function adaptDialect(
	dialect: Dialect,
	request: ChatRequest,
	refusal: FieldRefusal,
): { dialect: Dialect; ofSchema?: boolean } | undefined {
	const isBridgeable = !dialect.bridged && hasUserAfterTool(request);
	const form = isBridgeable && orderRefused.test(refusal.text) ? undefined : learnForm(dialect, request, refusal);
	if (form) return { dialect: { ...dialect, ...form } };
	if ((refusal.status !== 400 && refusal.status !== 422) || isTooLong({ status: refusal.status, text: refusal.text })) return undefined;
	const schema = request.responseSchema?.schema;
	if (schema && schemaRefused.test(refusal.text) && !/function|tools?\b/i.test(refusal.text)) {
		const format = nextFormat(dialect.format, schema);
		return format && { dialect: { ...dialect, format }, ofSchema: true };
	}
	const changes = addMissing(dialect, request, refusal.text) ?? (refusesField(refusal) ? leaveOut(dialect, request, refusal) : undefined);
	return changes && { dialect: { ...dialect, ...changes } };
}

function addMissing({ thoughts, signed, bridged }: Dialect, request: ChatRequest, text: string): Partial<Dialect> | undefined {
	if (thoughts === 'own' && thoughtMissing.test(text)) return { thoughts: 'always' };
	if (!signed && signatureMissing.test(text)) return { signed: true };
	return !bridged && orderRefused.test(text) && hasUserAfterTool(request) ? { bridged: true } : undefined;
}

function leaveOut(dialect: Dialect, request: ChatRequest, refusal: FieldRefusal): Partial<Dialect> | undefined {
	const [limit, ...otherLimits] = dialect.limitFields;
	const { responseSchema } = request;
	const sent: Array<[isSent: boolean, fields: string[], change: Partial<Dialect> | undefined]> = [
		[request.maxOutputTokens !== undefined && otherLimits.length > 0, [limit!], { limitFields: otherLimits }],
		[request.temperature !== undefined && dialect.temperature, ['temperature'], { temperature: false }],
		[request.reasoning !== undefined && dialect.effort, ['reasoning_effort'], { effort: false }],
		[dialect.streamUsage, ['stream_options'], { streamUsage: false }],
		[dialect.thoughts === 'own' && sendsThoughts(request), ['reasoning'], { thoughts: 'never' }],
		[
			responseSchema !== undefined,
			['response_format', 'json_schema', 'json_object'],
			responseSchema && withoutFormat(dialect, responseSchema.schema),
		],
	];
	return sent.find(([isSent, fields]) => isSent && fields.some((field) => refusal.param === field || refusal.text.includes(field)))?.[2];
}

function withoutFormat(dialect: Dialect, schema: JsonSchema): Partial<Dialect> | undefined {
	// A server without schemas does not support strict ones either.
	const format = nextFormat(dialect.format === 'strict' ? 'schema' : dialect.format, schema);
	return format && { format };
}

const formats: Array<Dialect['format']> = ['strict', 'schema', 'object', 'told'];

/** Only some schemas can be strict; any JSON means any object. */
export function formatFor(format: Dialect['format'], schema: JsonSchema): Dialect['format'] {
	if (format === 'strict' && toStrictSchema(schema) === undefined) return 'schema';
	return format === 'object' && schema.type !== 'object' ? 'told' : format;
}

function nextFormat(format: Dialect['format'], schema: JsonSchema): Dialect['format'] | undefined {
	const next = formats[formats.indexOf(formatFor(format, schema)) + 1];
	return next && formatFor(next, schema);
}

function hasUserAfterTool({ messages }: ChatRequest): boolean {
	return messages.some(({ role }, index) => role === 'user' && messages[index - 1]?.role === 'tool');
}

function sendsThoughts({ messages }: ChatRequest): boolean {
	return messages.some((message) => message.role === 'assistant' && message.native !== undefined);
}

/** Uses the code, else the text: compatible servers have no codes. */
function refusesField({ code, text }: FieldRefusal): boolean {
	if (code === 'unsupported_parameter' || code === 'unsupported_value') return true;
	return /unrecognized|unsupported|unknown|unavailable|unexpected|not (supported|permitted|allowed|available)|not support|must be|invalid value/i.test(
		text,
	);
}
