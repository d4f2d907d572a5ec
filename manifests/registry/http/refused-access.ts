import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../documents/documents';
import type { RecordInAudit } from '../changes/tenant-work';
import type { Caller } from '../registry-api';

/** Caller without a valid token, in the tenant of the people who run the registry. The claims of an invalid token are not trusted. */
const unknownCaller: Caller = { tenant: defaultTenant, subject: 'unknown' };

/** For so long the same refusal is one line, and another that says how many came after it. */
const windowMs = 60_000;
/** Max entries of a tenant within that time; further ones are counted in one more entry. */
const maxLines = 200;

interface Line {
	caller: Caller;
	object: string;
	error: TroupeError;
	/** After the first. */
	more: number;
}

/** Puts refused access into the audit, so that a flood of it costs a few lines: the same one is written at once, and then counted. Neither a token nor an address is kept. */
export class RefusedAccess {
	readonly #lines = new Map<string, Map<string, Line>>();
	#timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly record: RecordInAudit,
		/** Told when the audit could not be written: the answer to the caller is the same. */
		private readonly reportFault: (error: unknown, object: string) => void,
	) {}

	/** @param object such as `GET /api/v1/manifests` */
	async note(caller: Caller = unknownCaller, object: string, error: TroupeError): Promise<void> {
		const { reason, rule } = error.details;
		const lines = this.#lines.get(caller.tenant) ?? new Map<string, Line>();
		this.#lines.set(caller.tenant, lines);
		const key = JSON.stringify([caller.subject, object, reason, rule]);
		const existing = lines.get(key) ?? (lines.size < maxLines ? undefined : lines.get(''));
		if (existing) return void (existing.more += 1);
		const full = lines.size >= maxLines;
		const line = { caller: full ? { ...caller, subject: 'many' } : caller, object: full ? 'many' : object, error, more: 0 };
		lines.set(full ? '' : key, line);
		this.#timer ??= setTimeout(() => void this.flush(), windowMs).unref();
		await this.#write(line, 1);
	}

	/** Writes how many followed the first of each kind, and starts counting again. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const counted = [...this.#lines.values()].flatMap((lines) => [...lines.values()].filter(({ more }) => more > 0));
		this.#lines.clear();
		for (const line of counted) await this.#write(line, line.more);
	}

	async #write({ caller, object, error }: Line, times: number): Promise<void> {
		const { reason, rule } = error.details;
		const details = { reason, ...(rule === undefined ? {} : { rule }), ...(times > 1 ? { times } : {}) };
		const refusal = new TroupeError({ code: error.code, message: error.message, details });
		await this.record(caller, { action: 'access', object }, refusal).catch((fault: unknown) => this.reportFault(fault, object));
	}
}
