import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../base/errors';
import { rememberWhile } from '../../../base/remember-while';
import { findLanguage } from '../../../base/text/language';
import { elementSource, type ManifestReference, narrowAsker, type PersonalDataVault, type RunStore } from '../../../ports';
import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import { type AgentRequest, type MadeDecision, nameRun } from '../../agent-request';
import { startDeadline } from './deadline';
import { findOrigins } from '../../approvals/approval-rules';
import { alreadyResumed, checkDecisions, recordDecisions, refuseLate } from '../waiting/decisions';
import { findStarter } from '../waiting/find-asked';
import { readProofs } from '../waiting/read-proofs';
import { findPeople } from '../waiting/find-people';
import { isOfRevokedCaller } from '../../../stops/find-stop';
import { hasTools } from '../tools/open-toolbox';
import { findChange, listGivenTexts } from './given-texts';
import { ownRuns } from './own-runs';
import { createContext, foldEntry, type Run } from './run';
import { createRunEvents } from './run-events';
import { openRunLog, type RunLog } from './run-log';
import { verifyState } from './run-state';
import { isTimedOut } from '../waiting/waiting-terms';
import { UsageSum } from './run-usage';
import { diverged, Trail, type TrailLog } from '../trail/trail';
import { findVault } from '../waiting/waiting-vaults';
import { type EntryKind, trailVersion, type TrailEntry, unwrapEntry } from '../trail/trail-entry';
import { type Caller, listCallers, nameCall } from '../team/caller';

/** An open run, and the function that ends it. */
interface OpenRun {
	run: Run;
	close: () => Promise<void>;
}

/** Max time reserved for a last answer, and its share of the whole. */
const lastAnswerMs = 10_000;
const lastAnswerShare = 0.25;

/** Where a run starts: at the beginning, or where its trail ends. */
interface Beginning {
	runId: string;
	conversationId: string;
	person?: string;
	recorded: TrailEntry[];
	decisions: MadeDecision[];
	/** The suspensions after which somebody else is asked. */
	escalated?: ReadonlySet<string>;
	log?: TrailLog;
	leaseLost?: AbortSignal;
	close?: () => Promise<void>;
	/** Vault of a run that waited in this process. */
	vault?: PersonalDataVault;
}

/** Asks the gate about an agent and its prompt. @throws TroupeError from a refusing gate */
export async function admitAgent({ gate, definition: { id, version }, definitionSha256, prompt }: AgentParts): Promise<ManifestReference> {
	const admitted = await gate.admit({ kind: 'agent', id, version, sha256: definitionSha256 });
	// Admitted separately, since a prompt can be revoked without its agent.
	if (prompt) await gate.admit({ kind: 'prompt', ...prompt });
	return admitted;
}

