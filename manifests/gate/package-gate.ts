import { getErrorMessage, isTroupeError, type TroupeError } from '../../core/base/errors';
import { loadedCode, type LoadedCode } from '../../core/base/modules/loaded-code';
import type { Gate, GateSubject, ManifestReference, TrustStatus } from '../../core/ports/manifests';
import { createCachingHasher } from '../tree/tree-cache';
import type { TrustRules } from '../trust/trust-rules';
import { createAdmission, type Admission } from './decision/admit-subject';
import { copyError } from './decision/copy-error';
import { CachedDecision, type CacheOptions, type Decided } from './decision/cached-decision';
import { requireLoaded } from './decision/require-loaded';
import { SubjectWatcher } from './decision/subject-watcher';
import { refusal } from '../refusal';

interface PackageGateOptions extends CacheOptions {
	packageFolder: string;
	/** The folder where an ops team pins its root. */
	pinnedTrust?: string;
	/** True when that folder was specified by name, so it must have a root. */
	trustNamed?: boolean;
	/** The trust folder that the registry's client writes. */
	registryTrust?: string;
	/** Tenant, stale policy, marks against rollback. */
	trustRules?: TrustRules;
	/** The code of the package that this process runs. Default: what was recorded as it was loaded. */
	loaded?: LoadedCode;
}

/** The gate of one package. */
export interface PackageGate extends Gate {
	/** Verifies that the whole package may run. @throws TroupeError as `admit` does */
	verify(): Promise<ManifestReference>;
	status(): Promise<TrustStatus>;
}

/** A refusal is checked again after this time even if no file changed, because the clock may have been corrected. */
const refusalLifetimeMs = 5_000;

type Outcome =
	| { kind: 'allowed'; reference: ManifestReference; admit: Admission; status: TrustStatus }
	| { kind: 'refused'; error: TroupeError };
type Allowed = Extract<Outcome, { kind: 'allowed' }>;

/** Opens the gate of one package folder. It verifies the whole folder at the first request, and again before an answer when anything has changed. */
export function openPackageGate(options: PackageGateOptions): PackageGate {
	const hash = createCachingHasher();
	const decision = new CachedDecision<Outcome>(options, async (seen, nowMs): Promise<Decided<Outcome>> => {
		try {
			// Loaded here: a host that never runs a Troupe node never loads the verification.
			const { verifyPackage } = await import('../package/verify-package');
			const { reference, manifest, expiresAt, lifetimes, trust } = await verifyPackage({ ...options, nowMs, seen, hash });
			requireLoaded(options.packageFolder, manifest, options.loaded ?? loadedCode(options.packageFolder));
			const admit = createAdmission(manifest, { trust });
			const { document: root, sha256 } = trust.root;
			const { document: snapshot } = trust.snapshot();
			const status: TrustStatus = {
				root: { from: trust.rootFrom, version: root.ver, sha256, development: root.development },
				expiries: [
					...lifetimes.filter(({ document }) => document !== 'snapshot').map(({ document, endMs }) => ({ document, endMs })),
					// Nobody is warned of the end of one that a registry renews, but an alert can watch it.
					{ document: 'snapshot', endMs: snapshot.exp * 1000 },
				],
				snapshot: { version: snapshot.ver, issuedMs: snapshot.iat * 1000 },
			};
			return { value: { kind: 'allowed', reference, admit, status }, expiresAt, noteTime: trust.timeNoter() };
		} catch (error) {
			return { value: { kind: 'refused', error: asRefusal(error) }, expiresAt: nowMs + refusalLifetimeMs };
		}
	});
	const admit = async (subject: GateSubject): Promise<ManifestReference> => {
		const { admit: check, reference } = requireAllowed(decision.current() ?? (await decision.make()));
		const warnings = check(subject) ?? [];
		return warnings.length === 0 ? reference : { ...reference, warnings: [...(reference.warnings ?? []), ...warnings] };
	};
	const watcher = new SubjectWatcher(admit);
	return {
		admit,
		verify: async () => requireAllowed(decision.current() ?? (await decision.make())).reference,
		status: async () => requireAllowed(decision.current() ?? (await decision.make())).status,
		watch: (subject) => watcher.watch(subject),
	};
}

/** Any fault of a verification is a refusal. */
function asRefusal(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	return refusal({
		code: 'MANIFEST_INVALID',
		message: `The package could not be verified: ${getErrorMessage(error)}`,
		fix: 'Check that the package and the trust folder can be read, then run `troupe manifest verify`.',
		details: { document: 'the package', reason: 'unreadable', expected: 'a readable package', actual: getErrorMessage(error) },
		cause: error,
	});
}

function requireAllowed(outcome: Outcome): Allowed {
	if (outcome.kind === 'allowed') return outcome;
	throw copyError(outcome.error);
}
