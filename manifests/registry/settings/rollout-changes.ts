import { randomUUID } from 'node:crypto';
import type { ManifestKind } from '../../documents/document-words';
import { TroupeError } from '../../../core/base/errors';
import type { Change } from '../changes/change';
import { invalid } from '../changes/request-fields';
import { pickBest, listVersions } from '../find/find-manifest';
import type { MetricsReport, ReasonRequest, Rollout, StartRollout } from '../registry-api';
import { nameByContact } from '../rollouts/by-contact';
import { checkEvaluationRules } from '../../evidence/evaluation-rule';
import { findStoredProblems } from '../lifecycle/take-evaluations';
import { addReport, describeReporters } from '../rollouts/add-report';
import { applyDecision, changesSnapshot } from '../rollouts/apply-decision';
import { decideRollout, type RolloutFacts } from '../rollouts/decide-rollout';
import { countEntries } from '../rollouts/snapshot-rollouts';
import { startRollout as begin } from '../rollouts/start-rollout';
import { listStoredLabels } from '../resolve/stored-labels';
import type { Connection, Database } from '../store/tables';
import { steerRollout as steer, type SteerAction } from '../rollouts/steer-rollout';

export const maxRollouts = 1000;

export async function startRollout(change: Change, request: StartRollout): Promise<Rollout> {
	const wanted = request.id ?? randomUUID();
	const id = request.by === 'contact' ? nameByContact(wanted) : wanted;
	// The id is part of paths, and `..` would leave them.
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id))
		throw invalid('id', 'is wrong', 'up to 100 of A-Z, a-z, 0-9, ., _ and -, a letter or digit first');
	const all = await storedRollouts(change.connection);
	const existing = all.find((one) => one.id === id);
	if (existing && sameRequest(existing, request)) return existing;
	if (existing) throw invalid('id', 'belongs to another rollout', 'one that was not used before');
	const rollout = begin(request, id, await readFacts(change, { ...request, package: request.name }), all);
	await requireEvaluated(change, request);
	await forgetEnded(change, all, rollout);
	const row = {
		id,
		kind: rollout.kind,
		name: rollout.package,
		state: rollout.state,
		rollout: JSON.stringify(rollout),
		revision: rollout.revision,
	};
	await change.connection.insertInto('rollouts').values(row).execute();
	change.identify({ kind: rollout.kind, name: rollout.package, version: rollout.to });
	announce(change, rollout);
	return rollout;
}

export async function steerRollout(change: Change, id: string, action: SteerAction, { reason, revision }: ReasonRequest): Promise<Rollout> {
	const rollout = await findRollout(change, id);
	if (revision !== undefined && revision !== rollout.revision)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The rollout ${id} was changed in the meantime: its revision is ${rollout.revision}, expected ${revision}`,
			fix: 'Read it again, and decide again.',
			details: { expected: revision, actual: rollout.revision },
		});
	change.identify({ kind: rollout.kind, name: rollout.package, version: rollout.to });
	const facts = await readFacts(change, rollout);
	const steered = steer(rollout, action, facts, reason);
	if (steered !== rollout) change.note({ state: steered.state, percent: steered.percent, ...(reason !== undefined && { reason }) });
	return keep(change, rollout, steered);
}

export async function reportMetrics(change: Change, id: string, report: MetricsReport): Promise<void> {
	checkReport(report);
	const { connection, caller, nowMs } = change;
	const rollout = await findRollout(change, id);
	const { sequence } = report;
	// Sequence numbers count per sender: no reporter silences another.
	const instance = `${caller.subject}\n${report.instance}`;
	const last = await connection
		.selectFrom('rollout_reports')
		.select('sequence')
		.where('rollout', '=', id)
		.where('instance', '=', instance)
		.executeTakeFirst();
	if (last && last.sequence >= sequence) return;
	if (!last) await refuseTooManyInstances(change, id);
	await connection
		.insertInto('rollout_reports')
		.values({ rollout: id, instance, sequence })
		.onConflict((one) => one.columns(['rollout', 'instance']).doUpdateSet({ sequence }))
		.execute();
	if (!isUnderWay(rollout)) return;
	const counted = addReport(rollout, caller.subject, report, nowMs);
	if (counted !== rollout) await decide(change, rollout, counted);
}

/** @throws TroupeError STATE_CONFLICT */
async function requireEvaluated(change: Change, { name, from, to, evaluations = [] }: StartRollout): Promise<void> {
	checkEvaluationRules(evaluations);
	const problems = evaluations.length === 0 ? [] : await findStoredProblems(change, { name, from, to }, evaluations);
	if (problems.length === 0) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The rollout of ${name} to ${to} cannot start: ${problems.join('; ')}`,
		fix: `Correct the agent, or approve it again with the missing results: \`troupe manifest approve agent:${name}@${to} --evaluation FILE\`.`,
		details: { reason: 'evaluation', problems: problems.slice(0, 100) },
	});
}

export async function decideRollouts(change: Change, only?: { kind: ManifestKind; name: string }): Promise<void> {
	for (const rollout of await storedRollouts(change.connection))
		if (isUnderWay(rollout) && (!only || (rollout.kind === only.kind && rollout.package === only.name)))
			await decide(change, rollout, rollout);
}

export async function storedRollouts(connection: Database | Connection): Promise<Rollout[]> {
	const rows = await connection.selectFrom('rollouts').select('rollout').orderBy('id').execute();
	return rows.map(({ rollout }) => JSON.parse(rollout) as Rollout);
}

