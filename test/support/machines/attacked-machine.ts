/** A real registry, a man in the middle, and machines that follow the registry through it, with the gate of n8n and workers. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateSubject } from '../../../core/ports/manifests';
import { TrustedAgents } from '../../../manifests/client/trusted-agents';
import type { RegistryClientOptions } from '../../../manifests/client/client-options';
import { openRegistryClient, type RegistryClient } from '../../../manifests/client/registry-client';
import { registryCacheFolder } from '../../../manifests/client/registry-settings';
import { manifestFileName } from '../../../manifests/documents/documents';
import { guardedGate, guardedInstallation } from '../../../manifests/gate/guarded-gate';
import { openInstallationGate } from '../../../manifests/gate/installation-gate';
import { openPackageGate, type PackageGate } from '../../../manifests/gate/package-gate';
import { createHooks } from '../../../manifests/gate/hooks/workflow-hooks';
import { AccessTokens } from '../../../manifests/registry/access/access-tokens';
import { openTestRegistryService, type TestRegistryService } from '../registry/registry-service';
import type { Registry } from '../../../manifests/registry/registry';
import { AuditLog } from '../../../manifests/trust/audit-log';
import { HighWater } from '../../../manifests/trust/high-water';
import type { StalePolicy } from '../../../manifests/trust/stale-policy';
import { TrustStore } from '../../../manifests/trust/trust-store';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import type { TreeHasher } from '../../../manifests/tree/tree-cache';
import { claimsOf, ada, bob, gatherPeople, type RegistryPeople, type SignedManifest } from '../registry/registry-people';
import { nodeName, packageVersion, type SignedPackage } from '../signed-package';
import { TamperingProxy } from '../registry/tampering-proxy';
import { waitUntil } from '../wait-until';
import { openRegistry } from '../../../manifests/registry/open-registry';

const accessToken = 'a-text-for-these-machines-alone';

/** The subjects for the gate: of the node, of the worker, and of an agent that the registry publishes. */
export const node: GateSubject = { kind: 'node', name: nodeName, version: 1 };
export const job: GateSubject = { kind: 'job-type', name: 'troupe:agent' };
export const agentOf = ({ token, name, version }: SignedManifest): GateSubject => ({
	...{ kind: 'agent', id: name, version },
	sha256: createHash('sha256').update(claimsOf<{ content: string }>(token).content).digest('hex'),
});

/** A machine with one home, like a host or a container. */
export interface Machine {
	home: string;
	client: RegistryClient;
	gate: PackageGate;
	published: TrustedAgents;
	/** The events of the client. */
	faults: unknown[];
	trust(): TrustStore;
	/** n8n's hook before a workflow, over what is installed: admits a workflow of one node of that type. */
	hook(installed: InstalledN8n): (nodeType: string) => Promise<void>;
}

export interface InstalledN8n {
	/** The folder of `N8N_USER_FOLDER`. */
	userFolder: string;
	/** Troupe's own package. */
	packageFolder: string;
	hash?: TreeHasher;
}

export class AttackedRegistry {
	readonly folder = mkdtempSync(join(tmpdir(), 'troupe-attacked-'));
	readonly database = join(this.folder, 'registry.db');
	/** The time of all clocks, of the registry and of the machines. */
	nowMs = Date.now();
	people!: RegistryPeople;
	registry!: Registry;
	proxy!: TamperingProxy;
	/** The approved package, and an approved agent. */
	package!: SignedManifest;
	agent!: SignedManifest;
	#signed!: SignedPackage;
	#service!: TestRegistryService;
	readonly #clients: RegistryClient[] = [];

