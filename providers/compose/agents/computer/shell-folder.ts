import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TroupeError } from '../../../../core/base/errors';
import type { ShellTool } from '../../../../core/tools/definition/sandbox-tools';
import { isInside, realPath } from '../../../files/confined-file';

/**
 * Finds the folder that a shell copies; undefined: it begins empty. @param folder of the definition; undefined if it came with a request @throws
 * TroupeError TOOL_INVALID
 */
export async function findShellFolder({ name, folder: wanted }: ShellTool, folder: string | undefined): Promise<string | undefined> {
	if (folder === undefined) throw invalid(name, 'is a shell, which a definition that comes with a request cannot have');
	if (wanted === undefined) return undefined;
	const [home, source] = await Promise.all([realPath(folder), realPath(join(folder, wanted))]);
	if (home === undefined || source === undefined) throw invalid(name, `needs the folder ${wanted}, which does not exist`);
	if (!isInside(source, home) || !(await stat(source)).isDirectory())
		throw invalid(name, `needs the folder ${wanted}, which is not a folder beside the definition`);
	return source;
}

const invalid = (name: string, problem: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} ${problem}.`,
		fix: 'Name the agent by its file or id, and put the folder of the tool into the folder of the definition.',
	});
