import { Argument, Command, Option } from 'commander';
import { executionDataKinds, settingPolicies } from '../../core/ports/tenants';
import { runContents } from '../../core/ports/runs/run-content';
import { decimalNumber, jsonOption, tenantArgument, wholeNumber, withService, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ForgetTenantOptions } from './forget-run';
import type { TenantSetOptions } from './tenant-run';

export function tenantCommand(session: Session): Command {
	const command = new Command('tenant')
		.description('Sets what each tenant may use, and shows what it uses. What tenants store is kept apart in any case.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(setCommand(session))
		.addCommand(removeCommand(session))
		.addCommand(cleanCommand(session))
		.addCommand(forgetCommand(session));
	for (const each of command.commands) withService(each, session);
	return command;
}

const name = () => new Argument('<tenant>', 'the name of the tenant').argParser(tenantArgument);

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists the tenants that have rules.')
		.addOption(jsonOption())
		.action(async (options: { json?: boolean }) => {
			const { runTenantList } = await import('./tenant-run');
			session.exitCode = await runTenantList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return new Command('show')
		.description('Shows the rules of a tenant and what it uses of them.')
		.addArgument(name())
		.addOption(jsonOption())
		.action(async (tenant: string, options: { json?: boolean }) => {
			const { runTenantShow } = await import('./tenant-run');
			session.exitCode = await runTenantShow(tenant, options, session.terminal);
		});
}

const most = 1e12;

function setCommand(session: Session): Command {
	return new Command('set')
		.description('Sets rules of a tenant; the others stay. They count within 5 seconds on every machine that shares the state.')
		.addArgument(name())
		.option('--agents <count>', 'max different agents in 31 days', wholeNumber(0, most))
		.option('--runs-per-month <count>', 'max runs of agents in a month of its time zone', wholeNumber(0, most))
		.option('--concurrent-runs <count>', 'max runs of agents at the same time, over all machines', wholeNumber(0, most))
		.option('--tokens-per-month <count>', 'max tokens of model calls in a month', wholeNumber(0, most))
		.option('--cost-usd-per-month <amount>', 'max cost of model calls in a month, in US dollars', decimalNumber(0, most))
		.option('--stored-characters <count>', 'max characters of the texts in its collections', wholeNumber(0, most))
		.option('--retention-days <days>', 'how long conversations, their tokens and memories are kept without use', wholeNumber(1, 36_500))
		.addOption(
			new Option('--run-content <what>', 'what is kept of the texts of runs that have ended; default: masked').choices(runContents),
		)
		.addOption(
			new Option(
				'--execution-data <what>',
				'what nodes give n8n, which stores it: values, tokens in their place, or tokens that no workflow can restore; default: values',
			).choices(executionDataKinds),
		)
		.option('--run-days <days>', 'how long runs are kept without use; default: --retention-days, or 30', wholeNumber(1, 36_500))
		.option('--time-zone <name>', 'its time zone, such as America/Sao_Paulo; default: UTC')
		.option('--locale <tag>', 'the language of what Troupe says where nothing else decides it, such as pt-BR')
		.option(
			'--policies <names...>',
			'guardrail policies that check every text besides the agents’ own: strict, or strict@^1.2 from the registry',
		)
		.option('--residency <region>', 'the region in which its data stays, such as br: servers that are elsewhere are refused')
		.option(
			'--required-bases <rules...>',
			'legal bases that messages of every channel need: "follow-ups marketing", or "templates marketing consent"',
		)
		.addOption(
			new Option(
				'--setting-changes <what>',
				'what becomes of changes of settings and texts of channels; approve: a second person decides; default: allow',
			).choices(settingPolicies),
		)
		.option('--clear <rules...>', 'rules to remove, named as in the JSON output, such as runsPerMonth')
		.action(async (tenant: string, options: TenantSetOptions) => {
			const { runTenantSet } = await import('./tenant-run');
			session.exitCode = await runTenantSet(tenant, options, session.terminal);
		});
}

function removeCommand(session: Session): Command {
	return new Command('remove')
		.description('Removes the rules of a tenant, so that it has no limits. What it stored stays.')
		.addArgument(name())
		.addOption(yesOption())
		.action(async (tenant: string, options: { yes?: boolean }) => {
			const { runTenantRemove } = await import('./tenant-run');
			session.exitCode = await runTenantRemove(tenant, options, session.terminal);
		});
}

function forgetCommand(session: Session): Command {
	return new Command('forget')
		.description('Removes everything of a tenant from all stores and from the engine, and prints a receipt. This cannot be undone.')
		.addArgument(name())
		.requiredOption('--reason <text>', 'why; it is sealed in the audit log')
		.addOption(yesOption())
		.addOption(jsonOption())
		.action(async (tenant: string, options: ForgetTenantOptions) => {
			const { runForgetTenant } = await import('./forget-run');
			session.exitCode = await runForgetTenant(tenant, options, session.terminal);
		});
}

function cleanCommand(session: Session): Command {
	return new Command('clean')
		.description('Removes what a tenant did not use for its retentionDays; without a name, for each tenant that has them.')
		.addArgument(new Argument('[tenant]', 'the name of the tenant').argParser(tenantArgument))
		.addOption(jsonOption())
		.action(async (tenant: string | undefined, options: { json?: boolean }) => {
			const { runTenantClean } = await import('./tenant-run');
			session.exitCode = await runTenantClean(tenant, options, session.terminal);
		});
}
