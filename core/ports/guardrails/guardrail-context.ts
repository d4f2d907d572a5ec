import type { GuardrailFacts } from './guardrail-facts';
import type { Language } from '../host';
import type { Passage } from '../knowledge/passages';
import type { JsonSchema } from '../models/models';
import type { RunText } from '../runs/run-text';
import type { ToolEffect } from '../tools/tool-effect';
import type { ConversationState } from './conversation-state';
import type { PersonalDataVault } from './vault';

export type GuardrailStage = 'input' | 'output' | 'tool-result' | 'knowledge' | 'tool-arguments' | 'system';

/** Not written by the model, with tokens instead of personal data. */
export interface GivenTexts {
	/** Values may go to hosts that the author's prompt names. */
	author: string;
	/** Further hosts of the definition; `*`: all, for links without values. */
	allowedHosts: readonly string[];
	/** Messages, passages and results: their addresses may be repeated. */
	others: readonly string[];
	messages?: readonly string[];
	results?: readonly string[];
	calls?: readonly GivenCall[];
	found?: readonly string[];
	/** Other model input: memories, summaries, a filled prompt, the message of a calling agent, decisions. */
	told?: readonly string[];
	isForProgram?: boolean;
	/** Earlier, judged replies: their links may be repeated as they are, without values. */
	shown?: readonly string[];
}

export interface GivenCall {
	tool: string;
	input: string;
	text: string;
	/** It did not only read. */
	acts: boolean;
	searched: boolean;
	/** `note`: only tells a person; `store`: only stores words. Absent: anything. */
	only?: 'note' | 'store';
}

export interface GuardrailContext {
	stage?: GuardrailStage;
	vault?: PersonalDataVault;
	passages: Passage[];
	language: Language;
	/** Describes the previous replies; absent at the start of a conversation. */
	state?: ConversationState;
	/** Passed text that this one continues; absent if the text is judged as a whole. */
	before?: string;
	facts?: GuardrailFacts;
	/** Author of the message, the same id in all channels. Absent if unknown, or for an earlier turn. */
	contact?: string;
	/** Absent outside an agent. */
	given?: GivenTexts;
	/** An argument with restored tokens: personal data of the conversation is for the tool. */
	isRestored?: boolean;
	/** A prompt: its orders are its author's, and are not searched for. */
	isPrompt?: boolean;
	/** Replaces an answer, so it has nothing to cite. */
	isRefusal?: boolean;
	mustCite?: boolean;
	call?: JudgedCall;
	judged?: Map<string, boolean>;
}

export interface JudgedCall {
	tool: string;
	effect?: ToolEffect;
	/** Shows its arguments to others, although it only reads. */
	tells?: boolean;
	parameters?: JsonSchema;
	texts?: () => readonly RunText[];
}
