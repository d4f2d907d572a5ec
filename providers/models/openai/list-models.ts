import type { ModelDescription, ModelFeatures } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { boundedText } from '../../http/bounded-body';
import { malformedError, toModelError } from '../shared/to-model-error';
import { openAiCall, type Connect } from './connection';
import { openAiErrors } from './wire/to-model-error';

/** OpenAI returns only the name; other servers add their own fields. */
interface ListedModel {
	id: string;
	type?: unknown;
	/** OpenRouter, Together. */
	context_length?: unknown;
	/** Groq. */
	context_window?: unknown;
	/** vLLM. */
	max_model_len?: unknown;
	/** LM Studio, Mistral. */
	max_context_length?: unknown;
	/** llama.cpp. */
	meta?: { n_ctx?: unknown; n_ctx_train?: unknown } | null;
	/** Groq. */
	max_completion_tokens?: unknown;
	/** OpenRouter. */
	top_provider?: { max_completion_tokens?: unknown } | null;
	architecture?: { input_modalities?: unknown } | null;
	supported_parameters?: unknown;
	pricing?: { prompt?: unknown; completion?: unknown } | null;
}

/** Lists the models by name. @throws TroupeError MODEL_* or CANCELLED */
export async function listOpenAiModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const call = openAiCall(settings, 'models');
	try {
		const body = JSON.parse(await boundedText(await connect(call)('/models', signal))) as { data?: unknown } | null;
		// Together returns the list itself.
		const listed = Array.isArray(body) ? (body as unknown[]) : body?.data;
		if (!Array.isArray(listed)) throw malformedError(call, 'it has no list of models');
		return listed
			.filter((model): model is ListedModel => typeof (model as ListedModel | null)?.id === 'string')
			.map(describe)
			.sort((one, other) => (one.model < other.model ? -1 : 1));
	} catch (error) {
		throw toModelError(error, call, openAiErrors, signal);
	}
}

function describe(listed: ListedModel): ModelDescription {
	const { id, meta, top_provider: top } = listed;
	const contextTokens = firstNumber(
		listed.context_length,
		listed.context_window,
		listed.max_model_len,
		listed.max_context_length,
		meta?.n_ctx,
		meta?.n_ctx_train,
	);
	const maxOutputTokens = firstNumber(listed.max_completion_tokens, top?.max_completion_tokens);
	const [features, price] = [toFeatures(listed), toPrice(listed)];
	return {
		id: `openai:${id}`,
		model: id,
		kind: toKind(listed),
		...(contextTokens !== undefined && { contextTokens }),
		...(maxOutputTokens !== undefined && { maxOutputTokens }),
		...(features && { features }),
		...(price && { price }),
	};
}

const otherWork =
	/whisper|transcribe|tts|dall-e|image|sora|video|moderation|realtime|audio|rerank|babbage|davinci|-instruct-0914|deep-research|computer-use/;

/** Returns the reported kind, else derives it from OpenAI's names. */
function toKind({ id, type }: ListedModel): ModelDescription['kind'] {
	if (typeof type === 'string' && /embed/.test(type)) return 'embedding';
	if (typeof type === 'string' && /^(chat|llm|vlm|language)$/.test(type)) return 'chat';
	const name = id.toLowerCase();
	if (/embed/.test(name)) return 'embedding';
	return otherWork.test(name) ? 'other' : 'chat';
}

function toFeatures({ supported_parameters: takes, architecture }: ListedModel): ModelFeatures | undefined {
	if (!Array.isArray(takes)) return undefined;
	const images = architecture?.input_modalities;
	return {
		tools: takes.includes('tools'),
		vision: Array.isArray(images) && images.includes('image'),
		jsonSchema: takes.includes('structured_outputs'),
		reasoning: takes.includes('reasoning'),
	};
}

/** OpenRouter's prices are strings in dollars per token; a negative one means a variable price. */
function toPrice({ pricing }: ListedModel): ModelDescription['price'] {
	const perMillion = (value: unknown) => Math.round(Number(typeof value === 'string' ? value : Number.NaN) * 1e12) / 1e6;
	const [input, output] = [perMillion(pricing?.prompt), perMillion(pricing?.completion)];
	return input >= 0 && output >= 0 ? { input, output } : undefined;
}

function firstNumber(...values: unknown[]): number | undefined {
	return values.find((value): value is number => Number.isInteger(value) && (value as number) > 0);
}
