import { createHash, randomBytes } from 'node:crypto';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, recordOf } from '../../../core/base/shape';
import { checkChannelName } from '../../../core/channels/check-channel-name';
import type { CredentialData } from '../../../core/ports/access/credentials';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import type { Channel } from '../../../core/ports/channels/channel';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { channelProviders, openAccount } from '../../../providers/compose/channels/channel-providers';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
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
	invalid,
	readAudio,
	readTimeZone,
	rules,
} from './channel-fields';
import { lacks, noteLacks } from './channel-lacks';
import { scope, tag } from './channels';
import { checkOrigins } from './check-agents';

const body = closed({
	name: text(40),
	provider: text(60),
	credential: text(100),
	...optional({
		agent: text(200),
		message: text(200),
		settings: recordOf(Type.String({ maxLength: 2_000 }), { maxProperties: 100 }),
		rules,
		audio,
		handOver,
		allowedNetworks,
		replace: Type.Boolean(),
		url: Type.String({ description: 'The public address of the service, for whole addresses.', maxLength: 2_000 }),
		connect: Type.Boolean({ description: 'Tells the provider the address.' }),
	}),
});
type AddedChannel = Static<typeof body>;

export const addChannel = operation({
	summary: 'Add a channel; its address is shown once, and can have a secret',
	tag,
	method: 'POST',
	path: 'channels',
	scope,
	input: { body },
	refusals: { ...ofOthers, 422: 'An address may not be called' },
	output: Type.Object({ name: string, provider: string, tenant: string, address: string, agentAway, lacks }),
	/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED, CREDENTIAL_NOT_FOUND, STATE_CONFLICT, CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	async perform(given: AddedChannel, { host, by, signal }: OperationContext<ChannelPlace>) {
		const { name, provider, credential, settings = {}, url, connect = false, replace = false } = given;
		const { tenant } = host;
		checkChannelName(name);
		checkUrl(url);
		checkOrigins(given.rules?.origins);
		const passed = given.handOver && { ...defaultHandOverSettings, ...given.handOver };
		const facts = {
			agent: given.agent ?? null,
			message: given.message ?? null,
			allowedNetworks: given.allowedNetworks ?? [],
			rules: { ...((given.rules?.hours ?? given.rules?.quietHours) && (await readTimeZone(host))), ...given.rules },
			...(passed && { handOver: passed }),
		};
		checkRecord(facts);
		checkCredentials(host);
		const { data } = await (await openCredentials(host)).credentials.resolve(credential, tenant);
		refuseServer(host, settings, data);
		const channel = await openAccount(provider, { settings, secrets: data });
		if (connect) checkConnection(channel, given);
		const heard = await readAudio(given.audio, host, signal);
		const parts = await openChannels(host);
		const { channels, directory } = parts;
		await checkDesk(directory, tenant, name, { handOver: passed, channel });
		const before = await channels.find(tenant, name);
		if (before && !replace) throw alreadyThere(name);
		const secret = channel.abilities.signs ? undefined : randomBytes(24).toString('base64url');
		const path = `/channels/${tenant}/${name}${secret === undefined ? '' : `/${secret}`}`;
		const address = url === undefined ? path : new URL(path, url).href;
		if (connect) await channel.connect!(address, signal);
		const now = Date.now();
		const record: ChannelRecord = {
			tenant,
			name,
			provider,
			settings,
			credential,
			...facts,
			state: 'active',
			rules: { ...facts.rules, ...(heard && { audio: heard }) },
			pathSecretHash: secret === undefined ? null : createHash('sha256').update(secret).digest('hex'),
			createdAt: before?.createdAt ?? now,
			changedAt: now,
			changedBy: by,
		};
		if (!(await channels.put(record, replace))) throw alreadyThere(name);
		const missed = await noteLacks(record, host, parts, { asks: false, signal });
		return { name, provider, tenant, address, agentAway: await findAwayReason(record, host, parts), lacks: missed };
	},
});

function checkUrl(url: string | undefined): void {
	if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		throw invalid('The public address is not one of http or https.', 'Write it as https://troupe.example.com.');
}

/** A credential's secrets go to no caller-chosen server, unless a caller stored them. */
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

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The channel ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
