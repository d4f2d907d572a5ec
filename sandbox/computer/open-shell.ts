import { TroupeError } from '../../core/base/errors';
import type { Shell, ShellSettings } from '../../core/ports/sandbox/tools';
import { usualPrograms } from '../../core/tools/shell-programs';
import { findSystemProgram } from '../../providers/processes/find-programs';
import { requireProgramLevel } from './program-level';
import { type SessionParts, ShellSession } from './shell-session';

/** Uses the highest program level. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID before anything runs */
export async function openShell(
	settings: ShellSettings,
	{ stateFolder, keep }: Pick<SessionParts, 'stateFolder' | 'keep'>,
): Promise<Shell> {
	const level = await requireProgramLevel(settings.least, stateFolder);
	const programs = [...findUsual(), ...settings.programs.map(requireProgram)];
	return new ShellSession(settings, { level, programs: [...new Set(programs)], shell: requireProgram('sh'), stateFolder, keep });
}

const findUsual = (): string[] => usualPrograms.flatMap((name) => findSystemProgram(name) ?? []);

function requireProgram(name: string): string {
	const path = findSystemProgram(name);
	if (path !== undefined) return path;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `The program ${name}, which a tool of the agent names, is not installed in /usr/local/bin, /usr/bin or /bin.`,
		fix: `Install ${name}, or remove it from "programs" of the tool.`,
		details: { program: name },
	});
}
