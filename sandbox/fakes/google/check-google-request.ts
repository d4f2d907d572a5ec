import { checkGoogleContents, unknownName, parseVersion } from './check-google-contents';
import type { Fields } from '../fake-server';
import { isSchema } from '../is-schema';

const knownFields = [
	'contents',
	'systemInstruction',
	'tools',
	'toolConfig',
	'generationConfig',
	'safetySettings',
	'cachedContent',
	'model',
];
const configFields =
	'temperature topP topK candidateCount maxOutputTokens stopSequences responseMimeType responseSchema responseJsonSchema thinkingConfig seed'.split(
		' ',
	);
const declarationFields = ['name', 'description', 'parameters', 'parametersJsonSchema', 'response'];

export function checkGoogleRequest(body: unknown, model: string): string | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'Invalid JSON payload received.';
	const { contents, tools, toolConfig, generationConfig = {}, ...rest } = body as Fields;
	const unknown = Object.keys(rest).find((field) => !knownFields.includes(field));
	if (unknown !== undefined) return unknownName(unknown, '');
	const declared = ((tools ?? []) as Array<{ functionDeclarations?: Fields[] }>).flatMap(
		({ functionDeclarations }) => functionDeclarations ?? [],
	);
	return (
		checkGoogleContents(contents, model) ??
		checkDeclarations(declared) ??
		checkToolConfig(
			toolConfig,
			declared.map(({ name }) => name),
		) ??
		checkConfig(generationConfig as Fields, parseVersion(model), declared.length > 0)
	);
}

function checkDeclarations(declared: Fields[]): string | undefined {
	for (const [index, declaration] of declared.entries()) {
		const at = `tools[0].function_declarations[${index}]`;
		const unknown = Object.keys(declaration).find((field) => !declarationFields.includes(field));
		if (unknown) return unknownName(unknown, at);
		if (!/^[a-zA-Z_][\w.:-]{0,127}$/.test(String(declaration.name)))
			return `* GenerateContentRequest.${at}.name: Invalid function name. Must start with a letter or an underscore.`;
		const { parameters, parametersJsonSchema: schema } = declaration;
		if (parameters !== undefined && schema !== undefined) return `${at}: parameters and parameters_json_schema are mutually exclusive.`;
		if (schema !== undefined && ((schema as Fields).type !== 'object' || !isSchema(schema)))
			return `* GenerateContentRequest.${at}.parameters_json_schema: schema is invalid: it should be of type OBJECT`;
		const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: string[] };
		if (required.some((name) => !(name in properties)))
			return `* GenerateContentRequest.${at}.parameters_json_schema.required[0]: property is not defined`;
	}
	const names = declared.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	return twice === undefined ? undefined : `Duplicate function declaration found: ${JSON.stringify(twice)}`;
}

function checkToolConfig(config: unknown, names: unknown[]): string | undefined {
	if (config === undefined) return undefined;
	const { mode, allowedFunctionNames: allowed = [] } = ((config as Fields).functionCallingConfig ?? {}) as {
		mode?: string;
		allowedFunctionNames?: string[];
	};
	if (!['AUTO', 'ANY', 'NONE', 'VALIDATED'].includes(mode ?? '')) return "Invalid value at 'tool_config.function_calling_config.mode'";
	if (names.length === 0) return 'Function calling config is set without function_declarations.';
	if (allowed.length > 0 && mode !== 'ANY' && mode !== 'VALIDATED')
		return '* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: should only be set when the mode is ANY or VALIDATED.';
	const strange = allowed.find((name) => !names.includes(name));
	return strange && `* allowed_function_names: ${strange} is not one of the function_declarations.`;
}

function checkConfig(config: Fields, version: number, withTools: boolean): string | undefined {
	const unknown = Object.keys(config).find((field) => !configFields.includes(field));
	if (unknown) return unknownName(unknown, 'generation_config');
	const { temperature = 1, maxOutputTokens: limit = 1, responseMimeType: mime, responseJsonSchema: schema } = config;
	if (typeof temperature !== 'number' || temperature < 0 || temperature > 2)
		return `* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].`;
	if (!Number.isInteger(limit) || (limit as number) < 1)
		return '* GenerateContentRequest.generation_config.max_output_tokens: must be positive.';
	if (schema !== undefined && mime !== 'application/json')
		return "* GenerateContentRequest.generation_config.response_mime_type: must be 'application/json' when a response schema is set.";
	if (schema !== undefined && !isSchema(schema))
		return '* GenerateContentRequest.generation_config.response_json_schema: schema is invalid.';
	if (mime === 'application/json' && withTools && version < 3)
		return "Function calling with a response mime type: 'application/json' is unsupported";
	return checkThinking(config.thinkingConfig as Fields | undefined, version);
}

function checkThinking(config: Fields | undefined, version: number): string | undefined {
	if (config === undefined) return undefined;
	const { thinkingLevel: level, thinkingBudget: budget } = config;
	if (version < 2.5) return 'Unable to submit request because thinking is not supported by this model.';
	if (level !== undefined && budget !== undefined) return 'You can only set only one of thinking budget and thinking level.';
	if (level !== undefined && version < 3) return 'Thinking level is not supported for this model.';
	if (level !== undefined && !['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'].includes(level as string))
		return "Invalid value at 'generation_config.thinking_config.thinking_level'";
	if (budget !== undefined && (!Number.isInteger(budget) || (budget as number) < -1 || (budget as number) > 24_576))
		return `The thinking budget ${JSON.stringify(budget)} is invalid. Please choose a value between 512 and 24576.`;
	return undefined;
}

const taskTypes = ['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT', 'SEMANTIC_SIMILARITY', 'CLASSIFICATION', 'CLUSTERING'];

export function checkGoogleEmbeddings(body: unknown, model: string): string | undefined {
	const { requests } = body as { requests?: Array<Fields & { content?: { parts?: Array<{ text?: string }> } }> };
	if (!Array.isArray(requests) || requests.length === 0) return '* BatchEmbedContentsRequest.requests: at least one request is required';
	if (requests.length > 100) return '* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch';
	for (const [index, request] of requests.entries()) {
		const unknown = Object.keys(request).find(
			(field) => !['model', 'content', 'taskType', 'title', 'outputDimensionality'].includes(field),
		);
		if (unknown) return unknownName(unknown, `requests[${index}]`);
		if (request.model !== `models/${model}`)
			return `* BatchEmbedContentsRequest.requests[${index}].model: model must match the one in the parent.`;
		if (!request.content?.parts?.[0]?.text) return `* BatchEmbedContentsRequest.requests[${index}].content: content is empty`;
		if (request.content.parts.length > 1) return 'The stand-in embeds one part a content: several would become one vector.';
		if (request.taskType !== undefined && (!taskTypes.includes(request.taskType as string) || model === 'gemini-embedding-2'))
			return `Invalid value at 'requests[${index}].task_type'`;
	}
	return undefined;
}
