import { createHash, randomBytes } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { sealCredential } from '../../../core/credentials/credential-sealing';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import type { HandOverSettings } from '../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { CredentialData } from '../../../core/ports/access/credentials';
import { systemClock } from '../../../core/ports/host';
import { openCredentials } from '../credentials/credentials';
import { type ChannelAccount, checkAccount } from './channel-providers';
import { type ChannelHost, openChannels } from './open-channels';

interface KeptChannel extends ChannelAccount {
	name: string;
	provider: string;
	rules: Partial<MailboxRules>;
	allowedNetworks: string[];
	handOver?: HandOverSettings | undefined;
	/** Names the program, and the credential that stores the account. A channel has one owner. */
	owner: string;
}

/**
 * Stores a channel with its account for every process of this state. `troupe serve` does not receive for it: only its owner knows the address.
 * @throws TroupeError INPUT_INVALID for an account that lacks something, STATE_CONFLICT for a name that belongs to another
 */
export async function keepChannel(host: ChannelHost, kept: KeptChannel): Promise<void> {
	const { name, provider, settings, secrets, rules, allowedNetworks, handOver, owner } = kept;
	checkAccount(provider, { settings, secrets });
	const tenant = host.tenant ?? defaultTenant;
	const { channels } = await openChannels(host);
	const before = await channels.find(tenant, name);
	if (before && before.credential !== owner) throw nameTaken(name, before);
	const now = (host.clock ?? systemClock).now();
	await keepSecrets(host, { tenant, name: owner, type: `channel:${provider}` }, secrets, now);
	const record: ChannelRecord = {
		tenant,
		name,
		provider,
		settings,
		credential: owner,
		agent: null,
		message: null,
		rules,
		allowedNetworks,
		...(handOver && { handOver }),
		state: before?.state ?? 'active',
		createdAt: before?.createdAt ?? now,
		changedAt: now,
		changedBy: owner,
		pathSecretHash: before?.pathSecretHash ?? createHash('sha256').update(randomBytes(32)).digest('hex'),
	};
	if (await channels.put(record, before !== undefined)) return;
	// Another process was faster, with our channel or with another of this name.
	const faster = await channels.find(tenant, name);
	if (faster && faster.credential !== owner) throw nameTaken(name, faster);
}

/** Stores the access to a transcription endpoint for every process of this state. */
export async function keepTranscriber(host: ChannelHost, name: string, data: CredentialData): Promise<void> {
	const identity = { tenant: host.tenant ?? defaultTenant, name, type: 'openAiApi' };
	await keepSecrets(host, identity, data, (host.clock ?? systemClock).now());
}

async function keepSecrets(
	host: ChannelHost,
	identity: { tenant: string; name: string; type: string },
	secrets: CredentialData,
	now: number,
): Promise<void> {
	const { store, keys } = await openCredentials(host);
	const dates = { createdAt: now, changedAt: now, changedBy: identity.name, tokenEndsAt: null, endsAt: null, checkedAt: null };
	const sealed = await sealCredential(keys, identity, secrets);
	await store.put({ ...identity, provider: null, testUrl: null, revision: 0, ...dates, problem: null, ...sealed }, true);
}

const nameTaken = (name: string, { changedBy }: ChannelRecord) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The channel "${name}" already exists, and belongs to someone else (${changedBy}).`,
		fix: `Use another name, or remove the channel: troupe channel remove ${name}.`,
	});
