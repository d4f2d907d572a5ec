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
	pinnedTrust?: string;
	trustNamed?: boolean;
	registryTrust?: string;
	trustRules?: TrustRules;
	/** Code that this process runs. Default: as recorded at load. */
	loaded?: LoadedCode;
}

export interface PackageGate extends Gate {
	/** Verifies the whole package. @throws TroupeError as `admit` does */
	verify(): Promise<ManifestReference>;
	status(): Promise<TrustStatus>;
}

/** After this time a refusal is checked again without a file change: the clock may have been corrected. */
const refusalLifetimeMs = 5_000;

type Outcome =
	| { kind: 'allowed'; reference: ManifestReference; admit: Admission; status: TrustStatus }
	| { kind: 'refused'; error: TroupeError };
type Allowed = Extract<Outcome, { kind: 'allowed' }>;

/** Verifies the whole folder at the first request, and again when anything has changed. */
export function openPackageGate(options: PackageGateOptions): PackageGate {
	const hash = createCachingHasher();
	const decision = new CachedDecision<Outcome>(options, async (seen, nowMs): Promise<Decided<Outcome>> => {
		try {
			// Loaded here: a host without Troupe nodes never loads the verification.
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
