import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { handOver } from '../../core/channels/hand-over';
import { readSummary } from '../../core/conversations/hand-over/read-summary';
import type { HandOverSummary } from '../../core/ports/channels/hand-overs';
import type { Conversation } from '../../core/ports/channels/mailbox';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { toActor } from '../terminal/to-actor';
import { channelNotFound, openOwn } from './list-run';

export interface HandOverOptions {
	reason: string;
	/** A file. */
	summary?: string;
	say?: string;
	as?: string;
	json?: boolean;
}

export interface ModeOptions {
	on?: boolean;
	off?: boolean;
	as?: string;
	json?: boolean;
}

const maxReasonLength = 500;
const maxSayLength = 10_000;

/** @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runHandOver(name: string, address: string, options: HandOverOptions, terminal: Terminal): Promise<ExitCode> {
	const { reason, say = '', json } = options;
	if (reason.trim() === '' || reason.length > maxReasonLength)
		throw invalid(`--reason is empty or longer than ${maxReasonLength} characters.`, 'Say in a sentence why.');
	if (say.length > maxSayLength) throw invalid(`--say is longer than ${maxSayLength} characters.`, 'Shorten it.');
	const summary = options.summary === undefined ? {} : await readSummaryFile(options.summary);
	const parts = await openOwn(terminal);
	const { tenant } = parts;
	const { id } = await findConversation(parts, tenant, name, address);
	const request = { tenant, conversation: id, key: `command ${randomUUID()}`, reason, summary, by: toActor(options.as), lastWords: say };
	const done = await handOver(parts, request);
	if (done.kind === 'unknown-conversation') throw noConversation(name, address);
	const { handOver: stored, withdrawn, desk } = done;
	if (json) terminal.print(JSON.stringify({ id: stored.id, conversation: id, state: stored.state, withdrawn, desk }));
	terminal.note(`The conversation ${id} is a person's now. Messages withdrawn: ${withdrawn}.`);
	terminal.note(
		desk && 'missing' in desk
			? `No desk gets the summary: ${desk.missing} See it with \`troupe channel log ${name} --people\`.`
			: `\`troupe serve\` writes the summary to the desk ${desk?.name}. See \`troupe channel log ${name} --people\`.`,
	);
	return 0;
}

/** @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND */
export async function runMode(name: string, address: string, { on, off, as, json }: ModeOptions, terminal: Terminal): Promise<ExitCode> {
	if (Boolean(on) === Boolean(off)) throw invalid('The command needs either --on or --off.', 'Add one of them.');
	const parts = await openOwn(terminal);
	const { id, mode: before } = await findConversation(parts, parts.tenant, name, address);
	const mode = on ? 'agent' : 'off';
	const changed = await parts.mailbox.setMode(parts.tenant, id, { mode, until: null, by: toActor(as), reason: 'troupe channel mode' });
	if (changed === undefined) throw noConversation(name, address);
	if (json) terminal.print(JSON.stringify({ conversation: id, before, mode, withdrawn: changed.withdrawn }));
	terminal.note(
		on ? `The agent answers the conversation ${id}.` : `Nobody answers the conversation ${id}. Messages withdrawn: ${changed.withdrawn}.`,
	);
	return 0;
}

/** An address can be any name of the customer: a provider knows a person under several. */
async function findConversation(
	{ channels, mailbox, contacts }: ChannelParts,
	tenant: string,
	channel: string,
	address: string,
): Promise<Conversation> {
	if ((await channels.find(tenant, channel)) === undefined) throw channelNotFound(channel, tenant);
	const byId = await mailbox.find(tenant, address);
	if (byId?.channel === channel) return byId;
	const [byAddress] = await mailbox.list(tenant, { channel, address }, 1);
	if (byAddress) return byAddress;
	const contact = await contacts.findByAlias(tenant, { kind: address.endsWith('@lid') ? 'lid' : 'phone', value: address });
	const [byName] = contact ? await mailbox.list(tenant, { channel, contact: contact.id }, 1) : [];
	if (byName) return byName;
	throw noConversation(channel, address);
}

const maxFileBytes = 65_536;

async function readSummaryFile(path: string): Promise<HandOverSummary> {
	const text = await readTextFile(path).catch((cause: unknown) => {
		throw invalid(`The summary ${path} cannot be read.`, 'Name a JSON file.', cause);
	});
	if (text.length > maxFileBytes) throw invalid(`The summary ${path} is longer than ${maxFileBytes} characters.`, 'Shorten it.');
	const read = readSummary(parse(text));
	if (read.kind === 'ok') return read.summary;
	throw invalid(
		`The summary ${path} ${read.problem}.`,
		'Correct the file: an object of texts, such as {"name": "Maria", "temperature": "hot"}.',
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const noConversation = (name: string, address: string) =>
	invalid(
		`The channel ${name} has no conversation "${address.slice(0, 60)}".`,
		`Use an id from \`troupe channel log ${name} --sent --json\`, or the customer's address, such as 5544988887777.`,
	);

const invalid = (message: string, fix: string, cause?: unknown) =>
	new TroupeError({ code: 'INPUT_INVALID', message, fix, ...(cause !== undefined && { cause }) });
