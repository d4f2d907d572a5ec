import { createHash, randomBytes } from 'node:crypto';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, orNull, recordOf } from '../../../core/base/shape';
import { checkLanguage } from '../../../core/channels/audio/check-language';
import { checkChannelName } from '../../../core/channels/check-channel-name';
import { checkDeskSettings } from '../../../core/channels/check-desk-settings';
import type { CredentialData } from '../../../core/ports/access/credentials';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { type AudioRules, defaultMaxAudioSeconds } from '../../../core/ports/channels/audios';
import type { Channel } from '../../../core/ports/channels/channel';
import type { ChannelDirectory, ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultHandOverSettings, type HandOverSettings } from '../../../core/ports/channels/hand-overs';
import { string } from '../../../manifests/registry/api/answer-fields';
import { limit, list, text } from '../../../manifests/registry/api/fields';
import { checkNetwork } from '../../../providers/channels/shared/allowed-networks';
import { openTranscriber } from '../../../providers/compose/channels/audio-work';
import { channelProviders, openAccount } from '../../../providers/compose/channels/channel-providers';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { refuseLocalModel } from '../knowledge/local-models';
import type { KnowledgePlace } from '../knowledge/who-asks';
import { ofOthers, operation, type OperationContext, type OperationHost } from '../operation';
import { scope, tag } from './channels';

export type ChannelPlace = OperationHost & KnowledgePlace;

const dayMs = 86_400_000;
const longMs = Type.Integer({ minimum: 60_000, maximum: 69 * dayMs });

const rules = closed(
	optional({
		quietMs: Type.Integer({ minimum: 0, maximum: 25_000 }),
		pauseMs: orNull(longMs),
		sessionMs: longMs,
		maxMessagesPerMinute: limit(10_000),
		programsArePeople: Type.Boolean(),
		remember: Type.Boolean(),
		operators: list(text(200), 1_000, 1),
	}),
);
const audio = closed({
	transcriber: Type.String({ description: 'A credential of an endpoint like that of OpenAI, or local.', minLength: 1, maxLength: 100 }),
	...optional({ model: text(500), language: text(20), maxSeconds: limit(3_600), keeps: Type.Enum(['transcript', 'summary', 'nothing']) }),
});
const handOver = closed(
	optional({
		...{ desk: orNull(text(60)), labels: list(text(50), 10), assignee: orNull(text(15)), team: orNull(text(15)) },
		...{ unansweredMinutes: orNull(limit(100_000)), whenUnanswered: Type.Enum(['agent', 'escalate']), escalationLabel: text(50) },
	}),
);
const body = closed({
	...{ name: text(40), provider: text(60), credential: text(100) },
	...optional({
		...{ agent: text(200), message: text(200), settings: recordOf(Type.String({ maxLength: 2_000 }), { maxProperties: 100 }) },
		...{ rules, audio, handOver, allowedNetworks: list(text(60), 100), replace: Type.Boolean() },
		url: Type.String({ description: 'The public address of the service, for whole addresses.', maxLength: 2_000 }),
		connect: Type.Boolean({ description: 'Tells the provider the address.' }),
	}),
});
export type AddedChannel = Static<typeof body>;

