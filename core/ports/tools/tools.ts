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

/** Allows a tool call, asks a person first, or denies it. */
export type ToolPermission = 'allow' | 'ask' | 'deny';

export interface ToolContext {
	signal: AbortSignal;
	/** The same for the same call of the same run, even if it is repeated, for servers that support it. */
	idempotencyKey: string;
	/** The model's id of the call, unique within the run. */
	callId?: string;
	/** Max length of the result for the model. A tool can stop reading there. */
	resultCharacters: number;
	/** Language of the person, for questions of the tool. */
	language?: Language;
	/** Language of the prompt, for what the model reads. Default: English. */
	promptLanguage?: Language;
	/** How many calls of this tool the run has made before, here or in another process. Undefined where nobody counts. */
	earlierCalls?: number;
	/** Whose conversation it is, by the host's name for them. The model cannot choose it. */
	person?: string;
	/** Who asks, for what only some may read. The model cannot choose it. Default: nobody known. */
	asker?: Asker;
	/** Where texts of others came from that the arguments can repeat, for agents of others. Default: nowhere. */
	origins?: readonly Origin[];
	/** Set where the tool asked persons before: the call is made again, with what they said. */
	answers?: ToolAnswers;
	/** Stores once how to go on with the call if this process ends: JSON of at most 4,096 characters. Undefined where nothing is stored. */
	keep?: (state: unknown) => Promise<void>;
	/** Set where a process that ended kept this of the call: it must not begin again. */
	kept?: unknown;
}

/** What a tool needs from persons before it can go on. */
export interface ToolQuestions {
	/** 1 to 20, with different names. */
	questions: Array<{ name: string; question: string; choices?: string[] }>;
	/** JSON that the tool gets back with the answers. */
	state: unknown;
}

/** The answers to `ToolQuestions`. */
export interface ToolAnswers {
	state: unknown;
	/** By the name of the question; null where nobody answered, or a guardrail withheld the answer. */
	values: Record<string, string | null>;
}

/**
 * The result of a tool: text for the model, or an error for the model. `cut`: there was more, but the tool stopped reading. `search`: how a tool
 * searched a collection, for people. `sandbox`: what it did in the sandbox, for people. `origins`: where texts of others came from that it says it rests on. `asks`: the call is not over; `text` is for hosts that cannot ask anybody.
 */
export type ToolResult = {
	kind: 'ok' | 'error';
	text: string;
	cut?: boolean;
	/** What others said of an error, such as the body of a response. `text` has nothing of it. */
	said?: string;
	/** JSON that a server gave beside a text. Where the definition demands a schema, it is held against it, and read in place of the text. */
	structured?: string;
	/** Whoever asks may see the personal data in it. */
	open?: true;
	origins?: readonly Origin[];
	search?: CollectionSearched;
	/** The passages of documents that `text` has, numbered from 1. An agent cites them. */
	passages?: Passage[];
	sandbox?: SandboxStep;
	asks?: ToolQuestions;
	/** The result does not fit its schema, is too large to be read, or is not signed as demanded: the text says so, and contains nothing of it. */
	code?: 'TOOL_RESULT_INVALID' | 'TOOL_RESULT_TOO_LARGE' | 'TOOL_RESULT_UNSIGNED';
};

/** Something that a model can call. The loop applies limits, guardrails and permissions. */
export interface Tool extends ToolSpecification {
	/** Its origin, for events: `definition`, `mcp:<server>`, `n8n`, `element:<id>`. */
	source: string;
	/** The schema of its structured results, if its server or the definition declares one. */
	outputSchema?: JsonSchema;
	limits?: ToolLimits;
	/** Its texts for a prompt in this language. Absent where others wrote them: they are in one language. */
	inLanguage?(language: Language): Pick<ToolSpecification, 'description' | 'parameters'>;
	/** The definition or the host says so, never its server. */
	effect: ToolEffect;
	/** Set if what it writes down is done when the run ends, such as a hand-over: replies can tell of it, though the call itself only reads. */
	actsLater?: true;
	/** Set if no person hears of what it changes, such as of a stored field. Where an agent can hand over, only that tells one. */
	tellsNobody?: true;
	/** Set if a call asks for a person: the run ends as `needs-human`, with its reply. */
	asksPerson?: true;
	/** Set if something outside performs the calls: whether this one has its result. Until then, the run waits. */
	hasResult?: (callId: string) => boolean;
	/**
	 * @param input fits the tool's schema; personal data is restored in it
	 * @throws any error, which becomes an error for the model
	 */
	call(input: Record<string, unknown>, context: ToolContext): Promise<ToolResult>;
}

/** The origin of a tool that is an element of a process: `element:` and its id. */
export const elementSource = 'element:';

/** Tools of a server that must be asked for them, such as an MCP server; closed at the end of the run. */
export interface ToolSource {
	/** For errors. */
	readonly name: string;
	/** The `source` of its tools, if they are all of one server: it is switched off as a whole. */
	readonly source?: string;
	/**
	 * @param acting who calls the tools, for servers that are told
	 * @throws TroupeError TOOL_SOURCE_UNREACHABLE
	 */
	tools(signal: AbortSignal, acting?: Acting): Promise<Tool[]>;
	/** Describes its tools without a request and without secrets, where the definition of the agent has all of them. They cannot be called. */
	describe?(): Tool[];
	/** Returns, after `close`, the requests of its program that nobody called for and the host refused. */
	takeRefused?(): SandboxRequest[];
	close(): Promise<void>;
}

/** A script of a definition, run in the sandbox: without network, with an empty folder of its own to write in. */
export interface IsolatedScript {
	/** For reports; ends with .js, .cjs or .mjs. */
	name: string;
	source: Uint8Array;
	/** Its standard input. */
	input: string;
	level: SandboxLevel;
	memoryMb?: number;
	timeMs: number;
}

/** Checks before a run that this machine isolates scripts far enough. @throws TroupeError SANDBOX_LEVEL_TOO_LOW */
export type LevelCheck = (least: SandboxLevel) => Promise<void>;

/** Runs a script isolated. @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less */
export type ScriptRunner = (script: IsolatedScript, signal: AbortSignal) => Promise<ToolResult>;
