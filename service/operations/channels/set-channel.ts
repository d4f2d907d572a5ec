import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { type RuleName, ruleNames, ruleShapes } from '../../../core/ports/channels/rule-kinds';
import { systemClock } from '../../../core/ports/host';
import { open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { ofOthers, operation, type OperationContext } from '../operation';
import { agentAway, findAwayReason } from './agent-state';
import {
	allowedNetworks,
	audio,
	type ChannelPlace,
	checkCredentials,
	checkDesk,
	checkRecord,
	handOver,
	readAudio,
	readTimeZone,
} from './channel-fields';
import { lacks, noteLacks } from './channel-lacks';
import { checkOrigins, refuseUnknownAgents } from './check-agents';
import { channelNotFound, effectiveRules, ofChannel, scope, tag } from './channels';

const nullableRules = Object.fromEntries(ruleNames.map((name) => [name, orNull(ruleShapes[name])]));
const rules = Type.Unsafe<{ [Name in RuleName]?: MailboxRules[Name] | null }>(
	closed(optional(nullableRules), { description: 'Those that change; null: the default.' }),
);
const body = closed(
	optional({
		agent: Type.Union([text(200), Type.Null()], { description: 'In place of a message; null: workflows and processes answer.' }),
		message: text(200),
		rules,
		audio,
		handOver: orNull(handOver),
		allowedNetworks,
		unknownAgent: Type.Boolean({ description: 'Takes an agent that the service does not know, such as one of another machine.' }),
	}),
);
type Changes = Static<typeof body>;

export const setChannel = operation({
	summary: 'Change rules, agent, desk or networks of a channel; its account and its address stay',
	tag,
	method: 'PUT',
	path: 'channels/:channel',
	scope,
	input: { params: ofChannel, body },
	refusals: ofOthers,
	output: Type.Object({
		name: string,
		agent: orNull(string),
		agentAway,
		lacks,
		message: orNull(string),
		rules: open(),
		allowedNetworks: texts,
		...optional({ handOver: open() }),
	}),
	/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED, CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
	async perform({ channel: name, ...changes }: Changes & { channel: string }, { host, by, signal }: OperationContext<ChannelPlace>) {
		const { tenant } = host;
		if (changes.audio) checkCredentials(host);
		const heard = await readAudio(changes.audio, host, signal);
		checkOrigins(changes.rules?.origins ?? undefined);
		const parts = await openChannels(host);
		const { channels, directory } = parts;
		const before = await channels.find(tenant, name);
		if (before === undefined) throw channelNotFound(name, tenant);
		if (!changes.unknownAgent) await refuseUnknownAgents(before, change(before, changes), host);
		if (changes.handOver) {
			const found = await directory.find(tenant, name);
			if (found === undefined) throw channelNotFound(name, tenant);
			await checkDesk(directory, tenant, name, { handOver: change(before, changes).handOver, channel: found.channel });
		}
		const zone = (changes.rules?.hours ?? changes.rules?.quietHours) ? await readTimeZone(host) : {};
		const now = (host.clock ?? systemClock).now();
		const changed = await channels.change(tenant, name, (record) => {
			const after = change(record, changes);
			if (heard) after.rules = { ...after.rules, audio: heard };
			if (after.rules.hours ?? after.rules.quietHours) after.rules = { ...zone, ...after.rules };
			checkRecord(after);
			return { ...after, changedAt: now, changedBy: by };
		});
		if (changed === undefined) throw channelNotFound(name, tenant);
		const { agent, message, handOver: settings, allowedNetworks: networks } = changed;
		const described = { name, agent, message, rules: effectiveRules(changed), allowedNetworks: networks };
		const missed = await noteLacks(changed, host, parts, { asks: false, signal });
		const agentIsAway = await findAwayReason(changed, host, parts);
		return { ...described, agentAway: agentIsAway, lacks: missed, ...(settings && { handOver: settings }) };
	},
});

/** Keeps rules unknown to this version. */
function change(
	record: ChannelRecord,
	{ agent, message, rules: given = {}, handOver: desk, allowedNetworks: networks }: Changes,
): ChannelRecord {
	const merged = Object.entries({ ...record.rules, ...given }).filter(([, value]) => value !== null);
	const { handOver: deskBefore, ...others } = record;
	const settings = desk === undefined ? deskBefore : desk && { ...defaultHandOverSettings, ...deskBefore, ...desk };
	return {
		...others,
		...(agent !== undefined && { agent, message: null }),
		...(message !== undefined && { message, agent: agent ?? null }),
		...(networks && { allowedNetworks: networks }),
		...(settings && { handOver: settings }),
		rules: Object.fromEntries(merged) as ChannelRecord['rules'],
	};
}
