import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface LayoutOptions {
	file: string;
	/** The file to write. Default: the model's own file. */
	output?: string;
	replace?: boolean;
}

/** Keeps an existing diagram, unless `output` or `replace` is set. */
export async function runLayout({ file, output, replace = false }: LayoutOptions, terminal: Terminal): Promise<ExitCode> {
	const { hasDiagram, layoutProcess } = await import('../../bpmn/layout/layout-process');
	const content = await readTextFile(file);
	if (hasDiagram(content) && output === undefined && !replace) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${file} already has a diagram.`,
			fix: 'Write to another file with --output FILE, or replace the diagram with --replace.',
		});
	}
	const target = output ?? file;
	replaceFile(target, await layoutProcess(basename(file), content));
	terminal.print(target);
	return 0;
}
