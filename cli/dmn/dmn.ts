import { Command } from 'commander';
import type { Session } from '../terminal/session';

export function dmnCommand(session: Session): Command {
	return new Command('dmn')
		.description('Evaluates decisions of DMN models, and lists them.')
		.addCommand(evaluateCommand(session))
		.addCommand(listCommand(session));
}

function evaluateCommand(session: Session): Command {
	return new Command('evaluate')
		.description('Evaluates a decision for each JSON line {"id", "decision", "variables"}, and prints {"id", "result"} or {"id", "error"}.')
		.argument('<model>', 'a DMN file; models that it imports are searched in its folder')
		.argument('[inputs...]', 'files with JSON lines; default: standard input')
		.action(async (model: string, inputs: string[]) => {
			const { runEvaluate } = await import('./evaluate-run');
			session.exitCode = await runEvaluate({ model, inputs }, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists what can be evaluated in a DMN model, with the input that it needs.')
		.argument('<model>', 'a DMN file')
		.option('--json', 'print the list as one JSON document')
		.action(async (model: string, options: { json?: boolean }) => {
			const { runList } = await import('./list-run');
			session.exitCode = await runList({ model, ...options }, session.terminal);
		});
}
