import { Command, Option } from 'commander';
import { durationOption } from '../terminal/duration-option';
import { limitOption, ofTenant, withJson, withService, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DrillOptions } from './drill-run';
import type { ListOptions, LogOptions, OffOptions, OnOptions } from './switch-run';

/** Declares `troupe switch …`. */
export function switchCommand(session: Session): Command {
	return new Command('switch')
		.description('Turns agents off and on, on all machines: all, one, a run, a tool of an agent, or those of a channel or an origin.')
		.addCommand(offCommand(session))
		.addCommand(onCommand(session))
		.addCommand(listCommand(session))
		.addCommand(logCommand(session))
		.addCommand(checkCommand(session))
		.addCommand(drillCommand(session));
}

const target = 'all, agent:ID, tool:AGENT/NAME, run:ID, channel:NAME, origin:VALUE or channel:NAME+origin:VALUE';
const everywhere = () => new Option('--everywhere', 'in all tenants; not for channels and origins').conflicts('tenant');
const shared = (command: Command, session: Session): Command => withJson(withService(ofTenant(command, session), session));

function offCommand(session: Session): Command {
	return shared(new Command('off').description('Turns agents off within a second, until `troupe switch on`. Asks first.'), session)
		.argument('<target>', target)
		.addOption(everywhere())
		.option('--reason <text>', 'why; everybody who is refused reads it')
		.addOption(yesOption())
		.action(async (what: string, options: OffOptions) => {
			const { runOff } = await import('./switch-run');
			session.exitCode = await runOff({ ...options, target: what }, session.terminal);
		});
}

function onCommand(session: Session): Command {
	return shared(new Command('on').description('Turns on again what was off, also tools that broke their contract.'), session)
		.argument('<target>', target)
		.addOption(everywhere())
		.option('--answer-waiting', 'for a channel or an origin: answer what arrived meanwhile, too')
		.option('--reason <text>', 'why, for the log')
		.action(async (what: string, options: OnOptions) => {
			const { runOn } = await import('./switch-run');
			session.exitCode = await runOn({ ...options, target: what }, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return shared(new Command('list').description('Lists what is off.'), session).action(async (options: ListOptions) => {
		const { runList } = await import('./switch-run');
		session.exitCode = await runList(options, session.terminal);
	});
}

function logCommand(session: Session): Command {
	return shared(new Command('log').description('Lists who turned what off and on, the newest first.'), session)
		.addOption(limitOption('changes', 50))
		.action(async (options: LogOptions) => {
			const { runLog } = await import('./switch-run');
			session.exitCode = await runLog(options, session.terminal);
		});
}

function checkCommand(session: Session): Command {
	return shared(new Command('check'), session)
		.description('Checks that the switches, and who changed them, are as they were recorded; exits with 1 if not.')
		.action(async (options: ListOptions) => {
			const { runCheck } = await import('./switch-run');
			session.exitCode = await runCheck(options, session.terminal);
		});
}

function drillCommand(session: Session): Command {
	return withJson(ofTenant(new Command('drill'), session))
		.description('Waits until run:drill is turned off, as a run of this machine would, and prints how long it took.')
		.addOption(durationOption('--wait <duration>', 'how long to wait', ['1s', '1h'], '10m'))
		.action(async (options: DrillOptions) => {
			const { runDrill } = await import('./drill-run');
			session.exitCode = await runDrill(options, session.terminal);
		});
}
