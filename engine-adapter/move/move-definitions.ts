import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { listDefinitionsToMove, noteDefinition, type DefinitionToMove } from '../embedded/move/moved-state';
import { defaultTenantId } from '../embedded/state/tenants';
import type { ProcessEngine } from '../engine';

/** The version of a definition at the target, or why the target refused it. */
type Arrival = { version: number } | { refusal: TroupeError };

/** By the definition's key here. */
export type MovedDefinitions = Map<number, Arrival>;

export type TellDefinition = (definition: Pick<DefinitionToMove, 'tenantId' | 'processId' | 'version'>, arrival: Arrival) => void;

/**
 * Deploys the latest version of each process, and the versions that instances need, old ones first. What was deployed before is not deployed again:
 * an old version would become the latest one.
 */
export async function moveDefinitions(
	engine: EmbeddedEngine,
	cluster: ProcessEngine,
	{ target, needed, onDefinition }: { target: string; needed: number[]; onDefinition?: TellDefinition },
): Promise<MovedDefinitions> {
	const moved: MovedDefinitions = new Map();
	const definitions = await engine.read((kernel) => listDefinitionsToMove(kernel, target, needed));
	for (const definition of definitions) {
		if (moved.has(definition.key)) continue;
		if (definition.targetVersion !== undefined) {
			moved.set(definition.key, { version: definition.targetVersion });
			continue;
		}
		// A file can have several processes, which are deployed together.
		const together = definitions.filter((one) => isSameFile(one, definition) && one.targetVersion === undefined);
		try {
			const versions = await deploy(cluster, definition);
			for (const { key, processId } of together) {
				moved.set(key, { version: versions.get(processId)! });
				await engine.read((kernel) => noteDefinition(kernel, target, key, versions.get(processId)!));
			}
		} catch (error) {
			if (!isTroupeError(error) || !['PROCESS_INVALID', 'INPUT_INVALID', 'ACCESS_DENIED'].includes(error.code)) throw error;
			for (const { key } of together) moved.set(key, { refusal: error });
		}
		for (const one of together) onDefinition?.(one, moved.get(one.key)!);
	}
	return moved;
}

const isSameFile = (one: DefinitionToMove, other: DefinitionToMove): boolean =>
	one.tenantId === other.tenantId && one.resourceName === other.resourceName && one.content === other.content;

async function deploy(cluster: ProcessEngine, { resourceName, content, tenantId }: DefinitionToMove): Promise<Map<string, number>> {
	const resources = [{ name: resourceName, content }];
	const { processes } = await cluster.deploy(resources, tenantId === defaultTenantId ? undefined : tenantId);
	return new Map(processes.map(({ processId, version }) => [processId, version]));
}
