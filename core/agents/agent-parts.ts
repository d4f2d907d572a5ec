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

/** Whether a statement proves who approves: whose it is, or why it does not count. */
export interface Proof {
	isProof: boolean;
	text: string;
}

/** An approval with a statement, signed by whoever made it. */
export interface SignedApproval {
	runId: string;
	callId: string;
	approved: boolean;
	viewSha256: string;
	/** A JWS. */
	statement: string;
	/** Who decides, as the host knows it. */
	by?: string;
}

/** Everything that a run needs. Built by providers/compose/agents/agent.ts. */
export interface AgentParts {
	definition: AgentDefinition;
	/** SHA-256 of the definition's bytes, in hex. */
	definitionSha256: string;
	/** The published prompt in the definition. */
	prompt?: { name: string; version: string; sha256: string };
	/** The text of the prompt, before its variables and settings were filled in. */
	promptTemplate?: PromptTemplate;
	/** Their values, by name. */
	promptVariables?: Record<string, string>;
	/** Warnings for people, such as that the agent is deprecated. */
	warnings?: string[];
	/** Reports the run's outcome to the rollout that chose this version. */
	report?: (outcome: 'succeeded' | 'failed') => void;
	/** Is told of each real run that has ended, but of no call by another agent. Does not fail. */
	onEnded?(run: EndedRun): Promise<void>;
	/** Told of each call of a tool, when it was made, and whether it only reads. Does not fail. */
	onActed?(action: Action, onlyReads: boolean): Promise<void>;
	/** Whose agent it is, if the host serves several. */
	tenant?: string;
	/** Returns the names of all callers of a service who are this person, such as `key:trp_Ab12Cd34`: also of who made the key. */
	listKin?(name: string): Promise<readonly string[]>;
	/** What the operator demands of approvals. */
	approvals?: ApprovalRules;
	/** Verifies the statement of an approval: by keys that this process does not hold. Default: none counts. Does not fail. */
	verifyStatement?(approval: SignedApproval): Promise<Proof>;
	/** The name of the host, such as `n8n` or `worker`: who continues a run that waits. */
	host?: string;
	gate: Gate;
	/**
	 * Admits a run within the limits of its tenant, if the tenant has any. @throws TroupeError TENANT_LIMIT_REACHED
	 */
	enter?(runId: string): Promise<{ leave(): Promise<void>; warnings: string[] }>;
	/**
	 * Watches whether an operator stops a run, or revokes the key with which it was asked for; its signal is aborted with the error that the run ends with.
	 * @param by who asked
	 * @throws TroupeError RUN_STOPPED, ACCESS_DENIED if it may not begin
	 */
	watchSwitches?(runId: string, by?: string, session?: string): Promise<{ signal: AbortSignal; end(): void }>;
	model: ChatModel;
	/** Quotes the documents in place of an answer of the model that cannot be used; absent if the definition does not allow it. */
	quotes?: ChatModel;
	/** Reviews calls, if the definition names one and the host has it. */
	reviewer?: ChatModel;
	/** Decides about calls of tools outside of this process, if the host has one. */
	decisionPoint?: DecisionPoint;
	/** Known facts of the models; unknown facts are absent. */
	modelFacts?: ModelFacts;
	retriever?: Retriever;
	memory?: AgentMemory;
	/** Records whose conversation it is before any of it is stored, so that forgetting a person finds all of it. */
	nameConversation?(conversationId: string, person: string): Promise<void>;
	/** Returns a keyed hash of the person's id, for events and logs; absent where the host stores nothing. */
	pseudonym?(person: string): Promise<string>;
	/** Returns a keyed hash of the conversation's id, for spans; absent where the host stores nothing. */
	hashConversation?(conversationId: string): Promise<string>;
	/** Traces the run and its steps as spans, if the host does that. */
	tracing?: Tracing;
	/** Opens the conversation's vault, or without stored state one for the run. */
	openVault(conversationId: string, person?: string): PersonalDataVault;
	guard: Guard;
	/** True if tools of servers and workflows are left out whose descriptions give the model orders. */
	screensTools?: boolean;
	/** True if a person decides about messages with images, which no guardrail can read. */
	refusesFiles?: boolean;
	/** Sees the images of a message together with its text, and lets harmless ones go on. */
	imageJudge?: ChatModel;
	/** The language of what the run says where the message does not decide it. */
	language?: Language;
	/** True if the host gives a conversation to people by itself, whatever tools the agent has. */
	givesToPeople?: boolean;
	/** Used if a guardrail depends on the previous replies. */
	conversations?: ConversationStateStore;
	/** Records violations, if the host stores them. */
	recordViolations?(violations: Violation[], about: { run: string; conversationId: string; person?: string }): Promise<void>;
	/** Counts that the model called a tool that the agent does not have, if the host stores that. */
	noteMissingTool?(tool: string): Promise<void>;
	/** Tells subscribers how a run ended. Does not fail. */
	publish?(event: NewEvent): Promise<void>;
	/** Switches off tools that break their contract, if the host stores that. Absent for a definition that came with the request. */
	containment?: Containment;
	/** HTTP tools of the definition, and tools of the host. */
	tools?: Tool[];
	/** Opened by a run that can call tools, and closed at its end. */
	toolSources?: ToolSource[];
	/** The agents that this one can call. */
	members?: TeamMember[];
	/** The file of the definition, if the host named one: a run that waits is continued with it. */
	file?: string;
	/** Present where the host waits for people in its own way. */
	waker?: RunWaker;
	/** Stores the trails of runs with an id, and which suspensions were resumed. Default: in the memory of this process. */
	runs?: RunStore;
	/** Records that runs begin and end, if the host stores that. */
	records?: RunRecorder;
	/** Computes HMAC-SHA-256 of a text with the host's key, base64url, for states of suspended runs. Default: with a key of this process. */
	sign?: (text: string) => Promise<string>;
	/** Called for every event, in order. Its exceptions are ignored. With it, models are streamed; without it, they are not. */
	onEvent?: (event: AgentEvent) => void;
	/** Called for each tool that the model does not get, or whose schema is checked in part. */
	onOddTool?: (odd: OddTool) => void;
	/** Called with the complete trail when a run has ended, was suspended or failed. `replay` takes this trail. */
	onTrail?: (trail: unknown[]) => void;
	/**
	 * Default `run`. `dry-run`: calls models, describes tool calls without performing them, and stores nothing. `replay`: takes everything from the
	 * request's trail.
	 */
	mode?: 'run' | 'dry-run' | 'replay';
	clock: Clock;
}

