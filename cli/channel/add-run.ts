import { createHash, randomBytes } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { checkChannelName } from '../../core/channels/check-channel-name';
import type { AudioRules } from '../../core/ports/channels/audios';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Channel } from '../../core/ports/channels/channel';
import type { HandOverSettings } from '../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../core/ports/channels/mailbox-rules';
import { checkNetwork } from '../../providers/channels/shared/allowed-networks';
import { channelProviders, openAccount } from '../../providers/compose/channels/channel-providers';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openCredentials } from '../../providers/compose/credentials/credentials';
import { openPrivateState } from '../host';
import { type AudioOptions, readAudioRules } from './audio-rules';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';
import { checkDesk, type HandOverOptions, readHandOver } from './hand-over-settings';

export interface AddOptions extends AudioOptions, HandOverOptions {
	provider: string;
	credential: string;
	agent?: string;
	/** The name of a BPMN message. */
	message?: string;
	set: Record<string, string>;
	url?: string;
	/** Milliseconds. */
	quiet: number;
	/** Milliseconds. */
	pause?: number;
	programsArePeople?: boolean;
	/** Milliseconds. */
	session: number;
	/** Stores a summary of each session in the memory of its contact. */
	remember?: boolean;
	/** Max messages of one contact within a minute. */
	maxMessages: number;
	operator: string[];
	allow: string[];
	/** Tells the provider the address. */
	connect?: boolean;
	replace?: boolean;
	json?: boolean;
}

/**
 * Adds a channel, and prints the address that its provider calls.
 * @throws TroupeError INPUT_INVALID, CREDENTIAL_NOT_FOUND, STATE_CONFLICT, CHANNEL_REFUSED, CHANNEL_UNREACHABLE
 */
export async function runChannelAdd(name: string, options: AddOptions, terminal: Terminal): Promise<ExitCode> {
	checkChannelName(name);
	checkAnswer(options);
	options.allow.forEach(checkNetwork);
	const host = openPrivateState(terminal);
	const { credentials } = await openCredentials(host);
	const { data } = await credentials.resolve(options.credential, host.tenant);
	const channel = await openAccount(options.provider, { settings: options.set, secrets: data });
	if (options.connect) checkConnection(channel, options);
	const audio = await readAudioRules(options, host, terminal);
	const { channels, directory } = await openChannels(host);
	const handOver = readHandOver(options);
	await checkDesk(directory, host.tenant, name, { handOver, channel });
	const before = await channels.find(host.tenant, name);
	if (before && !options.replace) throw alreadyThere(name);
	const secret = channel.abilities.signs ? undefined : randomBytes(24).toString('base64url');
	const facts = { tenant: host.tenant, secret, handOver, audio, createdAt: before?.createdAt };
	const record = toRecord(name, options, facts);
	const path = `/channels/${host.tenant}/${name}${secret === undefined ? '' : `/${secret}`}`;
	const address = options.url === undefined ? path : new URL(path, options.url).href;
	if (options.connect) await channel.connect!(address, terminal.stop);
	if (!(await channels.put(record, options.replace ?? false))) throw alreadyThere(name);
	if (options.json) terminal.print(JSON.stringify({ name, provider: options.provider, tenant: host.tenant, address }));
	else terminal.print(address);
	describeAdded(name, options, secret !== undefined).forEach(terminal.note);
	return 0;
}

interface RecordFacts {
	tenant: string;
	secret: string | undefined;
	handOver: HandOverSettings | undefined;
	audio: AudioRules | undefined;
	/** The time of the channel that it replaces. */
	createdAt: number | undefined;
}

function toRecord(name: string, options: AddOptions, { tenant, secret, handOver, audio, createdAt }: RecordFacts): ChannelRecord {
	const { provider, credential, set: settings, agent = null, message = null, allow: allowedNetworks } = options;
	const now = Date.now();
	const rules = { ...toRules(options), ...(audio && { audio }) };
	return {
		...{ tenant, name, provider, settings, credential, agent, message, rules, state: 'active', allowedNetworks },
		...(handOver && { handOver }),
		pathSecretHash: secret === undefined ? null : createHash('sha256').update(secret).digest('hex'),
		...{ createdAt: createdAt ?? now, changedAt: now, changedBy: `user:${readUserName()}` },
	};
}

function describeAdded(name: string, { provider, connect }: AddOptions, hasSecret: boolean): string[] {
	const { title, webhook } = channelProviders[provider]!;
	const next = connect ? `${title} was told the address above.` : `${title} has to know the address above. ${webhook}`;
	const warning = `It has a secret, because requests are not signed: whoever knows it can write as a customer. It is shown once; --replace makes a new one.`;
	return [`Added the channel ${name}. ${next}`, ...(hasSecret ? [warning] : []), `Next: troupe channel test ${name}, then troupe serve.`];
}

function checkConnection(channel: Channel, { provider, url }: AddOptions): void {
	const { title, webhook } = channelProviders[provider]!;
	if (channel.connect === undefined) throw invalid(`${title} cannot be told an address.`, `Leave out --connect. ${webhook}`);
	if (url === undefined) throw invalid('--connect needs the public address of `troupe serve`.', 'Add --url https://….');
}

function toRules({ quiet, pause, programsArePeople, session, remember, maxMessages, operator }: AddOptions): Partial<MailboxRules> {
	return {
		...{ quietMs: quiet, pauseMs: pause ?? null },
		...{ sessionMs: session, maxMessagesPerMinute: maxMessages },
		...(programsArePeople && { programsArePeople }),
		...(remember && { remember }),
		...(operator.length > 0 && { operators: operator }),
	};
}

function checkAnswer({ agent, message, remember }: AddOptions): void {
	if (agent !== undefined && message !== undefined)
		throw invalid('A channel is answered by an agent or by processes, not by both.', 'Leave out --agent or --message.');
	if (remember && agent === undefined)
		throw invalid('--remember needs an agent, whose model writes the summaries.', 'Add --agent, or leave out --remember.');
	if (message !== undefined && (message.trim() === '' || message.length > 200))
		throw invalid('--message is empty or longer than 200 characters.', 'Use the name of a message of the process, such as customer-wrote.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The channel ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
