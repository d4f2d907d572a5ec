import type { AgentDefinition } from '../../agents/definition/agent-definition';
import type { PolicyCheck } from '../../guardrails/policy/guardrail-policy';
import type { PackedRecordings } from '../traffic/pack-recordings';
import type { GuardrailFacts, JsonSchema } from '../../ports';

/** A tool call that an assertion names: the arguments that it lists must be equal, others can be there. */
export type NamedCall = string | { tool: string; arguments?: Record<string, unknown> };

/** Fields of each assertion, by its name in the file: docs/evaluation/cases.md. */
export interface AssertionFields {
	contains: { text?: string | string[]; any?: string[]; not?: string | string[]; caseSensitive?: boolean };
	equals: { text: string; caseSensitive?: boolean };
	matches: { pattern: string; not?: boolean; caseSensitive?: boolean };
	declines: { or?: string[] };
	'json-schema': { schema: JsonSchema };
	guardrails: { codes?: string[]; policy?: string; checks?: PolicyCheck[] };
	citations: { min?: number; documents?: string[] };
	language: { language: 'en' | 'pt' };
	similar: { to: string; min: number };
	rubric: { rubric: string; votes?: number; model?: string };
	outcome: { outcome: 'reply' | 'blocked' | 'needs-human' | 'limit-reached'; reason?: string };
	tools: { calls?: NamedCall[]; order?: 'exact' | 'any' | 'subset'; never?: string[] };
	'at-most': { modelCalls?: number; toolCalls?: number; tokens?: number; costUsd?: number; durationMs?: number };
}

export type AssertionName = keyof AssertionFields;
export type Assertion<Name extends AssertionName = AssertionName> = Name extends AssertionName
	? { assert: Name } & AssertionFields[Name]
	: never;

/** Answers a tool's calls in place of the tool, while recording too. */
export interface ToolFixture {
	tool: string;
	/** The arguments that a call must have; without them, the fixture answers every call. */
	arguments?: Record<string, unknown>;
	/** Text for the model. */
	result?: string;
	/** The call fails with this text instead. */
	error?: string;
}

/** An answer in place of the agent's model: a text, tool calls, or both. */
export interface ModelFixture {
	text?: string;
	calls?: Array<{ tool: string; arguments?: Record<string, unknown> }>;
}

export interface CaseInput {
	message: string;
	/** Earlier turns, oldest first. */
	turns?: Array<{ message: string; reply: string }>;
	facts?: GuardrailFacts;
	person?: string;
}

export interface EvaluationCase {
	/** Unique in its set. */
	name: string;
	/** Differences from the agent of the set. */
	agent?: AgentInSet;
	input: CaseInput;
	fixtures?: {
		tools?: ToolFixture[];
		/** Answer the agent's models in order, where the case has no recording. While a case is recorded, its models are asked. */
		respond?: ModelFixture[];
	};
	/** Never empty once the set is read. */
	expect: Assertion[];
}

/** An id, a path relative to the set's file, or a definition. */
export type AgentInSet = string | Partial<AgentDefinition>;

/** Fields required of a published set. */
export interface PublishableSet {
	id: string;
	version: string;
	purpose: string;
}

/** Cases for one agent. */
export interface EvaluationSet extends Partial<PublishableSet> {
	name: string;
	agent: AgentInSet;
	/** `provider:model` of the judge. Default: the one that guardrails ask. */
	judge?: string;
	/** Hold for every case, before its own. */
	expect?: Assertion[];
	cases: EvaluationCase[];
	/** The recordings of a published set. In a working copy, recordings are in a file beside it. */
	recordings?: PackedRecordings;
}
