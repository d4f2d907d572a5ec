import { randomUUID } from 'node:crypto';
import { memoize } from '../../../base/memoize';
import { findLanguage } from '../../../base/text/language';
import { intersectAskers } from '../../../ports/knowledge/readers';
import type { ManifestReference } from '../../../ports/manifests';
import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import { type AgentRequest, nameRun } from '../../agent-request';
import { findMessageOrigins } from '../../approvals/approval-rules';
import { hasTools } from '../tools/open-toolbox';
import { measureEvents } from '../../measure-events';
import { Trail } from '../trail/trail';
import type { EntryKind } from '../trail/trail-entry';
import { listCallers, nameCall } from '../team/caller';
import { recordDecisions } from '../waiting/decisions';
import { findPrepared } from '../waiting/read-stored-trail';
import { isOfRevokedCaller } from '../../../switches/find-switch';
import { findVault } from '../waiting/waiting-vaults';
import { startDeadline } from './deadline';
import { findChange, listGivenTexts } from './given-texts';
import { nameImages } from './name-images';
import { resume } from './resume-run';
import type { Caller, Run } from './run';
import { createContext, foldEntry } from './run';
import { createRunEvents } from './run-events';
import { openRunLog } from './run-log';
import { verifyState } from './run-state';
import { UsageSum } from './run-usage';
import type { StartPoint } from './start-point';
import { nameMemberRun } from './member-run-name';
import { asStartPoint, readTrail, storesTrails } from './start-point';

/** Max time reserved for a last answer, and its max share. */
const lastAnswerMs = 10_000;
const lastAnswerShare = 0.25;

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
	}: StartPoint & { host: AbortSignal; manifest: ManifestReference; startedAt: number; team: Pick<Run, 'caller' | 'runMember'> },
): Run {
	const { mode, definition, clock } = parts;
	const replaying = mode === 'replay';
	const last = replaying ? undefined : recorded.at(-1);
	const { caller } = team;
	const place = caller && { agent: definition.id, depth: listCallers(team).length, call: nameCall(caller) };
	const measure = replaying ? undefined : measureEvents(definition.id, (tool) => run.toolbox?.byName.has(tool) ?? false);
	const events = createRunEvents(runId, clock, parts.onEvent, { team: place, measure });
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
		memoize(
			() => [earlier.length],
			() => findLanguage({ message, earlier, prompt: definition.prompt, usual: caller?.run.context.language ?? parts.language }),
		),
		memoize(
			() => [trail.entries.length, run.toolbox],
			() => listGivenTexts(definition, trail, caller !== undefined, (tool) => findChange(run, tool)),
		),
	);
	const stopsSoftly = definition.limits.softStop ?? hasTools(parts);
	const own = definition.limits.wallClockMs - worked;
	const milliseconds = caller ? Math.min(own, caller.run.workingTime.endsAt - Date.now()) : own;
	const times = startTimes(host, Math.max(0, milliseconds), stopsSoftly);
	const run: Run = {
		parts,
		id: runId,
		message: prepared ? '' : request.message,
		words: prepared ? '' : (request.words ?? request.message),
		// Shows only the judged images: a missing file can be there now.
		images: prepared && prepared.imagesSha256 !== nameImages(request.images) ? undefined : request.images,
		origins: findMessageOrigins(request.origins, parts.approvals),
		foreignPrompt: request.foreignPrompt,
		sensitivity: request.sensitivity,
		conversationId,
		person,
		by: request.by,
		session: request.session,
		asker: prepared ? intersectAskers(prepared.asker ?? [], request.asker) : (request.asker ?? []),
		host,
		manifest,
		context,
		trail,
		events,
		usage,
		guardrails,
		searches,
		sandboxed,
		...times,
		stopsSoftly,
		planned: [],
		repeats: new Map(),
		earlier,
		...team,
		held: { attempts: 0, tokens: 0, costUsd: 0, agents: 0, calls: new Map() },
		base: 0,
		decisions,
		escalated,
	};
	return run;
}

/** Names the writer of an entry: the host for people's words and decisions, otherwise the agent. */
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

interface OpenRun {
	run: Run;
	close: () => Promise<void>;
}

