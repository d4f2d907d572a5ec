import type { GuardrailFacts } from './guardrail-facts';
import type { Language } from '../host';
import type { Passage } from '../knowledge/passages';
import type { JsonSchema } from '../models/models';
import type { RunText } from '../runs/run-text';
import type { ToolEffect } from '../tools/tool-effect';
import type { ConversationState } from './conversation-state';
import type { PersonalDataVault } from './vault';

/** The origin of a text: a person's message, the agent's reply, a tool's result, a retrieved passage, the arguments of a tool call, or a system message. */
export type GuardrailStage = 'input' | 'output' | 'tool-result' | 'knowledge' | 'tool-arguments' | 'system';

/** What others than the model wrote, with tokens in place of personal data. */
export interface GivenTexts {
	/** The author of the agent: values may go to the hosts that the prompt names. */
	author: string;
	/** Hosts that the definition allows besides; `*`: all, for links without values. */
	allowedHosts: readonly string[];
	/** The messages of the person, passages and results of tools: an address of these may be repeated. */
	others: readonly string[];
	/** Those of `others` that the person wrote. */
	messages?: readonly string[];
	/** Those of `others` that tools returned. */
	results?: readonly string[];
	/** The calls of this run that succeeded. */
	calls?: readonly GivenCall[];
	/** Those of `others` that a collection returned. */
	found?: readonly string[];
	/** Other texts that the model was told: memories, summaries, a filled prompt, the message of a calling agent, decisions. */
	told?: readonly string[];
	/** The reply is JSON for a program. */
	isForProgram?: boolean;
	/** Earlier replies, which were judged: their links may be repeated as they are, without values. */
	shown?: readonly string[];
}

/** A call of a tool that succeeded. */
export interface GivenCall {
	/** Empty for a called agent, whose reply says what it did. */
	tool: string;
	/** The arguments as JSON. */
	input: string;
	/** What it returned. */
	text: string;
	/** It did not only read. */
	acts: boolean;
	/** It searched a collection. */
	searched: boolean;
	/** All that it does: `note`: it tells a person; `store`: it keeps what was said. Absent: anything. */
	only?: 'note' | 'store';
}

export interface GuardrailContext {
	/** Set by the code that applies guardrails. */
	stage?: GuardrailStage;
	/** Absent if the host has no token vault. */
	vault?: PersonalDataVault;
	passages: Passage[];
	language: Language;
	/** Describes the previous replies; absent at the start of a conversation. */
	state?: ConversationState;
	/** The end of the text that already passed and that this text continues; absent if the text is judged as a whole. */
	before?: string;
	/** What the host knows of the conversation. */
	facts?: GuardrailFacts;
	/** Who wrote the message: the same id in all channels. Absent if the host does not know, or for a message of an earlier turn. */
	contact?: string;
	/** What others than the model wrote; absent outside an agent. */
	given?: GivenTexts;
	/** The text is an argument whose tokens were restored: personal data of the conversation is for the tool. */
	isRestored?: boolean;
	/** The text is a prompt, whose orders are its author's: it is not searched for orders. */
	isPrompt?: boolean;
	/** The text is said instead of an answer: it has nothing to cite. */
	isRefusal?: boolean;
	/** Every statement has to rest on passages. */
	mustCite?: boolean;
	/** The call whose arguments these are, with the stage `tool-arguments`. */
	call?: JudgedCall;
	/** Decisions of a judge whether passages bear out statements. */
	judged?: Map<string, boolean>;
}

/** A call of a tool, and what an agent knows of it. Other hosts know its name alone. */
export interface JudgedCall {
	/** As the model named it; empty if the host does not know. */
	tool: string;
	effect?: ToolEffect;
	/** It shows its arguments to others, although it only reads. */
	tells?: boolean;
	/** The schema of its arguments. */
	parameters?: JsonSchema;
	/** What the model had read before, with who wrote it. */
	texts?: () => readonly RunText[];
}
