import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional, orNull } from '../../core/base/shape';
import { everyTenant } from '../../core/base/tenant';
import { turnAgentsOff, turnAgentsOn } from '../../core/channels/switches/turn-agents';
import { listOriginNames } from '../../core/conversations/choose-origin';
import { type ChannelScope, parseChannelTarget } from '../../core/conversations/switches/channel-target';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Switch } from '../../core/ports/switches';
import { describeSwitch, describeSwitchChange } from '../../core/switches/describe-switch';
import { listMeant } from '../../core/switches/find-switch';
import { readReason, readTarget, type SwitchTarget, switchTarget } from '../../core/switches/read-target';
import { integer, string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, reason } from '../../manifests/registry/api/fields';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { composeOwnEvents } from '../../providers/compose/events/events';
import { refuseInSandbox } from '../../providers/compose/runs/find-sandbox';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openSwitches } from '../../providers/compose/state/host-switches';
import { decodePlace, pageBy, toPage } from '../http/page';
import { readTimeZone, timeZone } from './conversations/read-day';
import { operation, type OperationContext, type OperationHost } from './operation';
import { checkReach, type Reaching, reachesAll } from './reach';

type Context = OperationContext<OperationHost & Reaching>;

const tag = 'switches';
const scope = 'switch:manage';
const page = closed(optional({ tenant: switchTarget.tenant, limit: limit(1_000), cursor }));
type Page = Static<typeof page>;
const stored = { tenant: string, target: string, reason: string, changedAt: time, changedBy: string };
const warning = Type.Optional(Type.String({ description: 'What does not prevent it, such as a channel or an origin that does not exist' }));
const conversations = Type.Optional(Type.Integer({ description: 'For a channel or an origin: whose agent changed at once' }));

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED for what is not of the caller's tenant */
function reach(target: SwitchTarget, { host }: Context) {
	const what = readTarget(target, host.tenant);
	checkReach(what.tenant, host, 'switch:tenants');
	return what;
}

/** @throws TroupeError STATE_CONFLICT */
async function refuseRunInSandbox(runId: string, host: OperationHost): Promise<void> {
	const run = await (await openRuns(host, host.stateFolder)).findRecord(runId);
	if (run) refuseInSandbox(run);
}

/** Which tenants a list is about. @throws TroupeError ACCESS_DENIED for another than the own one */
function concerned(tenant: string | undefined, { host }: Context): string | undefined {
	if (tenant !== undefined) checkReach(tenant, host, 'switch:tenants');
	return reachesAll(host, 'switch:tenants') ? tenant : host.tenant;
}

export const listSwitches = operation({
	summary: 'List what is off and concerns the own tenant, or any with switch:tenants',
	tag,
	method: 'GET',
	path: 'switches',
	scope,
	input: { query: page },
	output: Type.Object({ timeZone, items: Type.Array(Type.Object(stored)), cursor: Type.Optional(string) }),
	async perform({ tenant, limit: max = 50, cursor: after }: Page, context: Context) {
		const off = await (await openSwitches(context.host))!.list(concerned(tenant, context));
		const { items, ...more } = pageBy((one) => `${one.tenant} ${one.target}`, off, max, after);
		return { timeZone: await readTimeZone(context.host), items: items.map(describeSwitch), ...more };
	},
});

export const listSwitchChanges = operation({
	summary: 'List who turned what off and on, the newest first',
	tag,
	method: 'GET',
	path: 'switches/log',
	scope,
	input: { query: page },
	output: Type.Object({
		timeZone,
		items: Type.Array(Type.Object({ ...stored, reason: orNull(string), on: Type.Boolean() })),
		cursor: Type.Optional(string),
	}),
	async perform({ tenant, limit: max = 50, cursor: after }: Page, context: Context) {
		const switches = (await openSwitches(context.host))!;
		const place = decodePlace(after, 0, 0, '');
		const before = place && { changedAt: place[0], number: place[1], tenant: place[2] };
		const read = await switches.log(max + 1, concerned(tenant, context), { before });
		const { items, ...more } = toPage(read, max, (change) => [change.changedAt, change.number, change.tenant]);
		return { timeZone: await readTimeZone(context.host), items: items.map(describeSwitchChange), ...more };
	},
});

