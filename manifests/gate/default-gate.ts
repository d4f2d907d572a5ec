import { join } from 'node:path';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Environment } from '../../core/base/settings/setting-names';
import type { NodeGate, PublishedAgents } from '../../core/ports/manifests';
import { TrustedAgents } from '../client/trusted-agents';
import { openRegistryClient, type RegistryClient } from '../client/registry-client';
import { createTokenLife } from '../client/token-life';
import { trustSettings, type RegistryAddress, type TrustSettings } from '../client/registry-settings';
import { trustFolderName } from '../documents/documents';
import { AuditLog } from '../trust/audit-log';
import { HighWater } from '../trust/high-water';
import type { TrustFolders } from '../trust/trust-folders';
import type { TrustRules } from '../trust/trust-rules';
import { guardedGate } from './guarded-gate';
import { openNodePackageGate } from './node-package-gate';
import { openPackageGate, type PackageGate } from './package-gate';
import { RolloutReports } from '../client/rollout-reports';

interface DefaultTrust {
	gate: PackageGate;
	nodeGate: NodeGate;
	client?: RegistryClient;
	published: PublishedAgents;
	settings: TrustSettings;
	folders: TrustFolders;
	rules: TrustRules;
	audit: AuditLog;
}

const opened = new Map<string, DefaultTrust>();

/** @throws TroupeError INPUT_INVALID for invalid settings */
export function defaultGate(env?: Environment): PackageGate {
	return defaultTrust(env).gate;
}

/** The registry's client starts with the first call, and ends with the process. */
export function defaultTrust(env?: Environment): DefaultTrust {
	const settings = trustSettings(env);
	const key = JSON.stringify([settings, settings.registry?.url]);
	const trust = opened.get(key) ?? openTrust(settings);
	opened.set(key, trust);
	return trust;
}

function openTrust(settings: TrustSettings): DefaultTrust {
	const { home, tenant, stalePolicy, requireRoot, pinnedTrust, trustNamed, registry } = settings;
	const packageFolder = findPackageFolder();
	const highWater = new HighWater(home);
	const audit = new AuditLog({ home, tenant, warn: warn });
	const rules: TrustRules = {
		tenant,
		stalePolicy,
		requireRoot,
		highWater,
		servedStale: (snapshot) => audit.servedStale(snapshot.from, snapshot.warnings),
	};
	const folders = { pinned: pinnedTrust, named: trustNamed, registry: registry?.folder, bundled: join(packageFolder, trustFolderName) };
	const clock = highWater.clock();
	const onFault = (error: unknown) => audit.fault(error, warn);
	const client = registry && openRegistryClient({ address: registry, tenant, folders, rules, clock, onFault, ...pickTtl(registry) });
	client?.start();
	const machine = {
		packageFolder,
		pinnedTrust,
		trustNamed,
		registryTrust: registry?.folder,
		trustRules: rules,
		clock,
		instance: settings.instance,
	};
	const gate = openPackageGate(machine);
	const reports = registry && openReports(registry, settings.instance, onFault);
	const published = new TrustedAgents({
		folders,
		rules,
		instance: settings.instance,
		client,
		clock,
		...(reports && { report: reports.add, flush: () => reports.flush() }),
	});
	return {
		gate: guardedGate(gate, audit, client, registry && createTokenLife(registry)),
		nodeGate: openNodePackageGate({ ...machine, audit, client }),
		client,
		published,
		settings,
		folders,
		rules,
		audit,
	};
}

const pickTtl = ({ ttlMs }: RegistryAddress) => (ttlMs === undefined ? {} : { ttlMs });

/** No host logger reaches all callers; Node's warnings do, once per text. */
function warn(line: string): void {
	// Loaded here: most n8n processes never warn.
	void import('../../core/guardrails/masking/warn-operator').then(({ warnOperator }) =>
		warnOperator(line, { type: 'TroupeWarning', code: 'TROUPE_REGISTRY' }),
	);
}

function openReports({ url, readToken }: RegistryAddress, instance: string, onFault: (error: unknown) => void): RolloutReports {
	return new RolloutReports({
		instance,
		onFault,
		async send(rollout, report) {
			// Loaded here: most processes never see a rollout.
			const { HttpRegistry } = await import('../registry-over-http/http-registry');
			const token = readToken();
			// The settings have checked whether an address without TLS is allowed.
			const registry = new HttpRegistry({ url: url.href, clear: true, ...(token !== undefined && { token }), timeoutMs: 10_000 });
			await registry.reportMetrics({ tenant: '', subject: '' }, rollout, report);
		},
	});
}
