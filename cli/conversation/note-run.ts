import { TroupeError } from '../../core/base/errors';
import { assignConversation, noteOnConversation } from '../../service/operations/conversations/notes';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface NoteOptions {
	as?: string;
	json?: boolean;
}

export interface AssignOptions extends NoteOptions {
	deskAssignee?: string;
}

const maxText = 2_000;
const maxName = 100;

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runConversationNote(id: string, text: string, { as, json }: NoteOptions, terminal: Terminal): Promise<ExitCode> {
	if (text.length > maxText) throw invalid(`The note has ${text.length} characters, at most ${maxText} are allowed.`, 'Shorten it.');
	const done = await callOperation(noteOnConversation, { conversation: id, text, as }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(`Noted. ${describeDesk(done.desk)}`);
	return 0;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, CREDENTIAL_NOT_FOUND */
export async function runConversationAssign(id: string, to: string, options: AssignOptions, terminal: Terminal): Promise<ExitCode> {
	const { as, json, deskAssignee } = options;
	if (to.length > maxName) throw invalid(`The name has ${to.length} characters, at most ${maxName} are allowed.`, 'Shorten it.');
	if (deskAssignee !== undefined && !/^\d{1,15}$/.test(deskAssignee))
		throw invalid('--desk-assignee is not a number.', 'Use the number that the desk has for the person, such as 7.');
	const done = await callOperation(assignConversation, { conversation: id, to, as, deskAssignee }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(`Assigned to ${done.assignedTo}. ${describeDesk(done.desk)}`);
	return 0;
}

const describeDesk = (desk: object): string =>
	'name' in desk
		? `\`troupe serve\` tells the desk ${String(desk.name)}.`
		: `No desk hears of it: ${String((desk as { missing: string }).missing)}`;

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
