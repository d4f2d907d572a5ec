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

/** The data that a run carries from step to step; everything except the request is folded from the trail. */
export interface Run {
	readonly parts: AgentParts;
	readonly id: string;
	/** Empty if the trail contains it. */
	readonly message: string;
	/** Part of it that the person wrote; the message, where nobody says so. */
	readonly words: string;
	readonly images?: ImagePart[];
	/** Where texts of others came from that the message can repeat. */
	readonly origins?: Origin[];
	/** Where texts of others came from that the prompt repeats, and what its author wrote of it. */
	readonly foreignPrompt?: { origins: Origin[]; own: string };
	readonly sensitivity?: Sensitivity;
	readonly conversationId: string;
	/** The person whose conversation it is, if known. */
	readonly person?: string;
	/** Who asked the agent, and through which interface, if known. */
	readonly by?: string;
	readonly session?: string;
	/** Who asks, for searches of collections. */
	readonly asker: Asker;
	readonly host: AbortSignal;
	readonly manifest: ManifestReference;
	readonly context: GuardrailContext & { vault: PersonalDataVault };
	readonly trail: Trail;
	readonly events: RunEvents;
	readonly usage: UsageSum;
	readonly guardrails: Violation[];
	/** Ends when the violations are stored; undefined until that begins. */
	recording?: Promise<void>;
	readonly searches: RunSearch[];
	readonly sandboxed: RunSandboxStep[];
	/** Deadline of the whole run; the host can abort it too. */
	readonly deadline: Deadline;
	/** The deadline without the time for a last answer; the same if there is none. */
	readonly workingTime: Deadline;
	/** Whether a run that reaches a limit answers from its results so far. */
	readonly stopsSoftly: boolean;
	readonly planned: PlannedCall[];
	/** How often each call was requested, by name and arguments. */
	readonly repeats: Map<string, number>;
	/** Decisions of persons on what called agents wait for, by the ids that the run shows. */
	readonly decisions: MadeDecision[];
	/** The suspensions, of this run and its called agents, after which somebody else is asked. */
	readonly escalated: ReadonlySet<string>;
	/** The call of another agent that this run answers. */
	readonly caller?: Caller;
	/** Runs an agent that this one calls. */
	readonly runMember: RunMember;
	/** What calls of models in the agents below have reserved. */
	readonly held: Held;
	/** Tokens of the prompt and the message, without which there is no last answer. */
	base: number;
	/** The outcome of an agent that took over the conversation. */
	handedOver?: HandedOver;
	toolbox?: Toolbox;
	/** Earlier replies, then messages, if this message does not show the language. */
	readonly earlier: string[];
	/** The reply as the model wrote it, once there is an answer. */
	answer?: string;
	/** The guardrails' result for the last streamed answer. */
	streamed?: { step: number; result: GuardResult };
	/** Why nobody can use the last answer that was read, as long as the same is known. */
	defect?: { text: string; given: unknown; toolbox: unknown; found?: AnswerDefect };
	/** The step in which the model was asked for the citations that its answer lacked. */
	citesAgain?: number;
}

/** Applies an entry to a run. */
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

/** Counts what an entry used. The limits of a run hold for the agents that it calls too. */
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

/** The language is detected only when a text needs it: until then, more of the conversation can be recalled. */
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

/** The call that a run answers, and the run that made it. */
export interface Caller {
	run: Run;
	callId: string;
	/** Says whether this run answers the customer, and not only its caller. */
	handsOver: boolean;
	/** Tells an agent what its caller hands over to it. */
	note?: string;
	/** Says whether the conversation stays with this run's agent until it returns it. */
	keeps: boolean;
	/** Records this run in the trail of its caller. */
	recorded: TrailEntry[];
	/** Where it is recorded. */
	log: TrailLog;
	/** Decisions of persons on what this run waits for. */
	decisions: MadeDecision[];
}

/** Holds what calls of models have reserved, the called agents that are at work, and the calls that are planned. */
export interface Held {
	attempts: number;
	tokens: number;
	costUsd: number;
	agents: number;
	/** Planned calls of the whole team by their names, in its first run. */
	calls: Map<string, CountedCall>;
}

/** How a conversation ended that another agent took over. */
export interface HandedOver {
	outcome: AgentOutcome;
	/** The name of the call. */
	call: string;
	/** Whether the agent gets the next message too. */
	stays: boolean;
}

/** A called agent that waits for a person. */
export interface MemberWaiting {
	kind: 'waiting';
	waiting: PendingCall[];
}

/** Runs a called agent. */
export type RunMember = (
	request: AgentRequest,
	parts: AgentParts,
	signal: AbortSignal,
	caller: Caller,
) => Promise<AgentOutcome | MemberWaiting>;
