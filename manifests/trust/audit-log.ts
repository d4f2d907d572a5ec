import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTroupeError, messageOf, TroupeError } from '../../core/base/errors';
import { systemClock, type Clock } from '../../core/ports';

const maximumBytes = 4 * 1024 * 1024;
/** The file and this many older ones. */
const olderFiles = 3;
/** One line a distinct refusal in this time; the next one says how many there were. */
const quietMs = 60_000;
const maximumRemembered = 1_000;
const faultCodes = new Set(['REGISTRY_UNREACHABLE', 'ACCESS_DENIED', 'INPUT_INVALID', 'INTERNAL']);

/** What was refused, or served against the rules of a fresh registry. Codes, hashes and numbers; neither secrets nor personal data. */
export interface AuditLine {
	/** ISO 8601. */
	at: string;
	event: 'refused' | 'served-stale' | 'registry-fault';
	/** Who met it: the gate of this process, or the registry's client. */
	by: 'gate' | 'client';
	tenant: string;
	code: string;
	document?: string;
	reason?: string;
	expected?: unknown;
	actual?: unknown;
	message: string;
	fix?: string;
	/** How often the same was met since the last line about it. */
	repeated?: number;
}

/** The audit log of documents on this machine: `<home>/audit/manifests.jsonl`, appended to by all processes, bounded and rotated. */
export class AuditLog {
	readonly path: string;
	readonly #tenant: string;
	readonly #clock: Clock;
	readonly #tell: (line: string) => void;
	readonly #written = new Map<string, { at: number; repeated: number }>();
	#broken = false;

	/** `tell` hears when the log itself cannot be written. */
	constructor(options: { home: string; tenant: string; clock?: Clock; tell?: (line: string) => void }) {
		this.path = join(options.home, 'audit', 'manifests.jsonl');
		this.#tenant = options.tenant;
		this.#clock = options.clock ?? systemClock;
		this.#tell = options.tell ?? (() => undefined);
	}

	/** Writes a line about an error, and says so, unless the same was written within the last minute. Never throws. */
	write(event: AuditLine['event'], by: AuditLine['by'], error: unknown): boolean {
		const { code, message, fix, details } = isTroupeError(error)
			? error
			: { code: 'INTERNAL', message: messageOf(error), fix: undefined, details: {} };
		const { document, reason, expected, actual } = details as Record<string, unknown>;
		// What is to be done names the place: equal packages of two installations are two refusals.
		const repeated = this.#repeatedSince(JSON.stringify([event, by, code, document, reason, brief(expected), brief(actual), fix]));
		if (repeated === undefined) return false;
		this.#append({
			at: new Date(this.#clock.now()).toISOString(),
			event,
			by,
			tenant: this.#tenant,
			code,
			...(document !== undefined && { document: brief(document) as string }),
			...(reason !== undefined && { reason: brief(reason) as string }),
			...(expected !== undefined && { expected: brief(expected) }),
			...(actual !== undefined && { actual: brief(actual) }),
			message: message.slice(0, 500),
			...(fix !== undefined && { fix }),
			...(repeated > 0 && { repeated }),
		});
		return true;
	}

	/** A fault of the registry, or a document of its that was refused; `tell` hears what was not told within the last minute. */
	fault(error: unknown, tell: (line: string) => void): void {
		const isFault = !isTroupeError(error) || faultCodes.has(error.code);
		if (!this.write(isFault ? 'registry-fault' : 'refused', 'client', error)) return;
		const fix = isTroupeError(error) && error.fix !== undefined ? ` ${error.fix}` : '';
		tell(`${messageOf(error)}.${fix}`.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
	}

	/** A snapshot past its time that the stale policy lets serve. */
	servedStale(from: string, warnings: readonly string[]): void {
		const message = warnings.join('; ');
		this.write(
			'served-stale',
			'gate',
			new TroupeError({ code: 'MANIFEST_STALE', message, details: { document: `the snapshot (${from})` } }),
		);
	}

	/** How many of the same were left out since the last line; undefined while it is too early for another. */
	#repeatedSince(key: string): number | undefined {
		const now = this.#clock.now();
		const last = this.#written.get(key);
		if (last !== undefined && Math.abs(now - last.at) < quietMs) {
			last.repeated++;
			return undefined;
		}
		if (this.#written.size >= maximumRemembered) this.#written.delete(this.#written.keys().next().value ?? '');
		this.#written.set(key, { at: now, repeated: 0 });
		return last?.repeated ?? 0;
	}

	#append(line: AuditLine): void {
		try {
			mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
			this.#rotate();
			appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
			this.#broken = false;
		} catch (error) {
			if (!this.#broken) this.#tell(`The audit log ${this.path} cannot be written: ${messageOf(error)}`);
			this.#broken = true;
		}
	}

	/** Two processes may both rotate: the second one moves a short file, and nothing that is recent is lost. */
	#rotate(): void {
		const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
		if (size < maximumBytes) return;
		for (let number = olderFiles; number >= 1; number--) {
			const from = number === 1 ? this.path : `${this.path}.${number - 1}`;
			if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${this.path}.${number}`);
		}
	}
}

/** Lists and texts of an attacker's making are cut. */
function brief(value: unknown): unknown {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