/** Asks the gate about an agent and its prompt. @throws TroupeError from a refusing gate */
export async function admitAgent({ gate, definition: { id, version }, definitionSha256, prompt }: AgentParts): Promise<ManifestReference> {
	const admitted = await gate.admit({ kind: 'agent', id, version, sha256: definitionSha256 });
	// Separate, since a prompt can be revoked without its agent.
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
	// Before the claim of a suspended run: if it is stopped, or the tenant is at its limit, it can be resumed later.
	const stops = await watchSwitches(runId, request, state, parts);
	// Called agents belong to their caller's run.
	const entered = team.caller ? undefined : await enter(runId, parts).catch((error: unknown) => endWith(stops, error));
	let start: StartPoint | undefined;
	let run: Run | undefined;
	const close = async () => {
		run?.workingTime.end();
		run?.deadline.end();
		stops?.end();
		await Promise.all([start?.close?.(), entered?.leave()]);
	};
	try {
		start = team.caller ? startCalled(request, team.caller) : await findStartPoint(request, parts, runId, state);
		const signals = [host, stops?.signal, start.leaseLost].filter((each) => each !== undefined);
		const signal = signals.length > 1 ? AbortSignal.any(signals) : host;
		const manifest = withWarnings(admitted, [...(parts.warnings ?? []), ...(entered?.warnings ?? [])]);
		run = createRun(request, parts, { ...start, host: signal, manifest, startedAt, team });
		const person = run.person === undefined ? undefined : await parts.pseudonym?.(run.person);
		const origins = [...new Set([...(run.origins ?? []), ...(run.foreignPrompt?.origins ?? [])])];
		run.events.emit({
			kind: 'started',
			agent: { id, version, sha256: parts.definitionSha256 },
			...(person !== undefined && { person }),
			resumed: start.recorded.length > 0 && parts.mode !== 'replay',
			...(origins.length > 0 && { origins }),
			...(manifest.warnings && { warnings: manifest.warnings }),
		});
		await recordDecisions(run, start.decisions);
		return { run, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Watches for a stop. A waiting run ends if nobody may continue it. */
async function watchSwitches(
	runId: string,
	request: AgentRequest,
	state: RunState | undefined,
	parts: AgentParts,
): Promise<Stops | undefined> {
	if (parts.mode === 'replay') return undefined;
	try {
		const { by, session }: WhoStarted = state ? findPrepared(state.trail) : request;
		return await parts.watchSwitches?.(runId, by, session);
	} catch (error) {
		if (state && isOfRevokedCaller(error)) await parts.runs?.settle(runId);
		throw error;
	}
}

/** A run counts once, also when retried or resumed: by its id, which a state names. */
async function enter(runId: string, parts: AgentParts): Promise<Entered | undefined> {
	if (parts.mode === 'replay' || parts.mode === 'dry-run') return undefined;
	return parts.enter?.(runId);
}

function endWith(stops: Stops | undefined, error: unknown): never {
	stops?.end();
	throw error;
}

type WhoStarted = Pick<AgentRequest, 'by' | 'session'>;

type Stops = Awaited<ReturnType<NonNullable<AgentParts['watchSwitches']>>>;

type Entered = Awaited<ReturnType<NonNullable<AgentParts['enter']>>>;

/** Combines the warnings of gate and registry, without duplicates. */
function withWarnings(manifest: ManifestReference, more: string[] = []): ManifestReference {
	const warnings = [...new Set([...(manifest.warnings ?? []), ...more])];
	return warnings.length > 0 ? { ...manifest, warnings } : manifest;
}

async function findStartPoint(request: AgentRequest, parts: AgentParts, runId: string, state?: RunState): Promise<StartPoint> {
	const { conversationId, person } = request;
	if (parts.mode === 'replay') {
		const recorded = readTrail(request.trail);
		return { runId: recorded[0].runId, conversationId, recorded, decisions: [] };
	}
	if (request.resume && state) return resume(request, state, request.resume, parts);
	const log = storesTrails(parts) ? await openRunLog(parts.runs!, runId, conversationId, person) : undefined;
	return { runId, conversationId, person, recorded: log?.recorded ?? [], decisions: [], ...(log && asStartPoint(log)) };
}

/** A called agent writes its trail into its caller's. */
function startCalled({ conversationId, person }: AgentRequest, caller: Caller): StartPoint {
	const { recorded, decisions } = caller;
	const waited = recorded.findLast((entry) => entry.kind === 'suspended');
	return {
		runId: nameMemberRun(caller),
		conversationId,
		person,
		recorded,
		decisions,
		log: caller.log,
		vault: waited && findVault(waited.id),
	};
}
