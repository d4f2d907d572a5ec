import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { TroupeError } from '../../core/base/errors';
import { type ChannelRecord, type MailboxRules } from '../../core/ports';
import { checkAccount } from '../../providers/compose/channels/channel-providers';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openCredentials } from '../../providers/compose/credentials/credentials';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readUserName } from '../terminal/user-name';

export interface AddOptions {
	provider: string;
	credential: string;
	agent?: string;
	set: Record<string, string>;
	url?: string;
	/** Seconds. */
	quiet: number;
	/** Minutes. */
	pause?: number;
	operator: string[];
	allow: string[];
	replace?: boolean;
	json?: boolean;
}

/** Adds a channel, and prints the address that its provider calls. @throws TroupeError INPUT_INVALID, CREDENTIAL_NOT_FOUND, STATE_CONFLICT */
export async function runChannelAdd(name: string, options: AddOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(name);
	options.allow.forEach(checkNetwork);
	const host = openPrivateState(terminal);
	const { credentials } = await openCredentials(host);
	const { data } = await credentials.resolve(options.credential, host.tenant);
	const provider = checkAccount(options.provider, { settings: options.set, secrets: data });
	const { channels } = await openChannels(host);
	const before = await channels.find(host.tenant, name);
	if (before && !options.replace) throw alreadyThere(name);
	const secret = provider.signs ? undefined : randomBytes(24).toString('base64url');
	const now = Date.now();
	const record: ChannelRecord = {
		...{ tenant: host.tenant, name, provider: options.provider, settings: options.set, credential: options.credential },
		...{ agent: options.agent ?? null, rules: toRules(options), state: 'active', allowedNetworks: options.allow },
		pathSecretHash: secret === undefined ? null : createHash('sha256').update(secret).digest('hex'),
		...{ createdAt: before?.createdAt ?? now, changedAt: now, changedBy: `user:${readUserName()}` },
	};
	if (!(await channels.put(record, options.replace ?? false))) throw alreadyThere(name);
	const path = `/channels/${host.tenant}/${name}${secret === undefined ? '' : `/${secret}`}`;
	const address = options.url === undefined ? path : new URL(path, options.url).href;
	if (options.json) terminal.print(JSON.stringify({ name, provider: options.provider, tenant: host.tenant, address }));
	else terminal.print(address);
	terminal.note(
		`Added the channel ${name} of ${provider.title}. Enter the address above as its webhook at the provider, for all its events.`,
	);
	if (secret !== undefined) {
		terminal.note(
			`${provider.title} signs nothing: whoever knows the address can write as a customer. It is shown once; --replace makes a new one.`,
		);
	}
	terminal.note(`Next: troupe channel test ${name}, then troupe serve.`);
	return 0;
}

/** No transcriber reads audios yet, so that no burst waits for one. */
function toRules({ quiet, pause, operator }: AddOptions): Partial<MailboxRules> {
	return {
		...{ quietMs: quiet * 1_000, transcriptMs: 0, pauseMs: pause === undefined ? null : pause * 60_000 },
		...(operator.length > 0 && { operators: operator }),
	};
}

function checkName(name: string): void {
	if (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(name.slice(0, 60))} is not the name of a channel: expected lower-case letters, digits and hyphens, at most 40.`,
		fix: 'Use a name such as whatsapp-sales.',
	});
}

function checkNetwork(network: string): void {
	const [address = '', prefix = '0', ...others] = network.split('/');
	const family = isIP(address);
	if (family > 0 && others.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(network.slice(0, 60))} is not a network.`,
		fix: 'Write an address or CIDR, such as 203.0.113.7 or 203.0.113.0/24.',
	});
}

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The channel ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
