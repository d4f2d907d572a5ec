import { randomUUID } from 'node:crypto';
import type { ManifestReference } from '../../../ports/manifests';
import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import { type AgentRequest, nameRun } from '../../agent-request';
import { recordDecisions } from '../waiting/decisions';
import { findPrepared } from '../waiting/read-stored-trail';
import { isOfRevokedCaller } from '../../../switches/find-switch';
import type { Run } from './run';
import { verifyState } from './run-state';
import type { StartPoint } from './start-point';
import { findStartPoint, startCalled } from './find-start-point';
import { nameMemberRun } from './member-run-name';
import { createRun } from './create-run';

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