export const addChannel = operation({
	...{ summary: 'Add a channel; its address is shown once, and can have a secret', tag, method: 'POST', path: 'channels', scope },
	input: { body },
	refusals: { ...ofOthers, 422: 'An address may not be called' },
	output: Type.Object({ name: string, provider: string, tenant: string, address: string }),
	/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED, CREDENTIAL_NOT_FOUND, STATE_CONFLICT, CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	async perform(given: AddedChannel, { host, by, signal }: OperationContext<ChannelPlace>) {
		const { name, provider, credential, settings = {}, url, connect = false, replace = false } = given;
		const { tenant } = host;
		checkFields(given);
		if (host.grant?.scopes.has('credential:manage') === false) throw credentialDenied();
		const { data } = await (await openCredentials(host)).credentials.resolve(credential, tenant);
		refuseServer(host, settings, data);
		const channel = await openAccount(provider, { settings, secrets: data });
		if (connect) checkConnection(channel, given);
		const heard = await readAudio(given.audio, host, signal);
		const { channels, directory } = await openChannels(host);
		const passed = given.handOver && { ...defaultHandOverSettings, ...given.handOver };
		await checkDesk(directory, tenant, name, { handOver: passed, channel });
		const before = await channels.find(tenant, name);
		if (before && !replace) throw alreadyThere(name);
		const secret = channel.abilities.signs ? undefined : randomBytes(24).toString('base64url');
		const path = `/channels/${tenant}/${name}${secret === undefined ? '' : `/${secret}`}`;
		const address = url === undefined ? path : new URL(path, url).href;
		if (connect) await channel.connect!(address, signal);
		const now = Date.now();
		const record: ChannelRecord = {
			...{ tenant, name, provider, settings, credential, agent: given.agent ?? null, message: given.message ?? null },
			...{ rules: { ...given.rules, ...(heard && { audio: heard }) }, state: 'active', allowedNetworks: given.allowedNetworks ?? [] },
			...(passed && { handOver: passed }),
			pathSecretHash: secret === undefined ? null : createHash('sha256').update(secret).digest('hex'),
			...{ createdAt: before?.createdAt ?? now, changedAt: now, changedBy: by },
		};
		if (!(await channels.put(record, replace))) throw alreadyThere(name);
		return { name, provider, tenant, address };
	},
});

function checkFields({ name, agent, message, rules: { remember } = {}, handOver: passed, allowedNetworks, url }: AddedChannel): void {
	checkChannelName(name);
	if (agent !== undefined && message !== undefined)
		throw invalid('A channel is answered by an agent or by processes, not by both.', 'Leave out the agent or the message.');
	if (remember && agent === undefined)
		throw invalid('To remember sessions needs an agent, whose model writes the summaries.', 'Name an agent, or remember nothing.');
	if (message?.trim() === '') throw invalid('The message is empty.', 'Use the name of a message of the process, such as customer-wrote.');
	if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		throw invalid('The public address is not one of http or https.', 'Write it as https://troupe.example.com.');
	allowedNetworks?.forEach(checkNetwork);
	const { labels = [], escalationLabel, assignee, team } = passed ?? {};
	checkDeskSettings({ labels, escalationLabel, ids: { assignee: assignee ?? undefined, team: team ?? undefined } });
}

/** The secrets of a credential go to no server that a caller chose, unless a caller stored them. */
function refuseServer({ grant }: ChannelPlace, { baseUrl, sendTo }: Record<string, string>, secrets: CredentialData): void {
	if (grant === undefined || hasForeignAddresses(secrets) || (baseUrl ?? sendTo) === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The setting "${baseUrl === undefined ? 'sendTo' : 'baseUrl'}" names a server, and the credential was stored on the machine of the service.`,
		fix: 'Store the credential over the service too, or add the channel on its machine.',
		forCaller: true,
	});
}

function checkConnection(channel: Channel, { provider, url }: AddedChannel): void {
	const { title, webhook } = channelProviders[provider]!;
	if (channel.connect === undefined) throw invalid(`${title} cannot be told an address.`, `Leave out --connect. ${webhook}`);
	if (url === undefined) throw invalid('--connect needs the public address of `troupe serve`.', 'Add --url https://….');
}

/** Opens the transcriber once. */
async function readAudio(given: AddedChannel['audio'], host: ChannelPlace, signal: AbortSignal): Promise<AudioRules | undefined> {
	if (given === undefined) return undefined;
	if (given.language !== undefined) checkLanguage(given.language);
	if (given.transcriber === 'local') refuseLocalModel(host, 'model', given.model);
	const heard = { maxSeconds: defaultMaxAudioSeconds, keeps: 'transcript' as const, ...given };
	await openTranscriber(heard, host, signal);
	return heard;
}

/** @throws TroupeError INPUT_INVALID if the summary would have no place, CREDENTIAL_NOT_FOUND for one of the desk's channel */
async function checkDesk(
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

const credentialDenied = () =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: 'The caller manages channels, but may not use credentials: that needs the scope credential:manage.',
		fix: 'Use a key with both scopes, such as one of the role admin.',
	});

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The channel ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
