import { Command, Option } from 'commander';
import { originKinds } from '../../core/ports/channels/message-content';
import { limitOption, withJson, withService, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ListOptions } from './list-run';
import type { AssignOptions, NoteOptions } from './note-run';
import type { HandOverOptions, ModeOptions, SettleOptions } from './people-run';
import type { ReportOptions } from './report-run';
import type { ShowOptions } from './show-run';

export function conversationCommand(session: Session): Command {
	const command = new Command('conversation')
		.description('What customers and agents say on all channels: who waits, who is about to buy, what it costs.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(replyCommand(session))
		.addCommand(noteCommand(session))
		.addCommand(assignCommand(session))
		.addCommand(handOverCommand(session))
		.addCommand(modeCommand(session))
		.addCommand(settleCommand(session))
		.addCommand(reportCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

const of = (name: string, description: string) =>
	withJson(new Command(name).description(description).argument('<id>', 'the id of the conversation, from `troupe conversation list`'));
const withWriter = (command: Command) => command.option('--as <who>', 'who does it. Default: the user of this process');

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists conversations by their last message, of the last 31 days or of one day.'))
		.option('--today', 'those with a message today, in the time zone of the tenant')
		.addOption(new Option('--day <day>', 'those with a message on a day, such as 2026-11-28 or yesterday').conflicts('today'))
		.option('--waiting', 'those where the customer waits for an answer, whenever they wrote')
		.option('--longest', 'with --waiting: the longest wait first, in place of the last message')
		.option('--hot', 'those whose last hand-over calls the customer hot')
		.option('--channel <name>', 'those of a channel')
		.addOption(new Option('--origin <kind>', 'those of customers who came from there').choices(originKinds))
		.addOption(new Option('--mode <mode>', 'those that the agent, a person or nobody answers').choices(['agent', 'person', 'off']))
		.addOption(limitOption('conversations', 50, 200))
		.option('--after <cursor>', 'the page after the one that ended with this cursor')
		.action(async (options: ListOptions) => {
			const { runConversationList } = await import('./list-run');
			session.exitCode = await runConversationList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return of('show', 'Shows the messages of a conversation, its hand-overs, notes, runs and cost.')
		.addOption(limitOption('messages', 50, 500))
		.action(async (id: string, options: ShowOptions) => {
			const { runConversationShow } = await import('./show-run');
			session.exitCode = await runConversationShow(id, options, session.terminal);
		});
}

function replyCommand(session: Session): Command {
	return withWriter(of('reply', 'Answers the customer by hand. The conversation is a person’s from then on, and the agent is silent.'))
		.argument('<text>', 'what the customer reads')
		.action(async (id: string, text: string, options: NoteOptions) => {
			const { runConversationReply } = await import('./reply-run');
			session.exitCode = await runConversationReply(id, text, options, session.terminal);
		});
}

function noteCommand(session: Session): Command {
	return withWriter(of('note', 'Writes a note about a conversation, for the company and its desk. The customer does not get it.'))
		.argument('<text>', 'the note')
		.action(async (id: string, text: string, options: NoteOptions) => {
			const { runConversationNote } = await import('./note-run');
			session.exitCode = await runConversationNote(id, text, options, session.terminal);
		});
}

function assignCommand(session: Session): Command {
	return withWriter(of('assign', 'Says who is to see to a conversation, also at the desk. The agent goes on.'))
		.argument('<who>', 'the name of the person')
		.option('--desk-assignee <id>', 'the number of the person at the desk, which gets the conversation there')
		.action(async (id: string, who: string, options: AssignOptions) => {
			const { runConversationAssign } = await import('./note-run');
			session.exitCode = await runConversationAssign(id, who, options, session.terminal);
		});
}

function reportCommand(session: Session): Command {
	return withJson(
		new Command('report').description('Reports a day: who waits, hot leads, hand-overs, cost, new customers, and what was not sent.'),
	)
		.option('--day <day>', 'yesterday, or a day such as 2026-11-28, in the time zone of the tenant. Default: today')
		.option('--channel <name>', 'one channel')
		.addOption(
			new Option('--language <language>', 'the language of the text. Default: that of the tenant, or English').choices(['en', 'pt']),
		)
		.action(async (options: ReportOptions) => {
			const { runConversationReport } = await import('./report-run');
			session.exitCode = await runConversationReport(options, session.terminal);
		});
}

function handOverCommand(session: Session): Command {
	return withWriter(of('hand-over', 'Gives a conversation to people: the agent is silent, and the desk gets a summary.'))
		.requiredOption('-r, --reason <text>', 'why, for the note and the log')
		.option('--summary <file>', 'a JSON file with name, company, phone, city, need, urgency, temperature, nextStep, notes')
		.option('--say <text>', 'what the customer is told')
		.action(async (id: string, options: HandOverOptions) => {
			const { runHandOver } = await import('./people-run');
			session.exitCode = await runHandOver(id, options, session.terminal);
		});
}

function modeCommand(session: Session): Command {
	return withWriter(of('mode', 'Switches the agent of a conversation on or off, also after the conversation was stopped.'))
		.option('--on', 'the agent answers, beginning with what nobody answered')
		.option('--off', 'nobody answers until someone switches it on')
		.action(async (id: string, options: ModeOptions) => {
			const { runMode } = await import('./people-run');
			session.exitCode = await runMode(id, options, session.terminal);
		});
}

function settleCommand(session: Session): Command {
	return withWriter(of('settle', 'Leaves a conversation in which the customer waits without an answer: nobody is asked about it any more.'))
		.requiredOption('-r, --reason <text>', 'why it needs no answer, for the log')
		.action(async (id: string, options: SettleOptions) => {
			const { runConversationSettle } = await import('./people-run');
			session.exitCode = await runConversationSettle(id, options, session.terminal);
		});
}
