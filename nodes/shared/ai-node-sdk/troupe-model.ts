import type { ChatModel, ChatRequest, ChatResponse, ModelAttempt, TokenUsage } from '../../../core/ports/models/models';
import { withdrawnError } from '../../../core/llm/thoughts/without-thoughts';
import { fromSdkMessages, fromSdkTools, toSdkChunks, toSdkResult } from './map-messages';
import type { AiNodeSdk, SdkChatModel, SdkChunk, SdkMessage, SdkResult, SdkTool } from './sdk';

export interface CallFacts {
	model: string;
	usage: TokenUsage;
	/** Null when no price is known. */
	costUsd: number | null;
	priceTable: string | null;
	attempts: ModelAttempt[];
}

export interface TroupeModelSettings {
	model: ChatModel;
	/** For every call. */
	request: Pick<ChatRequest, 'maxOutputTokens' | 'temperature' | 'reasoning' | 'maxAttempts'>;
	/** The error as the host shows it. */
	fault: (error: unknown) => unknown;
}

/** Fields of a request besides its conversation and its tools, which LangChain has words for. */
export type RequestSettings = Omit<ChatRequest, 'messages' | 'passages' | 'tools' | 'toolChoice'>;

export function pickSettings({
	messages: _messages,
	passages: _passages,
	tools: _tools,
	toolChoice: _choice,
	...settings
}: ChatRequest): RequestSettings {
	return settings;
}

/** Options that LangChain passes to a call: n8n's execution can be cancelled by it. */
export interface SdkCallOptions {
	signal?: AbortSignal;
	/** For callers that are Troupe nodes. */
	troupe?: RequestSettings;
	/** Told when the answer is whole, before its last chunk. */
	onFacts?: (facts: CallFacts) => void;
}

/** A model of Troupe's as n8n's SDK gives one to agents and chains. */
export interface TroupeModel extends SdkChatModel {
	/** `any`, `none`, the name of a tool, or LangChain's other words for them. */
	toolChoice?: unknown;
	generate(messages: SdkMessage[], options?: SdkCallOptions): Promise<SdkResult>;
	stream(messages: SdkMessage[], options?: SdkCallOptions): AsyncIterable<SdkChunk>;
}

export function createTroupeModel(sdk: AiNodeSdk, settings: TroupeModelSettings): TroupeModel {
	// Its copies with tools are made by the SDK of all its fields: so no private ones.
	class Model extends sdk.BaseChatModel implements TroupeModel {
		toolChoice?: unknown;

		async generate(messages: SdkMessage[], { signal = never(), troupe, onFacts }: SdkCallOptions = {}): Promise<SdkResult> {
			try {
				const response = await settings.model.generate(toRequest(sdk, settings, messages, this, troupe), signal);
				onFacts?.(pickFacts(response));
				return toSdkResult(response);
			} catch (error) {
				throw settings.fault(error);
			}
		}

		async *stream(messages: SdkMessage[], { signal = never(), troupe, onFacts }: SdkCallOptions = {}): AsyncGenerator<SdkChunk> {
			try {
				for await (const part of settings.model.stream(toRequest(sdk, settings, messages, this, troupe), signal)) {
					if (part.kind === 'withdrawn') throw withdrawnError(settings.model.id);
					if (part.kind === 'end') onFacts?.(pickFacts(part.response));
					yield* toSdkChunks(part);
				}
			} catch (error) {
				throw settings.fault(error);
			}
		}
	}
	return new Model('troupe', settings.model.id);
}

function toRequest(
	sdk: AiNodeSdk,
	{ request }: TroupeModelSettings,
	messages: SdkMessage[],
	model: TroupeModel,
	defaults: RequestSettings = {},
): ChatRequest {
	const tools = fromSdkTools(model.tools, sdk);
	return {
		...withoutAbsent(defaults),
		...withoutAbsent(request),
		messages: fromSdkMessages(messages),
		...(tools.length > 0 && { tools, toolChoice: readChoice(model.toolChoice, model.tools) }),
	};
}

/** LangChain's and its models' ways to say it. */
function readChoice(choice: unknown, tools: SdkTool[]): ChatRequest['toolChoice'] {
	if (choice === 'any' || choice === 'required') return 'required';
	if (choice === 'none') return 'none';
	const named = choice as { function?: { name?: string } } | string | null | undefined;
	const name = typeof named === 'object' ? named?.function?.name : named;
	const tool = tools.find((each) => each.name === name);
	return tool && { name: tool.name };
}

function pickFacts({ model, usage, costUsd, priceTable, attempts = [] }: ChatResponse): CallFacts {
	return { model, usage, costUsd: costUsd ?? null, priceTable: priceTable ?? null, attempts };
}

/** So that what one leaves open, the other decides. */
function withoutAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

const never = () => new AbortController().signal;
