import type { ForgetInProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import { defaultTenantId } from '../state/tenants';
import { forgetInEngine } from './forget-person';

/** @param ownTenant the tenant whose processes are `<default>` of the engine */
export const composeForgetting =
	(engine: EmbeddedEngine, ownTenant: string): ForgetInProcesses =>
	({ tenant, names }, signal) =>
		forgetInEngine(engine, { tenantId: tenant === ownTenant ? defaultTenantId : tenant, names }, signal);
