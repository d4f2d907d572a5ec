/** Checks the error of every refused attack, and its line in the audit log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, type TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { AuditLine } from '../../../manifests/trust/audit-log';

export interface Refusal {
	code: TroupeErrorCode;
	/** The name in the details and in the message. */
	document: string | RegExp;
	reason: string;
	expected: unknown;
	actual: unknown;
}

export interface MetOn {
	/** TROUPE_HOME of the attacked machine. */
	home: string;
	by: 'gate' | 'client';
}

/** A fix starts with a verb; these words start an excuse. */
const excuses = /^(Nothing|There|It|This|The|You|Please|An?)\b/;
const secrets = /eyJ[\w-]{16,}\.[\w-]+|-----BEGIN|"(d|p|q|dp|dq|qi)":|Bearer /;

/** Compares an error, and its line in the audit log, with the attack. */
export function expectRefused(error: unknown, { document, ...refusal }: Refusal, met: MetOn): void {
	if (!isTroupeError(error)) throw new Error(`not refused: ${String(error)}`);
	const { code, message, fix = '', details } = error;
	const named = String(details.document);
	const { reason, expected, actual } = details;
	expect({ code, reason, expected, actual, document: named }).toEqual({
		...refusal,
		document: typeof document === 'string' ? document : (expect.stringMatching(document) as string),
	});
	for (const side of [expected, actual]) expect(['', undefined, null]).not.toContain(side);
	expect(message).toContain(named);
	expect(fix).toMatch(/^[A-Z][a-z]+ .{10,}[.)]$/s);
	expect(fix).not.toMatch(excuses);
	expectAudited(error, met);
}

/** Checks that the audit log of that machine agrees, and contains nothing secret. */
function expectAudited({ code, message, fix, details }: TroupeError, { home, by }: MetOn): void {
	const text = readFileSync(join(home, 'audit', 'manifests.jsonl'), 'utf8');
	const lines = text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as AuditLine);
	const event = by === 'client' && /^(REGISTRY_UNREACHABLE|ACCESS_DENIED)$/.test(code) ? 'registry-fault' : 'refused';
	const { document, reason, expected, actual } = details;
	expect(lines).toContainEqual(
		expect.objectContaining({ event, by, code, document, reason, fix, message: message.slice(0, 500), at: expect.any(String) as string }),
	);
	const line = lines.findLast((one) => one.event === event && one.code === code && one.document === document && one.reason === reason);
	expect(line).toMatchObject({ expected: asLogged(expected), actual: asLogged(actual) });
	expect(text).not.toMatch(secrets);
}

/** Writes lists as one text, and shortens long ones. */
function asLogged(value: unknown): unknown {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
	return expect.stringContaining((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 300)) as string;
}

/** Returns the reason of a rejected promise; undefined when it is fulfilled. */
export const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);