/** What becomes known of a run when it has ended. */
export interface EndedRun {
	id: string;
	/** Undefined if it says nothing about the version, such as a run that waits for a person. */
	rating?: 'succeeded' | 'failed';
	/** Undefined for a fault. */
	durationMs?: number;
	/** True if the passages bear out the answer; undefined if it rests on none. */
	isSupported?: boolean;
	/** Undefined for a fault. */
	input?: InputTraits & Partial<ReplyTraits>;
	/** Undefined without an answer. */
	describeAnswered?(): Promise<AnsweredRun>;
}

/** What was said, with tokens in place of personal data. */
export interface AnsweredRun {
	message: string;
	reply: string;
	/** The passages and results of tools that the agent had read; empty without any. */
	sources: string;
}

/** An agent that another one can call. */
export interface TeamMember {
	/** As the model sees it. */
	tool: Tool;
	definition: AgentTool;
	/** How far it reaches. Default: `irreversible`, without a question. */
	reach?(): Promise<AgentReach>;
	/** Tells whether it, or an agent that it calls, can ask for a person to go on. Default: no. */
	asksPerson?(): Promise<boolean>;
	/**
	 * Composes the agent.
	 * @param trail of a call that goes on: it uses the version with which it began
	 * @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, MANIFEST_*
	 */
	open(trail?: unknown[]): Promise<AgentParts>;
}

export interface ModelFacts {
	/** Input and output together; the smallest of several models. */
	contextTokens?: number;
	/** Max US dollars of a call; the highest of several models. Undefined if no price is known. */
	costUsd?(inputTokens: number, outputTokens: number): number | undefined;
	/** Set if none of the models understands images. One that nobody knows may. */
	seesImages?: false;
}

/** Whether a run does what it decides, and is not a dry run or a replay. */
export const isReal = ({ mode }: Pick<AgentParts, 'mode'>): boolean => mode === undefined || mode === 'run';
