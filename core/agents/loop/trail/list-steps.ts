import type { Violation } from '../../../guardrails/policy/guard';
import type { Login } from '../../../ports/access/login';
import type { Passage } from '../../../ports/knowledge/passages';
import type { CollectionSearched } from '../../../ports/knowledge/search-facts';
import type { ChatResponse, ModelAttempt, TokenUsage } from '../../../ports/models/models';
import type { TeamPlace } from '../../agent-event';
import type { RecordedDecision } from '../../approvals/recorded-decision';
import { listSearches } from './list-searches';
import type { TrailEntry } from './trail-entry';

export type RunStep = {
	/** ISO 8601. */
	startedAt: string;
	/** Working time, in milliseconds; for a decision, its waiting time. */
	durationMs: number;
	team?: TeamPlace;
	guardrails?: StepGuardrail[];
} & (
	| { kind: 'input'; passages: StepPassage[]; searches?: CollectionSearched[] }
	| {
			kind: 'model';
			purpose: 'answer' | 'summary' | 'review' | 'extract';
			/** Null if none answered. */
			model: string | null;
			usage?: TokenUsage;
			costUsd: number | null;
			attempts: ModelAttempt[];
			toolCalls?: number;
			limit?: string;
			instead?: ChatResponse['instead'];
			callId?: string;
			tool?: string;
			verdict?: string;
			reason?: string;
	  }
	| {
			kind: 'tool';
			callId: string;
			tool: string;
			source?: string;
			arguments?: unknown;
			outcome: string;
			errorCode?: string;
			characters: number;
			text: string;
			search?: CollectionSearched;
			passages?: StepPassage[];
	  }
	| { kind: 'question'; pending: RecordedDecision[]; outside?: string[] }
	| { kind: 'decision'; callId: string; approved: boolean; by?: string; login?: Login; viewSha256?: string; comment?: string }
	| { kind: 'end'; outcome: string; reason?: string; guardrail?: string; limit?: string }
);

export interface StepPassage {
	document: string;
	title: string;
	chunk: string;
	score: number;
	page?: number;
}

export type StepGuardrail = Pick<Violation, 'guardrail' | 'code' | 'stage' | 'action' | 'reason' | 'policy'> & {
	matches: number;
};

export const listSteps = (entries: readonly TrailEntry[]): RunStep[] => new StepLister().list(entries);

type Told = RunStep extends infer Step ? (Step extends RunStep ? Omit<Step, 'startedAt' | 'guardrails' | 'team'> : never) : never;
type Untimed = Told extends infer Step ? (Step extends Told ? Omit<Step, 'durationMs'> & { durationMs?: number } : never) : never;

class StepLister {
	readonly #started = new Map<string, Pick<TrailEntry<'tool-started'>, 'source' | 'arguments'>>();
	readonly #written = new Map<string, { arguments: string }>();
	/** By call path: the working time at the end of the last step, and the time of the last question. */
	readonly #clocks = new Map<string, { elapsedMs: number; askedAt?: number }>();

