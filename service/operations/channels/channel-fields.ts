import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, orNull } from '../../../core/base/shape';
import { checkLanguage } from '../../../core/channels/audio/check-language';
import { checkDeskSettings } from '../../../core/channels/check-desk-settings';
import { type AudioRules, defaultMaxAudioSeconds } from '../../../core/ports/channels/audios';
import type { Channel } from '../../../core/ports/channels/channel';
import type { ChannelDirectory, ChannelRecord } from '../../../core/ports/channels/channel-records';
import { checkHours } from '../../../core/conversations/hours/check-hours';
import { checkRightRules } from '../../../core/conversations/rights/check-right-rules';
import type { HandOverSettings } from '../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { ruleShapes } from '../../../core/ports/channels/rule-kinds';
import { limit, list, text } from '../../../manifests/registry/api/fields';
import { checkNetwork } from '../../../providers/channels/shared/allowed-networks';
import { openTranscriber } from '../../../providers/compose/channels/audio-work';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { refuseLocalModel } from '../knowledge/local-models';
import type { KnowledgePlace } from '../knowledge/who-asks';
import type { AgentPlace } from './agent-state';

export type ChannelPlace = AgentPlace & KnowledgePlace;

export const rules = Type.Unsafe<Partial<Omit<MailboxRules, 'audio'>>>(closed(optional(ruleShapes)));
export const audio = closed({
	transcriber: Type.String({ description: 'A credential of an endpoint like that of OpenAI, or local.', minLength: 1, maxLength: 100 }),
	...optional({ model: text(500), language: text(20), maxSeconds: limit(3_600), keeps: Type.Enum(['transcript', 'summary', 'nothing']) }),
});
export const handOver = closed(
	optional({
		desk: orNull(text(60)),
		labels: list(text(50), 10),
		assignee: orNull(text(15)),
		team: orNull(text(15)),
		unansweredMinutes: orNull(limit(100_000)),
		whenUnanswered: Type.Enum(['agent', 'escalate']),
		escalationLabel: text(50),
	}),
);
export const allowedNetworks = list(text(60), 100);
export type GivenAudio = Static<typeof audio>;
export type GivenHandOver = Static<typeof handOver>;

type RecordFacts = Pick<ChannelRecord, 'agent' | 'message' | 'rules' | 'handOver' | 'allowedNetworks'>;

/** Checks rules of the whole channel. @throws TroupeError INPUT_INVALID */
export function checkRecord({
	agent,
	message,
	rules: { remember, agentReturns, pauseMs, origins = [], ...others },
	handOver: passed,
	allowedNetworks: networks,
}: RecordFacts): void {
	if (agent !== null && message !== null)
		throw invalid('A channel is answered by an agent or by processes, not by both.', 'Leave out the agent or the message.');
	if (remember && agent === null)
		throw invalid('To remember sessions needs an agent, whose model writes the summaries.', 'Name an agent, or remember nothing.');
	if (agent === null && origins.some((origin) => origin.agent !== undefined))
		throw invalid('An origin has an agent, and the channel has none.', 'Name an agent for the channel, which answers everybody else.');
	if (message?.trim() === '') throw invalid('The message is empty.', 'Use the name of a message of the process, such as customer-wrote.');
	if (agentReturns === 'command' && (pauseMs ?? null) !== null)
		throw invalid('A pause brings the agent back, and the channel says that only a command does.', 'Leave out --pause or --agent-returns.');
	checkHours(others);
	checkRightRules(others);
	networks.forEach(checkNetwork);
	if (passed === undefined) return;
	const { labels, escalationLabel, assignee, team, unansweredMinutes, whenUnanswered } = passed;
	checkDeskSettings({ labels, escalationLabel, ids: { assignee: assignee ?? undefined, team: team ?? undefined } });
	if (whenUnanswered === 'escalate' && unansweredMinutes === null)
		throw invalid('An escalation needs a time after which it happens.', 'Add --unanswered MINUTES.');
}

/** Hours keep the tenant's time zone of their setting. */
export async function readTimeZone(host: ChannelPlace): Promise<{ timeZone?: string }> {
	const { timeZone } = await readTenantRules(host);
	return { ...(timeZone !== undefined && { timeZone }) };
}

export async function readAudio(given: GivenAudio | undefined, host: ChannelPlace, signal: AbortSignal): Promise<AudioRules | undefined> {
	if (given === undefined) return undefined;
	if (given.language !== undefined) checkLanguage(given.language);
	if (given.transcriber === 'local') refuseLocalModel(host, 'model', given.model);
	const heard = { maxSeconds: defaultMaxAudioSeconds, keeps: 'transcript' as const, ...given };
	await openTranscriber(heard, host, signal);
	return heard;
}

/** @throws TroupeError INPUT_INVALID if the summary has no place, CREDENTIAL_NOT_FOUND for the desk channel's */
export async function checkDesk(
	directory: ChannelDirectory,
	tenant: string,
	name: string,
	{ handOver: passed, channel }: { handOver: HandOverSettings | undefined; channel: Channel },
): Promise<void> {
	if (passed === undefined) return;
	const { desk, labels, assignee, team } = passed;
	if (desk === null) {
		if (channel.desk === undefined && (labels.length > 0 || assignee !== null || team !== null))
			throw invalid(
				'Labels, a person and a team need a desk, and this channel has none.',
				'Add --desk with the name of a channel of Chatwoot.',
			);
		return;
	}
	const open = desk === name ? { channel } : await directory.find(tenant, desk);
	if (open === undefined)
		throw invalid(
			`The desk ${JSON.stringify(desk.slice(0, 60))} is not a channel of the tenant ${tenant}.`,
			'Add it first: troupe channel add NAME --provider chatwoot.',
		);
	if (open.channel.desk === undefined)
		throw invalid(`The channel ${desk} cannot be a desk: its provider has no notes.`, 'Name a channel of Chatwoot.');
}

export const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

/** @throws TroupeError ACCESS_DENIED for a caller without the right to credentials */
export function checkCredentials({ grant }: ChannelPlace): void {
	if (grant?.scopes.has('credential:manage') !== false) return;
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: 'The caller manages channels, but may not use credentials: that needs the scope credential:manage.',
		fix: 'Use a key with both scopes, such as one of the role admin.',
	});
}
