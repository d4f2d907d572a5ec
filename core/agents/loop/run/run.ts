import type { GuardResult, Violation } from '../../../guardrails/policy/guard';
import type { Language } from '../../../base/text/languages';
import type { GuardrailFacts } from '../../../ports/guardrails/guardrail-facts';
import type { GivenTexts, GuardrailContext } from '../../../ports/guardrails/guardrail-context';
import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import type { ImagePart } from '../../../ports/models/image-shapes';
import type { ManifestReference } from '../../../ports/manifests';
import type { Origin } from '../../../ports/memory';
import type { Asker } from '../../../ports/knowledge/readers';
import type { Sensitivity } from '../../../ports/sensitivity';
import type { Toolbox } from '../../../tools/prepare-tools';
import type { PlannedCall, RunSandboxStep, RunSearch, AgentOutcome } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import type { MadeDecision, AgentRequest } from '../../agent-request';
import type { Deadline } from './deadline';
import type { RunEvents } from './run-events';
import type { UsageSum } from './run-usage';
import { listSearches } from '../trail/list-searches';
import { emitEntry } from '../trail/tell-entry';
import type { Trail, TrailLog } from '../trail/trail';
import type { TrailEntry, Unstamped } from '../trail/trail-entry';
import type { AnswerDefect } from '../answer-faults/answer-defect';
import type { CountedCall } from '../../../tools/judge-limits';
import type { PendingCall } from '../tools/planned-work';
import { unwrapEntry } from '../trail/unwrap-entry';

export interface Run {
	readonly parts: AgentParts;
	readonly id: string;
	/** Empty if the trail contains it. */
	readonly message: string;
	/** The person's own part; default: the message. */
	readonly words: string;
	readonly images?: ImagePart[];
	readonly origins?: Origin[];
	/** Sources of foreign texts in the prompt, and the author's own part. */
	readonly foreignPrompt?: { origins: Origin[]; own: string };
	readonly sensitivity?: Sensitivity;
	readonly conversationId: string;
	readonly person?: string;
	readonly by?: string;
	readonly session?: string;
	readonly asker: Asker;
	readonly host: AbortSignal;
	readonly manifest: ManifestReference;
	readonly context: GuardrailContext & { vault: PersonalDataVault };
	readonly trail: Trail;
	readonly events: RunEvents;
	readonly usage: UsageSum;
	readonly guardrails: Violation[];
	/** Resolves when violations are stored; undefined before that begins. */
	recording?: Promise<void>;
	readonly searches: RunSearch[];
	readonly sandboxed: RunSandboxStep[];
	readonly deadline: Deadline;
	/** The deadline without the time for a last answer. */
	readonly workingTime: Deadline;
	readonly stopsSoftly: boolean;
	readonly planned: PlannedCall[];
	readonly repeats: Map<string, number>;
	readonly decisions: MadeDecision[];
	readonly escalated: ReadonlySet<string>;
	readonly caller?: Caller;
	readonly runMember: RunMember;
	/** Reservations of model calls in agents below. */
	readonly held: Held;
	base: number;
	handedOver?: HandedOver;
	toolbox?: Toolbox;
	/** Earlier replies, then messages, if this message does not show the language. */
	readonly earlier: string[];
	answer?: string;
	streamed?: { step: number; result: GuardResult };
	defect?: { text: string; given: unknown; toolbox: unknown; found?: AnswerDefect };
	citesAgain?: number;
}

export function foldEntry(
	{ guardrails, searches, sandboxed, usage, events }: Pick<Run, 'guardrails' | 'searches' | 'sandboxed' | 'usage' | 'events'>,
	entry: Unstamped,
	shown: boolean,
): void {
	if ('violations' in entry) guardrails.push(...(entry.violations ?? []));
	if (entry.kind === 'prepared') searches.push(...listSearches(entry));
	if (entry.kind === 'tool-finished' && entry.search) searches.push({ ...entry.search, tool: entry.tool });
	if (entry.kind === 'tool-finished' && entry.sandbox) sandboxed.push({ ...entry.sandbox, tool: entry.tool });
	count(usage, entry);
	if (shown) emitEntry(events, entry);
}

/** Counts an entry's usage. A run's limits include its called agents. */
function count(usage: UsageSum, entry: Unstamped): void {
	const own = unwrapEntry(entry);
	const isOwn = own === entry;
	if (own.kind === 'model' && own.asked !== '') usage.add(own, isOwn);
	if (own.kind === 'summary') usage.add(own, isOwn);
	if ((own.kind === 'reviewed' || own.kind === 'extracted') && own.attempts.length > 0) usage.add(own, false);
	if (own.kind === 'ended' && own.quoted) usage.addQuotation(own.quoted.response, isOwn);
	if (own.kind !== 'tool-started') return;
	usage.toolCalls += 1;
	if (own.agent) usage.agentCalls += 1;
}

/** Detects the language only on demand: until then, more of the conversation can be recalled. */
export function createContext(
	vault: PersonalDataVault,
	recorded: { language?: Language; facts?: GuardrailFacts; contact?: string; mustCite?: boolean },
	detect: () => Language,
	listGiven: () => GivenTexts,
): Run['context'] {
	return {
		vault,
		passages: [],
		judged: new Map(),
		...(recorded.mustCite && { mustCite: true }),
		...(recorded.facts && { facts: recorded.facts }),
		...(recorded.contact !== undefined && { contact: recorded.contact }),
		get language() {
			return recorded.language ?? detect();
		},
		get given() {
			return listGiven();
		},
	};
}

export interface Caller {
	run: Run;
	callId: string;
	handsOver: boolean;
	note?: string;
	keeps: boolean;
	recorded: TrailEntry[];
	log: TrailLog;
	decisions: MadeDecision[];
}

interface Held {
	attempts: number;
	tokens: number;
	costUsd: number;
	agents: number;
	calls: Map<string, CountedCall>;
}

export interface HandedOver {
	outcome: AgentOutcome;
	call: string;
	stays: boolean;
}

export interface MemberWaiting {
	kind: 'waiting';
	waiting: PendingCall[];
}

type RunMember = (request: AgentRequest, parts: AgentParts, signal: AbortSignal, caller: Caller) => Promise<AgentOutcome | MemberWaiting>;
