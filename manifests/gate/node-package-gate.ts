import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { AdmittedNode, NodeGate, NodePackageToAdmit } from '../../core/ports/manifests';
import type { RegistryClient } from '../client/registry-client';
import type { JudgedPackage, ScanTrust } from '../scan/scan-installation';
import { createCachingHasher } from '../tree/tree-cache';
import type { AuditLog } from '../trust/audit-log';
import { CachedDecision, type CacheOptions } from './decision/cached-decision';
import { copyError } from './decision/copy-error';

interface NodePackageGateOptions extends CacheOptions, Omit<ScanTrust, 'nowMs' | 'customFolders'> {
	audit: AuditLog;
	client?: RegistryClient;
}

interface Judged {
	package: JudgedPackage;
	stamp: string;
}

/** Decides for n8n's own packages too, before their code is loaded: on a worker nothing else checks them. */
export function openNodePackageGate({ audit, client, ...options }: NodePackageGateOptions): NodeGate {
	const { hash = createCachingHasher() } = options;
	const decisions = new Map<string, CachedDecision<Judged>>();
	const judge = async (installed: NodePackageToAdmit, ...[seen, nowMs]: JudgeArguments) => {
		const { judgeInstalled, readTrust } = await import('../scan/scan-installation');
		const request = { ...options, nowMs, hash };
		const trust = readTrust(request, seen);
		const manifestFile = join(installed.folder, 'package.json');
		seen.note(manifestFile);
		const judged = await judgeInstalled({ ...installed, from: 'community' }, trust, request, seen);
		const stamp = [judged.scanned.manifest?.sha256, installed.version, statSync(manifestFile).mtimeMs].join(' ');
		return { value: { package: judged, stamp }, expiresAt: judged.expiresAt, noteTime: trust.store?.timeNoter() };
	};
	const findDecision = (installed: NodePackageToAdmit) => {
		const key = `${installed.folder} ${installed.version}`;
		const decision = decisions.get(key) ?? new CachedDecision<Judged>(options, (...rest) => judge(installed, ...rest));
		decisions.set(key, decision);
		return decision;
	};
	return {
		async admit(nodeType: string | undefined, installed: NodePackageToAdmit): Promise<AdmittedNode> {
			await client?.fresh();
			const decision = findDecision(installed);
			const { package: judged, stamp } = decision.current() ?? (await decision.make());
			const refusal = judged.refusal ?? (nodeType === undefined ? undefined : judged.refuseNode?.(nodeType));
			if (refusal !== undefined) {
				audit.write('refused', 'gate', refusal);
				throw copyError(refusal);
			}
			const { permissions, scanned } = judged;
			const { manifest } = scanned;
			if (manifest !== undefined) client?.used(manifest.sha256);
			return { stamp, ...(manifest && { manifest }), ...(permissions && { permissions }) };
		},
	};
}

type JudgeArguments = Parameters<ConstructorParameters<typeof CachedDecision<Judged>>[1]>;
