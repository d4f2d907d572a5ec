import { TroupeError } from '../../../core/base/errors';
import type { EmbeddedEngine } from '../../../engine-adapter/embedded/embedded-engine';
import { findBegun, searchDefinitions } from '../../../engine-adapter/embedded/state/instances/instance-directory';
import { TenantEngine } from '../../../engine-adapter/embedded/tenant-engine';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { denied, needsLogin } from '../../../manifests/registry/access/access';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { composePlans } from '../../../planner/compose-plans';
import type { KnownProcess } from '../../../planner/doers/sources/open-doers';
import type { Plans } from '../../../planner/plans';
import type { PlanEngine } from '../../../planner/run/run-plan';
import type { Host } from '../../../providers/compose/hosts/host';
import { engineCaller } from '../../access/engine-caller';
import type { ServiceScope } from '../../access/scopes';
import type { OperationHost } from '../operation';

export interface PlanPlace {
	engine?: ((grant: Grant) => PlanEngine) | undefined;
	processes?: ((grant: Grant) => Promise<KnownProcess[]>) | undefined;
	readRoot: () => Promise<RootDocument>;
}

export type PlanHost = OperationHost & Host & { grant?: Grant; plans?: PlanPlace };

/** @throws TroupeError NOT_SUPPORTED outside a service */
export function openServicePlans({ grant, plans, ...host }: PlanHost): Promise<Plans> {
	if (!grant || !plans) throw isOfServices();
	return composePlans(host, {
		readRoot: plans.readRoot,
		...(plans.processes && { processes: () => plans.processes!(grant) }),
		withEngine: async (name, work) => {
			if (name !== 'embedded' || !plans.engine) throw noEngine(name);
			return work(plans.engine(grant));
		},
	});
}

export const planEngine =
	(engine: EmbeddedEngine, serviceTenant: string) =>
	(grant: Grant): PlanEngine => {
		const own = new TenantEngine(engine, engineCaller(grant, serviceTenant));
		const may =
			<Args extends unknown[]>(act: (...args: Args) => Promise<void>) =>
			async (...args: Args) => {
				requireRun(grant);
				return act(...args);
			};
		return {
			deploy: (resources) => own.deploy(resources),
			start: (request) => own.start(request),
			publishMessage: (message) => own.publishMessage(message),
			findInstance: (key) => own.findInstance(key),
			findInstancesOf: (processId) => own.read((kernel, tenants) => findBegun(kernel, processId, tenants)),
			searchUserTasks: ({ instanceKey = '' }) => own.searchUserTasks({ instanceKey }),
			updateJobRetries: may((key: string, retries: number) => own.updateJobRetries(key, retries)),
			resolveIncident: may((key: string) => own.resolveIncident(key)),
			cancel: may((key: string) => own.cancel(key)),
			async searchIncidents({ instanceKey = '', withCalled }) {
				// Other tenants' instances are hidden. A process calls its own tenant's only.
				await own.findInstance(instanceKey);
				return engine.searchIncidents({ instanceKey, withCalled });
			},
		};
	};

/** The right to change plans does not include running them. @throws TroupeError ACCESS_DENIED */
function requireRun(grant: Grant): void {
	if (grant.scopes.has(running)) return;
	const fix = `Use a credential with the scope ${running}, or ask somebody who has one.`;
	throw (
		needsLogin(grant, running) ??
		denied('scope', `Trying an instance again, and cancelling it, need the scope ${running}.`, fix, { scope: running })
	);
}

const running: ServiceScope = 'process:run';

const maxPages = 10;

export const planProcesses =
	(engine: EmbeddedEngine, serviceTenant: string) =>
	async (grant: Grant): Promise<KnownProcess[]> => {
		const own = new TenantEngine(engine, engineCaller(grant, serviceTenant));
		const tenants = [own.chooseTenant(undefined)];
		const known = new Map<string, KnownProcess>();
		let after: string | undefined;
		for (let page = 0; page < maxPages; page++) {
			const found = await own.read((kernel) => searchDefinitions(kernel, { tenants, ...(after !== undefined && { after }) }));
			for (const { processId: id, name, version } of found) known.set(id, { id, name, version: String(version) });
			after = found.at(-1)?.processDefinitionKey;
			if (after === undefined) break;
		}
		return [...known.values()];
	};

const isOfServices = () =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'Plans are asked of a service over HTTP only.',
		fix: 'On this machine: troupe plan new.',
	});

const noEngine = (name: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: name === 'embedded' ? 'This service has no engine of its own.' : `This service does not run plans on the engine ${name}.`,
		fix:
			name === 'embedded'
				? 'Start it without --no-engine, or run the plan by `troupe plan run`.'
				: 'On a machine that reaches it: `troupe plan run PLAN`, `troupe plan show PLAN` and `troupe plan ask PLAN`, each with --address HOST:PORT.',
	});
