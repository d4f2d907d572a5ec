import { createHmac, randomBytes } from 'node:crypto';
import type { Environment } from '../../core/base/settings/setting-names';
import { readChoice } from '../../core/base/settings/settings';
import { readTraceId } from '../../core/base/trace-context';
import { hideInShort } from '../../core/guardrails/masking/hide-in-short';
import { formatLine } from './format-line';
import { logLevels, type LogLevel, type LogLine } from './log-line';

const id = /^[\w.:-]{1,200}$/;
/** Ids of the product and engines, and route templates: a 16-digit number can look like a card's. */
const forms: Readonly<Record<string, RegExp>> = {
	run: /^[\w.:/-]{1,200}$/,
	execution: id,
	trace: id,
	tenant: id,
	instance: id,
	jobKey: id,
	requestId: id,
	key: /^trp_[\w-]{1,8}$/,
	caller: /^key:trp_[\w-]{1,8}$/,
	route: /^(?:none|\/[A-Za-z0-9_.:*/-]{0,200})$/,
};

const maxDepth = 6;
const maxMembers = 200;
const maxRead = 12_000;
const maxText = 4_100;
const valueCharacters = 8;

/** Masks personal data and secrets at any depth, and bounds the JSON. */
const maskFacts = (facts: Record<string, unknown>): Record<string, unknown> => new FactMask().maskOwn(facts);

class FactMask {
	#left = maxRead;

	/** Deeper members have names that anybody chose. */
	maskOwn(facts: Record<string, unknown>): Record<string, unknown> {
		return this.#maskMembers(facts, (name, value) => {
			if (typeof value !== 'string') return this.#mask(value, 0);
			if (name === 'conversation') return hashConversation(value);
			return Object.hasOwn(forms, name) && forms[name]!.test(value) ? value : this.#hide(value);
		});
	}

	#maskMembers(members: object, mask: (name: string, value: unknown) => unknown): Record<string, unknown> {
		const masked: Array<[string, unknown]> = [];
		for (const [name, value] of Object.entries(members).slice(0, maxMembers))
			if (value !== undefined && this.#left > 0) masked.push([this.#hide(name), mask(name, value)]);
		return Object.fromEntries(masked);
	}

	#mask(value: unknown, depth: number): unknown {
		this.#left -= valueCharacters;
		if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value;
		if (typeof value === 'string') return this.#hide(value);
		if (value instanceof Date) return value.toJSON();
		if (typeof value === 'bigint') return String(value);
		if (typeof value !== 'object') return undefined;
		if (value instanceof Error) return this.#hide(value.stack ?? value.message);
		if (depth === maxDepth || this.#left <= 0) return '…';
		if (Array.isArray(value)) return value.slice(0, maxMembers).map((member) => (this.#left > 0 ? this.#mask(member, depth + 1) : '…'));
		return this.#maskMembers(value, (_name, member) => this.#mask(member, depth + 1));
	}

	#hide(text: string): string {
		if (this.#left <= 0) return '…';
		this.#left -= Math.min(text.length, maxText);
		return hideInShort(text);
	}
}

const ownKey = randomBytes(32);

/** Its id can be a telephone number. The same hash in all lines of this process, so that they match. */
const hashConversation = (conversation: string): string =>
	createHmac('sha256', ownKey).update(conversation).digest('base64url').slice(0, 16);

/** Writes a log line of a long-running command: facts, never message texts, secrets or personal data. */
export type Log = (level: LogLevel, message: string, facts?: Record<string, unknown>) => void;

interface LogPlace {
	note: (line: string) => void;
	environment: Environment;
	/** A person reads the notes as text. */
	isWatched?: boolean;
}

/**
 * Logs to standard error: JSON, or text at a terminal or by TROUPE_LOG_FORMAT, from TROUPE_LOG_LEVEL on. @param keep also gets each line @throws
 * TroupeError INPUT_INVALID for another format or level
 */
export function openLog({ note, environment, isWatched = false }: LogPlace, keep?: (line: LogLine) => void): Log {
	const format = readChoice('TROUPE_LOG_FORMAT', environment) ?? (isWatched ? 'text' : 'json');
	const least = logLevels.indexOf(readChoice('TROUPE_LOG_LEVEL', environment) ?? 'info');
	const show = format === 'text' ? formatLine : (line: LogLine) => JSON.stringify(line);
	return (level, message, facts) => {
		if (logLevels.indexOf(level) < least) return;
		const trace = readTraceId();
		const what = { time: new Date().toISOString(), level, message: hideInShort(message) };
		// A fact of the same name must not replace them.
		const line: LogLine = { ...what, ...maskFacts({ ...(trace !== undefined && { trace }), ...facts }), ...what };
		note(show(line));
		keep?.(line);
	};
}
