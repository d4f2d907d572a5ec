import { Command, InvalidArgumentError, Option } from 'commander';
import { channelProviders } from '../../providers/compose/channels/channel-providers';
import { limitOption, parseTime, wholeNumber, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AddOptions } from './add-run';
import type { ListOptions, RemoveOptions } from './list-run';
import type { LogOptions, ReplayOptions } from './log-run';
import { ruleOptions, withRules } from './rule-options';
import type { SetOptions } from './set-run';
import { settingsCommand } from './settings/settings';

export function channelCommand(session: Session): Command {
	const command = new Command('channel')
		.description(
			'The accounts through which customers write. `troupe serve` receives and answers the messages of WhatsApp and other channels.',
		)
		.addCommand(addCommand(session))
		.addCommand(setCommand(session))
		.addCommand(listCommand(session))
		.addCommand(testCommand(session))
		.addCommand(stateCommand(session, 'pause', 'Stops answering and sending; what arrives is stored and waits.'))
		.addCommand(stateCommand(session, 'resume', 'Answers and sends again, beginning with what waits.'))
		.addCommand(removeCommand(session))
		.addCommand(logCommand(session))
		.addCommand(replayCommand(session))
		.addCommand(resendCommand(session))
		.addCommand(unsentCommand(session))
		.addCommand(settleCommand(session));
	for (const each of command.commands) withService(each, session);
	command.addCommand(settingsCommand(session));
	return withTenant(command, session);
}

const named = (name: string, description: string) =>
	withJson(new Command(name).description(description).argument('<name>', 'the name of the channel'));

function addCommand(session: Session): Command {
	const command = named('add', 'Adds a channel, and prints the address that its provider has to call.')
		.requiredOption('-p, --provider <provider>', `the provider: ${Object.keys(channelProviders).join(', ')}`)
		.requiredOption('-c, --credential <name>', 'the credential with its secrets (troupe credentials add)')
		.option('-a, --agent <id>', 'the agent that answers, as an id or `id@range`; without one, workflows and processes answer')
		.option('-m, --message <name>', 'the BPMN message that each turn becomes, for processes of `troupe serve`')
		.option('-s, --set <name=value>', 'a setting of the provider, such as instanceId=…; can be repeated', collectSetting, {})
		.option('-u, --url <url>', 'the public address of `troupe serve`, to print whole addresses')
		.option('--connect', 'tell the provider the address, where it has an interface for that: evolution, waha, telegram, chatwoot')
		.option('--replace', 'replace the channel of this name')
		.action(async (name: string, options: AddOptions) => {
			const { runChannelAdd } = await import('./add-run');
			session.exitCode = await runChannelAdd(name, options, session.terminal);
		});
	return withTreatment(command);
}

function setCommand(session: Session): Command {
	const command = named('set', 'Changes what a channel does; its account, its address and the options that are not named stay.')
		.option('-a, --agent <id>', 'the agent that answers, as an id or `id@range`')
		.option('--no-agent', 'workflows and processes answer')
		.option('-m, --message <name>', 'the BPMN message that each turn becomes, in place of an agent')
		.option('-y, --yes', 'take an agent that is not known here, such as one of another machine')
		.addOption(
			new Option('--reset <option>', `gives a rule its default, such as pause; can be repeated: ${ruleOptions.join(', ')}`).argParser(
				collectReset,
			),
		)
		.action(async (name: string, options: SetOptions) => {
			const { runChannelSet } = await import('./set-run');
			session.exitCode = await runChannelSet(name, options, session.terminal);
		});
	// After `--hand-over`, or that would be the default.
	return withTreatment(command).option('--no-hand-over', 'take the tool to hand conversations over, and the desk, from the agent');
}

function withTreatment(command: Command): Command {
	return withRules(command)
		.option('--transcribe <credential>', 'turns audios into text: the credential of an endpoint like that of OpenAI, or `local`')
		.option('--transcribe-model <model>', 'its model, or the folder of a local one. Default: whisper-1')
		.option('--language <code>', 'the language of the audios, such as pt; without it, the transcriber finds out')
		.option('--audio-seconds <seconds>', 'longer audios are not transcribed. Default: 300', wholeNumber(1, 3_600))
		.addOption(
			new Option('--transcripts <what>', 'what is stored of a transcript after the turn. Default: keep').choices([
				'keep',
				'summary',
				'none',
			]),
		)
		.option('--hand-over', 'give the agent a tool to hand conversations over to people, with a summary')
		.option(
			'--desk <channel>',
			'the channel of Chatwoot whose people take over, and get the summary as a private note; implies --hand-over',
		)
		.option('--desk-label <label>', 'a label for conversations that are handed over; can be repeated', collect)
		.option('--desk-assignee <id>', 'the number of the person who gets them')
		.option('--desk-team <id>', 'the number of the team that gets them')
		.option(
			'--unanswered <minutes>',
			'when no person wrote for so long after a hand-over, the agent comes back, or --escalate happens',
			wholeNumber(1, 100_000),
		)
		.option('--escalate <label>', 'instead of coming back: a note and this label at the desk, and a BPMN message')
		.option('--allow <network>', 'a network that can call, such as 203.0.113.0/24; can be repeated. Default: any', collect);
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the channels of a tenant, and what arrived lately.')).action(
		async (options: ListOptions) => {
			const { runChannelList } = await import('./list-run');
			session.exitCode = await runChannelList(options, session.terminal);
		},
	);
}

