import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LintSettings } from '../../bpmn/lint/lint-settings';
import { readTextFile } from '../terminal/read-text-file';
import { printable, type Terminal } from '../terminal/terminal';

const fileName = '.bpmnlintrc';

/**
 * Reads which rules apply: from the named file, otherwise from that of the working folder, as bpmnlint does, or beside the first model, as
 * modelers do. What Troupe does not have is noted.
 * @throws TroupeError INPUT_INVALID
 */
export async function readLintSettings(named: string | undefined, files: string[], terminal: Terminal): Promise<LintSettings | undefined> {
	const file = named ?? [fileName, join(dirname(files[0] ?? ''), fileName)].find((path) => existsSync(path));
	if (file === undefined) return undefined;
	const { parseLintSettings } = await import('../../bpmn/lint/lint-settings');
	const settings = await parseLintSettings(await readTextFile(file), file);
	for (const name of settings.unknown) terminal.note(printable(`warning: ${file}: "${name}" is not part of Troupe and is left out.`));
	return settings;
}
