import { TroupeError } from '../../core/base/errors';
import { statementSigner } from '../../manifests/token/sign-statement';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { PendingDecision, RunState, RunUsage } from '../../core/agents/agent-outcome';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import type { Ending, TrailEntry } from '../../core/agents/loop/trail/trail-entry';
import type { Host } from '../../providers/compose/hosts/host';
import type { RunContent } from '../../core/ports/runs/run-content';
import type { RecordedState, RunOf } from '../../core/ports/runs/run-records';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import { openHost } from '../host';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { drawSteps } from '../run/step-tree';
import { pendingLines, resumeCommand } from './decision-options';
import { describeReason, usageLine } from './outcome-lines';
import { nameContinuer, outcomeWords } from './overdue-lines';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import { signatureReader } from './read-signature';

/** A run is signed for people who do not have the key of the trail. */
export interface AgentShowOptions extends KeyOptions {
	run: string;
	json?: boolean;
}

/** The type in the header of a signed run. */
const runType = 'troupe-run+jwt';
const days = 365;

/** Stored run. Texts are masked, except in what a person has to decide. */
interface ShownRun {
	runId: string;
	/** `sha256`: of the definition that the run began with. */
	agent: { id: string; version: string; sha256?: string };
	/** Who asked for it, through which interface, and when it began; absent where the first step is not stored. */
	by?: string;
	startedAt?: string;
	/** The host that ran it, such as `n8n`. */
	host: string | null;
	state: RecordedState;
	/** What it belongs to: a workflow and its execution, a process and its instance, a channel. */
	of: RunOf;
	/** Set where nobody decided in time. */
	isOverdue?: true;
	outcome: string | null;
	/** The code of the fault that ended it. */
	errorCode: string | null;
	/** Its text. */
	error: string | null;
	/** Number of stored steps, all as they were recorded; absent for a run whose steps are in its sealed state alone. */
	recorded?: number;
	/** Deadlines of a waiting run. */
	waiting?: Pick<ListedRun, 'since' | 'decideBy' | 'whenTimedOut' | 'expiresAt' | 'host'>;
	pending?: PendingDecision[];
	message: string | null;
	/** What is kept of its texts. */
	kept?: RunContent;
	events: ShownEvent[];
	/** The same in other words: each step with its time, its cost and what it was about. */
	steps: RunStep[];
	usage: RunUsage;
	reply: string | null;
	/** How it ended; absent while it waits, and for a run without stored steps. */
	ending?: Ending;
}

/** A step, and whose key signed it. */
type ShownEvent = AgentEvent & { signature?: string };

/** Shows a stored run: its steps with tokens and cost, how it ended, and what it waits for. */
export async function runAgentShow({ run, json, keys, key }: AgentShowOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const sign = keys === undefined ? undefined : statementSigner(runType, await openSigner({ keys, key }, terminal));
	const host = await open(terminal);
	const { events, ...rest } = await readRun(run, host);
	const shown = { ...rest, events: await verifyDecisions(events, terminal) };
	if (sign) terminal.print(await sign(shown, { atMs: Date.now(), days }));
	else if (json) terminal.print(JSON.stringify(shown, null, '\t'));
	else for (const line of describeRun(shown, host.approvals, terminal)) terminal.print(line);
	return 0;
}

/** Reads a run with its steps. @throws TroupeError INPUT_INVALID */
export async function readRun(runId: string, host: Host): Promise<ShownRun> {
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const store = await openRuns(host, host.stateFolder!);
	const [stored, suspended, waiting] = await Promise.all([store.find(runId), store.findSuspended(runId), store.listSuspended()]);
	const state = suspended?.state as RunState | undefined;
	if (!stored && !state) throw unknownRun(runId);
	const listed = waiting.find((each) => each.runId === runId);
	const trail = findTrail(stored, state);
	return {
		...{
			runId,
			...describeStart(trail, stored, state),
			...describeState(stored, listed),
		},
		...(stored && stored.trail.length > 0 && { recorded: stored.trail.length }),
		...(listed && state && { waiting: pickTerms(listed), pending: await readPendingOf(state, host) }),
		...(await replay(runId, trail)),
		...(trail.length === 0 && stored && { usage: toUsage(stored) }),
	};
}

/** Says which definition ran, for whom, and since when, as its first step was recorded. */
function describeStart(
	trail: TrailEntry[],
	stored: RecordedRun | undefined,
	state: RunState | undefined,
): Pick<ShownRun, 'agent' | 'by' | 'startedAt' | 'host' | 'of'> {
	const prepared = trail.find((entry) => entry.kind === 'prepared');
	const { id, version, sha256 } = prepared?.agent ?? stored?.agent ?? state?.agent ?? { id: '?', version: '?' };
	const by = prepared?.by ?? stored?.by ?? undefined;
	const startedAt = prepared?.at ?? (stored?.startedAt ? toIso(stored.startedAt) : undefined);
	return {
		agent: { id, version, ...(sha256 !== undefined && { sha256 }) },
		...(by !== undefined && { by }),
		...(startedAt !== undefined && { startedAt }),
		host: stored?.host ?? null,
		of: stored?.of ?? {},
	};
}

