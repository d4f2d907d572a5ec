import { Command, Option } from 'commander';
import type { LintCommandOptions } from './bpmn-lint';
import type { Session } from './session';

/** `troupe bpmn …`: definitions only. */
export function bpmnCommand(session: Session): Command {
	return new Command('bpmn').description('Checks BPMN models.').addCommand(lintCommand(session));
}

function lintCommand(session: Session): Command {
	return new Command('lint')
		.description('Checks models that are deployed together: what a modeler, a Zeebe version and Troupe ask of them.')
		.argument('<files...>', 'BPMN files')
		.addOption(new Option('--target <version>', 'the version of Zeebe').choices(['8.6', '8.7', '8.8']).default('8.6'))
		.option('--job-types <types>', 'the job types that your workers serve, separated by commas', (text) =>
			text.split(',').map((type) => type.trim()),
		)
		.option('--json', 'print the findings as one JSON document')
		.action(async (files: string[], options: Omit<LintCommandOptions, 'files'>) => {
			const { runLint } = await import('./bpmn-lint');
			session.exitCode = await runLint({ ...options, files }, session.terminal);
		});
}
