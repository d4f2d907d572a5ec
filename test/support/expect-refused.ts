/** What every refusal of an attack has to say, to whoever meets it and in the audit log on the disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, type TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { AuditLine } from '../../manifests/trust/audit-log';

export interface Refusal {
	code: TroupeErrorCode;
	/** As the details and the message name it. */
	document: string | RegExp;
	reason: string;
	expected: unknown;
	actual: unknown;
}

export interface MetOn {
	/** TROUPE_HOME of the machine that was attacked. */
	home: string;
	by: 'gate' | 'client';
}

/** An action begins with a verb; these begin an excuse. */
const excuses = /^(Nothing|There|It|This|The|You|Please|An?)\b/;
const secrets = /eyJ[\w-]{16,}\.[\w-]+|-----BEGIN|"(d|p|q|dp|dq|qi)":|Bearer /;

/** Holds one error, and the line that it left in the audit log, against what was attacked. */
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

/** The audit log of that machine tells the same, and nothing that should not leave it. */
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

/** Lists are written as one text, and long ones are cut. */
function asLogged(value: unknown): unknown {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
	return expect.stringContaining((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 300)) as string;
}

/** What a promise is rejected with; undefined when it is not. */
export const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);
