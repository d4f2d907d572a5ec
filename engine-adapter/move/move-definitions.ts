import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import {
	listDefinitionsToMove,
	listDeployment,
	listFilesToMove,
	noteDefinition,
	type DefinitionToMove,
} from '../embedded/move/moved-state';
import { defaultTenantId } from '../embedded/state/tenants';
import type { Resource } from '../engine/deployments';
import type { ProcessEngine } from '../engine/process-engine';
import { isBound } from '../embedded/move/is-bound';

type Arrival = { version: number } | { refusal: TroupeError };

export type MovedDefinitions = Map<number, Arrival>;

export type TellDefinition = (definition: Pick<DefinitionToMove, 'tenantId' | 'processId' | 'version'>, arrival: Arrival) => void;

/**
 * Latest versions and needed ones, old ones first. Earlier deployments are not repeated: an old version would become the latest one. A bound process
 * goes with its deployment's files. The latest forms and DMN models come last, so that they are the latest there too.
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
		const bound = await engine.read((kernel) => isBound(kernel, definition.key));
		const resources = bound
			? await engine.read((kernel) => listDeployment(kernel, definition.deploymentKey))
			: [{ name: definition.resourceName, content: definition.content }];
		// Processes of one file, and files of one deployment, are deployed together.
		const together = definitions.filter((one) => isSameFile(one, definition) && one.targetVersion === undefined);
		try {
			const versions = await deploy(cluster, resources, definition.tenantId);
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
	for (const { key, tenantId, version, ...file } of await engine.read((kernel) => listFilesToMove(kernel, target))) {
		await deploy(cluster, [file], tenantId);
		await engine.read((kernel) => noteDefinition(kernel, target, key, version));
	}
	return moved;
}

const isSameFile = (one: DefinitionToMove, other: DefinitionToMove): boolean =>
	one.tenantId === other.tenantId && one.resourceName === other.resourceName && one.content === other.content;

async function deploy(cluster: ProcessEngine, resources: Resource[], tenantId: string): Promise<Map<string, number>> {
	const { processes } = await cluster.deploy(resources, tenantId === defaultTenantId ? undefined : tenantId);
	return new Map(processes.map(({ processId, version }) => [processId, version]));
}
