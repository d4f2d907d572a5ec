import { Command, Option } from 'commander';
import type { LayoutOptions } from './layout-run';
import type { LintCommandOptions } from './lint-run';
import type { Session } from '../terminal/session';

/** Declares `troupe bpmn …`. */
export function bpmnCommand(session: Session): Command {
	return new Command('bpmn')
		.description('Checks and draws BPMN models, and writes the element templates for Camunda Modeler.')
		.addCommand(lintCommand(session))
		.addCommand(layoutCommand(session))
		.addCommand(templatesCommand(session));
}

function lintCommand(session: Session): Command {
	return new Command('lint')
		.description('Checks models that are deployed together against the rules of modelers, of a Zeebe version and of Troupe.')
		.argument('<files...>', 'BPMN, DMN and form files, and workflows that n8n exported (.json), for calls between them')
		.addOption(
			new Option('--target <version>', 'the Zeebe version; default: the one that each file names, otherwise 8.6').choices([
				'8.6',
				'8.7',
				'8.8',
			]),
		)
		.option('--job-types <types>', 'job types of your own workers, separated by commas', (text) =>
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
		.description('Draws the diagram of a model without one.')
		.argument('<file>', 'a BPMN file with one process')
		.option('-o, --output <file>', 'the file to write; default: the input file')
		.option('--force', 'replace an existing diagram')
		.action(async (file: string, options: Omit<LayoutOptions, 'file'>) => {
			const { runLayout } = await import('./layout-run');
			session.exitCode = await runLayout({ ...options, file }, session.terminal);
		});
}

function templatesCommand(session: Session): Command {
	return new Command('templates')
		.description('Writes the element templates for Camunda Modeler, one form for each job type of Troupe.')
		.requiredOption('--into <folder>', 'the folder, such as .camunda/element-templates beside your models')
		.action(async ({ into }: { into: string }) => {
			const { writeTemplates } = await import('./templates-run');
			session.exitCode = await writeTemplates(into, session.terminal);
		});
}
