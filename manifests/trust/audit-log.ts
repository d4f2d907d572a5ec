import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { isTroupeError, getErrorMessage, TroupeError } from '../../core/base/errors';
import { type Clock, systemClock } from '../../core/ports/host';

const maxBytes = 4 * 1024 * 1024;
const olderFiles = 3;
/** A repeated refusal is written once in this time. The next line counts the skipped ones. */
const quietMs = 60_000;
const maxRemembered = 1_000;
const faultCodes = new Set(['REGISTRY_UNREACHABLE', 'ACCESS_DENIED', 'INPUT_INVALID', 'INTERNAL']);

/** A refusal, a fault, or use of a stale snapshot. Contains codes, hashes and numbers, no secrets or personal data. */
export interface AuditLine {
	at: string;
	event: 'refused' | 'served-stale' | 'registry-fault';
	by: 'gate' | 'client';
	tenant: string;
	code: string;
	document?: string;
	reason?: string;
	expected?: unknown;
	actual?: unknown;
	message: string;
	fix?: string;
	repeated?: number;
}

/** Audit log `<home>/audit/manifests.jsonl`, shared by all processes, bounded and rotated. */
export class AuditLog {
	readonly path: string;
	readonly #tenant: string;
	readonly #clock: Clock;
	readonly #warn: (line: string) => void;
	readonly #lastLines = new Map<string, { at: number; repeated: number }>();
	#broken = false;

	constructor(options: { home: string; tenant: string; clock?: Clock; warn?: (line: string) => void }) {
		this.path = join(options.home, 'audit', 'manifests.jsonl');
		this.#tenant = options.tenant;
		this.#clock = options.clock ?? systemClock;
		this.#warn = options.warn ?? (() => undefined);
	}

	/** Skips a repeated line within a minute. Returns true if it was written. Never throws. */
	write(event: AuditLine['event'], by: AuditLine['by'], error: unknown): boolean {
		const { code, message, fix, details } = isTroupeError(error)
			? error
			: { code: 'INTERNAL', message: getErrorMessage(error), fix: undefined, details: {} };
		const { document, reason, expected, actual } = details as Record<string, unknown>;
		// The fix names the place: one package in two installations gives two refusals.
		const repeated = this.#repeatedSince(JSON.stringify([event, by, code, document, reason, shorten(expected), shorten(actual), fix]));
		if (repeated === undefined) return false;
		this.#append({
			at: new Date(this.#clock.now()).toISOString(),
			event,
			by,
			tenant: this.#tenant,
			code,
			...(document !== undefined && { document: shorten(document) as string }),
			...(reason !== undefined && { reason: shorten(reason) as string }),
			...(expected !== undefined && { expected: shorten(expected) }),
			...(actual !== undefined && { actual: shorten(actual) }),
			message: message.slice(0, 500),
			...(fix !== undefined && { fix }),
			...(repeated > 0 && { repeated }),
		});
		return true;
	}

	/** Calls `warn` unless the same fault was reported within the last minute. */
	fault(error: unknown, warn: (line: string) => void): void {
		const isFault = !isTroupeError(error) || faultCodes.has(error.code);
		if (!this.write(isFault ? 'registry-fault' : 'refused', 'client', error)) return;
		const fix = isTroupeError(error) && error.fix !== undefined ? ` ${error.fix}` : '';
		warn(`${getErrorMessage(error)}.${fix}`.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
	}

	servedStale(from: string, warnings: readonly string[]): void {
		const message = warnings.join('; ');
		this.write(
			'served-stale',
			'gate',
			new TroupeError({ code: 'MANIFEST_STALE', message, details: { document: `the snapshot (${from})` } }),
		);
	}

	/** Returns the number of skipped lines; undefined while it is too early for another. */
	#repeatedSince(key: string): number | undefined {
		const now = this.#clock.now();
		const last = this.#lastLines.get(key);
		if (last !== undefined && Math.abs(now - last.at) < quietMs) {
			last.repeated++;
			return undefined;
		}
		if (this.#lastLines.size >= maxRemembered) this.#lastLines.delete(this.#lastLines.keys().next().value ?? '');
		this.#lastLines.set(key, { at: now, repeated: 0 });
		return last?.repeated ?? 0;
	}

	#append(line: AuditLine): void {
		try {
			createFolder(dirname(this.path), 0o700);
			this.#rotate();
			appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
			this.#broken = false;
		} catch (error) {
			if (!this.#broken) this.#warn(`The audit log ${this.path} cannot be written: ${getErrorMessage(error)}`);
			this.#broken = true;
		}
	}

	/** With concurrent rotation the second process moves a short file, and no recent line is lost. */
	#rotate(): void {
		const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
		if (size < maxBytes) return;
		for (let number = olderFiles; number >= 1; number--) {
			const from = number === 1 ? this.path : `${this.path}.${number - 1}`;
			if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${this.path}.${number}`);
		}
	}
}

/** An attacker can choose lists and texts. */
function shorten(value: unknown): unknown {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