	static async open(original: SignedPackage): Promise<AttackedRegistry> {
		const world = new AttackedRegistry();
		world.people = await gatherPeople();
		world.#signed = original.copy();
		// The root in a package belongs to its maintainers. This machine pinned the root of its ops team.
		rmSync(join(world.#signed.trust, 'snapshot.jwt'));
		await world.#serve();
		world.proxy = await TamperingProxy.before(world.#service.url);
		const token = readFileSync(join(world.#signed.packageFolder, manifestFileName), 'utf8').trim();
		const sha256 = createHash('sha256').update(token).digest('hex');
		world.package = await world.publish({ token, sha256, name: 'n8n-nodes-troupe', version: packageVersion });
		world.agent = await world.publish(world.agentNamed('clerk', '1.0.0'));
		return world;
	}

	async close(): Promise<void> {
		for (const client of this.#clients) client.stop();
		await this.proxy.goDown();
		await this.#stopServing();
		this.#signed.remove();
		rmSync(this.folder, { recursive: true, force: true });
	}

	async publish(manifest: SignedManifest): Promise<SignedManifest> {
		await this.registry.publish(ada, { token: manifest.token });
		await this.registry.approve(bob, manifest.sha256, { token: this.people.approval(manifest) });
		await this.#served();
		return manifest;
	}

	/** Advances every clock. */
	async later(ms: number): Promise<void> {
		this.nowMs += ms;
		await this.#served();
	}

	agentNamed(id: string, version: string): SignedManifest {
		const described = { purpose: 'Answers questions', capabilities: ['support.answer'] };
		const definition = { id, version, ...described, instructions: 'Answer briefly.', model: 'openai:gpt-4.1-mini' };
		return this.people.agent(id, version, { ...described, content: JSON.stringify(definition) });
	}

	async revoke({ sha256 }: SignedManifest): Promise<void> {
		await this.registry.revoke(bob, sha256, { reason: 'it leaks' });
		await this.#served();
	}

	/** A change that revokes nothing. */
	async changePolicy(graceSeconds: number): Promise<void> {
		await this.registry.setPolicy(ada, { graceSeconds });
		await this.#served();
	}

	/** Returns a backup by an operator; the registry is closed during it. */
	async backUp(): Promise<string> {
		const backup = join(this.folder, 'backup.db');
		await this.#stopServing();
		cpSync(this.database, backup);
		await this.#serve();
		return backup;
	}

	/** Restores a backup, by an operator or by a thief of the disk. */
	async restore(backup: string): Promise<void> {
		await this.#stopServing();
		for (const end of ['-wal', '-shm']) rmSync(`${this.database}${end}`, { force: true });
		cpSync(backup, this.database);
		await this.#serve();
	}

	/** Starts a process on a new machine, or on one with an existing home. */
	machine({ home, stalePolicy, ...options }: Partial<RegistryClientOptions> & { home?: string; stalePolicy?: StalePolicy } = {}): Machine {
		const own = home ?? mkdtempSync(join(this.folder, 'machine-'));
		const pinned = join(own, 'trust');
		mkdirSync(pinned, { recursive: true });
		writeFileSync(join(pinned, 'root.jwt'), this.people.root);
		const { tenant = 'default' } = options;
		const highWater = new HighWater(own);
		const clock = highWater.clock({ now: () => this.nowMs });
		const audit = new AuditLog({ home: own, tenant, clock });
		const folder = registryCacheFolder(own, tenant);
		const rules = {
			...{ tenant, highWater, ...(stalePolicy && { stalePolicy }) },
			servedStale: (snapshot: { from: string; warnings: readonly string[] }) => audit.servedStale(snapshot.from, snapshot.warnings),
		};
		const folders = { pinned, registry: folder };
		const faults: unknown[] = [];
		const client = openRegistryClient({
			address: { url: new URL(this.proxy.url), folder, readToken: () => accessToken },
			...{ tenant, folders, rules, clock, eventsAfterMs: 0, budgetMs: 15_000 },
			onFault: (error) => {
				faults.push(error);
				audit.fault(error, () => undefined);
			},
			...options,
		});
		this.#clients.push(client);
		const gateOptions = {
			...{ pinnedTrust: pinned, registryTrust: folder, trustRules: rules, clock, instance: 'n8n-main' },
			scanIntervalMs: 0,
		};
		const open = (packageFolder: string) => guardedGate(openPackageGate({ ...gateOptions, packageFolder }), audit, client);
		return {
			...{ home: own, client, faults },
			gate: open(this.#signed.packageFolder),
			hook(installed) {
				const others = guardedInstallation(openInstallationGate({ ...gateOptions, ...installed }), audit, client);
				const gates = { own: open(installed.packageFolder), folder: installed.packageFolder, others, isTroupeElsewhere: () => false };
				const { workflow } = createHooks(
					() => Promise.resolve(gates),
					() => undefined,
				);
				const [preExecute] = workflow.preExecute;
				return async (type) => preExecute?.({ nodes: [{ type, typeVersion: 1, name: 'A node' }] });
			},
			published: new TrustedAgents({ folders, rules, instance: 'n8n-main', client, clock, scanIntervalMs: 0 }),
			trust: () => new TrustStore(folders, new SeenFiles(), clock.now(), rules),
		};
	}

	/** Starts a machine that has accepted the current state of the registry. */
	async warm(options: Parameters<AttackedRegistry['machine']>[0] = {}): Promise<Machine> {
		const machine = this.machine(options);
		await machine.client.refresh();
		if (machine.client.lastError !== undefined) throw machine.client.lastError;
		await machine.gate.admit(node);
		await machine.gate.admit(agentOf(this.agent));
		return machine;
	}

	async #serve(): Promise<void> {
		this.registry = await openRegistry({
			...{ database: this.database, root: this.people.root, keys: this.people.signers, clock: () => this.nowMs },
		});
		const access = new AccessTokens({ localToken: accessToken });
		this.#service = await openTestRegistryService(this.registry, access);
		this.proxy?.lead(this.#service.url);
	}

	/** What changes beside the HTTP interface, as by another process, is seen by it after 100 ms at the latest. */
	async #served(): Promise<void> {
		const { etag } = (await this.registry.snapshot(ada))!;
		const headers = { authorization: `Bearer ${accessToken}`, 'if-none-match': `"${etag.replaceAll('"', '')}"` };
		const isServed = async () => {
			const answer = await fetch(`${this.#service.url}/api/v1/tenants/default/snapshot`, { headers });
			await answer.arrayBuffer();
			return answer.status !== 200;
		};
		await waitUntil(`the registry to serve the snapshot ${etag}`, isServed);
	}

	async #stopServing(): Promise<void> {
		await this.#service.close();
		await this.registry.close();
	}
}
