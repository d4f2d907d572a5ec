import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { JsonSchema } from '../../../core/ports/models/models';

/**
 * Part of `@n8n/ai-node-sdk` 0.31 that Troupe uses: n8n's own copy, found at run time. Its package is not installed, as its tree is that of n8n
 * itself.
 */
export interface AiNodeSdk {
	BaseChatModel: new (provider: string, modelId: string) => SdkChatModel;
	supplyModel(context: ISupplyDataFunctions, model: SdkChatModel): SupplyData;
	supplyMemory(context: ISupplyDataFunctions, memory: SdkChatMemory): SupplyData;
	getParametersJsonSchema(tool: { inputSchema: unknown }): JsonSchema;
}

export interface SdkChatModel {
	provider: string;
	modelId: string;
	tools: SdkTool[];
	withTools(tools: SdkTool[]): SdkChatModel;
}

/** Memory that an agent reads before it answers, and writes when it has. */
export interface SdkChatMemory {
	loadMessages(): Promise<SdkMessage[]>;
	saveTurn(input: string, output: string): Promise<void>;
	clear(): Promise<void>;
	/** A round with tools is added here, whole: the message, calls and results, the reply. */
	readonly chatHistory: SdkChatHistory;
}

export interface SdkChatHistory {
	getMessages(): Promise<SdkMessage[]>;
	addMessage(message: SdkMessage): Promise<void>;
	addMessages(messages: SdkMessage[]): Promise<void>;
	clear(): Promise<void>;
}

export interface SdkTool {
	/** `function`, or `provider` for a tool that the provider runs itself. */
	type: string;
	name: string;
	description?: string;
	inputSchema?: unknown;
}

export interface SdkMessage {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: SdkContent[];
	name?: string;
}

export type SdkContent =
	| { type: 'text'; text: string }
	| { type: 'file'; mediaType?: string; data?: string | Uint8Array; providerMetadata?: { url?: string } }
	| { type: 'tool-call'; toolCallId?: string; toolName: string; input: string }
	| { type: 'invalid-tool-call'; toolCallId?: string; name?: string; args?: string }
	| { type: 'tool-result'; toolCallId: string; result: unknown; isError?: boolean }
	| { type: 'provider'; value: Record<string, unknown> }
	| { type: 'reasoning' | 'citation' };

export interface SdkUsage {
	promptTokens: number;
	completionTokens: number;
	totalTokens: number;
	inputTokenDetails?: { cacheRead?: number };
	outputTokenDetails?: { reasoning?: number };
}

export interface SdkResult {
	finishReason: string;
	usage: SdkUsage;
	message: SdkMessage;
	/** Stands in the message's `response_metadata`. */
	providerMetadata: Record<string, unknown>;
}

export type SdkChunk =
	| { type: 'text-delta'; delta: string }
	| { type: 'tool-call-delta'; id: string; name: string; argumentsDelta: string }
	| { type: 'content'; content: SdkContent }
	| { type: 'finish'; finishReason: string; usage: SdkUsage };

/** @throws TroupeError DEPENDENCY_MISSING outside an n8n that has it */
export function loadAiNodeSdk(): AiNodeSdk {
	try {
		// By `require`: n8n puts its own packages on NODE_PATH, which an `import` does not look at.
		// oxlint-disable-next-line @typescript-eslint/no-require-imports -- see above
		return require('@n8n/ai-node-sdk') as AiNodeSdk;
	} catch (cause) {
		// oxlint-disable-next-line @n8n/community-nodes/require-node-api-error -- the node makes one of it
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: 'This n8n does not include the package @n8n/ai-node-sdk, which community nodes need to provide models and memory.',
			fix: 'Update n8n to 2.41 or later.',
			cause,
		});
	}
}
