import { Command } from 'commander';
import { ingestCommand } from './ingest';
import { deleteCommand, listCommand, retainCommand } from './documents';
import { evaluateCommand } from './evaluate';
import { reembedCommand } from './re-embed';
import { searchCommand } from './search';
import { statusCommand } from './status';
import type { Session } from '../terminal/session';

/** Commands, in the order of the help. */
const commands = [ingestCommand, searchCommand, evaluateCommand, statusCommand, listCommand, deleteCommand, retainCommand, reembedCommand];

/** Declares `troupe knowledge …`. */
export function knowledgeCommand(session: Session): Command {
	const command = new Command('knowledge').description('Manages collections of documents and finds the passages that answer a question.');
	for (const definition of commands) command.addCommand(definition(session));
	return command;
}