function describeState(
	stored: RecordedRun | undefined,
	listed: ListedRun | undefined,
): Pick<ShownRun, 'state' | 'isOverdue' | 'outcome' | 'errorCode' | 'error'> {
	return {
		// Somebody decided, and the process that goes on may have ended: what the record says is newer.
		state: listed?.status === 'interrupted' && (stored?.state ?? 'waiting') === 'waiting' ? 'interrupted' : (stored?.state ?? 'waiting'),
		...(listed?.status === 'timed-out' && { isOverdue: true }),
		outcome: stored?.outcome ?? null,
		errorCode: stored?.errorCode ?? null,
		error: stored?.error ?? null,
	};
}

/** The figures of a run without stored steps. */
function toUsage({ inputTokens, outputTokens, costUsd, model, durationMs, modelCalls, toolCalls }: RecordedRun): RunUsage {
	return {
		...{ inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, costUsd: costUsd ?? null, model: model ?? null },
		...{ durationMs: durationMs ?? 0, modelCalls: modelCalls ?? 0, toolCalls: toolCalls ?? 0 },
		...{ estimated: false, priceTable: null, attempts: [] },
	};
}

/** Verifies signed decisions: under the root that decides on this machine, or by the keys of the issuer. */
async function verifyDecisions(events: AgentEvent[], { environment }: Terminal): Promise<ShownEvent[]> {
	if (!events.some((event) => event.kind === 'decided' && event.statement !== undefined)) return events;
	const read = signatureReader(environment);
	return Promise.all(
		events.map(async (event) => {
			if (event.kind !== 'decided' || event.statement === undefined) return event;
			return { ...event, signature: (await read({ ...event, statement: event.statement })).text };
		}),
	);
}

/** The trail of a run without tools is in its state alone. */
function findTrail(stored: { trail: unknown[] } | undefined, state: RunState | undefined): TrailEntry[] {
	return (stored && stored.trail.length > 0 ? stored.trail : (state?.trail ?? [])) as TrailEntry[];
}

const pickTerms = ({ since, decideBy, whenTimedOut, expiresAt, host }: ListedRun) => ({ since, decideBy, whenTimedOut, expiresAt, host });

/** Reads the trail as every host tells of a run. */
async function replay(
	runId: string,
	entries: TrailEntry[],
): Promise<Pick<ShownRun, 'events' | 'steps' | 'usage' | 'message' | 'reply' | 'ending' | 'kept'>> {
	const { tellTrail } = await import('../../core/agents/loop/trail/tell-trail');
	const { events, steps, usage } = tellTrail(runId, entries);
	const prepared = entries.find((entry) => entry.kind === 'prepared');
	const ended = entries.find((entry) => entry.kind === 'ended');
	return {
		message: prepared?.message || null,
		...(prepared?.kept && { kept: prepared.kept }),
		events,
		steps,
		usage,
		reply: ended?.ending.reply || null,
		ending: ended?.ending,
	};
}

/** Creates the error for a run that is not stored. */
export function unknownRun(runId: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no stored run with the id "${runId}".`,
		fix: 'List the runs with `troupe run list`. Runs are stored for thirty days.',
	});
}

function describeRun(run: ShownRun, rules: ApprovalRules | undefined, { style }: Terminal): string[] {
	const {
		runId,
		agent,
		by,
		startedAt,
		host,
		of,
		state,
		isOverdue,
		outcome,
		errorCode,
		error,
		recorded,
		waiting,
		pending = [],
		message,
		kept,
		events,
		steps,
		usage,
		reply,
		ending,
	} = run;
	const dim = (text: string) => style('dim', text);
	const field = (name: string, value: string | null | undefined) =>
		value === null || value === undefined ? [] : [`${dim(`${name}:`)} ${printable(value)}`];
	return [
		...field('run', runId),
		...field('agent', `${agent.id} ${agent.version}`),
		...field('definition', agent.sha256),
		...field('asked by', by),
		...field('started', startedAt && [startedAt, host].filter((text) => text !== null).join(' in ')),
		...Object.entries(of).flatMap(([name, value]) => field(name, value as string)),
		...field('state', isOverdue ? `${state}, overdue` : state),
		...field('outcome', outcome === null ? errorCode : `${outcome}${ending ? describeReason(ending) : ''}`),
		...field('error', error),
		...field('as recorded', recorded === undefined ? waiting && 'sealed, whole' : `chained, ${recorded} steps, whole`),
		...(waiting ? waitingLines(waiting, field) : []),
		...field('texts', kept === 'none' ? 'not kept' : undefined),
		...field('message', message),
		...drawSteps(
			steps,
			events.flatMap(({ kind, signature }) => (kind === 'decided' ? [signature] : [])),
		).map((line) => `  ${line}`),
		...field('reply', reply),
		...field('usage', usageLine(usage)),
		...(pending.length > 0 ? [dim('decisions:'), ...pendingLines(pending)] : []),
		...(pending.length > 0 ? [dim(`decide with: ${resumeCommand(runId, pending, rules)}`)] : []),
	];
}

function waitingLines(waiting: NonNullable<ShownRun['waiting']>, field: (name: string, value: string) => string[]): string[] {
	const { since, decideBy, whenTimedOut, expiresAt } = waiting;
	const until = whenTimedOut === 'end' ? '' : `, by ${nameContinuer(waiting)}, until ${toIso(expiresAt)}`;
	return [
		...field('waits since', toIso(since)),
		...field('decide by', `${toIso(decideBy)}; then it ${outcomeWords[whenTimedOut]}${until}`),
	];
}

const toIso = (time: number) => new Date(time).toISOString();
