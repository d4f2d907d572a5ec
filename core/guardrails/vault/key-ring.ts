/** Master keys of a process: one seals, the others open older values until these are sealed again. */
import { createSecretKey } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import { keyBytes } from './sealing';
import { deriveSecrets, type LastingSecrets } from './vault-keys';
import { createWrappingKey, readKeyId, type WrappingKey } from './wrapping-key';

/** Lasting secrets are bound to this while they are sealed. */
const carriedBound = 'lasting secrets';

interface HeldKey {
	wrapping: WrappingKey;
	secrets: LastingSecrets;
}

export class KeyRing {
	readonly #held = new Map<string, HeldKey>();
	readonly #superseded = new Set<string>();
	#current!: HeldKey;
	secrets!: LastingSecrets;

	/** @param masterKeys the first one seals until `use` changes it @throws TroupeError INPUT_INVALID */
	constructor(masterKeys: readonly Uint8Array[]) {
		this.add(masterKeys);
		this.secrets = this.#current.secrets;
	}

	/** Earlier keys still open: running work may have read a value before it was sealed again. */
	add(masterKeys: readonly Uint8Array[]): void {
		const given = masterKeys.map((masterKey) => ({ wrapping: createWrappingKey(masterKey), secrets: deriveSecrets(masterKey) }));
		for (const key of given) if (!this.#held.has(key.wrapping.id)) this.#held.set(key.wrapping.id, key);
		this.#current = given.find(({ wrapping }) => !this.#superseded.has(wrapping.id)) ?? this.#current ?? given[0]!;
	}

	/** @param superseded never seal again @returns false if the process does not have the key */
	use(id: string, superseded: readonly string[]): boolean {
		superseded.forEach((each) => this.#superseded.add(each));
		this.#superseded.delete(id);
		const key = this.#held.get(id);
		if (key) this.#current = key;
		return key !== undefined;
	}

	get current(): WrappingKey {
		return this.#current.wrapping;
	}

	/** No other key can become the sealing one. */
	get isSettled(): boolean {
		return this.ids.every((id) => id === this.current.id || this.#superseded.has(id));
	}

	get ids(): string[] {
		return [...this.#held.keys()];
	}

	find(id: string): WrappingKey | undefined {
		return this.#held.get(id)?.wrapping;
	}

	findBy(fits: (secrets: LastingSecrets) => boolean): string | undefined {
		return [...this.#held].find(([, { secrets }]) => fits(secrets))?.[0];
	}

	has = (wrapped: Uint8Array): boolean => this.#held.has(readKeyId(wrapped) ?? '');

	/** Seals the installation's secrets under another key. @param renewsSigning older signatures are not accepted any more */
	carry(id: string, renewsSigning: boolean): Uint8Array {
		const { wrapping, secrets } = this.#held.get(id)!;
		const { naming, marking, signing } = this.secrets;
		const carried = [naming, marking, renewsSigning ? secrets.signing : signing].map((key) => key.export());
		return wrapping.wrap(Buffer.concat(carried), carriedBound);
	}

	/** @param carried the result of `carry`; null: the key is the first one @throws TroupeError VAULT_UNREADABLE */
	takeSecrets(id: string, carried: Uint8Array | null): void {
		const { wrapping, secrets } = this.#held.get(id)!;
		if (carried === null) {
			this.secrets = secrets;
			return;
		}
		const opened = wrapping.unwrap(carried, carriedBound);
		const [naming, marking, signing] = [0, 1, 2].map((at) => createSecretKey(opened.subarray(at * keyBytes, (at + 1) * keyBytes)));
		this.secrets = { naming: naming!, marking: marking!, signing: signing! };
	}

	wrap = (plain: Uint8Array, bound: string): Uint8Array => this.current.wrap(plain, bound);

	/** @throws TroupeError VAULT_UNREADABLE, which names the missing key */
	unwrap(wrapped: Uint8Array, bound: string): Uint8Array {
		const id = readKeyId(wrapped);
		const key = (id !== undefined && this.find(id)) || this.current;
		if (id === undefined || key.id === id) return key.unwrap(wrapped, bound);
		throw new TroupeError({
			code: 'VAULT_UNREADABLE',
			message: `A value is sealed under the master key ${id}. This process has ${this.ids.join(' and ')}.`,
			fix: `Add the key ${id} after the present one: as a further line of vault.key, or after a space in TROUPE_VAULT_KEY. Then run \`troupe privacy key rotate\`.`,
			details: { missing: id, present: this.ids },
		});
	}
}
