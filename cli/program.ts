import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { agentCommand } from './agent/agent';
import { auditCommand } from './audit/audit';
import { backupCommand, restoreCommand, verifyBackupCommand } from './backup/backup';
import { bpmnCommand } from './bpmn/bpmn';
import { channelCommand } from './channel/channel';
import { consoleCommand } from './service/console';
import { contactsCommand } from './contacts/contacts';
import { conversationCommand } from './conversation/conversation';
import { credentialsCommand } from './credentials/credentials';
import { crmCommand } from './crm/crm';
import { deployCommand } from './deploy/deploy';
import { dmnCommand } from './dmn/dmn';
import { doctorCommand } from './doctor/doctor';
import { deliveriesCommand } from './events/deliveries';
import { inboxCommand } from './inbox/inbox';
import { workCommand } from './work/work';
import { takeDashedIds } from './terminal/dashed-ids';
import { evalCommand } from './eval/eval';
import { eventsCommand } from './events/events';
import { guardCommand } from './guardrails/guard';
import { keyCommand } from './keys/key';
import { knowledgeCommand } from './knowledge/knowledge';
import { logsCommand } from './logs/logs';
import { manifestCommand } from './manifest/manifest';
import { memoryCommand } from './memory/memory';
import { metricsCommand } from './metrics/metrics';
import { modelCommand } from './model/model';
import { operationsCommand } from './operations/operations';
import { piiCommand } from './guardrails/pii';
import { planCommand } from './plan/plan';
import { processCommand } from './process/process';
import { privacyCommand } from './privacy/privacy';
import { promptCommand } from './prompt/prompt';
import { refuseHomeOfAnother } from './terminal/refuse-home-of-another';
import { refuseOpposites } from './terminal/refuse-opposites';
import { reportError, type ExitCode } from './terminal/report-error';
import { wantedToolsCommand } from './wanted-tools/wanted-tools';
import { runCommand } from './run/run';
import { sandboxCommand } from './sandbox/sandbox';
import { secretsCommand } from './guardrails/secrets';
import { serveCommand } from './service/serve';
import { sendThroughProxies } from './terminal/send-through-proxies';
import type { Session } from './terminal/session';
import { templateCommand } from './template/template';
import { tenantCommand } from './tenant/tenant';
import { withTenant } from './terminal/options';
import { stateCommand } from './state/state';
import { refuseAtService } from './services/refuse-at-service';
import { loginCommand } from './services/login';
import { switchCommand } from './switch/switch';
import { printable, type Terminal } from './terminal/terminal';
import { usageCommand } from './usage/usage';
import { verifyCommand } from './verify/verify';
import { workerCommand } from './service/worker';

/** Runs `troupe` with these arguments and returns its exit code. A command loads its modules when it runs. */
export async function runTroupe(args: string[], terminal: Terminal): Promise<ExitCode> {
	const session: Session = { terminal, exitCode: 0 };
	const program = troupe(session);
	try {
		await program.parseAsync(args, { from: 'user' });
		return session.exitCode;
	} catch (error) {
		// Commander has printed the error. Help and version also end here, with 0.
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		return reportError(error, terminal);
	} finally {
		const { closeTracing } = await import('../providers/compose/tracing/open-tracing');
		await closeTracing();
	}
}

function troupe(session: Session): Command {
	const program = new Command('troupe')
		.description('Runs teams of AI agents under control: agents and processes on this machine, or served to n8n and Zeebe.')
		.version(version)
		// `usage` and `usage budgets` both have --json.
		.enablePositionalOptions()
		.hook('preAction', (_program, command) => {
			refuseHomeOfAnother(command.name(), session.terminal.environment);
			refuseAtService(command, session.terminal);
			sendThroughProxies(command, session.terminal);
		})
		.configureHelp({ subcommandTerm: (command) => command.name(), subcommandDescription: summarize })
		.commandsGroup('Agents and processes:')
		.addCommand(withTenant(agentCommand(session), session))
		.addCommand(planCommand(session))
		.addCommand(runCommand(session))
		.addCommand(withTenant(processCommand(session), session))
		.addCommand(bpmnCommand(session))
		.addCommand(dmnCommand(session))
		.addCommand(withTenant(modelCommand(session), session))
		.addCommand(withTenant(knowledgeCommand(session), session))
		.addCommand(withTenant(memoryCommand(session), session))
		.addCommand(promptCommand(session))
		.addCommand(templateCommand(session))
		.addCommand(wantedToolsCommand(session))
		.commandsGroup('Texts:')
		.addCommand(withTenant(piiCommand(session), session))
		.addCommand(secretsCommand(session))
		.addCommand(withTenant(guardCommand(session), session))
		.commandsGroup('Services and the people who write to them:')
		.addCommand(workerCommand(session))
		.addCommand(serveCommand(session))
		.addCommand(consoleCommand(session))
		.addCommand(channelCommand(session))
		.addCommand(conversationCommand(session))
		.addCommand(contactsCommand(session))
		.addCommand(crmCommand(session))
		.addCommand(eventsCommand(session))
		.addCommand(deliveriesCommand(session))
		.addCommand(inboxCommand(session))
		.addCommand(workCommand(session))
		.addCommand(operationsCommand(session))
		.commandsGroup('What may run:')
		.addCommand(switchCommand(session))
		.addCommand(withTenant(evalCommand(session), session))
		.addCommand(sandboxCommand(session))
		.addCommand(manifestCommand(session))
		.commandsGroup('This installation:')
		.addCommand(usageCommand(session))
		.addCommand(tenantCommand(session))
		.addCommand(privacyCommand(session))
		.addCommand(keyCommand(session))
		.addCommand(loginCommand(session))
		.addCommand(credentialsCommand(session))
		.addCommand(auditCommand(session))
		.addCommand(backupCommand(session))
		.addCommand(restoreCommand(session))
		.addCommand(verifyBackupCommand(session))
		.addCommand(stateCommand(session))
		.addCommand(deployCommand(session))
		.addCommand(doctorCommand(session))
		.addCommand(metricsCommand(session))
		.addCommand(logsCommand(session))
		.addCommand(withTenant(verifyCommand(session), session))
		.addHelpText(
			'after',
			'\nExit codes: 0 done, 1 the answer is no, 2 wrong use. Set TROUPE_DEBUG=1 to see stack traces, NO_COLOR=1 for plain text.',
		);
	prepare(program, session.terminal);
	return program;
}

/** The list of all commands has one sentence about each; its own help has the others. */
const summarize = (command: Command): string => command.summary() || command.description().split(/(?<=\.)\s/, 1)[0]!;

/** Applies the settings that commander keeps separately for each command. */
function prepare(command: Command, terminal: Terminal): void {
	command
		.exitOverride()
		.configureOutput({ writeOut: (text) => terminal.print(text.trimEnd()), writeErr: (text) => terminal.note(printable(text.trimEnd())) })
		.showHelpAfterError(`fix: See \`${commandPath(command)} --help\`.`)
		.showSuggestionAfterError();
	if (command.commands.length === 0) takeDashedIds(command);
	refuseOpposites(command);
	for (const child of command.commands) prepare(child, terminal);
}

function commandPath(command: Command): string {
	return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}
