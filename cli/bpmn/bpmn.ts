import { Command, Option } from 'commander';
import type { LayoutOptions } from './layout-run';
import type { LintCommandOptions } from './lint-run';
import type { Session } from '../terminal/session';

/** `troupe bpmn …`: definitions only. */
export function bpmnCommand(session: Session): Command {
	return new Command('bpmn')
		.description('Checks and draws BPMN models, and brings the forms for Camunda Modeler.')
		.addCommand(lintCommand(session))
		.addCommand(layoutCommand(session))
		.addCommand(templatesCommand(session));
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
			const { runLint } = await import('./lint-run');
			session.exitCode = await runLint({ ...options, files }, session.terminal);
		});
}

function layoutCommand(session: Session): Command {
	return new Command('layout')
		.description('Draws the diagram of a model that has none.')
		.argument('<file>', 'a BPMN file with one process')
		.option('-o, --output <file>', 'where the model goes; default: back into its file')
		.option('--force', 'replace the diagram that the file has')
		.action(async (file: string, options: Omit<LayoutOptions, 'file'>) => {
			const { runLayout } = await import('./layout-run');
			session.exitCode = await runLayout({ ...options, file }, session.terminal);
		});
}

function templatesCommand(session: Session): Command {
	return new Command('templates')
		.description('Writes the element templates for Camunda Modeler: a form for each job type of Troupe.')
		.requiredOption('--into <folder>', 'such as .camunda/element-templates beside your models')
		.action(async ({ into }: { into: string }) => {
			const { writeTemplates } = await import('./templates-run');
			session.exitCode = await writeTemplates(into, session.terminal);
		});
}
