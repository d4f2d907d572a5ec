import { keptClasses } from '../../core/base/privacy/kept-classes';
import { hostname } from 'node:os';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { defaultTenant } from '../../core/base/tenant';
import type { StateHost } from '../../providers/compose/hosts/state-host';
import { openKeptLog } from '../../providers/compose/state/host-log';
import type { KeptLine, LogBounds, LogStore } from '../../providers/state/log/log-store';
import { faultLog, type ReportFault } from './fault-log';
import type { Log } from './log';
import type { LogLine } from './log-line';

const everyMs = 1_000;
const cleanEveryMs = 60_000;
const dayMs = 86_400_000;
const maxWaiting = 2_000;
const maxStored: LogBounds = { ofTenant: 100_000, ofAll: 500_000 };
const maxLineLength = 16_000;
const maxShortLength = 400;
const standardDays = keptClasses.log.days;
const maxDays = 365;

/** Days of TROUPE_LOG_DAYS; 0 for none. @throws TroupeError INPUT_INVALID */
export function readLogDays(environment: Environment): number {
	const text = readSetting('TROUPE_LOG_DAYS', environment);
	if (text === undefined) return standardDays;
	const days = Number(text);
	if (/^\d{1,3}$/.test(text) && days <= maxDays) return days;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_LOG_DAYS is ${JSON.stringify(text.slice(0, 64))}, expected a whole number of days from 0 to ${maxDays}.`,
		fix: 'Correct it, or unset it. 0 keeps no lines.',
	});
}

/**
 * Stores useful lines (of a run, a trace or a process instance, and all warnings) for `troupe logs`, a batch a second. Nothing waits for it;
 * unstorable lines are on standard error only.
 */
export class KeptLines {
	#waiting: LogLine[] = [];
	/** Unstored lines since the start: a report can be left out, so each has the total. */
	#lost = 0;
	#reportedLost = 0;
	#writing = Promise.resolve();
	#cleanedAt = 0;
	#target?: Target;
	#timer?: NodeJS.Timeout;

	constructor(
		private readonly days: number,
		private readonly now = Date.now,
	) {}

	readonly add = (line: LogLine): void => {
		const leads = !crowdsOut(line) && (line.level !== 'info' || [line.run, line.trace, line.instance].some((id) => id !== undefined));
		if (this.days === 0 || !leads) return;
		if (this.#waiting.length < maxWaiting) this.#waiting.push(line);
		else this.#lost += 1;
	};

	/** Also stores earlier lines. @param program the command, such as `serve` */
	async start(host: StateHost & { tenant?: string }, program: string, log: Log): Promise<void> {
		const store = await openKeptLog(host);
		if (!store) return;
		const report = faultLog(log, 'lines of the log are not kept');
		this.#target = { store, report, tenant: host.tenant ?? defaultTenant, source: `${program} ${hostname()}:${process.pid}` };
		this.#timer = setInterval(() => void this.#flush(), everyMs).unref();
	}

	async clean(): Promise<void> {
		await this.#target?.store.clean(this.now() - this.days * dayMs, maxStored);
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#flush();
	}

	#flush(): Promise<void> {
		const target = this.#target;
		if (!target) return Promise.resolve();
		return (this.#writing = this.#writing.then(() => this.#write(target).catch((fault: unknown) => target.report(fault, {}))));
	}

	async #write({ store, tenant, source, report }: Target): Promise<void> {
		const lines = this.#waiting;
		this.#waiting = [];
		try {
			if (lines.length > 0) await store.append(lines.map((line) => toKept(line, tenant, source)));
		} catch (fault) {
			this.#keepForLater(lines, fault);
			throw fault;
		} finally {
			if (this.#lost > this.#reportedLost) report('More lines came than are stored.', { lost: this.#lost });
			this.#reportedLost = this.#lost;
		}
		if (this.days === 0 || this.now() - this.#cleanedAt < cleanEveryMs) return;
		this.#cleanedAt = this.now();
		await this.clean();
	}

	/** Keeps lines for an unreachable store; other faults drop them. */
	#keepForLater(lines: readonly LogLine[], fault: unknown): void {
		const room = isTroupeError(fault) && fault.retryable ? maxWaiting - this.#waiting.length : 0;
		this.#waiting.unshift(...lines.slice(0, room));
		this.#lost += Math.max(0, lines.length - room);
	}
}

/**
 * True for requests that would push out useful lines: strangers' traces lead nowhere, and successful reads come every second from followers of a log,
 * run or operation.
 */
function crowdsOut({ message, caller, method, status }: LogLine): boolean {
	return message === 'request' && (caller === undefined || (method === 'GET' && Number(status) < 400));
}

interface Target {
	store: LogStore;
	tenant: string;
	source: string;
	report: ReportFault;
}

/** Without contacts' keyed hashes: nobody could remove them when the person is forgotten. */
function toKept({ person: _person, conversation: _conversation, ...line }: LogLine, tenant: string, source: string): KeptLine {
	const { time, level } = line;
	const owner = textOf(line.tenant) ?? tenant;
	return {
		tenant: owner,
		at: Date.parse(time),
		level,
		run: textOf(line.run),
		trace: textOf(line.trace),
		source,
		line: writeShort(line),
	};
}

function writeShort({ time, level, message, run, trace, tenant, code, error, ...more }: LogLine): string {
	const text = JSON.stringify({ time, level, message, run, trace, tenant, code, error, ...more });
	if (text.length <= maxLineLength) return text;
	const short = Object.entries({ message, run, trace, tenant, code, error }).flatMap(([name, value]) =>
		typeof value === 'string' ? [[name, value.slice(0, maxShortLength)]] : [],
	);
	return JSON.stringify({ time, level, ...(Object.fromEntries(short) as object), isCut: true });
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
