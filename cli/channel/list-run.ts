import { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { Audios, AudioState } from '../../core/ports/channels/audios';
import type { ChannelRecord, ChannelTraffic } from '../../core/ports/channels/channel-records';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';

export interface ListOptions {
	json?: boolean;
}

export interface RemoveOptions extends ListOptions {
	yes?: boolean;
}

export async function runChannelList({ json }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { channels, audios, handOvers, tenant } = await openOwn(terminal);
	const [stopped, counts] = await Promise.all([handOvers.countStopped(tenant), audios.count(tenant)]);
	const records = (await channels.listTraffic(tenant)).map((record) => ({
		...record,
		stopped: stopped.get(record.name) ?? 0,
		audios: countsOf(record.name, counts),
	}));
	if (json) terminal.print(JSON.stringify(records.map(describe)));
	else if (records.length === 0)
		terminal.note(`The tenant ${tenant} has no channels. Add one: troupe channel add NAME --provider PROVIDER`);
	else tableOf(records, terminal).forEach(terminal.print);
	for (const { name } of records.filter((record) => record.stopped > 0)) terminal.note(stoppedHint(name));
	return 0;
}

export const stoppedHint = (name: string) =>
	`Conversations of ${name} were stopped because they changed too often. See \`troupe channel log ${name} --people\`.`;

/** @throws TroupeError CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runChannelTest(name: string, { json }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { directory, tenant } = await openOwn(terminal);
	const open = await directory.find(tenant, name);
	if (!open) throw channelNotFound(name, tenant);
	const health = await open.channel.check(terminal.stop);
	if (json) terminal.print(JSON.stringify({ name, ...health }));
	else terminal.print(`${name}: ${health.state}. ${health.detail}`);
	return health.state === 'connected' ? 0 : 1;
}

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runChannelState(
	name: string,
	state: ChannelRecord['state'],
	{ json }: ListOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const { channels, tenant } = await openOwn(terminal);
	if (!(await channels.setState(tenant, name, state, `user:${readUserName()}`))) throw channelNotFound(name, tenant);
	if (json) terminal.print(JSON.stringify({ name, state }));
	terminal.note(`The channel ${name} is ${state}.`);
	return 0;
}

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runChannelRemove(name: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { channels, tenant } = await openOwn(terminal);
	if ((await channels.find(tenant, name)) === undefined) throw channelNotFound(name, tenant);
	const question = `Remove the channel ${name}? Its address then refuses messages from customers, and cannot be restored.`;
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	if (!(await channels.remove(tenant, name))) throw channelNotFound(name, tenant);
	if (json) terminal.print(JSON.stringify({ name, removed: true }));
	terminal.note(`Removed the channel ${name}. Remove its webhook at the provider too.`);
	return 0;
}

/** Opens the channels of the tenant for one command. */
export async function openOwn(terminal: Terminal): Promise<ChannelParts & { tenant: string }> {
	const host = openPrivateState(terminal);
	return { ...(await openChannels(host)), tenant: host.tenant };
}

export const channelNotFound = (name: string, tenant: string) =>
	new TroupeError({
		code: 'CHANNEL_NOT_FOUND',
		message: `The tenant ${tenant} has no channel "${name.slice(0, 60)}".`,
		fix: 'See `troupe channel list`.',
	});

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** `stopped`: conversations that changed hands too often and wait for somebody. */
type Listed = ChannelRecord & ChannelTraffic & { stopped: number; audios: Partial<Record<AudioState, number>> };

const countsOf = (channel: string, counts: Awaited<ReturnType<Audios['count']>>): Listed['audios'] =>
	Object.fromEntries(counts.filter((one) => one.channel === channel).map(({ state, count }) => [state, count]));

const inWords = (audios: Listed['audios']): string =>
	Object.entries(audios)
		.map(([state, count]) => `${count} ${state}`)
		.join(', ');

function describe(record: Listed) {
	const { name, provider, state, agent, message, credential, settings, rules, handOver, allowedNetworks, refused, lastRefusal, stopped } =
		record;
	return {
		...{ name, provider, state, agent, message, credential, settings, rules, handOver, allowedNetworks, stopped },
		...{ lastAcceptedAt: isoTime(record.lastAcceptedAt), lastRefusedAt: isoTime(record.lastRefusedAt), lastRefusal, refused },
		audios: record.audios,
		...{ createdAt: isoTime(record.createdAt), changedAt: isoTime(record.changedAt), changedBy: record.changedBy },
	};
}

function tableOf(records: Listed[], terminal: Terminal): string[] {
	const minute = (at: number | null) => isoTime(at)?.slice(0, 16).replace('T', ' ') ?? 'never';
	return tableLines(
		[
			{ name: 'name', title: 'channel', value: ({ name }) => name },
			{ name: 'provider', title: 'provider', value: ({ provider }) => provider },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{
				name: 'agent',
				title: 'answered by',
				value: ({ agent, message }) => agent ?? (message === null ? 'workflows' : `message ${message}`),
			},
			{ name: 'accepted', title: 'last message (UTC)', value: ({ lastAcceptedAt }) => minute(lastAcceptedAt) },
			{ name: 'stopped', title: 'stopped', numeric: true, value: ({ stopped }) => stopped },
			{ name: 'audios', title: 'audios', value: ({ audios, rules }) => inWords(audios) || (rules.audio ? 'none' : 'not transcribed') },
			{ name: 'refused', title: 'refused', numeric: true, value: ({ refused }) => refused },
			{ name: 'refusal', title: 'last refusal', value: ({ lastRefusal }) => lastRefusal ?? '' },
		],
		records,
		terminal,
		({ state, stopped }) => (state === 'paused' || stopped > 0 ? 'yellow' : undefined),
	);
}
