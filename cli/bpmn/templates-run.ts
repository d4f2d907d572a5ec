import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { NodeTemplateOptions } from './node-templates-run';

/** The options of `troupe bpmn templates`. Without a package: templates of Troupe's job types. */
export type TemplatesOptions = Omit<NodeTemplateOptions, 'package'> & { package?: string };

/** @param used the options on the command line @throws TroupeError INPUT_INVALID for an option that needs a package */
export async function runTemplates(options: TemplatesOptions, terminal: Terminal, used: string[] = []): Promise<ExitCode> {
	const { package: name } = options;
	if (name !== undefined) {
		const { runNodeTemplates } = await import('./node-templates-run');
		return runNodeTemplates({ ...options, package: name }, terminal);
	}
	const [unused] = used.filter((option) => option !== 'into');
	if (unused === undefined) return writeOwnTemplates(options.into, terminal);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--${unused} is only for the nodes of a package.`,
		fix: 'Name the package with --package, such as --package n8n-nodes-base.',
	});
}

async function writeOwnTemplates(folder: string, terminal: Terminal): Promise<ExitCode> {
	const { elementTemplates } = await import('../../bpmn/templates');
	makeFolder(folder);
	for (const { fileName, template } of elementTemplates) {
		const path = join(folder, fileName);
		replaceFile(path, `${JSON.stringify(template, null, '\t')}\n`);
		terminal.print(path);
	}
	return 0;
}