function testCommand(session: Session): Command {
	return named(
		'test',
		'Asks the provider whether the account works, and looks whether the agent can answer. Exit code 1: one does not.',
	).action(async (name: string, options: ListOptions) => {
		const { runChannelTest } = await import('./list-run');
		session.exitCode = await runChannelTest(name, options, session.terminal);
	});
}

function stateCommand(session: Session, action: 'pause' | 'resume', description: string): Command {
	return named(action, description).action(async (name: string, options: ListOptions) => {
		const { runChannelState } = await import('./list-run');
		session.exitCode = await runChannelState(name, action === 'pause' ? 'paused' : 'active', options, session.terminal);
	});
}

function removeCommand(session: Session): Command {
	return named('remove', 'Removes a channel. Its conversations stay until their contacts are forgotten.')
		.addOption(yesOption())
		.action(async (name: string, options: RemoveOptions) => {
			const { runChannelRemove } = await import('./list-run');
			session.exitCode = await runChannelRemove(name, options, session.terminal);
		});
}

function logCommand(session: Session): Command {
	return named('log', 'Lists what arrived at a channel, newest first, and what became of it.')
		.option('--sent', 'what was sent instead of what arrived')
		.option('--audios', 'what became of the audios')
		.option('--people', 'hand-overs with their summaries, and who switched the agent on and off; contains personal data')
		.option('--state <state>', 'only those in this state, such as dead, or refused with --sent')
		.addOption(limitOption('entries', 50))
		.option('--body <id>', 'print the body of one receipt; it contains personal data')
		.action(async (name: string, options: LogOptions) => {
			const { runChannelLog } = await import('./log-run');
			session.exitCode = await runChannelLog(name, options, session.terminal);
		});
}

function replayCommand(session: Session): Command {
	return named(
		'replay',
		'Processes receipts again, and turns that were given up. Messages that were answered have no effect a second time.',
	)
		.option('--id <id>', 'one receipt, or one turn that was given up')
		.option('--dead', 'all that were given up')
		.option('--from <time>', 'those received since, as ISO 8601', parseTime)
		.option('--to <time>', 'those received before, as ISO 8601', parseTime)
		.action(async (name: string, options: ReplayOptions) => {
			const { runChannelReplay } = await import('./log-run');
			session.exitCode = await runChannelReplay(name, options, session.terminal);
		});
}

function resendCommand(session: Session): Command {
	return named('resend', 'Sends a message again that was refused, failed or has an unknown outcome. In the last case, it can arrive twice.')
		.argument('<id>', 'the id of the message, from `troupe channel log NAME --sent`')
		.action(async (name: string, id: string, options: ListOptions) => {
			const { runChannelResend } = await import('./log-run');
			session.exitCode = await runChannelResend(name, id, options, session.terminal);
		});
}

function unsentCommand(session: Session): Command {
	return withJson(
		new Command('unsent')
			.description('Lists the messages of all channels that did not reach their customers, until they are sent again or settled.')
			.argument('[name]', 'only those of this channel')
			.addOption(limitOption('messages', 50)),
	).action(async (name: string | undefined, options: { limit: number; json?: boolean }) => {
		const { runUnsent } = await import('./unsent-run');
		session.exitCode = await runUnsent(name, options, session.terminal);
	});
}

function settleCommand(session: Session): Command {
	return named('settle', 'Notes that a person has seen to a message that did not reach its customer, such as by calling.')
		.argument('<id>', 'the id of the message, from `troupe channel unsent`')
		.action(async (name: string, id: string, options: ListOptions) => {
			const { runSettle } = await import('./unsent-run');
			session.exitCode = await runSettle(name, id, options, session.terminal);
		});
}

function collectSetting(text: string, settings: Record<string, string>): Record<string, string> {
	const at = text.indexOf('=');
	if (at <= 0) throw new InvalidArgumentError('Expected name=value, such as instanceId=3C01….');
	return { ...settings, [text.slice(0, at)]: text.slice(at + 1) };
}

const collect = (text: string, texts: string[] = []): string[] => [...texts, text];

function collectReset(option: string, options: string[] = []): string[] {
	if (ruleOptions.includes(option)) return [...options, option];
	throw new InvalidArgumentError(`Expected one of: ${ruleOptions.join(', ')}.`);
}