export const isUnderWay = ({ state }: Rollout): boolean => state === 'running' || state === 'paused';

async function decide(change: Change, before: Rollout, rollout: Rollout): Promise<void> {
	const facts = await readFacts(change, rollout);
	const after = applyDecision(rollout, decideRollout(rollout, facts), facts);
	if (changesSnapshot(before, after) && rollout.reporters) change.note({ reporters: describeReporters(rollout.reporters) });
	await keep(change, before, after);
}

async function keep(change: Change, before: Rollout, after: Rollout): Promise<Rollout> {
	if (after === before) return after;
	await change.connection
		.updateTable('rollouts')
		.set({ state: after.state, rollout: JSON.stringify(after), revision: after.revision })
		.where('id', '=', after.id)
		.execute();
	if (changesSnapshot(before, after)) {
		announce(change, after);
		tellAgentEvent(change, before, after);
	}
	return after;
}

function announce(change: Change, { id, kind, package: name, percent, state, to, others, lost, groups }: Rollout): void {
	change.event('rollout.changed', { rollout: id, kind, name, version: to });
	const several = { ...(others && { others }), ...(lost && { lost }), ...(groups?.worse && { worse: groups.worse }) };
	change.note({ rollout: id, percent, state, ...several });
	change.touchSnapshot();
}

function tellAgentEvent(
	change: Change,
	before: Rollout,
	{ id, kind, package: name, from, to, state, stage, percent, reason = '' }: Rollout,
): void {
	if (kind !== 'agent') return;
	const about = { rollout: id, kind, name, version: to, from, percent: String(percent), reason: reason.slice(0, 300) };
	if (state !== before.state && (state === 'aborted' || state === 'completed')) change.event(`agent.rollout.${state}`, about);
	else if (stage > before.stage) change.event('agent.rollout.promoted', about);
}

async function readFacts(
	{ connection, nowMs }: Change,
	{ kind, package: name, to, others }: Pick<Rollout, 'kind' | 'package' | 'to' | 'others'>,
): Promise<RolloutFacts> {
	const versions = await listVersions(connection, kind, name);
	const readEntry = (version: string): RolloutFacts['to'] => {
		const target = pickBest(versions, version);
		return target && { state: target.state, revision: target.revision };
	};
	return {
		now: nowMs,
		to: readEntry(to),
		...(others && { others: others.map(readEntry) }),
		approved: versions.filter(({ state }) => state === 'approved').map(({ version }) => version),
	};
}

async function findRollout({ connection, caller }: Change, id: string): Promise<Rollout> {
	const row = await connection.selectFrom('rollouts').select('rollout').where('id', '=', id).executeTakeFirst();
	if (row) return JSON.parse(row.rollout) as Rollout;
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The tenant ${caller.tenant} has no rollout ${id.slice(0, 100)}`,
		fix: 'List them: `troupe manifest rollout list`.',
		details: { rollout: id.slice(0, 100) },
	});
}

/** Removes ended rollouts of the name. For other names, instances still use the last one. */
async function forgetEnded({ connection }: Change, all: Rollout[], next: Rollout): Promise<void> {
	const ended = all.filter((one) => one.kind === next.kind && one.package === next.package && !isUnderWay(one)).map(({ id }) => id);
	const used = all.filter(({ id }) => !ended.includes(id)).reduce((sum, one) => sum + countEntries(one), 0);
	if (used + countEntries(next) + (await listStoredLabels(connection)).length > maxRollouts)
		throw invalid('id', `would be rollout ${all.length + 1} of the tenant`, `at most ${maxRollouts} names with one, and labels, together`);
	if (ended.length === 0) return;
	await connection.deleteFrom('rollout_reports').where('rollout', 'in', ended).execute();
	await connection.deleteFrom('rollouts').where('id', 'in', ended).execute();
}

const maxInstances = 100_000;

async function refuseTooManyInstances({ connection }: Change, id: string): Promise<void> {
	const { count } = await connection
		.selectFrom('rollout_reports')
		.select((expression) => expression.fn.countAll().as('count'))
		.where('rollout', '=', id)
		.executeTakeFirstOrThrow();
	if (Number(count) >= maxInstances)
		throw invalid('instance', `would be number ${Number(count) + 1}`, `at most ${maxInstances} of a rollout`);
}

/** Max runs of one instance between reports. */
const maxReported = 10_000;

function checkReport({ instance, succeeded, failed, judged, sequence }: MetricsReport): void {
	if (instance.length === 0 || instance.length > 200) throw invalid('instance', `has ${instance.length} characters`, '1 to 200 characters');
	const counts = { succeeded, failed, ...(judged && { 'judged.passed': judged.passed, 'judged.failed': judged.failed }) };
	for (const [field, value] of Object.entries(counts))
		if (!Number.isInteger(value) || value < 0 || value > maxReported)
			throw invalid(field, 'is wrong', `a whole number from 0 to ${maxReported}: an instance reports every few seconds`);
	if (!Number.isSafeInteger(sequence) || sequence < 0) throw invalid('sequence', 'is wrong', 'a whole number that increases');
}

function sameRequest(rollout: Rollout, { kind, name, from, to, stages, others }: StartRollout): boolean {
	return (
		rollout.kind === kind &&
		rollout.package === name &&
		rollout.from === from &&
		rollout.to === to &&
		JSON.stringify(rollout.stages) === JSON.stringify(stages) &&
		JSON.stringify(rollout.others) === JSON.stringify(others)
	);
}
