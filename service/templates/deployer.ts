import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import type { Deployment, Resource } from '../../engine-adapter/engine/deployments';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { engineCaller } from '../access/engine-caller';

type Deploy = (grant: Grant, resources: Resource[]) => Promise<Deployment>;

export interface Installs {
	tenant: string;
	/** Undefined without an engine. */
	deploy?: Deploy | undefined;
}

export const deployer =
	(engine: EmbeddedEngine, serviceTenant: string): Deploy =>
	(grant, resources) =>
		new TenantEngine(engine, engineCaller(grant, serviceTenant)).deploy(resources);
