import { memoize } from '../../../base/memoize';
import { findLanguage } from '../../../base/text/language';
import type { ManifestReference } from '../../../ports/manifests';
import { narrowAsker } from '../../../ports/knowledge/readers';
import type { AgentParts } from '../../agent-parts';
import type { AgentRequest } from '../../agent-request';
import { startDeadline } from './deadline';
import { findMessageOrigins } from '../../approvals/approval-rules';
import { hasTools } from '../tools/open-toolbox';
import { findChange, listGivenTexts } from './given-texts';
import { nameImages } from './name-images';
import { createContext, foldEntry, type Run } from './run';
import { measureEvents } from '../../measure-events';
import { createRunEvents } from './run-events';
import { UsageSum } from './run-usage';
import { Trail } from '../trail/trail';
import type { EntryKind } from '../trail/trail-entry';
import { listCallers, nameCall } from '../team/caller';
import type { StartPoint } from './start-point';

/** Max time reserved for a last answer, and its max share. */
const lastAnswerMs = 10_000;
const lastAnswerShare = 0.25;

export function createRun(
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
		...{
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
