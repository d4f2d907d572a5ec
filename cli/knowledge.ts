import { Command } from 'commander';
import { ingestCommand } from './knowledge/ingest';
import { deleteCommand, listCommand, retainCommand, statusCommand } from './knowledge/kept';
import { reembedCommand } from './knowledge/re-embed';
import { evaluateCommand, searchCommand } from './knowledge/search';
import { tenantOption } from './options';
import type { Session } from './session';

/** In the order of the help. */
const commands = [ingestCommand, searchCommand, evaluateCommand, statusCommand, listCommand, deleteCommand, retainCommand, reembedCommand];

/** `troupe knowledge …`: definitions only. */
export function knowledgeCommand(session: Session): Command {
	const command = new Command('knowledge').description('Keeps collections of documents, and finds the passages that answer a question.');
	for (const definition of commands) command.addCommand(definition(session).addOption(tenantOption()));
	return command;
}
