import { Command, Option } from 'commander';
import type { LayoutOptions } from './layout-run';
import type { LintCommandOptions } from './lint-run';
import type { TemplatesOptions } from './templates-run';
import { ofTenant } from '../terminal/options';
import type { Session } from '../terminal/session';

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
		.option(
			'-c, --config <file>',
			'rules and their levels, in the format of bpmnlint; default: .bpmnlintrc in this folder, or beside the first file',
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
		.option('--replace', 'replace an existing diagram')
		.action(async (file: string, options: Omit<LayoutOptions, 'file'>) => {
			const { runLayout } = await import('./layout-run');
			session.exitCode = await runLayout({ ...options, file }, session.terminal);
		});
}

function templatesCommand(session: Session): Command {
	const command = new Command('templates')
		.description(
			"Writes element templates for Camunda Modeler: a form for each job type of Troupe, or for each node of one of n8n's packages.",
		)
		.requiredOption('--into <folder>', 'the folder, such as .camunda/element-templates beside your models')
		.option('--package <name>', 'an installed package of n8n nodes, such as n8n-nodes-base: a template for each node')
		.option('--node <names...>', 'only these nodes of the package')
		.option('--from <folder>', 'the folder that n8n is installed in; default: TROUPE_N8N, or the n8n beside Troupe or in the PATH')
		.addOption(new Option('--target <version>', 'the oldest Zeebe version that the models run on').choices(['8.6', '8.8']).default('8.8'))
		.option('--configurations', 'choose credentials as configurations of the cluster (Camunda 8.10) instead of by name')
		.option(
			'--resolve [credentials...]',
			'fill in the lists that n8n asks from the service, with these stored credentials, or with those that fit (troupe credentials)',
		)
		.option('--set <values...>', 'values that forms begin with and lists depend on: project=10000')
		.option('--json', 'print what was written, refused, not resolved and not expressed as one JSON document')
		.action(async (options: TemplatesOptions, command: Command) => {
			const { runTemplates } = await import('./templates-run');
			session.exitCode = await runTemplates(options, session.terminal, listUsed(command));
		});
	return ofTenant(command, session);
}

const listUsed = (command: Command): string[] => Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
