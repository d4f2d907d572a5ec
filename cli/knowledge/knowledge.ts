import { Command } from 'commander';
import { ingestCommand } from './ingest';
import { deleteCommand, listCommand, retainCommand } from './documents';
import { evaluateCommand } from './evaluate';
import { reembedCommand } from './re-embed';
import { searchCommand } from './search';
import { statusCommand } from './status';
import { tenantOption } from '../terminal/options';
import type { Session } from '../terminal/session';

/** In the order of the help. */
const commands = [ingestCommand, searchCommand, evaluateCommand, statusCommand, listCommand, deleteCommand, retainCommand, reembedCommand];

/** `troupe knowledge …`: definitions only. */
export function knowledgeCommand(session: Session): Command {
	const command = new Command('knowledge').description('Keeps collections of documents, and finds the passages that answer a question.');
	for (const definition of commands) command.addCommand(definition(session).addOption(tenantOption()));
	return command;
}
