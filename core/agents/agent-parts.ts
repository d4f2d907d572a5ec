import type { Guard, Violation } from '../guardrails/policy/guard';
import type { Language } from '../base/text/languages';
import type { Containment } from '../ports/tools/containment';
import type { DecisionPoint } from '../ports/tools/decision-point';
import type { NewEvent } from '../ports/events/events';
import type { ConversationStateStore } from '../ports/guardrails/conversation-state';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { Clock } from '../ports/host';
import type { Retriever } from '../ports/knowledge/passages';
import type { Gate } from '../ports/manifests';
import type { AgentMemory } from '../ports/memory';
import type { ChatModel } from '../ports/models/models';
import type { Action, InputTraits, ReplyTraits } from '../ports/quality';
import type { RunRecorder } from '../ports/runs/run-records';
import type { RunStore, RunWaker } from '../ports/runs/runs';
import type { Tool, ToolSource } from '../ports/tools/tools';
import type { Tracing } from '../ports/tracing';
import type { OddTool } from '../tools/prepare-tools';
import type { AgentReach } from '../tools/agent-reach';
import type { AgentTool } from '../tools/definition/agent-tools';
import type { AgentDefinition } from './definition/agent-definition';
import type { AgentEvent } from './agent-event';
import type { ApprovalRules } from './approvals/approval-rules';
import type { PromptTemplate } from './prompts/fill-any-prompt';

/** Verdict on a statement: its signer, or why it does not count. */
export interface Proof {
	isProof: boolean;
	text: string;
}

export interface SignedApproval {
	runId: string;
	callId: string;
	approved: boolean;
	viewSha256: string;
	statement: string;
	by?: string;
}

