import { Command, InvalidArgumentError, Option } from 'commander';
import { memoryBounds } from '../../core/ports/memory-bounds';
import type { ForgetAgainOptions } from './forget-again-run';
import type { MemoryCommandOptions } from './memory-run';
import { decimalNumber, wholeNumber, withService, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';

export function memoryCommand(session: Session): Command {
	return new Command('memory')
		.description('Reads and writes the memory of persons and conversations that agents, nodes and jobs share. Prints JSON.')
		.addCommand(recallCommand(session))
		.addCommand(rememberCommand(session))
		.addCommand(preferencesCommand(session))
		.addCommand(exportCommand(session))
		.addCommand(forgetCommand(session))
		.addCommand(forgetAgainCommand(session));
}

const personOption = () => new Option('-p, --person <name>', 'the person: your own id for them, such as a customer number');
const conversationOption = () => new Option('-c, --conversation <id>', 'the conversation id that agents use');

function recallCommand(session: Session): Command {
	const command = new Command('recall')
		.description(
			'Prints the memories that match a question best, or matter most; for a conversation, its newest turns and a summary of earlier ones.',
		)
		.addOption(personOption())
		.addOption(conversationOption())
		.option('-a, --agent <id>', 'the agent whose conversation it is; without one, that which agents share')
		.option('-w, --workflow <id>', 'the workflow of n8n that the agent is in')
		.option('-q, --question <text>', 'the question to match')
		.option('-k, --top <count>', 'max memories', wholeNumber(0, memoryBounds.memories))
		.option('-t, --turns <count>', 'max turns of the conversation', wholeNumber(0, memoryBounds.turns));
	return withAction(command, 'recall', session);
}

function rememberCommand(session: Session): Command {
	const command = new Command('remember')
		.description('Stores facts about a person, each once, or a turn of a conversation.')
		.addOption(personOption())
		.option('-f, --fact <text...>', 'facts, one statement each')
		.option('--facts <file>', 'a JSON list of texts, or of {"text", "key", "kind", "importance"}; - reads standard input')
		.option('--importance <number>', 'the importance of each --fact, 0 to 1; default: 0.5', decimalNumber(0, 1))
		.addOption(conversationOption())
		.option('-m, --message <text>', 'the message of a turn')
		.option('-r, --reply <text>', 'the reply of a turn');
	return withAction(command, 'remember', session);
}

function preferencesCommand(session: Session): Command {
	const command = new Command('preferences')
		.description('Sets or removes preferences of a person, then prints all of them.')
		.addOption(personOption().makeOptionMandatory())
		.addOption(new Option('-s, --set <name=text...>', 'preferences to set').argParser(readPair))
		.option('-u, --unset <name...>', 'preferences to remove');
	return withAction(command, 'preferences', session);
}

function exportCommand(session: Session): Command {
	const command = new Command('export')
		.description('Prints everything stored about a person, with their conversations.')
		.addOption(personOption().makeOptionMandatory());
	return withAction(command, 'export', session);
}

function forgetCommand(session: Session): Command {
	const command = new Command('forget')
		.description(
			'Removes everything about a person or a conversation: from the state folder, or from the database that several machines share. Names what it did not reach.',
		)
		.addOption(personOption())
		.addOption(conversationOption())
		.addOption(yesOption());
	return withAction(command, 'forget', session);
}

function forgetAgainCommand(session: Session): Command {
	return withService(new Command('forget-again'), session)
		.description('Removes everyone again who was forgotten since a time, after a database was restored by its own means.')
		.addOption(
			new Option('--from <time>', 'the time that was restored, such as 2026-11-22T04:00:00Z').argParser(readTime).makeOptionMandatory(),
		)
		.option('--list <file...>', 'further lists: forgotten.jsonl of other machines', [])
		.action(async (options: ForgetAgainOptions) => {
			const { runForgetAgain } = await import('./forget-again-run');
			session.exitCode = await runForgetAgain(options, session.terminal);
		});
}

function readTime(text: string): Date {
	const time = new Date(text);
	if (!Number.isNaN(time.getTime())) return time;
	throw new InvalidArgumentError('Expected a time such as 2026-11-22T04:00:00Z.');
}

function withAction(command: Command, operation: MemoryCommandOptions['operation'], session: Session): Command {
	return withService(command, session).action(async (options: Omit<MemoryCommandOptions, 'operation'>) => {
		const { runMemoryCommand } = await import('./memory-run');
		session.exitCode = await runMemoryCommand({ operation, ...options }, session.terminal);
	});
}

function readPair(text: string, before: Array<[string, string]> = []): Array<[string, string]> {
	const place = text.indexOf('=');
	if (place <= 0) throw new InvalidArgumentError('Expected name=text.');
	return [...before, [text.slice(0, place), text.slice(place + 1)]];
}
