import { TroupeError } from '../../core/base/errors';
import { replyInConversation } from '../../service/operations/conversations/reply';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import type { NoteOptions } from './note-run';

const maxText = 10_000;

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT, CREDENTIAL_NOT_FOUND */
export async function runConversationReply(id: string, text: string, { as, json }: NoteOptions, terminal: Terminal): Promise<ExitCode> {
	if (text.length > maxText)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The reply has ${text.length} characters, at most ${maxText} are allowed.`,
			fix: 'Shorten it.',
		});
	const done = await callOperation(replyInConversation, { conversation: id, text, as }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	const { conversation, ids, withdrawn, waitsForContact } = done;
	terminal.note(
		waitsForContact
			? `The template of the channel goes out now; the reply follows when the customer writes. See \`troupe conversation show ${conversation}\`.`
			: `\`troupe serve\` sends the reply${ids.length > 1 ? ` in ${ids.length} messages` : ''}. Messages of the agent withdrawn: ${withdrawn}.`,
	);
	return 0;
}
