import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** What `troupe bpmn layout` was told. */
export interface LayoutOptions {
	file: string;
	/** Where the model goes. Default: back into its file. */
	output?: string;
	force?: boolean;
}

/** Draws the diagram of a model. A diagram that somebody drew is kept unless told otherwise. */
export async function runLayout({ file, output, force = false }: LayoutOptions, terminal: Terminal): Promise<ExitCode> {
	const { hasDiagram, layoutProcess } = await import('../../bpmn/layout-process');
	const content = await readTextFile(file);
	if (hasDiagram(content) && output === undefined && !force) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${file} has a diagram already.`,
			fix: 'Write the new one to another file with --output FILE, or over the old one with --force.',
		});
	}
	const target = output ?? file;
	replaceFile(target, await layoutProcess(basename(file), content));
	terminal.print(target);
	return 0;
}
