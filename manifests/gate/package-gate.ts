import type { TroupeError } from '../../core/base/errors';
import { isTroupeError, messageOf } from '../../core/base/errors';
import type { Gate, GateSubject, ManifestReference } from '../../core/ports';
import { rememberingHasher } from '../tree/tree-cache';
import type { TrustRules } from '../trust/trust-store';
import { admissionBy, type Admission } from './decision/admit-subject';
import { copyOf } from './decision/copy-error';
import { CachedDecision, type CacheOptions, type Decided } from './decision/cached-decision';
import { Watches } from './decision/watches';
import { refusal } from '../refusal';

interface PackageGateOptions extends CacheOptions {
	packageFolder: string;
	/** Where an ops team pins its root. */
	pinnedTrust?: string;
	/** Somebody named that folder, so it has to be there. */
	trustNamed?: boolean;
	/** The trust folder that the registry's client keeps. */
	registryTrust?: string;
	/** Tenant, stale policy, marks against rollback. */
	trustRules?: TrustRules;
	/** Which instance this is, for flags with a percentage. */
	instance?: string;
}

/** The gate of one package. */
export interface PackageGate extends Gate {
	/** Whether the package as a whole may run. @throws TroupeError as `admit` does */
	verify(): Promise<ManifestReference>;
}

/** A refusal is looked at again after this long even if no file changed: a clock may have been put right. */
const refusalLifetimeMs = 5_000;

type Outcome = { kind: 'allowed'; reference: ManifestReference; admit: Admission } | { kind: 'refused'; error: TroupeError };
type Allowed = Extract<Outcome, { kind: 'allowed' }>;

/** The gate of one package folder: verifies all of it at the first question, and again before the answer when anything has changed. */
export function openPackageGate(options: PackageGateOptions): PackageGate {
	const hash = rememberingHasher();
	const decision = new CachedDecision<Outcome>(options, async (seen, nowMs): Promise<Decided<Outcome>> => {
		try {
			// Loaded here: a host that never runs a Troupe node never loads the verification.
			const { verifyPackage } = await import('../package/verify-package');
			const { reference, manifest, expiresAt, trust } = await verifyPackage({ ...options, nowMs, seen, hash });
			const admit = admissionBy(manifest, { trust, instance: options.instance });
			return { value: { kind: 'allowed', reference, admit }, expiresAt, noteTime: trust.timeNoter() };
		} catch (error) {
			return { value: { kind: 'refused', error: asRefusal(error) }, expiresAt: nowMs + refusalLifetimeMs };
		}
	});
	const admit = async (subject: GateSubject): Promise<ManifestReference> => {
		const { admit: check, reference } = allowed(decision.current() ?? (await decision.make()));
		const warnings = check(subject) ?? [];
		return warnings.length === 0 ? reference : { ...reference, warnings: [...(reference.warnings ?? []), ...warnings] };
	};
	const watches = new Watches(admit);
	return {
		admit,
		verify: async () => allowed(decision.current() ?? (await decision.make())).reference,
		watch: (subject) => watches.watch(subject),
	};
}

/** Whatever goes wrong in a verification, the answer is no. */
function asRefusal(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	return refusal({
		code: 'MANIFEST_INVALID',
		message: `The package could not be verified: ${messageOf(error)}`,
		fix: 'Check that the package and the trust folder can be read, then run `troupe manifest verify`.',
		details: { document: 'the package', reason: 'unreadable', expected: 'a package that can be read', actual: messageOf(error) },
		cause: error,
	});
}

function allowed(outcome: Outcome): Allowed {
	if (outcome.kind === 'allowed') return outcome;
	throw copyOf(outcome.error);
}
