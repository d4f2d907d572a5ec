import { toZonedMinute } from '../../core/base/iso-time';
import type { AudioState } from '../../core/ports/channels/audios';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import {
	channelNotFound,
	type DescribedChannel,
	listChannels,
	pauseChannel,
	removeChannel,
	resumeChannel,
	testChannel,
} from '../../service/operations/channels/channels';
import { describeLack } from '../../core/ports/channels/lacks';
import type { AnsweredLack } from '../../service/operations/channels/channel-lacks';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface ListOptions {
	json?: boolean;
}

export interface RemoveOptions extends ListOptions {
	yes?: boolean;
}

export async function runChannelList({ json }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { items: records, timeZone } = await callOperation(listChannels, {}, terminal);
	if (json) terminal.print(JSON.stringify(records));
	else if (records.length === 0)
		terminal.note(`The tenant has no channels. Add one: ${nameCommand('troupe channel add NAME --provider PROVIDER', terminal)}`);
	else tableOf(records, timeZone, terminal).forEach(terminal.print);
	for (const { name } of records.filter((record) => record.stopped > 0)) terminal.note(stoppedHint(name));
	for (const { name } of records.filter(({ waiting }) => waiting > 0))
		terminal.note(`Customers of ${name} wait longer than it allows. See \`troupe conversation list --waiting --channel ${name}\`.`);
	for (const { name, agentState } of records.filter(isAway)) awayHint(name, agentState?.reason ?? '').forEach(terminal.note);
	for (const { name, needs } of records.filter(isLacking)) terminal.note(printable(`${name} lacks something. ${needs?.reason ?? ''}`));
	return 0;
}

/** Tells whoever gave a channel an agent, or replays turns, that the agent cannot answer. */
export const awayHint = (name: string, agentAway: string | null): string[] =>
	agentAway === null ? [] : [`${name} cannot answer now, and turns wait until it can. ${agentAway}`];

export const lackHints = (name: string, lacks: AnsweredLack[], now = Date.now()): string[] =>
	lacks.map(({ foundAt, ...lack }) => {
		const age = foundAt === null ? '' : ` The service that has the processes found this ${describeAge(now - Date.parse(foundAt))}.`;
		return printable(`${name} needs the ${lack.kind} ${lack.name} (${lack.state}). ${describeLack(lack)}${age}`);
	});

function describeAge(ms: number): string {
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 1) return 'less than a minute ago';
	const [count, unit] = minutes < 120 ? [minutes, 'minute'] : [Math.floor(minutes / 60), 'hour'];
	return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

const isAway = ({ agentState }: DescribedChannel) => agentState?.state === 'away';

const isLacking = ({ needs }: DescribedChannel) => needs?.state === 'lacking';

export const stoppedHint = (name: string) =>
	`Conversations of ${name} were stopped because they changed too often. See \`troupe channel log ${name} --people\`.`;

/** @throws TroupeError CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runChannelTest(name: string, { json }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const health = await callOperation(testChannel, { channel: name }, terminal, openHost);
	const { state, detail, agent, message, agentAway, lacks } = health;
	if (json) terminal.print(JSON.stringify(health));
	else {
		terminal.print(`${name}: ${state}. ${detail}`);
		const answering = agent === null ? `message ${message}` : `agent ${agent}`;
		if (agent !== null || message !== null) terminal.print(`${answering}: ${agentAway === null ? 'ready.' : `away. ${agentAway}`}`);
		lackHints(name, lacks).forEach(terminal.print);
	}
	return state === 'connected' && agentAway === null && lacks.length === 0 ? 0 : 1;
}

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runChannelState(
	name: string,
	state: ChannelRecord['state'],
	{ json }: ListOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	await callOperation(state === 'paused' ? pauseChannel : resumeChannel, { channel: name }, terminal);
	if (json) terminal.print(JSON.stringify({ name, state }));
	terminal.note(`The channel ${name} is ${state}.`);
	return 0;
}

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runChannelRemove(name: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const isThere = yes || (await callOperation(listChannels, {}, terminal)).items.some((one) => one.name === name);
	if (!isThere) throw channelNotFound(name);
	const question = `Remove the channel ${name}? Its address then refuses messages from customers, and cannot be restored.`;
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	const removed = await callOperation(removeChannel, { channel: name }, terminal);
	if (json) terminal.print(JSON.stringify(removed));
	terminal.note(`Removed the channel ${name}. Remove its webhook at the provider too.`);
	return 0;
}

const inWords = (audios: Partial<Record<AudioState, number>>): string =>
	Object.entries(audios)
		.map(([state, count]) => `${count} ${state}`)
		.join(', ');

const notYet = 'not looked at yet';

function tableOf(records: DescribedChannel[], timeZone: string, terminal: Terminal): string[] {
	const minute = (at: string | null) => (at === null ? 'never' : toZonedMinute(Date.parse(at), timeZone));
	const inState = ({ state, since }: { state: string; since: string }) => `${state} since ${minute(since)}`;
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
			{ name: 'accepted', title: `last message (${timeZone})`, value: ({ lastAcceptedAt }) => minute(lastAcceptedAt) },
			{ name: 'account', title: 'account', value: ({ account }) => (account === null ? 'unknown' : inState(account)) },
			{
				name: 'agentState',
				title: 'agent',
				value: ({ agentState, agent, message }) => (agentState ? inState(agentState) : (agent ?? message) === null ? '' : notYet),
			},
			{ name: 'needs', title: 'needs', value: ({ needs }) => (needs === null ? notYet : inState(needs)) },
			{ name: 'stopped', title: 'stopped', numeric: true, value: ({ stopped }) => stopped },
			{ name: 'waiting', title: 'waiting', numeric: true, value: ({ waiting }) => waiting },
			{ name: 'audios', title: 'audios', value: ({ audios, rules }) => inWords(audios) || (rules.audio ? 'none' : 'not transcribed') },
			{ name: 'refused', title: 'refused', numeric: true, value: ({ refused }) => refused },
			{ name: 'refusal', title: 'last refusal', value: ({ lastRefusal }) => lastRefusal ?? '' },
		],
		records,
		terminal,
		(channel) =>
			channel.state === 'paused' ||
			channel.stopped > 0 ||
			channel.waiting > 0 ||
			isAway(channel) ||
			isLacking(channel) ||
			(channel.account?.state ?? 'connected') !== 'connected'
				? 'yellow'
				: undefined,
	);
}
