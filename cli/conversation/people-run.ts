import { TroupeError } from '../../core/base/errors';
import { readSummary } from '../../core/conversations/hand-over/read-summary';
import type { HandOverSummary } from '../../core/ports/channels/hand-overs';
import { handOverConversation, setConversationMode, settleConversation } from '../../service/operations/conversations/people';
import { callOperation } from '../services/call-operation';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { parseIfJson } from '../../core/base/text/json/parse-if-json';

export interface HandOverOptions {
	reason: string;
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

export interface SettleOptions {
	reason: string;
	as?: string;
	json?: boolean;
}

const maxReasonLength = 500;
const maxSayLength = 10_000;

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runHandOver(conversation: string, options: HandOverOptions, terminal: Terminal): Promise<ExitCode> {
	const { reason, say = '', as, json } = options;
	checkReason(reason);
	if (say.length > maxSayLength) throw invalid(`--say is longer than ${maxSayLength} characters.`, 'Shorten it.');
	const summary = options.summary === undefined ? undefined : await readSummaryFile(options.summary);
	const asked = { conversation, reason, as, summary, ...(say !== '' && { say }) };
	const done = await callOperation(handOverConversation, asked, terminal);
	if (json) terminal.print(JSON.stringify(done));
	const { conversation: id, channel: name, withdrawn, desk, said } = done;
	terminal.note(`The conversation ${id} is a person's now. Messages withdrawn: ${withdrawn}.`);
	if (said === 'opted-out') terminal.note('The customer does not get the text: they want no more messages.');
	terminal.note(
		desk && 'missing' in desk
			? `No desk gets the summary: ${desk.missing} See it with \`troupe channel log ${name} --people\`.`
			: `\`troupe serve\` writes the summary to the desk ${desk?.name}. See \`troupe channel log ${name} --people\`.`,
	);
	return 0;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND */
export async function runMode(conversation: string, { on, off, as, json }: ModeOptions, terminal: Terminal): Promise<ExitCode> {
	if (Boolean(on) === Boolean(off)) throw invalid('The command needs either --on or --off.', 'Add one of them.');
	const asked = { conversation, mode: on ? ('agent' as const) : ('off' as const), as };
	const done = await callOperation(setConversationMode, asked, terminal);
	if (json) terminal.print(JSON.stringify(done));
	const { conversation: id, withdrawn } = done;
	terminal.note(
		on ? `The agent answers the conversation ${id}.` : `Nobody answers the conversation ${id}. Messages withdrawn: ${withdrawn}.`,
	);
	return 0;
}

/** @throws TroupeError INPUT_INVALID where nobody waits, RESOURCE_NOT_FOUND */
export async function runConversationSettle(conversation: string, options: SettleOptions, terminal: Terminal): Promise<ExitCode> {
	const { reason, as, json } = options;
	checkReason(reason);
	const done = await callOperation(settleConversation, { conversation, reason, as }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(`The conversation ${done.conversation} is left without an answer: nobody is asked about it any more.`);
	return 0;
}

function checkReason(reason: string): void {
	if (reason.trim() === '' || reason.length > maxReasonLength)
		throw invalid(`--reason is empty or longer than ${maxReasonLength} characters.`, 'Say in a sentence why.');
}

const maxFileBytes = 65_536;

async function readSummaryFile(path: string): Promise<HandOverSummary> {
	const text = await readTextFile(path).catch((cause: unknown) => {
		throw invalid(`The summary ${path} cannot be read.`, 'Name a JSON file.', cause);
	});
	if (text.length > maxFileBytes) throw invalid(`The summary ${path} is longer than ${maxFileBytes} characters.`, 'Shorten it.');
	const read = readSummary(parseIfJson(text));
	if (read.kind === 'ok') return read.summary;
	throw invalid(
		`The summary ${path} ${read.problem}.`,
		'Correct the file: an object of texts, such as {"name": "Maria", "temperature": "hot"}.',
	);
}

const invalid = (message: string, fix: string, cause?: unknown) =>
	new TroupeError({ code: 'INPUT_INVALID', message, fix, ...(cause !== undefined && { cause }) });
