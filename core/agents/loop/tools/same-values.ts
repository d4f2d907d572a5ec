import { canonicalToken, parseToken, tokenInJson, tokenShape } from '../../../base/text/masked-token';
import type { ToolCall } from '../../../ports/models/models';
import type { RunText } from '../../../ports/runs/run-text';
import type { Run } from '../run/run';

const maxTokens = 300;

/** By call id: tokens for the same values in the sources. */
const noted = new WeakMap<Run, Map<string, ReadonlyMap<string, string>>>();

/**
 * Finds token values of a call in another spelling, such as an account with blanks: each spelling has its own token. Authorised writers come first.
 */
export async function noteSameTokens(run: Run, call: ToolCall, texts: () => readonly RunText[]): Promise<void> {
	const called = listTokens(call.arguments, tokenInJson);
	if (called.length === 0) return;
	const calls = noted.get(run) ?? new Map<string, ReadonlyMap<string, string>>();
	calls.set(call.id, await findSameTokens(run.context.vault, called, texts()));
	noted.set(run, calls);
}

export function withSameTokens<Input>(run: Run, callId: string, masked: Input): Input {
	const same = noted.get(run)?.get(callId);
	if (!same?.size) return masked;
	const put = (value: unknown): unknown =>
		typeof value === 'string' ? value.replaceAll(tokenShape, (token) => same.get(canonicalToken(token)) ?? token) : value;
	return JSON.parse(JSON.stringify(masked), (_key, value) => put(value)) as Input;
}

async function findSameTokens(
	vault: Run['context']['vault'],
	called: readonly string[],
	texts: readonly RunText[],
): Promise<ReadonlyMap<string, string>> {
	const ordered = texts.toSorted((one, other) => Number(other.trusted) - Number(one.trusted));
	const written = [...new Set(ordered.flatMap(({ text }) => listTokens(text, tokenShape)))].slice(0, maxTokens);
	const read = async (token: string) => ({ token, label: parseToken(token).label, value: toKey(await vault.restore(token)) });
	const [values, known] = await Promise.all([Promise.all(called.map(read)), Promise.all(written.map(read))]);
	const find = ({ label, value }: (typeof values)[number]) => known.find((one) => one.label === label && isSame(one.value, value))?.token;
	return new Map(values.map((value) => [value.token, find(value) ?? value.token]));
}

const listTokens = (text: string, shape: RegExp): string[] => [...new Set((text.match(shape) ?? []).map(canonicalToken))];

const toKey = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

const fewestDigits = 8;
const longestCode = 3;

const isSame = (one: string, other: string): boolean => one === other || hasCode(one, other) || hasCode(other, one);

const hasCode = (long: string, short: string): boolean =>
	/^\d+$/.test(long) && short.length >= fewestDigits && long.length - short.length <= longestCode && long.endsWith(short);