	list(entries: readonly TrailEntry[], path: readonly string[] = []): RunStep[] {
		return entries.flatMap((entry) => this.#listEntry(entry, path));
	}

	#listEntry(entry: TrailEntry, path: readonly string[], agent?: string): RunStep[] {
		if (entry.kind === 'called') return this.#listEntry(entry.entry, [...path, entry.callId], entry.agent);
		const call = path.join('/');
		const clock = this.#clocks.get(call) ?? { elapsedMs: 0 };
		const tookMs = Math.max(0, entry.elapsedMs - clock.elapsedMs);
		const step = this.#tell(entry, call, clock.askedAt);
		this.#clocks.set(call, {
			elapsedMs: entry.elapsedMs,
			askedAt: entry.kind === 'suspended' ? Date.parse(entry.at) : clock.askedAt,
		});
		if (!step) return [];
		const { durationMs = tookMs, ...told } = step;
		const violations = ('violations' in entry && entry.violations) || [];
		return [
			{
				startedAt: new Date(Date.parse(entry.at) - durationMs).toISOString(),
				durationMs,
				...(agent !== undefined && { team: { agent, depth: path.length, call } }),
				...told,
				...(violations.length > 0 && { guardrails: violations.map(describeViolation) }),
			},
		];
	}

	/** @param askedAt when a person was asked last */
	#tell(entry: Exclude<TrailEntry, { kind: 'called' }>, call: string, askedAt?: number): Untimed | undefined {
		switch (entry.kind) {
			case 'prepared':
				return { kind: 'input', passages: entry.passages.map(describePassage), ...withSearches(entry) };
			case 'model':
				for (const { id, arguments: args } of entry.response?.toolCalls ?? []) this.#written.set(`${call}:${id}`, { arguments: args });
				return tellModel(entry);
			case 'summary':
			case 'reviewed':
			case 'extracted':
				return tellModel(entry);
			case 'tool-started':
			case 'tool-answered':
				this.#started.set(`${call}:${'call' in entry ? entry.call : entry.callId}`, { source: entry.source, arguments: entry.arguments });
				return undefined;
			case 'tool-finished':
				return this.#tellTool(entry, call);
			case 'suspended':
				return {
					kind: 'question',
					pending: entry.pending.map(withoutTexts),
					...(entry.outside && { outside: entry.outside.map(({ tool }) => tool) }),
				};
			case 'agreed':
			case 'decision':
				return tellDecision(entry, askedAt);
			default:
				return entry.kind === 'ended' ? tellEnd(entry) : undefined;
		}
	}

	#tellTool(entry: TrailEntry<'tool-finished'>, call: string): Untimed {
		const { callId, tool, outcome, errorCode, characters, text, search, found, durationMs } = entry;
		const started = this.#started.get(`${call}:${callId}`);
		return {
			kind: 'tool',
			callId,
			tool,
			outcome,
			characters,
			text,
			durationMs,
			...(started ?? this.#written.get(`${call}:${callId}`)),
			...(errorCode && { errorCode }),
			...(search && { search }),
			...(found && { passages: found.passages.map(describePassage) }),
		};
	}
}

const purposes = { model: 'answer', summary: 'summary', reviewed: 'review', extracted: 'extract' } as const;

function tellModel(entry: TrailEntry<keyof typeof purposes>): Untimed | undefined {
	const { kind, response, attempts } = entry;
	const limit = kind === 'model' ? entry.limit : undefined;
	if (!response && attempts.length === 0 && !limit) return undefined;
	const { model = null, usage, costUsd, toolCalls, instead } = response ?? {};
	return {
		kind: 'model',
		purpose: purposes[kind],
		model,
		costUsd: costUsd ?? null,
		attempts,
		...('durationMs' in entry && { durationMs: entry.durationMs }),
		...(usage && { usage }),
		...(toolCalls && toolCalls.length > 0 && { toolCalls: toolCalls.length }),
		...(instead && { instead }),
		...(limit && { limit }),
		...('callId' in entry && { callId: entry.callId, tool: entry.tool }),
		...('verdict' in entry && { verdict: entry.verdict, ...(entry.reason && { reason: entry.reason }) }),
	};
}

function tellDecision(entry: TrailEntry<'decision'> | TrailEntry<'agreed'>, askedAt?: number): Untimed {
	const at = Date.parse(entry.at);
	return {
		kind: 'decision',
		callId: entry.kind === 'agreed' ? entry.call : entry.callId,
		approved: entry.kind === 'agreed' || entry.approved,
		durationMs: Math.max(0, at - (askedAt ?? at)),
		...(entry.by !== undefined && { by: entry.by }),
		...(entry.login && { login: entry.login }),
		...(entry.viewSha256 !== undefined && { viewSha256: entry.viewSha256 }),
		...(entry.kind === 'decision' && entry.text !== null && { comment: entry.text }),
	};
}

function tellEnd({ ending }: TrailEntry<'ended'>): Untimed {
	return {
		kind: 'end',
		outcome: ending.kind,
		...('reason' in ending && { reason: ending.reason }),
		...('guardrail' in ending && { guardrail: ending.guardrail }),
		...('limit' in ending && { limit: ending.limit }),
	};
}

function withSearches(entry: TrailEntry<'prepared'>): { searches?: CollectionSearched[] } {
	const searches = listSearches(entry);
	return searches.length > 0 ? { searches } : {};
}

/** The steps before contain what the model had read. */
const withoutTexts = (one: RecordedDecision): RecordedDecision => (one.kind === 'approval' ? { ...one, knew: undefined } : one);

const describePassage = ({ id, documentId, title, score, page }: Passage): StepPassage => ({
	document: documentId,
	title,
	chunk: id,
	score,
	...(page !== undefined && { page }),
});

const describeViolation = ({ guardrail, code, stage, action, reason, policy, matches, matchCount }: Violation): StepGuardrail => ({
	guardrail,
	code,
	stage,
	action,
	reason,
	matches: matchCount ?? matches.length,
	...(policy && { policy }),
});
