import { Command, InvalidArgumentError, Option } from 'commander';
import { usageDimensions } from '../../core/ports/usage';
import { jsonOption, ofTenant, parseList, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AdviseOptions } from './advise-run';
import type { BudgetsOptions } from './budgets-run';
import type { StatementOptions } from './statement-run';
import type { UsageOptions } from './usage-run';

export function usageCommand(session: Session): Command {
	return onState(new Command('usage'), session, 'only calls of this tenant; default: all')
		.description(
			'Shows the tokens and the cost in US dollars of model calls: of this machine, or of all that share the database. Days are in UTC.',
		)
		.enablePositionalOptions()
		.addOption(
			new Option('-b, --by <what>', `one or more of ${usageDimensions.join(', ')}, separated by commas`)
				.argParser(parseList(usageDimensions))
				.default(['day'], 'day'),
		)
		.option('--from <date>', 'the first day or month: 2026-11-20, 2026-11', firstDay)
		.option('--to <date>', 'the last day or month, included', nextDay)
		.option('--instance <key>', 'only calls of this process instance')
		.addOption(jsonOption())
		.addOption(csvOption())
		.addOption(
			new Option('--check', 'check that the calls, and the totals of old ones, are as they were recorded; exits with 1 if not').conflicts([
				'by',
				'from',
				'to',
				'instance',
				'csv',
			]),
		)
		.action(async (options: UsageOptions) => {
			const { runUsage } = await import('./usage-run');
			session.exitCode = await runUsage(options, session.terminal);
		})
		.addCommand(budgetsCommand(session))
		.addCommand(
			onState(new Command('statement'), session, 'of this tenant; default: that of TROUPE_TENANT')
				.description('Shows what a tenant used in a month of its time zone: closed once the month is over, with corrections.')
				.option('--month <month>', 'such as 2026-11; default: this month')
				.addOption(jsonOption())
				.addOption(csvOption())
				.action(async (options: StatementOptions) => {
					const { runStatement } = await import('./statement-run');
					session.exitCode = await runStatement(options, session.terminal);
				}),
		)
		.addCommand(
			onState(new Command('forecast'), session)
				.description('Shows when each budget is expected to end. Exits with 1 when one is used up or ends before it resets.')
				.addOption(jsonOption())
				.addOption(csvOption())
				.action(async (options: BudgetsOptions) => {
					const { runForecast } = await import('./forecast-run');
					session.exitCode = await runForecast(options, session.terminal);
				}),
		)
		.addCommand(
			onState(new Command('advise'), session, 'only calls of this tenant; default: all')
				.description('Names cheaper models, caching and batches, with what they would have saved.')
				.option('--from <date>', 'the first day or month; default: 30 days ago', firstDay)
				.addOption(jsonOption())
				.addOption(csvOption())
				.action(async (options: AdviseOptions) => {
					const { runAdvise } = await import('./advise-run');
					session.exitCode = await runAdvise(options, session.terminal);
				}),
		);
}

function budgetsCommand(session: Session): Command {
	return (
		onState(new Command('budgets'), session)
			.description(
				'Shows the balance of each budget: of budgets.json, of all machines, of the tenant, and of the agents on this machine. Exits with 1 when one is used up.',
			)
			// `budgets` and those below it have --tenant.
			.enablePositionalOptions()
			.addOption(jsonOption())
			.addOption(csvOption())
			.action(async (options: BudgetsOptions) => {
				const { runBudgets } = await import('./budgets-run');
				session.exitCode = await runBudgets(options, session.terminal);
			})
			.addCommand(
				onState(new Command('set'), session, 'only for calls of this tenant; default: for all')
					.description('Stores the budgets and prices of a file for all machines that share the state. An empty list removes them.')
					.argument('<file>', 'a file such as budgets.json')
					.action(async (file: string) => {
						const { runSetBudgets } = await import('./shared-budgets-run');
						session.exitCode = await runSetBudgets(file, session.terminal);
					}),
			)
			.addCommand(
				onState(new Command('show'), session, 'those of this tenant; default: those for all')
					.description('Prints the stored budgets, with their version, author and time.')
					.addOption(jsonOption())
					.action(async (options: { json?: boolean }) => {
						const { runShowBudgets } = await import('./shared-budgets-run');
						session.exitCode = await runShowBudgets(options, session.terminal);
					}),
			)
	);
}

/** Each has its own `--tenant` and `--service`: those before the name of a command in it are not taken. */
const onState = (command: Command, session: Session, tenant?: string) => withService(ofTenant(command, session, tenant), session);

const csvOption = () => new Option('--csv', 'print lines of CSV').conflicts('json');

function firstDay(text: string): number {
	return readPeriod(text)[0];
}

function nextDay(text: string): number {
	return readPeriod(text)[1];
}

/** Returns the first moment of a day or month, and that of the next one. */
function readPeriod(text: string): [number, number] {
	const [year, month, day] = (/^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text) ?? []).slice(1).map((part) => (part ? Number(part) : undefined));
	if (year !== undefined && month !== undefined) {
		const first = new Date(Date.UTC(year, month - 1, day ?? 1));
		const exists = first.getUTCMonth() === month - 1 && (day === undefined || first.getUTCDate() === day);
		if (exists) return [first.getTime(), day === undefined ? Date.UTC(year, month) : Date.UTC(year, month - 1, day + 1)];
	}
	throw new InvalidArgumentError('Expected a day such as 2026-11-20, or a month such as 2026-11.');
}
