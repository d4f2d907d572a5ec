import type { Passage } from '../knowledge/passages';
import type { CollectionSearched } from '../knowledge/search-facts';
import type { Language } from '../host';
import type { Acting } from '../access/identity';
import type { Origin } from '../memory';
import type { Asker } from '../knowledge/readers';
import type { JsonSchema, ToolSpecification } from '../models/models';
import type { ToolEffect } from './tool-effect';
import type { ToolLimits } from './tool-shapes';
import type { SandboxLevel } from '../sandbox/levels';
import type { SandboxRequest, SandboxStep } from '../sandbox/sandbox-step';

/** `ask`: a person first. */
export type ToolPermission = 'allow' | 'ask' | 'deny';

export interface ToolContext {
	signal: AbortSignal;
	/** Same for the repeated call of a run, for servers that support it. */
	idempotencyKey: string;
	/** Unique within the run. */
	callId?: string;
	/** Max length for the model. A tool can stop reading there. */
	resultCharacters: number;
	/** The person's, for questions of the tool. */
	language?: Language;
	/** For texts that the model reads. Default: English. */
	promptLanguage?: Language;
	/** Calls of this tool in the run, here or in another process. Undefined where nobody counts. */
	earlierCalls?: number;
	/** The conversation's person, by the host's name. The model cannot choose it. */
	person?: string;
	asker?: Asker;
	/** Sources of foreign texts that the arguments can repeat, for agents of others. Default: nowhere. */
	origins?: readonly Origin[];
	answers?: ToolAnswers;
	/** Stores once how to go on if this process ends: JSON of at most 4,096 characters. Undefined where nothing is stored. */
	keep?: (state: unknown) => Promise<void>;
	/** State of a process that ended: the call must not begin again. */
	kept?: unknown;
}

export interface ToolQuestions {
	/** 1 to 20, with different names. */
	questions: Array<{ name: string; question: string; choices?: string[] }>;
	/** JSON, returned with the answers. */
	state: unknown;
}

export interface ToolAnswers {
	state: unknown;
	/** By question name; null without an answer, or where a guardrail withheld it. */
	values: Record<string, string | null>;
}

/**
 * Text or an error for the model. `cut`: the tool stopped reading before the end. `search`, `sandbox`: details for people. `origins`: sources of
 * foreign texts, by the tool's word. `asks`: the call is not over; `text` is for hosts that cannot ask anybody.
 */
export type ToolResult = {
	kind: 'ok' | 'error';
	text: string;
	cut?: boolean;
	/** Foreign text of an error, such as a response body. Not in `text`. */
	said?: string;
	/** JSON beside a text. Where the definition demands a schema, it is checked and read in place of the text. */
	structured?: string;
	/** The asker may see the personal data in it. */
	open?: true;
	origins?: readonly Origin[];
	search?: CollectionSearched;
	/** Passages in `text`, numbered from 1. An agent cites them. */
	passages?: Passage[];
	sandbox?: SandboxStep;
	asks?: ToolQuestions;
	/** Misfits its schema, is too large, or is not signed as demanded: `text` contains nothing of the result. */
	code?: 'TOOL_RESULT_INVALID' | 'TOOL_RESULT_TOO_LARGE' | 'TOOL_RESULT_UNSIGNED';
};

export interface Tool extends ToolSpecification {
	/** `definition`, `mcp:<server>`, `n8n`, `element:<id>`. */
	source: string;
	outputSchema?: JsonSchema;
	limits?: ToolLimits;
	/** Absent where others wrote the texts: they are in one language. */
	inLanguage?(language: Language): Pick<ToolSpecification, 'description' | 'parameters'>;
	/** From the definition or the host, never from its server. */
	effect: ToolEffect;
	/** Its effect happens at the end of the run, such as a hand-over: replies can tell of it, though the call itself only reads. */
	actsLater?: true;
	/** No person hears of its changes, such as of a stored field. Where an agent can hand over, only that tells one. */
	tellsNobody?: true;
	asksPerson?: true;
	/** For calls performed outside. The run waits for the result. */
	hasResult?: (callId: string) => boolean;
	/** @param input fits the tool's schema; personal data is restored @throws any error, which becomes an error for the model */
	call(input: Record<string, unknown>, context: ToolContext): Promise<ToolResult>;
}

export const elementSource = 'element:';

/** Tools of a server that lists them, such as an MCP server; closed at the end of the run. */
export interface ToolSource {
	readonly name: string;
	/** Set if all tools are of one server: it is switched off as a whole. */
	readonly source?: string;
	/** @param acting for servers that are told who calls @throws TroupeError TOOL_SOURCE_UNREACHABLE */
	tools(signal: AbortSignal, acting?: Acting): Promise<Tool[]>;
	/** Makes no request and needs no secrets, where the agent's definition has all tools. They cannot be called. */
	describe?(): Tool[];
	/** After `close`: refused requests of its program that belong to no call. */
	takeRefused?(): SandboxRequest[];
	close(): Promise<void>;
}

/** Runs in the sandbox: without network, with an empty folder to write in. */
interface IsolatedScript {
	/** For reports; ends with .js, .cjs or .mjs. */
	name: string;
	source: Uint8Array;
	input: string;
	level: SandboxLevel;
	memoryMb?: number;
	timeMs: number;
}

/** Runs before a run. @throws TroupeError SANDBOX_LEVEL_TOO_LOW */
export type LevelCheck = (least: SandboxLevel) => Promise<void>;

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less */
export type ScriptRunner = (script: IsolatedScript, signal: AbortSignal) => Promise<ToolResult>;
