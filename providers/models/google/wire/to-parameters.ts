import type {
	FunctionCallingConfigMode,
	GenerateContentConfig,
	GenerateContentParameters,
	ThinkingConfig,
	ThinkingLevel,
} from '@google/genai';
import type { ChatRequest } from '../../../../core/ports/models/models';
import { askForSchema } from '../../shared/ask-for-schema';
import { foldSchema } from '../../shared/fold-schema';
import type { ModelCall } from '../../shared/model-call';
import type { Dialect } from './dialect';
import { toContents } from './to-contents';
import { toWireName } from './wire-names';

/** Thinking budgets in tokens, by effort; the highest that all 2.5 models support. */
const thinkingTokens = { low: 1024, medium: 8192, high: 24_576 };
/** The lowest budget that all of them support. */
const minThinkingTokens = 512;

export function toParameters(
	request: ChatRequest,
	model: string,
	call: ModelCall,
	dialect: Dialect,
	signal: AbortSignal,
): GenerateContentParameters {
	const { responseSchema, tools = [], temperature, maxOutputTokens } = request;
	const inPrompt = responseSchema && tools.length > 0 && !dialect.schemaWithTools;
	const messages = inPrompt ? askForSchema(request.messages, responseSchema) : request.messages;
	const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
	const thinkingConfig = toThinking(request, dialect);
	const config: GenerateContentConfig = {
		abortSignal: signal,
		// Automatic calls would be charged unseen.
		automaticContinuation: false,
		automaticFunctionCalling: { disable: true },
		...(system.length > 0 && { systemInstruction: system.join('\n\n') }),
		...(maxOutputTokens !== undefined && { maxOutputTokens }),
		...(temperature !== undefined && { temperature }),
		...(thinkingConfig && { thinkingConfig }),
		...(tools.length > 0 && toTools(request)),
		...(responseSchema && !inPrompt && { responseMimeType: 'application/json', responseJsonSchema: responseSchema.schema }),
	};
	return { model, contents: toContents(messages, call, dialect.signed), config };
}

function toTools({ tools = [], toolChoice = 'auto' }: ChatRequest): Pick<GenerateContentConfig, 'tools' | 'toolConfig'> {
	const functionDeclarations = tools.map(({ name, description, parameters }) => ({
		name: toWireName(name),
		description,
		parametersJsonSchema: foldSchema(parameters),
	}));
	const named = typeof toolChoice === 'object';
	const mode = { auto: undefined, none: 'NONE', required: 'ANY' }[named ? 'required' : toolChoice] as FunctionCallingConfigMode | undefined;
	return {
		tools: [{ functionDeclarations }],
		...(mode && { toolConfig: { functionCallingConfig: { mode, ...(named && { allowedFunctionNames: [toWireName(toolChoice.name)] }) } } }),
	};
}

function toThinking({ reasoning, maxOutputTokens = Infinity }: ChatRequest, { thinking: [form] }: Dialect): ThinkingConfig | undefined {
	if (!reasoning || !form) return undefined;
	if (form === 'level') return { thinkingLevel: reasoning.toUpperCase() as ThinkingLevel };
	// Thinking counts towards the limit: half is reserved for the answer.
	const thinkingBudget = Math.min(thinkingTokens[reasoning], Math.floor(maxOutputTokens / 2));
	return thinkingBudget < minThinkingTokens ? undefined : { thinkingBudget };
}
