import { isTroupeError, messageOf, TroupeError } from '../../core/errors';
import { systemClock, type Clock, type Gate, type GateSubject, type ManifestReference } from '../../core/ports';
import { SeenFiles } from '../tree/seen-files';
import type { TrustRules } from '../trust/trust-store';
import { admissionBy, type Admission } from './admit-subject';

export interface PackageGateOptions {
	packageFolder: string;
	/** Where an ops team pins its root. */
	pinnedTrust?: string;
	/** Somebody named that folder, so it has to be there. */
	trustNamed?: boolean;
	/** The trust folder that the registry's client keeps. */
	registryTrust?: string;
	/** Tenant, stale policy, marks against rollback. */
	trustRules?: TrustRules;
	clock?: Clock;
	/** Milliseconds between two looks at the files; 0 looks at each question. */
	scanIntervalMs?: number;
}

/** The gate of one package. */
export interface PackageGate extends Gate {
	/** Whether the package as a whole may run. @throws TroupeError as `admit` does */
	verify(): Promise<ManifestReference>;
}

/** A refusal is looked at again after this long even if no file changed: a clock may have been put right. */
const refusalLifetimeMs = 5_000;

type Outcome =
	| { kind: 'allowed'; reference: ManifestReference; admit: Admission; expiresAt: number }
	| { kind: 'refused'; error: TroupeError; expiresAt: number };

type Decision = Outcome & { seen: SeenFiles; settled: boolean };

/** The gate of one package folder: verifies all of it at the first question, and again before the answer when anything has changed. */
export function openPackageGate(options: PackageGateOptions): PackageGate {
	return new CachingGate(options);
}

class CachingGate implements PackageGate {
	readonly #options: PackageGateOptions;
	readonly #clock: Clock;
	readonly #scanIntervalMs: number;
	#decision?: Decision;
	#lookedAt = -Infinity;
	#deciding?: Promise<Decision>;

	constructor(options: PackageGateOptions) {
		this.#options = options;
		this.#clock = options.clock ?? systemClock;
		this.#scanIntervalMs = options.scanIntervalMs ?? 250;
	}

	async admit(subject: GateSubject): Promise<ManifestReference> {
		const { admit, reference } = allowed(this.#current() ?? (await this.#decide()));
		admit(subject);
		return reference;
	}

	async verify(): Promise<ManifestReference> {
		return allowed(this.#current() ?? (await this.#decide())).reference;
	}

	/** The decision in force, if nothing speaks against it. */
	#current(): Decision | undefined {
		const decision = this.#decision;
		if (decision === undefined || this.#clock.now() >= decision.expiresAt) return undefined;
		// The clock of the wall can be set back; this one cannot.
		if (performance.now() - this.#lookedAt < this.#scanIntervalMs) return decision;
		if (!decision.settled || !decision.seen.unchanged()) return undefined;
		this.#lookedAt = performance.now();
		return decision;
	}

	/** One verification at a time, shared by everyone who asks meanwhile. */
	#decide(): Promise<Decision> {
		this.#deciding ??= this.#verify().finally(() => {
			this.#deciding = undefined;
		});
		return this.#deciding;
	}

	async #verify(): Promise<Decision> {
		const lookedAt = performance.now();
		const startedAt = Date.now();
		const seen = new SeenFiles();
		const outcome = await this.#outcome(seen);
		const decision = { ...outcome, seen, settled: seen.settled(startedAt) };
		this.#decision = decision;
		this.#lookedAt = lookedAt;
		return decision;
	}

	async #outcome(seen: SeenFiles): Promise<Outcome> {
		const nowMs = this.#clock.now();
		try {
			// Loaded here: a host that never runs a Troupe node never loads the verification.
			const { verifyPackage } = await import('../package/verify-package');
			const { reference, manifest, expiresAt } = await verifyPackage({ ...this.#options, nowMs, seen });
			return { kind: 'allowed', reference, admit: admissionBy(manifest), expiresAt };
		} catch (error) {
			return { kind: 'refused', error: asRefusal(error), expiresAt: nowMs + refusalLifetimeMs };
		}
	}
}

/** Whatever goes wrong in a verification, the answer is no. */
function asRefusal(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	return new TroupeError({
		code: 'MANIFEST_INVALID',
		message: `The package could not be verified: ${messageOf(error)}`,
		fix: 'Check that the package and the trust folder can be read, then run `troupe manifest verify`.',
		cause: error,
	});
}

function allowed(decision: Decision): Extract<Decision, { kind: 'allowed' }> {
	if (decision.kind === 'allowed') return decision;
	// A copy: hosts write on the errors that they catch.
	const { code, message, fix, details, cause } = decision.error;
	throw new TroupeError({ code, message, fix, details, cause });
}