/** @throws TroupeError from a refusing gate, RUN_STATE_INVALID, RUN_FOREIGN, RUN_ALREADY_RESUMED, RUN_TAKEN, RUN_STOPPED, TENANT_LIMIT_REACHED */
export async function openRun(
	request: AgentRequest,
	parts: AgentParts,
	host: AbortSignal,
	team: Pick<Run, 'caller' | 'runMember'>,
): Promise<OpenRun> {
	const { id, version } = parts.definition;
	const startedAt = parts.clock.now();
	const admitted = await admitAgent(parts);
	const state = request.resume && parts.mode !== 'replay' ? await verifyState(request.resume.state, parts) : undefined;
	const runId = team.caller ? nameMemberRun(team.caller) : (state?.runId ?? nameRun(request) ?? randomUUID());
	// Before a suspended run is claimed: one that is stopped, or that the tenant has no room for, can be resumed later.
	const stops = await watchStops(runId, request, state, parts);
	// Called agents belong to the run that called them.
	const entered = team.caller ? undefined : await enter(runId, parts).catch((error: unknown) => endWith(stops, error));
	let beginning: Beginning | undefined;
	let run: Run | undefined;
	const close = async () => {
		run?.workingTime.end();
		run?.deadline.end();
		stops?.end();
		await Promise.all([beginning?.close?.(), entered?.leave()]);
	};
	try {
		beginning = team.caller ? beginCalled(request, team.caller) : await begin(request, parts, runId, state);
		const signals = [host, stops?.signal, beginning.leaseLost].filter((each) => each !== undefined);
		const signal = signals.length > 1 ? AbortSignal.any(signals) : host;
		const manifest = withWarnings(admitted, [...(parts.warnings ?? []), ...(entered?.warnings ?? [])]);
		run = createRun(request, parts, { ...beginning, host: signal, manifest, startedAt, team });
		const person = run.person === undefined ? undefined : await parts.pseudonym?.(run.person);
		run.events.emit({
			kind: 'started',
			agent: { id, version, sha256: parts.definitionSha256 },
			...(person !== undefined && { person }),
			resumed: beginning.recorded.length > 0 && parts.mode !== 'replay',
			...(manifest.warnings && { warnings: manifest.warnings }),
		});
		await recordDecisions(run, beginning.decisions);
		return { run, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Watches whether the run is stopped. One that waits for a person ends if nobody may continue it. */
async function watchStops(runId: string, { by }: AgentRequest, state: RunState | undefined, parts: AgentParts): Promise<Stops | undefined> {
	if (parts.mode === 'replay') return undefined;
	try {
		return await parts.watchStops?.(runId, state ? findStarter(state.trail) : by);
	} catch (error) {
		if (state && isOfRevokedCaller(error)) await parts.runs?.settle(runId);
		throw error;
	}
}

/** A run is counted once, also when it is retried or resumed: by its id, which a state names. */
async function enter(runId: string, parts: AgentParts): Promise<Entered | undefined> {
	if (parts.mode === 'replay' || parts.mode === 'dry-run') return undefined;
	return parts.enter?.(runId);
}

function endWith(stops: Stops | undefined, error: unknown): never {
	stops?.end();
	throw error;
}

type Stops = Awaited<ReturnType<NonNullable<AgentParts['watchStops']>>>;

type Entered = Awaited<ReturnType<NonNullable<AgentParts['enter']>>>;

/** Combines the warnings of the gate and the registry, without duplicates. */
function withWarnings(manifest: ManifestReference, more: string[] = []): ManifestReference {
	const warnings = [...new Set([...(manifest.warnings ?? []), ...more])];
	return warnings.length > 0 ? { ...manifest, warnings } : manifest;
}

async function begin(request: AgentRequest, parts: AgentParts, runId: string, state?: RunState): Promise<Beginning> {
	const { conversationId, person } = request;
	if (parts.mode === 'replay') {
		const recorded = readTrail(request.trail);
		return { runId: recorded[0].runId, conversationId, recorded, decisions: [] };
	}
	if (request.resume && state) return resume(request, state, request.resume, parts);
	const log = storesTrails(parts) ? await openRunLog(parts.runs!, runId, conversationId, person) : undefined;
	return { runId, conversationId, person, recorded: log?.recorded ?? [], decisions: [], ...(log && asBeginning(log)) };
}

const asBeginning = (log: RunLog): Pick<Beginning, 'log' | 'leaseLost' | 'close'> => ({
	log,
	leaseLost: log.leaseLost,
	close: () => log.close(),
});

const nameMemberRun = ({ run, callId }: Caller): string => `${run.id}/${callId}`;

/** A called agent writes its trail into that of its caller. */
function beginCalled({ conversationId, person }: AgentRequest, caller: Caller): Beginning {
	const { recorded, decisions } = caller;
	const waited = recorded.findLast((entry) => entry.kind === 'suspended');
	return {
		...{ runId: nameMemberRun(caller), conversationId, person, recorded, decisions },
		log: caller.log,
		vault: waited && findVault(waited.id),
	};
}

async function resume(
	request: AgentRequest,
	state: RunState,
	{ decisions: decisionInput, by, login }: NonNullable<AgentRequest['resume']>,
	parts: AgentParts,
): Promise<Beginning> {
	const [isSamePerson, proofs] = await Promise.all([
		findPeople(state, by, parts),
		readProofs(state, { decisions: decisionInput, by }, parts),
	]);
	const decisions = checkDecisions(state, { decisions: decisionInput, by, login }, parts.clock.now(), {
		rules: parts.approvals,
		isSamePerson,
		proofs,
	});
	const { runId, conversationId, person } = state;
	const handedOver = readTrail(state.trail);
	refuseElements(handedOver, parts);
	const isEscalated = decisions.length === 0 && state.whenTimedOut === 'escalate';
	const escalated = isEscalated ? listSuspensions(handedOver) : undefined;
	if (parts.mode === 'dry-run') return { runId, conversationId, person, recorded: handedOver, decisions, escalated };
	const runs = parts.runs ?? ownRuns;
	await refuseForeign(runs, state);
	const isStored = storesTrails(parts);
	const isLate = isTimedOut(state, parts.clock.now()) && (decisionInput as unknown[]).length > 0;
	// Who decided in time, and ended before the run did, can finish it.
	if (isLate && !(isStored && (await wasDecided(runs, state)))) refuseLate(state);
	const claim = await runs.claim(state.id, request.runId ?? randomUUID(), isStored, decisions[0]?.by);
	if (claim === 'taken') throw alreadyResumed();
	if (!isStored) return { runId, conversationId, person, recorded: handedOver, decisions, escalated, vault: findVault(state.id) };
	const log = await openRunLog(runs, runId, conversationId, person);
	if (claim === 'shared' && isContinued(log.recorded, state.id)) {
		await log.close();
		throw alreadyResumed();
	}
	// The run continued in this store before, so the store has more than the state.
	for (const entry of handedOver.slice(log.recorded.length)) log.add(entry);
	const recorded = [...log.recorded, ...handedOver.slice(log.recorded.length)];
	return { runId, conversationId, person, recorded, decisions, escalated, ...asBeginning(log) };
}

/** Lists the suspensions in a trail, also those of called agents. */
function listSuspensions(trail: TrailEntry[]): ReadonlySet<string> {
	const own = trail.map(unwrapEntry);
	return new Set(own.flatMap((entry) => (entry.kind === 'suspended' ? [entry.id] : [])));
}

async function wasDecided(runs: RunStore, { runId, conversationId, person, id }: RunState): Promise<boolean> {
	const log = await openRunLog(runs, runId, conversationId, person);
	try {
		const suspension = log.recorded.findIndex((entry) => entry.kind === 'suspended' && entry.id === id);
		return log.recorded.slice(suspension + 1).some(isDecision);
	} finally {
		await log.close();
	}
}

const isDecision = (entry: TrailEntry): boolean => ['decision', 'agreed'].includes(unwrapEntry(entry).kind);

/** Only the job of the sub-process can start its elements: a decision here would be lost to the process. */
function refuseElements(trail: TrailEntry[], { tools = [] }: AgentParts): void {
	const waited = trail.findLast((entry) => entry.kind === 'suspended');
	const element = waited?.sources.find((source) => source.startsWith(elementSource) && !tools.some((tool) => tool.source === source));
	if (element === undefined) return;
	throw new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The suspended run cannot be continued here: it waits to start "${element.slice(elementSource.length)}", which is an element of a process.`,
		fix: 'Decide in the process: complete its user task with "decisions".',
	});
}

/** Another store does not know whether the run was resumed here: the same decision would count once in each. */
async function refuseForeign(runs: RunStore, { store, runId }: RunState): Promise<void> {
	const isOurs = store === undefined ? (await runs.first(runId)) !== undefined : store === (await runs.identity());
	if (isOurs) return;
	throw new TroupeError({
		code: 'RUN_FOREIGN',
		message:
			'This suspended run waits in another store, such as the state folder of another machine. Only there is it known whether it was resumed.',
		fix: 'Resume it with the TROUPE_HOME or TROUPE_DATABASE_URL with which it was suspended. Give machines that continue runs of each other the same TROUPE_DATABASE_URL.',
		// Another worker can have that folder.
		retryable: true,
	});
}

/**
 * Returns whether a resumed run came to its end, or to a later decision. Otherwise its process ended before, and whoever resumes it again takes
 * it to where it was going: decisions and calls that are in the trail are not repeated.
 */
function isContinued(recorded: TrailEntry[], suspension: string): boolean {
	const since = recorded.slice(recorded.findIndex((entry) => entry.kind === 'suspended' && entry.id === suspension) + 1);
	const next = since.findIndex(({ kind }) => kind === 'suspended');
	return since.some(
		(entry, index) =>
			entry.kind === 'ended' ||
			isAtWork(entry) ||
			(next >= 0 && isDecision(entry) && (index > next || unwrapEntry(entry).kind === 'agreed')),
	);
}

/** Returns whether one process was told to perform calls: another one must not perform them again. */
const isAtWork = (entry: TrailEntry): boolean => entry.kind === 'suspended' && entry.outside !== undefined;

/** Runs with tools have effects that must not be repeated. */
function storesTrails(parts: AgentParts): boolean {
	return parts.runs !== undefined && parts.mode !== 'dry-run' && hasTools(parts);
}

function readTrail(trail: unknown): [TrailEntry<'prepared'>, ...TrailEntry[]] {
	const entries = trail as TrailEntry[];
	const isTrail = Array.isArray(entries) && entries.every((entry) => typeof entry?.kind === 'string');
	const [first] = isTrail ? entries : [];
	if (first?.kind !== 'prepared' || first.version !== trailVersion)
		throw diverged(`does not start like a trail of version ${trailVersion}`);
	return structuredClone(entries) as [TrailEntry<'prepared'>, ...TrailEntry[]];
}

function createRun(
	request: AgentRequest,
	parts: AgentParts,
	{
		runId,
		conversationId,
		person,
		recorded,
		decisions,
		escalated = new Set(),
		log,
		vault,
		host,
		manifest,
		startedAt,
		team,
	}: Beginning & { host: AbortSignal; manifest: ManifestReference; startedAt: number; team: Pick<Run, 'caller' | 'runMember'> },
): Run {
	const { mode, definition, clock } = parts;
	const replaying = mode === 'replay';
	const last = replaying ? undefined : recorded.at(-1);
	const { caller } = team;
	const place = caller && { agent: definition.id, depth: listCallers(team).length, call: nameCall(caller) };
	const events = createRunEvents(runId, clock, parts.onEvent, place);
	events.count = last?.events ?? 0;
	const usage = new UsageSum();
	const guardrails: Run['guardrails'] = [];
	const searches: Run['searches'] = [];
	const sandboxed: Run['sandboxed'] = [];
	const worked = last?.elapsedMs ?? 0;
	const elapsedMs = () => worked + clock.now() - startedAt;
	const trail = new Trail({
		recorded,
		replaying,
		log,
		elapsedMs,
		stamp: (kind) => ({
			events: events.count,
			elapsedMs: elapsedMs(),
			at: new Date(clock.now()).toISOString(),
			by: nameActor(kind, parts),
		}),
		fold: (entry, fresh) => foldEntry({ guardrails, searches, sandboxed, usage, events }, entry, fresh || replaying),
	});
	const prepared = recorded.find((entry) => entry.kind === 'prepared');
	const message = prepared?.message ?? request.message;
	const known = prepared ?? { facts: request.facts, contact: findContact(team, request) };
	const earlier: string[] = [];
	const context = createContext(
		vault ?? parts.openVault(conversationId, person),
		{ ...known, mustCite: definition.knowledge?.citations === 'required' && !definition.output },
		rememberWhile(
			() => [earlier.length],
			() => findLanguage({ message, earlier, prompt: definition.prompt, usual: caller?.run.context.language ?? parts.language }),
		),
		rememberWhile(
			() => [trail.entries.length, run.toolbox],
			() => listGivenTexts(definition, trail, caller !== undefined, (tool) => findChange(run, tool)),
		),
	);
	const stopsSoftly = definition.limits.softStop ?? hasTools(parts);
	const own = definition.limits.wallClockMs - worked;
	const milliseconds = caller ? Math.min(own, caller.run.workingTime.endsAt - Date.now()) : own;
	const times = startTimes(host, Math.max(0, milliseconds), stopsSoftly);
	const run: Run = {
		...{
			parts,
			id: runId,
			message: prepared ? '' : request.message,
			images: request.images,
			origins: findOrigins(request.origins, parts.approvals),
			sensitivity: request.sensitivity,
			conversationId,
			person,
			by: request.by,
			asker: prepared ? narrowAsker(prepared.asker ?? [], request.asker) : (request.asker ?? []),
			host,
			manifest,
			context,
		},
		...{ trail, events, usage, guardrails, searches, sandboxed, ...times, stopsSoftly, planned: [], repeats: new Map(), earlier },
		...{ ...team, held: { attempts: 0, tokens: 0, costUsd: 0, agents: 0, calls: new Map() }, base: 0, decisions, escalated },
	};
	return run;
}

/** What people did came in through the host; all else is what the agent did. */
function nameActor(kind: EntryKind, { host = 'agent', definition }: AgentParts): string {
	return kind === 'prepared' || kind === 'decision' ? `host:${host}` : `agent:${definition.id}`;
}

/** A message of another agent is not the contact's. */
function findContact({ caller }: Pick<Run, 'caller'>, { contact, person }: AgentRequest): string | undefined {
	return caller ? undefined : (contact ?? person);
}

function startTimes(host: AbortSignal, milliseconds: number, stopsSoftly: boolean): Pick<Run, 'deadline' | 'workingTime'> {
	const deadline = startDeadline(host, milliseconds);
	if (!stopsSoftly) return { deadline, workingTime: deadline };
	const reserved = Math.min(lastAnswerMs, milliseconds * lastAnswerShare);
	return { deadline, workingTime: startDeadline(deadline.signal, milliseconds - reserved) };
}
