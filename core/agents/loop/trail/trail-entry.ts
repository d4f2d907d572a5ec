import type { Language } from '../../../base/text/languages';
import type { FilledForm } from '../../../extract/fill-form';
import type { TakenValues } from '../../../extract/list-taken';
import type { Violation } from '../../../guardrails/policy/guard';
import type { SearchedQuestion } from '../../../knowledge/search/questions/retrieve-all';
import type { Support } from '../../../knowledge/support/measure-support';
import type { Login } from '../../../ports/access/login';
import type { GuardrailFacts } from '../../../ports/guardrails/guardrail-facts';
import type { Passage } from '../../../ports/knowledge/passages';
import type { Asker } from '../../../ports/knowledge/readers';
import type { CollectionSearched } from '../../../ports/knowledge/search-facts';
import type { ConversationTurn, MemoryLabels, Origin } from '../../../ports/memory';
import type { ChatResponse, ModelAttempt } from '../../../ports/models/models';
import type { RunContent } from '../../../ports/runs/run-content';
import type { SandboxStep } from '../../../ports/sandbox/sandbox-step';
import type { Sensitivity } from '../../../ports/sensitivity';
import type { Note } from '../../../teams/scratchpad';
import type { LimitName, OutsideCall, PersonReason, WaitingTerms } from '../../agent-outcome';
import type { RecordedDecision, Review } from '../../approvals/recorded-decision';

/** Version of the entries' format; trails of other versions are refused. */
export const trailVersion = 1;

/** Fields of every entry. */
export interface Stamp {
	/** Number of the run's events so far. */
	events: number;
	/** Milliseconds that the run has worked so far, without the time of persons. */
	elapsedMs: number;
	/** Time of the step, ISO 8601 with milliseconds. */
	at: string;
	/** Who caused it: `agent:ID`, `host:NAME` where the message came in, who decided and through which interface, or `rule`. */
	by: string;
}

/** How a run ended, before tokens are restored. */
export type Ending =
	| { kind: 'reply'; reply: string; /** A called agent returned the conversation, with this note. */ returned?: true }
	| { kind: 'blocked'; reply: string; guardrail: string; reason: string }
	| {
			kind: 'needs-human';
			reply: string;
			reason: PersonReason;
	  }
	| { kind: 'limit-reached'; reply: string; limit: LimitName; partial: boolean };

/** An answer of the extractive responder; its `instead` says why that of the model before it was not used. */
export interface Quotation {
	step: number;
	response: ChatResponse;
}

export type ToolOutcome = 'ok' | 'error' | 'denied' | 'planned' | 'unknown';

/** A question of a tool. `name` is the tool's own. */
export interface AskedQuestion {
	id: string;
	name: string;
	question: string;
	choices?: string[];
}

