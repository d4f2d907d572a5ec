import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional, orNull } from '../../core/base/shape';
import { everyTenant } from '../../core/base/tenant';
import { describeChange, describeStop } from '../../core/stops/describe-stop';
import { listMeant } from '../../core/stops/find-stop';
import { readStopReason, readStopTarget, stopTarget, type StopTarget } from '../../core/stops/read-target';
import { string } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, reason } from '../../manifests/registry/api/fields';
import { refuseInSandbox } from '../../providers/compose/runs/find-sandbox';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openStops } from '../../providers/compose/state/host-stops';
import { decodePlace, pageByName, toPage } from '../http/page';
import { operation, type OperationContext, type OperationHost } from './operation';
import { checkReach, type Reaching, reachesAll } from './reach';

type Context = OperationContext<OperationHost & Reaching>;

const tag = 'stops';
const scope = 'stop:manage';
const page = closed(optional({ tenant: stopTarget.tenant, limit: limit(1_000), cursor }));
type Page = Static<typeof page>;
const stored = { tenant: string, name: string, reason: string, stoppedAt: string, stoppedBy: string };

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED for what is not of the caller's tenant */
function readTarget({ all, tenant, agent, run, tool }: StopTarget, { host }: Context) {
	const what = readStopTarget({ all, tenant, agent, run, tool }, host.tenant);
	checkReach(what.tenant, host, 'stop:tenants');
	return what;
}

/** @throws TroupeError STATE_CONFLICT */
async function refuseRunInSandbox(runId: string, host: OperationHost): Promise<void> {
	const run = await (await openRuns(host, host.stateFolder)).findRecord(runId);
	if (run) refuseInSandbox(run);
}

/** Which tenants a list is about. @throws TroupeError ACCESS_DENIED for another than the own one */
function concerned(tenant: string | undefined, { host }: Context): string | undefined {
	if (tenant !== undefined) checkReach(tenant, host, 'stop:tenants');
	return reachesAll(host, 'stop:tenants') ? tenant : host.tenant;
}

export const listStops = operation({
	...{ summary: 'List what is stopped and concerns the own tenant, or any with stop:tenants', tag, method: 'GET', path: 'stops', scope },
	input: { query: page },
	output: Type.Object({ items: Type.Array(Type.Object(stored)), cursor: Type.Optional(string) }),
	async perform({ tenant, limit: max = 50, cursor: after }: Page, context: Context) {
		const stops = (await openStops(context.host))!;
		const listed = await stops.list(concerned(tenant, context));
		const { items, ...more } = pageByName(listed, max, after, (stop) => `${stop.tenant} ${stop.name}`);
		return { items: items.map(describeStop), ...more };
	},
});

export const listStopChanges = operation({
	...{ summary: 'List who stopped and started what, the newest first', tag, method: 'GET', path: 'stops/log', scope },
	input: { query: page },
	output: Type.Object({
		items: Type.Array(Type.Object({ tenant: string, name: string, reason: orNull(string) })),
		cursor: Type.Optional(string),
	}),
	async perform({ tenant, limit: max = 50, cursor: after }: Page, context: Context) {
		const stops = (await openStops(context.host))!;
		const place = decodePlace(after, 0, 0, '');
		const before = place && { changedAt: place[0], number: place[1], tenant: place[2] };
		const read = await stops.log(max + 1, concerned(tenant, context), { before });
		const { items, ...more } = toPage(read, max, (change) => [change.changedAt, change.number, change.tenant]);
		return { items: items.map(describeChange), ...more };
	},
});

export const stopAgents = operation({
	...{ summary: 'Stop agents on all machines within a second, until they are started', tag, method: 'POST', path: 'stops', scope },
	input: { body: closed({ ...stopTarget, reason }) },
	output: Type.Object(stored),
	async perform({ reason: why, ...target }: StopTarget & { reason: string }, context: Context) {
		const what = { ...readTarget(target, context), reason: readStopReason(why, 'stop'), changedBy: context.by };
		if (target.run !== undefined) await refuseRunInSandbox(target.run, { ...context.host, tenant: what.tenant });
		return describeStop(await (await openStops(context.host))!.stop(what));
	},
});

export const startAgents = operation({
	...{ summary: 'Let agents run again that were stopped', tag, method: 'POST', path: 'stops/remove', scope },
	input: { body: closed({ ...stopTarget, reason: Type.Optional(reason) }) },
	output: Type.Object({
		started: Type.Boolean(),
		stopped: Type.Array(Type.Object(stored), { description: 'What still is, of the same tenant' }),
	}),
	async perform({ reason: why, ...target }: StopTarget & { reason?: string }, context: Context) {
		const what = readTarget(target, context);
		const change = { ...what, reason: why === undefined ? null : readStopReason(why, 'start'), changedBy: context.by };
		const stops = (await openStops(context.host))!;
		const meant = listMeant(await stops.list(), what);
		for (const { name } of meant) await stops.start({ ...change, name });
		const left = await stops.list(what.tenant === everyTenant ? undefined : what.tenant);
		return { ...what, started: meant.length > 0, stopped: left.map(describeStop) };
	},
});
