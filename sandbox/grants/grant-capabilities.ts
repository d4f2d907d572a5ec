import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { Level } from '../levels/level';
import { grantFiles } from './grant-files';
import { grantPrograms, listProgramFolders } from './grant-programs';
import type { Grants, RefusedGrant, RunPermissions } from './grants';

/** Grants files, programs and variables of a list at this level. Requests, node types and tools are decided at use. */
export async function grantCapabilities(permissions: RunPermissions, level: Level, stateFolder: string): Promise<Grants> {
	const { capabilities, environment = {}, withheld } = permissions;
	if (withheld !== undefined) return { files: [], programs: [], environment: {}, refused: refuseAll(capabilities, withheld) };
	const { files, refused } = await grantFiles(capabilities?.files ?? [], { ...permissions, level, stateFolder });
	const started = grantPrograms(capabilities?.programs ?? [], level);
	const { programs } = started;
	const path: Record<string, string> = programs.length > 0 ? { PATH: listProgramFolders(programs).join(':') } : {};
	return {
		files,
		programs,
		environment: { ...path, ...environment },
		refused: [...refused, ...started.refused, ...refuseVariables(capabilities?.environment ?? [], environment)],
	};
}

const refuseAll = ({ files = [], programs = [], environment = [] }: Partial<Capabilities> = {}, reason: string): RefusedGrant[] => [
	...files.map(({ path }) => ({ kind: 'files' as const, value: path, reason })),
	...programs.map((value) => ({ kind: 'programs' as const, value, reason })),
	...environment.map((value) => ({ kind: 'environment' as const, value, reason })),
];

/** A list never gives values of this machine to code: a person does, for a run. */
const refuseVariables = (listed: readonly string[], environment: Readonly<Record<string, string>>): RefusedGrant[] =>
	listed
		.filter((name) => !Object.hasOwn(environment, name))
		.map((value) => ({
			kind: 'environment',
			value,
			reason: `A person has to give its value: pass --env ${value}.`,
		}));
