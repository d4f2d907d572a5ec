import { join } from 'node:path';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { makeFolder, replaceFile } from '../terminal/replace-file';

/** Writes the element templates into a folder, over those of an earlier version, and prints their paths. */
export async function writeTemplates(folder: string, terminal: Terminal): Promise<ExitCode> {
	const { elementTemplates } = await import('../../bpmn/templates');
	makeFolder(folder);
	for (const { fileName, template } of elementTemplates) {
		const path = join(folder, fileName);
		replaceFile(path, `${JSON.stringify(template, null, '\t')}\n`);
		terminal.print(path);
	}
	return 0;
}
