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

export interface Stamp {
	events: number;
	/** Working milliseconds so far, without people's time. */
	elapsedMs: number;
	/** ISO 8601 with milliseconds. */
	at: string;
	/** Actor: `agent:ID`, `host:NAME` of the message, the decider and interface, or `rule`. */
	by: string;
}

export type Ending =
	| { kind: 'reply'; reply: string; returned?: true }
	| { kind: 'blocked'; reply: string; guardrail: string; reason: string }
	| {
			kind: 'needs-human';
			reply: string;
			reason: PersonReason;
	  }
	| { kind: 'limit-reached'; reply: string; limit: LimitName; partial: boolean };

/** An answer of the extractive responder; `instead` says why the model's was not used. */
export interface Quotation {
	step: number;
	response: ChatResponse;
}

export type ToolOutcome = 'ok' | 'error' | 'denied' | 'planned' | 'unknown';

export interface AskedQuestion {
	id: string;
	name: string;
	question: string;
	choices?: string[];
}

/** Outside events by kind. All personal data is masked. */
interface Bodies {
	/** The model's input, or the violation that blocks the message. */
	prepared: {
		version: typeof trailVersion;
		runId: string;
		/** The texts kept after the end: the run cannot continue with this trail. */
		kept?: RunContent;
		agent: { id: string; version: string; sha256: string; prompt?: { name: string; version: string; sha256: string } };
		/** Trace position of the start: continuations link to it. */
		traceparent?: string;
		message: string;
		/** Sources of foreign texts that the message can repeat; absent if none. */
		origins?: Origin[];
		/** Sources of foreign texts in the prompt, and the author's own part; absent if none. */
		foreignPrompt?: { origins: Origin[]; own: string };
		sensitivity?: Sensitivity;
		/** Language of the original message; absent if the run will not be continued. */
		language?: Language;
		filledPrompt?: string;
		/** Facts for guardrail conditions; absent if unknown. */
		facts?: GuardrailFacts;
		/** Absent if the host does not know it. */
		by?: string;
		session?: string;
		/** Absent if nobody is known. */
		asker?: Asker;
		/** Number of images; their content cannot be masked. */
		images: number;
		/** Absent for none. */
		imagesSha256?: string;
		passages: Passage[];
		search?: CollectionSearched;
		questions?: SearchedQuestion[];
		turns: ConversationTurn[];
		summary?: string;
		/** Sources of the summary; absent for none. */
		summaryFrom?: Origin[];
		note?: { from: string; text: string };
		heldBy?: string;
		memories?: Array<{ key?: string; text: string; labels?: MemoryLabels; /** A newer one contradicts it. */ outdated?: true }>;
		violations: Violation[];
		stop?: Violation;
	};
	/** An answer, or the reached limit; neither if a last answer failed. */
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
		/** Findings in call arguments; absent without any. */
		violations?: Violation[];
		/** By call id: why it must not be made, or not without a person. */
		stops?: Record<string, Violation>;
	};
	/** Result of the output check; `value` is the fitting JSON. */
	checked: { step: number; problems: string[]; value?: unknown };
	/** Summary of earlier turns; null if the model returned none. */
	summary: { step: number; text: string | null; response?: ChatResponse; attempts: ModelAttempt[]; durationMs: number };
	/** The reviewer's verdict. `reason`: why a person is asked although it was another. */
	reviewed: {
		step: number;
		callId: string;
		tool: string;
		model: string;
		verdict: Review['verdict'];
		reason?: Review['reason'];
		response?: ChatResponse;
		attempts: ModelAttempt[];
	};
	/** Values extracted from a result; `taken` is absent if the reader failed, or had no model call left. */
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
		agent?: string;
	};
	/** A tool's questions during a call. `callId` has the call and round, `CALL.1`; a decision has its question's id. */
	'tool-asked': {
		step: number;
		callId: string;
		call: string;
		tool: string;
		questions: AskedQuestion[];
		state: string;
		durationMs: number;
		violations: Violation[];
	};
	/** The call is repeated with the answers to the `tool-asked` of this `callId`. */
	'tool-answered': { step: number; callId: string; call: string; tool: string; source: string; arguments: unknown };
	'tool-kept': { step: number; callId: string; tool: string; state: string };
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
		/** The model has only extracted values: those that others wrote, and their words. */
		values?: TakenValues & Pick<FilledForm, 'words'>;
		open?: true;
		trusted?: true;
		search?: CollectionSearched;
		/** Masked passages; the first one has the number `from` in the model's text and citations. */
		found?: { from: number; passages: Passage[] };
		handsOver?: true;
		sensitivity?: Sensitivity;
		sandbox?: SandboxStep;
		violations: Violation[];
		stop?: Violation;
	};
	/** Arguments are masked; `sources` are the tools' origins, in the same order. */
	suspended: {
		step: number;
		/** From the second suspension in a step on. */
		round?: number;
		/** Number of persons asked before who missed the deadline. */
		level?: number;
		id: string;
		expiresAt: number;
		pending: RecordedDecision[];
		sources: string[];
		/** Server descriptions of the waiting tools, as pins; null for tools without a server. */
		pins?: Array<string | null>;
		outside?: OutsideCall[];
	} & Partial<WaitingTerms>;
	/** A note on the team's scratchpad; `callId` numbers them. */
	noted: { callId: string } & Note;
	/** One of several required approvals; `callId` has the call and number, `CALL.1`. */
	agreed: { callId: string; call: string } & Pick<Bodies['decision'], 'by' | 'login' | 'viewSha256' | 'statement'>;
	decision: {
		callId: string;
		approved: boolean;
		text: string | null;
		violations: Violation[];
		/** Sources of foreign texts in the decision's words; absent if none. */
		origins?: Origin[];
		/** Decider and interface; `rule` after the deadline. Default: the host's. */
		by?: string;
		login?: Login;
		/** Identifies the shown call; absent for answers to questions. */
		viewSha256?: string;
		/** The decision as signed by its maker or their issuer: a JWS. */
		statement?: string;
	};
	/** `quoted`: quotes of documents in place of an unused model answer. */
	ended: { ending: Ending; violations: Violation[]; quoted?: Quotation; support?: Support };
}

export type EntryKind = keyof Bodies;
export type EntryBody<Kind extends EntryKind> = Bodies[Kind];
export type TrailEntry<Kind extends EntryKind = EntryKind> = Kind extends EntryKind ? { kind: Kind } & Bodies[Kind] & Stamp : never;
export type Unstamped = { [Kind in EntryKind]: { kind: Kind } & Bodies[Kind] }[EntryKind];
