import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../core/base/create-folder';
import { isLoopback } from '../core/base/network/loopback';
import { readSecret, readSetting } from '../core/base/settings/settings';
import { hideInShort } from '../core/guardrails/masking/hide-in-short';
import { laterRootsFolderName, rootFileName } from '../manifests/documents/documents';
import { accessKeysFile } from '../manifests/registry/access/issue-token';
import { AccessTokens } from '../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../manifests/registry/access/revocable-access';
import { snapshotSigner } from '../manifests/registry/changes/snapshot-signer';
import type { Registry } from '../manifests/registry/registry';
import { applyFirstPolicy } from '../manifests/registry/settings/first-policy';
import { openStore } from '../manifests/registry/store/open-store';
import type { CheckContent } from '../manifests/registry/rules/check-content';
import { readSigners } from '../manifests/keys/key-files';
import type { WebhookKeeper } from '../manifests/registry/webhooks/webhook';
import type { Host } from '../providers/compose/hosts/host';
import { registryWebhooks } from './events/registry-webhooks';
import { faultLog } from './log/fault-log';
import type { Log } from './log/log';
import { openAudit } from '../providers/compose/state/host-audit';
import { composeMark } from '../providers/compose/state/host-mark';
import { composeRedisWakeUps } from '../providers/compose/state/host-wake-ups';
import { findStatePlace } from '../providers/compose/state/state-place';
import { registryFolder } from './registry-hints';
import { registryOn } from '../manifests/registry/open-registry';

export interface ServedRegistry {
	registry: Registry;
	access: RevocableAccess;
	webhooks: WebhookKeeper;
	close(): Promise<void>;
}

interface RegistryOptions {
	/** Its state folder is Troupe's home; the registry's folder is `registry` inside it. */
	host: Host & { stateFolder: string };
	environment: NodeJS.ProcessEnv;
	address: string;
	log: Log;
}

/**
 * Opens the registry of `<home>/registry`: its root, later editions, snapshot key and access keys. Its database is TROUPE_DATABASE_URL, otherwise
 * `<home>/registry.db`. Undefined without a registry. @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, INPUT_INVALID
 */
export async function openServedRegistry(options: RegistryOptions): Promise<ServedRegistry | undefined> {
	const { host, environment, log } = options;
	const home = host.stateFolder;
	const folder = registryFolder(home);
	const rootFile = join(folder, rootFileName);
	const signers = readSigners(folder, 'snapshot', readSecret('TROUPE_KEY_PASSPHRASE', environment));
	if (!existsSync(rootFile) && signers.length === 0) return undefined;
	createFolder(folder, 0o700);
	const store = await openStore(
		findStatePlace({ stateFolder: home, database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' }, 'registry.db')!,
	);
	const reportFault = faultLog(log, 'the registry failed at what it does by itself, such as to hand its changes to the audit log');
	const registry = await registryOn(store, {
		root: existsSync(rootFile) ? readFileSync(rootFile, 'utf8').trim() : undefined,
		keys: signers.map(snapshotSigner),
		wakeUps: await composeRedisWakeUps({ redis: readSetting('TROUPE_REDIS_URL', environment) ?? '' }),
		mark: composeMark(host),
		audit: (await openAudit(host))!.store,
		reportFault: (fault) => reportFault(fault, {}),
		checkContent,
		hide: hideInShort,
	});
	try {
		await addLaterRoots(registry, folder);
		await applyFirstPolicy(registry, folder);
		registry.start();
		const access = new RevocableAccess({
			tokens: openTokens(options),
			revocations: (tenant) => registry.revocations(tenant),
			noteUse: (grant) => registry.noteUse(grant),
			reportFault: (error) => log('warn', 'the use of an access token was not noted', { error: String(error) }),
		});
		return { registry, webhooks: registryWebhooks(host), access, close: () => registry.close() };
	} catch (error) {
		await registry.close();
		throw error;
	}
}

/** Adds later root editions; skips stored ones. */
async function addLaterRoots(registry: Registry, folder: string): Promise<void> {
	const later = join(folder, laterRootsFolderName);
	if (!existsSync(later)) return;
	const versions = new Set((await registry.roots(1)).map(({ version }) => version));
	const files = readdirSync(later).filter((file) => /^\d+\.jwt$/.test(file));
	for (const file of files.sort((one, other) => parseInt(one) - parseInt(other))) {
		if (versions.has(parseInt(file))) continue;
		await registry.addRoot({ tenant: 'default', subject: 'troupe serve' }, readFileSync(join(later, file), 'utf8').trim());
	}
}

/**
 * Verifies access tokens by TROUPE_ACCESS_KEYS, otherwise by the registry folder's key set. Without one, TROUPE_API_TOKEN opens the registry to this
 * machine only.
 */
function openTokens({ host, environment, address }: RegistryOptions): AccessTokens {
	const beside = join(registryFolder(host.stateFolder), accessKeysFile);
	return new AccessTokens({
		keysFile: readSetting('TROUPE_ACCESS_KEYS', environment) ?? (existsSync(beside) ? beside : undefined),
		issuer: readSetting('TROUPE_ACCESS_ISSUER', environment),
		localToken: isLoopback(address) ? readSetting('TROUPE_API_TOKEN', environment) : undefined,
	});
}

/** Loads the check at the first published agent or policy. */
const checkContent: CheckContent = async (...all) => (await import('../providers/compose/agents/check-content')).checkContent(...all);