/** All dependencies of a run. Built by providers/compose/agents/agent.ts. */
export interface AgentParts {
	definition: AgentDefinition;
	/** SHA-256 of the definition's bytes, in hex. */
	definitionSha256: string;
	prompt?: { name: string; version: string; sha256: string };
	promptTemplate?: PromptTemplate;
	promptVariables?: Record<string, string>;
	warnings?: string[];
	/** Reports the run's outcome to the rollout that chose this version. */
	report?: (outcome: 'succeeded' | 'failed') => void;
	/** Receives each real run that has ended, but no call by another agent. Does not fail. */
	onEnded?(run: EndedRun): Promise<void>;
	/** Receives each tool call with its time, and if it only reads. Does not fail. */
	onActed?(action: Action, onlyReads: boolean): Promise<void>;
	/** Tenant of the agent, if the host serves several. */
	tenant?: string;
	/** Returns all caller names of this person, such as `key:trp_Ab12Cd34`, including the maker of a key. */
	listKin?(name: string): Promise<readonly string[]>;
	approvals?: ApprovalRules;
	/** Verifies the statement of an approval, by keys outside this process. Default: none counts. Does not fail. */
	verifyStatement?(approval: SignedApproval): Promise<Proof>;
	/** Host name, such as `n8n` or `worker`: it continues waiting runs. */
	host?: string;
	gate: Gate;
	/** Admits a run within its tenant's limits, if any. @throws TroupeError TENANT_LIMIT_REACHED */
	enter?(runId: string): Promise<{ leave(): Promise<void>; warnings: string[] }>;
	/**
	 * Watches for a stop by an operator or a revocation of the requester's key; its signal aborts with the error that ends the run. @param by the
	 * requester @throws TroupeError RUN_STOPPED, ACCESS_DENIED if it may not begin
	 */
	watchSwitches?(runId: string, by?: string, session?: string): Promise<{ signal: AbortSignal; end(): void }>;
	model: ChatModel;
	/** Quotes documents in place of an unusable answer; absent if the definition forbids it. */
	quotes?: ChatModel;
	reviewer?: ChatModel;
	/** Decides about tool calls outside of this process, if the host has one. */
	decisionPoint?: DecisionPoint;
	/** Known facts of the models; unknown ones are absent. */
	modelFacts?: ModelFacts;
	retriever?: Retriever;
	memory?: AgentMemory;
	/** Records the person first: forgetting a person finds everything. */
	nameConversation?(conversationId: string, person: string): Promise<void>;
	/** Returns a keyed hash of the person's id, for events and logs; absent if the host stores nothing. */
	pseudonym?(person: string): Promise<string>;
	/** Returns a keyed hash of the conversation's id, for spans; absent if the host stores nothing. */
	hashConversation?(conversationId: string): Promise<string>;
	tracing?: Tracing;
	/** Opens the conversation's vault, or one for the run if no state is stored. */
	openVault(conversationId: string, person?: string): PersonalDataVault;
	guard: Guard;
	/** True to leave out tools of servers and workflows whose descriptions give orders to the model. */
	screensTools?: boolean;
	/** True if a person decides about messages with images, which no guardrail can read. */
	refusesFiles?: boolean;
	/** Judges the images of a message together with its text, and passes harmless ones. */
	imageJudge?: ChatModel;
	/** Language of the run's own texts if the message does not decide it. */
	language?: Language;
	/** True if the host hands conversations to people by itself, without a tool of the agent. */
	givesToPeople?: boolean;
	conversations?: ConversationStateStore;
	recordViolations?(violations: Violation[], about: { run: string; conversationId: string; person?: string }): Promise<void>;
	noteMissingTool?(tool: string): Promise<void>;
	/** Publishes the end of a run. Does not fail. */
	publish?(event: NewEvent): Promise<void>;
	/** Disables tools that break their contract, if the host stores that. Absent for an inline definition. */
	containment?: Containment;
	tools?: Tool[];
	toolSources?: ToolSource[];
	members?: TeamMember[];
	/** File of the definition, if the host named one: a waiting run continues with it. */
	file?: string;
	waker?: RunWaker;
	/** Stores trails of runs with an id, and resumed suspensions. Default: in the memory of this process. */
	runs?: RunStore;
	records?: RunRecorder;
	/** Computes HMAC-SHA-256 with the host's key, base64url, for states of suspended runs. Default: with a key of this process. */
	sign?: (text: string) => Promise<string>;
	/** Called for every event, in order; its exceptions are ignored. Models are streamed only with it. */
	onEvent?: (event: AgentEvent) => void;
	/** Called for each tool that the model does not get, or whose schema is checked in part. */
	onOddTool?: (odd: OddTool) => void;
	/** Called with the complete trail after a run ended, was suspended or failed. `replay` takes this trail. */
	onTrail?: (trail: unknown[]) => void;
	/**
	 * Default `run`. `dry-run`: calls models, describes tool calls without performing them, and stores nothing. `replay`: takes everything from the
	 * request's trail.
	 */
	mode?: 'run' | 'dry-run' | 'replay';
	clock: Clock;
}

export interface EndedRun {
	id: string;
	/** Undefined if it does not rate the version, such as a waiting run. */
	rating?: 'succeeded' | 'failed';
	/** Undefined for a fault. */
	durationMs?: number;
	/** True if the passages support the answer; undefined if it rests on none. */
	isSupported?: boolean;
	/** Undefined for a fault. */
	input?: InputTraits & Partial<ReplyTraits>;
	/** Undefined without an answer. */
	describeAnswered?(): Promise<AnsweredRun>;
}

export interface AnsweredRun {
	message: string;
	reply: string;
	/** Passages and tool results that the agent had read; empty without any. */
	sources: string;
}

export interface TeamMember {
	tool: Tool;
	definition: AgentTool;
	/** Its reach. Default: `irreversible`, without a question. */
	reach?(): Promise<AgentReach>;
	/** Returns whether it, or an agent below it, can hand over to a person. Default: no. */
	asksPerson?(): Promise<boolean>;
	/** Composes the agent. @param trail of a continued call: it keeps its version @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, MANIFEST_* */
	open(trail?: unknown[]): Promise<AgentParts>;
}

export interface ModelFacts {
	contextTokens?: number;
	/** Max US dollars of a call; the highest of several models. Undefined if no price is known. */
	costUsd?(inputTokens: number, outputTokens: number): number | undefined;
	/** Set if no model understands images; unknown ones may. */
	seesImages?: false;
}

/** False for a dry run or a replay. */
export const isReal = ({ mode }: Pick<AgentParts, 'mode'>): boolean => mode === undefined || mode === 'run';
