import type { Guard, Violation } from '../guardrails/policy/guard';
import type {
	AgentMemory,
	ChatModel,
	Clock,
	ConversationStateStore,
	Gate,
	PersonalDataVault,
	Retriever,
	RunStore,
	Tool,
	ToolSource,
} from '../ports';
import type { AgentDefinition } from './definition/agent-definition';
import type { AgentEvent } from './agent-event';

/** Everything a run needs, passed in. Built by providers/compose/agents/agent.ts. */
export interface AgentParts {
	definition: AgentDefinition;
	/** Of the definition's bytes as read, hex. */
	definitionSha256: string;
	/** The published prompt that stands in the definition. */
	prompt?: { name: string; version: string; sha256: string };
	/** What people should be told of what runs, such as that it is deprecated. */
	warnings?: string[];
	/** Tells the rollout that chose this version how the run ended. */
	report?: (outcome: 'succeeded' | 'failed') => void;
	gate: Gate;
	model: ChatModel;
	/** What is known of the models that may be asked; what nobody knows is absent. */
	modelFacts?: ModelFacts;
	retriever?: Retriever;
	memory?: AgentMemory;
	/** Notes whose conversation it is before anything of it is kept, so that all of it is found when the person is to be forgotten. */
	nameConversation?(conversationId: string, person: string): Promise<void>;
	/** The conversation's, or where no state is kept one for the run. */
	openVault(conversationId: string): PersonalDataVault;
	guard: Guard;
	/** Kept where a guardrail asks what the replies before were like. */
	conversations?: ConversationStateStore;
	/** Writes down what the guardrails found, where a host keeps that. */
	recordViolations?(violations: Violation[], conversationId: string): Promise<void>;
	/** Tools of the definition over HTTP and of the host. */
	tools?: Tool[];
	/** Opened by a run that may call tools, and closed at its end. */
	toolSources?: ToolSource[];
	/** Trails of runs that have an id, and who resumed which. Default: in memory, for this process. */
	runs?: RunStore;
	/** HMAC-SHA-256 of a text with the host's key, base64url: for the states of suspended runs. Default: with a key of this process. */
	sign?: (text: string) => Promise<string>;
	/** Told of every step, in order. What it throws harms nothing. With it models are streamed; without it they are not. */
	onEvent?: (event: AgentEvent) => void;
	/** Given the whole trail when a run has ended, was suspended or failed: what `replay` takes. */
	onTrail?: (trail: unknown[]) => void;
	/** Default `run`. `dry-run`: models are asked, tools are described and not called, nothing is kept. `replay`: all of it from the request's trail. */
	mode?: 'run' | 'dry-run' | 'replay';
	clock: Clock;
}

export interface ModelFacts {
	/** Input and output together; of several models the smallest. */
	contextTokens?: number;
	/** US dollars that a call costs at most; of several models the dearest. Undefined where no price is known. */
	costUsd?(inputTokens: number, outputTokens: number): number | undefined;
}
