/** Counts live runs by version and day, and judges a share of them in the background. */
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts, EndedRun } from '../../../core/agents/agent-parts';
import { toDay } from '../../../core/base/iso-time';
import { defaultTenant } from '../../../core/base/tenant';
import { compareActions } from '../../../core/evaluation/live/action-change';
import { RegularCalls } from '../../../core/evaluation/live/regular-calls';
import { compareInputs } from '../../../core/evaluation/live/input-change';
import { systemClock } from '../../../core/ports/host';
import type { PublishedVersion } from '../../../core/ports/manifests';
import type { Action, AgentVersion, RunToJudge } from '../../../core/ports/quality';
import type { Host } from '../hosts/host';
import type { StoredQuality } from '../../state/quality/quality-store';
import { ranAgentsOf } from '../machines/ran-agents';
import { findDatabase } from '../state/state-place';
import { composeOwnEvents } from '../events/events';
import { judgeInBackground } from './judge-waiting';
import { composeQualityStore, warn } from './quality-store';
import { hash } from 'node:crypto';

const defaultWindow = 50;

interface Versions {
	agent?: PublishedVersion;
	prompt?: PublishedVersion;
}

/** @param remembering the host as the agent may remember with it */
export function composeLiveQuality(
	definition: AgentDefinition,
	published: Versions,
	host: Host,
	remembering: Host,
): Pick<AgentParts, 'onEnded' | 'onActed'> {
	if (host.carrier || (host.stateFolder === undefined && findDatabase(host) === undefined)) return {};
	const keepsTexts = remembering.stateFolder !== undefined || findDatabase(remembering) !== undefined;
	return {
		onEnded: (run) => note(run, definition, published, host, keepsTexts).catch(warn),
		onActed: (action, onlyReads) =>
			Promise.all([noteRegular(action, definition, host), onlyReads ? undefined : noteAction(action, definition, host)]).then(
				() => undefined,
				warn,
			),
	};
}

async function note(
	run: EndedRun,
	{ id, version, evaluate }: AgentDefinition,
	published: Versions,
	host: Host,
	keepsTexts: boolean,
): Promise<void> {
	const store = await composeQualityStore(host);
	if (!store) return;
	const tenant = host.tenant ?? defaultTenant;
	const about = { agent: id, version };
	if (run.rating) ranAgentsOf(host).note(tenant, about, run.rating === 'succeeded');
	await count(store, tenant, about, run);
	if (run.input) await noteInput(store, tenant, about, run.input, host);
	if (!evaluate || !run.describeAnswered || !keepsTexts || !isChosen(run.id, evaluate.share)) return;
	const { maskRun } = await import('../../../core/evaluation/live/mask-run');
	const { rubric, judge, budget, window = defaultWindow } = evaluate;
	const masked = await maskRun({ run: run.id, ...(await run.describeAnswered()) });
	const accepted = await store.accept(tenant, {
		...about,
		...masked,
		rubric,
		budget,
		window,
		...(judge !== undefined && { judge }),
		...nameRollouts(published),
	});
	if (accepted) judgeInBackground(host);
}

const nameRollouts = ({ agent, prompt }: Versions): Pick<RunToJudge, 'rollout' | 'prompts'> => ({
	...(agent?.rollout && { rollout: agent.rollout.id }),
	...(prompt?.rollout && { prompts: [{ rollout: prompt.rollout.id, version: prompt.version }] }),
});

async function noteAction(action: Action, { id }: AgentDefinition, host: Host): Promise<void> {
	const store = await composeQualityStore(host);
	const changes = await store?.countAction(host.tenant ?? defaultTenant, id, action, compareActions);
	for (const data of changes ?? []) await composeOwnEvents(host)({ type: 'agent.actions.changed', data });
}

const regular = new RegularCalls();

async function noteRegular({ tool, origin }: Action, { id: agent }: AgentDefinition, host: Host): Promise<void> {
	if (!origin.endsWith('person')) return;
	const { tenant = defaultTenant, clock = systemClock } = host;
	const now = regular.add(JSON.stringify([tenant, agent, tool]), clock.now());
	if (now === undefined) return;
	const data = { agent, tool, origin, kind: 'regular' as const, before: 0, now };
	await composeOwnEvents(host)({ type: 'agent.actions.changed', data });
}

async function count(
	store: StoredQuality,
	tenant: string,
	about: AgentVersion,
	{ rating, durationMs, isSupported }: EndedRun,
): Promise<void> {
	if (rating) await store.countRun(tenant, about, { isOk: rating === 'succeeded', durationMs: durationMs ?? null });
	if (isSupported !== undefined) await store.countSupport(tenant, about, isSupported);
}

/** Number of the day's input at which each is compared: a drift concerns earlier days, a shift needs enough of this one. */
const comparedAt = { drift: 1, shift: 100 };

async function noteInput(
	store: StoredQuality,
	tenant: string,
	{ agent }: AgentVersion,
	traits: NonNullable<EndedRun['input']>,
	host: Host,
): Promise<void> {
	const number = await store.countInput(tenant, agent, traits);
	if (!Object.values(comparedAt).includes(number)) return;
	const today = toDay((host.clock ?? systemClock).now());
	const changes = compareInputs((await store.history(tenant, agent, 1)).inputs, today).filter(
		({ isChanged, kind }) => isChanged && comparedAt[kind] === number,
	);
	const types = Map.groupBy(changes, ({ trait }) => (trait.startsWith('reply') ? 'agent.replies.changed' : 'agent.inputs.changed'));
	for (const [type, group] of types)
		await composeOwnEvents(host)({
			type,
			data: { agent, kind: group[0]!.kind, changes: group.map(({ trait, index }) => ({ trait, index: Number(index.toFixed(3)) })) },
		});
}

/** Chooses runs to judge: the same on every machine, and not predictable. */
function isChosen(run: string, share: number): boolean {
	return Number.parseInt(hash('sha256', `judged ${run}`).slice(0, 8), 16) / 2 ** 32 < share;
}