export const turnOff = operation({
	summary: 'Turn agents off on all machines within a second, until they are turned on',
	tag,
	method: 'POST',
	path: 'switches/off',
	scope,
	input: { body: closed({ ...switchTarget, reason }) },
	output: Type.Object({ ...stored, conversations, withdrawn: Type.Optional(integer), warning }),
	async perform(
		{ reason: why, ...target }: SwitchTarget & { reason: string },
		context: Context,
	): Promise<ReturnType<typeof describeSwitch> & Effect> {
		const { host } = context;
		const off = { ...reach(target, context), reason: readReason(why), changedBy: context.by };
		if (off.target.startsWith('run:')) await refuseRunInSandbox(off.target.slice('run:'.length), { ...host, tenant: off.tenant });
		const channels = parseChannelTarget(off.target);
		if (channels === undefined) {
			const done = await (await openSwitches(host))!.turnOff(off);
			await publishChange(done, false, host);
			return describeSwitch(done);
		}
		const parts = await openChannels(host);
		const { switch: done, ...silenced } = await turnAgentsOff(parts, channels, off);
		await publishChange(done, false, host);
		const slip = findSlip(channels, await parts.channels.list(off.tenant), off.tenant, silenced.conversations);
		return { ...describeSwitch(done), ...silenced, ...slip };
	},
});

interface Effect {
	conversations?: number;
	withdrawn?: number;
	dropped?: number;
	warning?: string;
}

type TurnOnInput = SwitchTarget & { reason?: string; answerWaiting?: boolean };

export const turnOn = operation({
	summary: 'Turn on again what was off',
	tag,
	method: 'POST',
	path: 'switches/on',
	scope,
	input: {
		body: closed({
			...switchTarget,
			...optional({
				reason,
				answerWaiting: Type.Boolean({ description: 'For a channel or an origin: answer what arrived meanwhile, too' }),
			}),
		}),
	},
	output: Type.Object({
		tenant: string,
		target: string,
		wasOff: Type.Boolean(),
		off: Type.Array(Type.Object(stored), { description: 'What still is off, of the same tenant' }),
		conversations,
		warning,
		dropped: Type.Optional(Type.Integer({ description: 'Messages that arrived meanwhile, and are left to people' })),
	}),
	async perform({ reason: why, answerWaiting, ...target }: TurnOnInput, context: Context) {
		const { host } = context;
		const what = reach(target, context);
		const change = { ...what, reason: why === undefined ? null : readReason(why), changedBy: context.by };
		const channels = parseChannelTarget(what.target);
		const done: Effect & { wasOff: boolean } = channels
			? await turnChannelsOn(channels, { ...change, answersWaiting: answerWaiting }, host)
			: { wasOff: await turnOnMeant(change, host) };
		if (done.wasOff) await publishChange({ ...change, changedAt: Date.now() }, true, host);
		const left = await (await openSwitches(host))!.list(what.tenant === everyTenant ? undefined : what.tenant);
		return { ...what, ...done, off: left.map(describeSwitch) };
	},
});

type Changed = Pick<Switch, 'tenant' | 'target' | 'changedAt' | 'changedBy'>;

const publishChange = ({ tenant, target, changedAt, changedBy }: Changed, on: boolean, host: OperationHost): Promise<void> =>
	composeOwnEvents({ ...host, tenant: tenant === everyTenant ? host.tenant : tenant })({
		type: 'switch.changed',
		key: `switch ${tenant} ${target} ${changedAt}`,
		data: { target, on, by: changedBy },
	});

async function turnOnMeant(change: Parameters<typeof turnAgentsOn>[1], host: OperationHost): Promise<boolean> {
	const switches = (await openSwitches(host))!;
	const meant = listMeant(await switches.list(), change);
	for (const { target } of meant) await switches.turnOn({ ...change, target });
	return meant.length > 0;
}

async function turnChannelsOn(channels: ChannelScope, change: Parameters<typeof turnAgentsOn>[1], host: OperationHost) {
	const parts = await openChannels(host);
	const done = await turnAgentsOn(parts, change);
	return { ...done, ...findSlip(channels, await parts.channels.list(change.tenant), change.tenant, done.conversations) };
}

/** A slip in a name would leave agents talking while people believe that they are silent. */
function findSlip(
	{ channel, origin }: ChannelScope,
	channels: readonly ChannelRecord[],
	tenant: string,
	changed: number,
): { warning?: string } {
	const within = channels.filter(({ name }) => channel === undefined || name === channel);
	if (channel !== undefined && within.length === 0) return { warning: `the tenant ${tenant} has no channel ${channel}` };
	const names = within.flatMap(({ rules }) => listOriginNames(rules));
	if (origin === undefined || changed > 0 || within.length === 0 || names.includes(origin)) return {};
	const known = `the names are ${[...new Set(names)].join(', ')}, and those of labels`;
	return { warning: `nobody came from ${origin}, and no rule calls an origin so; ${known}` };
}