/** What happened outside, or came from outside, by kind. All personal data is masked. */
interface Bodies {
	/** The input of the model, or the violation that blocks the message. */
	prepared: {
		version: typeof trailVersion;
		runId: string;
		/** What was kept of the texts after the run had ended: it cannot go on with this trail. */
		kept?: RunContent;
		agent: { id: string; version: string; sha256: string; prompt?: { name: string; version: string; sha256: string } };
		/** Where the run began in its trace: what goes on later links to it. */
		traceparent?: string;
		message: string;
		/** Where texts of others came from that the message can repeat; absent if nowhere. */
		origins?: Origin[];
		/** Where texts of others came from that the prompt repeats, and what its author wrote of it; absent if nowhere. */
		foreignPrompt?: { origins: Origin[]; own: string };
		/** The labels of what the message can repeat. */
		sensitivity?: Sensitivity;
		/** Language of the original message; absent if the run will not be continued. */
		language?: Language;
		/** The prompt, if guardrails changed the values of its variables. */
		filledPrompt?: string;
		/** What conditions of guardrails depend on; absent if nothing is known. */
		facts?: GuardrailFacts;
		/** Who asked the agent, and through which interface. Absent where the host does not know it. */
		by?: string;
		/** The session of a browser in which they asked. */
		session?: string;
		/** Who asks; absent if nobody is known. */
		asker?: Asker;
		/** Number of images; their content cannot be masked. */
		images: number;
		/** Names them; absent for none. */
		imagesSha256?: string;
		passages: Passage[];
		/** How a collection was searched for them. */
		search?: CollectionSearched;
		/** The questions of the message, where each was searched by itself too. */
		questions?: SearchedQuestion[];
		turns: ConversationTurn[];
		/** Summary of the turns before these. */
		summary?: string;
		/** The sources of what the summary can repeat; absent for none. */
		summaryFrom?: Origin[];
		/** What the agent said that handed the conversation over. */
		note?: { from: string; text: string };
		/** The call of the agent that keeps the conversation. */
		heldBy?: string;
		/** Memories of the person, best first. */
		memories?: Array<{ key?: string; text: string; labels?: MemoryLabels; /** A newer one says otherwise. */ outdated?: true }>;
		violations: Violation[];
		stop?: Violation;
	};
	/** An answer, or the limit that was reached instead; neither if a last answer failed. */
	model: {
		step: number;
		/** Hash of the request; empty without a request, `unread` if the run will not be continued. */
		asked: string;
		/** Max tokens of the messages. */
		room: number;
		response?: ChatResponse;
		limit?: LimitName;
		attempts: ModelAttempt[];
		durationMs: number;
		/** What guardrails found in the arguments of its calls; absent without any. */
		violations?: Violation[];
		/** By the id of a call: why it must not be made, or not without a person. */
		stops?: Record<string, Violation>;
	};
	/** Whether an answer fits the definition's output; `value` is the JSON that fits. */
	checked: { step: number; problems: string[]; value?: unknown };
	/** Summary of earlier turns; null if the model returned none. */
	summary: { step: number; text: string | null; response?: ChatResponse; attempts: ModelAttempt[]; durationMs: number };
	/** The verdict of the reviewer about a call. `reason`: why a person is asked though it did not say so. */
	reviewed: {
		step: number;
		callId: string;
		tool: string;
		/** `provider:model`, as the definition names it. */
		model: string;
		verdict: Review['verdict'];
		reason?: Review['reason'];
		response?: ChatResponse;
		attempts: ModelAttempt[];
	};
	/** What a reader without tools took from the result of a call; `taken` is absent if it failed, or had no call of a model left. */
	extracted: {
		step: number;
		callId: string;
		tool: string;
		taken?: Pick<FilledForm, 'values' | 'dismissed' | 'isCut' | 'words'> & { excerpts: Record<string, string> };
		response?: ChatResponse;
		attempts: ModelAttempt[];
		durationMs: number;
	};
	'tool-started': {
		step: number;
		callId: string;
		tool: string;
		source: string;
		arguments: unknown;
		/** The id of the agent that was called. */
		agent?: string;
	};
	/** What a tool asks persons in the middle of a call. `callId` is that of the call and the round, `CALL.1`; a decision has the id of its question. */
	'tool-asked': {
		step: number;
		callId: string;
		call: string;
		tool: string;
		questions: AskedQuestion[];
		/** JSON that the tool gets back. */
		state: string;
		durationMs: number;
		violations: Violation[];
	};
	/** The call is made again, with the answers to the `tool-asked` of this `callId`. */
	'tool-answered': { step: number; callId: string; call: string; tool: string; source: string; arguments: unknown };
	/** How to go on with a call whose process ended. */
	'tool-kept': { step: number; callId: string; tool: string; /** JSON that the tool gets back. */ state: string };
	/** An entry of the trail of a called agent. */
	called: { callId: string; agent: string; entry: TrailEntry };
	'tool-finished': {
		step: number;
		callId: string;
		tool: string;
		outcome: ToolOutcome;
		text: string;
		errorCode?: string;
		characters: number;
		durationMs: number;
		/** The model has only values that were taken from the result: those that others wrote, and their words. */
		values?: TakenValues & Pick<FilledForm, 'words'>;
		/** Whoever asks may see the personal data in it. */
		open?: true;
		/** The definition trusts what the tool says. */
		trusted?: true;
		/** How the tool searched a collection. */
		search?: CollectionSearched;
		/** Passages that the tool found, masked; the first one has the number `from` in what the model reads and cites. */
		found?: { from: number; passages: Passage[] };
		/** The call gives the conversation to a person when the run ends. */
		handsOver?: true;
		/** The labels of what a called agent read. */
		sensitivity?: Sensitivity;
		/** What the tool did in the sandbox; names of files are masked. */
		sandbox?: SandboxStep;
		violations: Violation[];
		/** The result is withheld until a person has seen it. */
		stop?: Violation;
	};
	/** Arguments are masked; `sources` are the origins of the waiting tools, in the same order. */
	suspended: {
		step: number;
		/** From the second suspension in a step on. */
		round?: number;
		/** How many persons were asked about the same before, and did not decide in time. */
		level?: number;
		id: string;
		expiresAt: number;
		pending: RecordedDecision[];
		sources: string[];
		/** What the servers of the waiting tools said of them, as pins; null for tools that no server describes. */
		pins?: Array<string | null>;
		/** Calls at work outside; then nobody is asked. */
		outside?: OutsideCall[];
	} & Partial<WaitingTerms>;
	/** A note on the scratchpad of the team; `callId` numbers them. */
	noted: { callId: string } & Note;
	/** A person approved a call that needs more than one; `callId` is that of the call and the number of the approval, `CALL.1`. */
	agreed: { callId: string; call: string } & Pick<Bodies['decision'], 'by' | 'login' | 'viewSha256' | 'statement'>;
	decision: {
		callId: string;
		approved: boolean;
		text: string | null;
		violations: Violation[];
		/** Where texts of others came from that the words of the decision can repeat; absent if nowhere. */
		origins?: Origin[];
		/** The person who decided, and through which interface; `rule` where the time to decide was over. Default: the host's. */
		by?: string;
		/** The login of this person, as their issuer says it. */
		login?: Login;
		/** Identifies the call that was shown; absent for answers to questions. */
		viewSha256?: string;
		/** The decision as signed by whoever made it, or by the issuer that knows them: a JWS. */
		statement?: string;
	};
	/** `quoted`: what the documents say, in place of an answer of a model that was not used. */
	ended: { ending: Ending; violations: Violation[]; quoted?: Quotation; support?: Support };
}

export type EntryKind = keyof Bodies;
export type EntryBody<Kind extends EntryKind> = Bodies[Kind];
export type TrailEntry<Kind extends EntryKind = EntryKind> = Kind extends EntryKind ? { kind: Kind } & Bodies[Kind] & Stamp : never;
export type Unstamped = { [Kind in EntryKind]: { kind: Kind } & Bodies[Kind] }[EntryKind];
