import { Command, InvalidArgumentError, Option } from 'commander';
import { durationOption } from '../../terminal/duration-option';
import type { Session } from '../../terminal/session';
import { addressOption, engineOption, limitOption, wholeNumber, yesOption } from '../../terminal/options';
import { parseVariables } from '../../terminal/parse-variables';
import type { CancelOptions } from './cancel-run';
import type { OperatorOptions } from './connect-operator';
import type { DeployOptions } from './deploy-run';
import type { ListOptions } from './list-run';
import type { PublishOptions } from './publish-run';
import type { StartOptions } from './start-run';
import type { IncidentsOptions, RetryOptions } from './incidents-run';
import type { CompleteOptions, TasksOptions } from './tasks-run';

/** Declares the commands that operate processes: of this home's engine, of a service, or of a cluster. */
export function operateCommands(session: Session): Command[] {
	const deploy = operator('deploy', 'Deploys BPMN and DMN files. They are linted first.')
		.argument('<files...>', 'BPMN and DMN files, deployed together')
		.option('--no-lint', 'deploy without linting first')
		.action(async (files: string[], options: DeployOptions) => {
			const { runProcessDeploy } = await import('./deploy-run');
			session.exitCode = await runProcessDeploy(files, options, session.terminal);
		});
	const start = operator('start', 'Starts an instance of a deployed process.')
		.argument('<id>', 'of the process')
		.option('-v, --variables <json>', 'variables of the instance, a JSON object', parseVariables, {})
		.option('--process-version <number>', 'the version of the process; default: the latest', wholeNumber(1, 2_147_483_647))
		.action(async (processId: string, options: StartOptions) => {
			const { runProcessStart } = await import('./start-run');
			session.exitCode = await runProcessStart(processId, options, session.terminal);
		});
	const publish = operator('publish', 'Publishes a message: to an instance that waits for it, or to start one.')
		.argument('<message>', 'name of the message')
		.option('-k, --correlation-key <key>', 'the correlation key, as `troupe process show` lists it', '')
		.option('-v, --variables <json>', 'variables that the message brings, a JSON object', parseVariables, {})
		.addOption(durationOption('--ttl <duration>', 'how long it waits for an instance that takes it', ['0', '365d'], '1m'))
		.action(async (name: string, options: PublishOptions) => {
			const { runProcessPublish } = await import('./publish-run');
			session.exitCode = await runProcessPublish(name, options, session.terminal);
		});
	const list = operator('list', 'Lists process instances, the newest first.')
		.option('-p, --process <id>', 'only those of this process')
		.addOption(new Option('-s, --state <state>', 'only those in this state').choices(['active', 'completed', 'terminated', 'incident']))
		.addOption(limitOption('instances', 50, 10_000))
		.action(async (options: ListOptions) => {
			const { runProcessList } = await import('./list-run');
			session.exitCode = await runProcessList(options, session.terminal);
		});
	const show = operator('show', 'Shows an instance: its elements with their times, what it waits for, what agents used, and its variables.')
		.argument('<key>', 'of a process instance', key)
		.action(async (instanceKey: string, options: OperatorOptions) => {
			const { runProcessShow } = await import('./show-run');
			session.exitCode = await runProcessShow(instanceKey, options, session.terminal);
		});
	const incidents = operator('incidents', 'Lists incidents, and what to do about each.')
		.argument('[key]', 'only those of this process instance', key)
		.option('-p, --process <id>', 'only those of this process')
		.option('--all', 'resolved ones too')
		.action(async (instanceKey: string | undefined, options: IncidentsOptions) => {
			const { runProcessIncidents } = await import('./incidents-run');
			session.exitCode = await runProcessIncidents(instanceKey, options, session.terminal);
		});
	const resolve = operator('resolve', 'Resolves incidents: their instances continue. A job without retries needs `retry`.')
		.argument('<keys...>', 'of incidents', keys)
		.action(async (incidentKeys: string[], options: OperatorOptions) => {
			const { runProcessResolve } = await import('./incidents-run');
			session.exitCode = await runProcessResolve(incidentKeys, options, session.terminal);
		});
	const retry = operator('retry', 'Gives the failed jobs of incidents new retries, and resolves the incidents.')
		.argument('<keys...>', 'of incidents, or of process instances for all their incidents', keys)
		.option('-r, --retries <number>', 'the retries of each job', wholeNumber(1, 1_000), 1)
		.option('-v, --variables <json>', 'variables to set in the instance before, a JSON object', parseVariables)
		.action(async (failedKeys: string[], options: RetryOptions) => {
			const { runProcessRetry } = await import('./incidents-run');
			session.exitCode = await runProcessRetry(failedKeys, options, session.terminal);
		});
	const tasks = operator('tasks', 'Lists user tasks that wait for a person.')
		.argument('[key]', 'only those of this process instance', key)
		.option('--assignee <person>', 'only those of this person')
		.option('--group <group>', 'only those that this group can do')
		.option('--all', 'completed and cancelled ones too')
		.action(async (instanceKey: string | undefined, options: TasksOptions) => {
			const { runProcessTasks } = await import('./tasks-run');
			session.exitCode = await runProcessTasks(instanceKey, options, session.terminal);
		});
	const complete = operator('complete', 'Completes a user task, as a program does over the REST API.')
		.argument('<key>', 'of a user task', key)
		.option('-v, --variables <json>', 'the variables that it sets, a JSON object', parseVariables, {})
		.option('--form', 'fill in the form of the task with the variables, as a person does; the form checks them')
		.action(async (taskKey: string, options: CompleteOptions) => {
			const { runProcessComplete } = await import('./tasks-run');
			session.exitCode = await runProcessComplete(taskKey, options, session.terminal);
		});
	const cancel = operator('cancel', 'Cancels process instances.')
		.argument('<keys...>', 'of process instances', keys)
		.addOption(yesOption())
		.action(async (instanceKeys: string[], options: CancelOptions) => {
			const { runProcessCancel } = await import('./cancel-run');
			session.exitCode = await runProcessCancel(instanceKeys, options, session.terminal);
		});
	const cost = operator('cost', 'Shows tokens and cost of the models that an instance and those that it called used.')
		.argument('<key>', 'of a process instance', key)
		.action(async (instanceKey: string, options: OperatorOptions) => {
			const { runProcessCost } = await import('./cost-run');
			session.exitCode = await runProcessCost(instanceKey, options, session.terminal);
		});
	return [deploy, start, publish, list, show, incidents, resolve, retry, tasks, complete, cancel, cost];
}

function operator(name: string, description: string): Command {
	return new Command(name)
		.description(description)
		.addOption(engineOption('the engine of TROUPE_HOME, by its file or by the `troupe serve` that uses it'))
		.addOption(addressOption())
		.option('--json', 'print one JSON document');
}

function key(text: string): string {
	if (/^\d{1,19}$/.test(text)) return text;
	throw new InvalidArgumentError('Expected a key: a number of up to 19 digits, such as `troupe process list` shows.');
}

const keys = (text: string, previous: string[] = []): string[] => [...previous, key(text)];
