import { Command, InvalidArgumentError, Option } from 'commander';
import { memoryBounds } from '../../core/ports/memory-bounds';
import type { MemoryCommandOptions } from './memory-run';
import { decimalNumber, tenantOption, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';

/** `troupe memory …`: definitions only. */
export function memoryCommand(session: Session): Command {
	return new Command('memory')
		.description('What is remembered of persons and conversations, by agents, nodes, jobs and here; JSON out.')
		.addCommand(recallCommand(session))
		.addCommand(rememberCommand(session))
		.addCommand(preferencesCommand(session))
		.addCommand(exportCommand(session))
		.addCommand(forgetCommand(session));
}

const personOption = () => new Option('-p, --person <name>', "your own name for somebody, such as a customer's number");
const conversationOption = () => new Option('-c, --conversation <id>', 'as agents are called with it');

function recallCommand(session: Session): Command {
	const command = new Command('recall')
		.description('Tells what fits a question best, or matters most; of a conversation its newest turns, and a summary of those before.')
		.addOption(personOption())
		.addOption(conversationOption())
		.option('-q, --question <text>', 'what it is to fit')
		.option('-k, --top <count>', 'so many memories at most', wholeNumber(0, memoryBounds.memories))
		.option('-t, --turns <count>', 'so many turns of the conversation', wholeNumber(0, memoryBounds.turns));
	return withAction(command, 'recall', session);
}

function rememberCommand(session: Session): Command {
	const command = new Command('remember')
		.description('Keeps facts of a person, each once, or a turn of a conversation.')
		.addOption(personOption())
		.option('-f, --fact <text...>', 'one statement each')
		.option('--facts <file>', 'a JSON list of texts, or of {"text", "key", "kind", "importance"}; -: standard input')
		.option('--importance <number>', 'of each --fact: 0 to 1; default: 0.5', decimalNumber(0, 1))
		.addOption(conversationOption())
		.option('-m, --message <text>', 'of a turn: what the person said')
		.option('-r, --reply <text>', 'of a turn: what was answered');
	return withAction(command, 'remember', session);
}

function preferencesCommand(session: Session): Command {
	const command = new Command('preferences')
		.description('Shows what a person prefers, by name; sets or removes some first.')
		.addOption(personOption().makeOptionMandatory())
		.addOption(new Option('-s, --set <name=text...>', 'of each name there is one').argParser(readPair))
		.option('-u, --unset <name...>', 'removes these');
	return withAction(command, 'preferences', session);
}

function exportCommand(session: Session): Command {
	const command = new Command('export')
		.description('Shows everything that is remembered of a person, with their conversations.')
		.addOption(personOption().makeOptionMandatory());
	return withAction(command, 'export', session);
}

function forgetCommand(session: Session): Command {
	const command = new Command('forget')
		.description('Removes everything of a person, or of one conversation, from all of the state folder.')
		.addOption(personOption())
		.addOption(conversationOption());
	return withAction(command, 'forget', session);
}

function withAction(command: Command, operation: MemoryCommandOptions['operation'], session: Session): Command {
	return command.addOption(tenantOption()).action(async (options: Omit<MemoryCommandOptions, 'operation'>) => {
		const { runMemoryCommand } = await import('./memory-run');
		session.exitCode = await runMemoryCommand({ operation, ...options }, session.terminal);
	});
}

function readPair(text: string, before: Array<[string, string]> = []): Array<[string, string]> {
	const place = text.indexOf('=');
	if (place <= 0) throw new InvalidArgumentError('Expected name=text.');
	return [...before, [text.slice(0, place), text.slice(place + 1)]];
}
