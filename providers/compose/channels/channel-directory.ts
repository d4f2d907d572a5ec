import { TroupeError } from '../../../core/base/errors';
import { settlePause } from '../../../core/conversations/mailbox/settle-pause';
import type { ChannelDirectory, ChannelRecord, ChannelRecords, OpenChannel } from '../../../core/ports/channels/channel-records';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { composeCredentials, type CredentialHost } from '../credentials/credentials';
import { withResidency } from '../settings/residency';
import { openAccount } from './channel-providers';

const maxAgeMs = 2_000;

interface Cached {
	opened: Promise<OpenChannel | undefined>;
	at: number;
}

export function createChannelDirectory(records: ChannelRecords, host: CredentialHost): ChannelDirectory {
	const credentials = composeCredentials(host);
	const cache = new Map<string, Cached>();
	async function open(tenant: string, name: string): Promise<OpenChannel | undefined> {
		const record = await records.find(tenant, name);
		if (record === undefined) return undefined;
		const { data } = await credentials.resolve(record.credential, tenant);
		const { residency } = withResidency(`The server of the channel ${name}`, { ...host, tenant });
		const channel = await openAccount(record.provider, { settings: record.settings, secrets: data }, residency && { residency });
		if (record.pathSecretHash === null && !channel.abilities.signs) throw unsigned(record);
		// Another desk counts once it is written (noteDeskWrite).
		return { record, channel, rules: settlePause({ ...defaultMailboxRules, ...record.rules }, channel.desk !== undefined) };
	}
	return {
		find(tenant, name) {
			const key = JSON.stringify([tenant, name]);
			const cached = cache.get(key);
			if (cached && performance.now() - cached.at < maxAgeMs) return cached.opened;
			const opened = open(tenant, name);
			cache.set(key, { opened, at: performance.now() });
			opened.then(
				(found) => found ?? cache.delete(key),
				() => cache.delete(key),
			);
			return opened;
		},
	};
}

/** Its address has no secret, because its requests were signed when it was added: without a key, anybody could write as a customer. */
function unsigned({ name, provider, credential }: ChannelRecord): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The channel ${name} checks signatures, but its credential ${credential} no longer has the secret for them. Nothing is received or sent.`,
		fix: `Add the credential again with that secret: \`troupe credentials add ${credential} --replace\`. For requests without signatures, add the channel again: \`troupe channel add ${name} --provider ${provider} --replace\`.`,
		details: { channel: name, credential },
	});
}
