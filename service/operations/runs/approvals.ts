import * as Type from 'typebox/type';
import { isTroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { defaultTenant } from '../../../core/base/tenant';
import { closed, optional } from '../../../core/base/shape';
import { open, string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import { nameKeys } from '../../../providers/compose/state/host-callers';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { readPendingOf } from '../../../providers/compose/state/read-pending';
import type { ListedRun } from '../../../providers/state/runs/suspensions';
import { findDecided } from '../../approvals/already-decided';
import { findWaitingRun } from '../../approvals/find-waiting-run';
import { listAllowed } from '../../access/scopes';
import { ofRun } from '../../runs/run-schemas';
import { describeChange } from '../channels/settings/settings-fields';
import { operation, type OperationContext, type OperationHost } from '../operation';
import type { Reaching } from '../reach';
import { decodePlace, toPage } from '../../http/page';

const tag = 'approvals';
const scope = 'agent:decide';
const pending = Type.Array(open());
const waiting = {
	runId: string,
	tenant: string,
	agent: Type.Object({ id: string, version: string }),
	status: Type.Enum(['waiting', 'timed-out', 'interrupted'], { description: 'What `timed-out` leads to is in `whenTimedOut`' }),
	since: time,
	decideBy: time,
	expiresAt: time,
	whenTimedOut: string,
	host: Type.Optional(string),
};

export const describeWaiting = ({ since, decideBy, expiresAt, ...run }: ListedRun) => ({
	...run,
	since: toIso(since),
	decideBy: toIso(decideBy),
	expiresAt: toIso(expiresAt),
});
export type DescribedWaiting = ReturnType<typeof describeWaiting>;

export const listApprovals = operation({
	summary: 'List the runs that wait for a person, the oldest first',
	tag,
	method: 'GET',
	path: 'approvals',
	scope,
	isPartial: true,
	input: { query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({
		items: Type.Array(Type.Object({ ...waiting, pending: Type.Array(open(), { description: 'Kinds and tools, without arguments' }) })),
		...optional({ cursor: string }),
		...optional({
			proposals: Type.Array(open(), { description: 'Changes of the settings of channels that wait for a second person; without a cursor' }),
		}),
	}),
	async perform(
		{ limit: max = 100, cursor: from }: { limit?: number; cursor?: string },
		{ host }: OperationContext<OperationHost & Reaching>,
	) {
		const last = decodePlace(from, 0, '');
		const store = await openRuns(host, host.stateFolder);
		const found = await store.listSuspended({
			agents: listAllowed(host.grant?.scopes, scope),
			limit: max + 1,
			...(last && { after: { since: last[0], runId: last[1] } }),
		});
		const { items, ...more } = toPage(found, max, ({ since, runId }) => [since, runId]);
		return { items: items.map(describeWaiting), ...more, ...(from === undefined && { proposals: await listProposals(host) }) };
	},
});

const maxProposals = 100;

async function listProposals(host: OperationHost & Reaching) {
	if (listAllowed(host.grant?.scopes, scope) !== undefined) return [];
	const { openChannels } = await import('../../../providers/compose/channels/open-channels');
	const found = await (await openChannels(host)).settings.listProposals(host.tenant ?? defaultTenant, maxProposals);
	const nameOf = await nameKeys(host, host.tenant ?? defaultTenant);
	return found.map(({ channel, ...change }) => ({ channel, ...describeChange(change, nameOf) }));
}

export const showApproval = operation({
	summary: 'Show what a run waits for, whole',
	tag,
	method: 'GET',
	path: 'approvals/:runId',
	scope,
	isPartial: true,
	input: ofRun,
	output: Type.Object({ ...waiting, pending }),
	refusals: { 409: 'It was decided: the details say when and, with `run:read`, by whom; or its state cannot be read any more' },
	/** @throws TroupeError RESOURCE_NOT_FOUND for a run that does not wait, RUN_ALREADY_RESUMED, RUN_STATE_INVALID */
	async perform({ runId }, { host }: OperationContext<Host & OperationHost & Reaching>) {
		const { state, listed } = await findWaitingRun(runId, host, host.grant).catch(async (fault: unknown) => {
			throw (await findLateReason(fault, runId, host)) ?? fault;
		});
		return { ...describeWaiting(listed), pending: await readPendingOf(state, host) };
	},
});

/** Tells the agent's deciders who decided about a run that waits no more. */
async function findLateReason(fault: unknown, runId: string, host: Host & OperationHost & Reaching) {
	if (!isTroupeError(fault) || fault.code !== 'RESOURCE_NOT_FOUND') return undefined;
	const record = await (await openRuns(host, host.stateFolder)).findRecord(runId);
	const agents = listAllowed(host.grant?.scopes, scope);
	if (!record?.agent || (agents && !agents.includes(record.agent.id))) return undefined;
	return findDecided(runId, host, host.grant ?? { scopes: new Set(['run:read']) });
}
