import { maxJsonDepth, isTooDeep, parseJson, stringifyJson } from '../../../../core/base/text/json/lossless-json';
import { TroupeError } from '../../../../core/base/errors';
import type { Variables } from '../../../engine/variables';
import { findInstance } from './element-instances';
import type { Kernel } from '../../flow/kernel';

/** Max message at Zeebe's gateway. */
const maxBytes = 4 * 1024 * 1024;

/** At the engine's edge; detaches the document from the caller's. */
export function parseVariables(variables: unknown): Variables {
	if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) throw invalidVariables('they must be a JSON object');
	const text = stringify(variables);
	if (Buffer.byteLength(text) > maxBytes) {
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `The variables are larger than ${maxBytes} bytes.`,
			fix: 'Pass a reference instead of the data.',
		});
	}
	const parsed = parseJson(text) as Variables;
	if (isTooDeep(parsed)) throw invalidVariables(`they are nested more than ${maxJsonDepth} levels deep`);
	const integer = findUnstorable(parsed);
	if (integer !== undefined) throw invalidVariables(`the integer ${integer} does not fit into 64 bits`, 'Pass it as a text.');
	return parsed;
}

/** Zeebe's gateway refuses these integers; unsigned ones are accepted too. */
function findUnstorable(value: unknown): bigint | undefined {
	if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value ? undefined : value;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const part of Object.values(value)) {
		const integer = findUnstorable(part);
		if (integer !== undefined) return integer;
	}
	return undefined;
}

/** Innermost first. */
function* scopesFrom(kernel: Kernel, scopeKey: number): Iterable<number> {
	for (let key = scopeKey; key !== 0; key = findInstance(kernel, key)?.scopeKey ?? 0) yield key;
}

/** As seen from the scope; undefined without one. */
export function lookUp(kernel: Kernel, scopeKey: number, name: string): unknown {
	const json = lookUpJson(kernel, scopeKey, name);
	return json === undefined ? undefined : parseJson(json);
}

export function lookUpJson(kernel: Kernel, scopeKey: number, name: string): string | undefined {
	for (const key of scopesFrom(kernel, scopeKey)) {
		const json = kernel.variables.read(key, name);
		if (json !== undefined) return json;
	}
	return undefined;
}

export function visibleVariables(kernel: Kernel, scopeKey: number, names?: string[]): Variables {
	const visible = new Map<string, unknown>();
	for (const key of scopesFrom(kernel, scopeKey)) {
		for (const [name, value] of Object.entries(localVariables(kernel, key))) if (!visible.has(name)) visible.set(name, value);
	}
	return Object.fromEntries([...visible].filter(([name]) => names === undefined || names.includes(name)));
}

export function localVariables(kernel: Kernel, scopeKey: number): Variables {
	return Object.fromEntries(kernel.variables.readAll(scopeKey).map(([name, json]) => [name, parseJson(json)]));
}

export function setLocalVariables(kernel: Kernel, scopeKey: number, variables: Variables): void {
	for (const [name, value] of Object.entries(variables)) writeLocal(kernel, scopeKey, { name, value: stringify(value ?? null) });
}

/**
 * Zeebe's documentation, variable propagation: to the nearest scope with the variable, else to the root scope. A scope with the same value does not
 * count (recorded from 8.6). @param setBy person who completed the user task, for the log
 */
export function mergeVariables(kernel: Kernel, scopeKey: number, variables: Variables, setBy?: string): void {
	const inner = [...scopesFrom(kernel, scopeKey)];
	const root = inner.pop()!;
	for (const [name, json] of Object.entries(variables)) {
		const value = stringify(json ?? null);
		const owner = inner.find((key) => ![undefined, value].includes(kernel.variables.read(key, name)));
		writeLocal(kernel, owner ?? root, { name, value, setBy });
	}
}

/** A writer of the same value answers for it from then on. */
function writeLocal(kernel: Kernel, scopeKey: number, { name, value, setBy }: { name: string; value: string; setBy?: string }): void {
	const isSame = kernel.variables.read(scopeKey, name) === value;
	if (isSame && setBy === undefined) return;
	if (!isSame) kernel.variables.write(scopeKey, name, value);
	const scope = findInstance(kernel, scopeKey)!;
	const { type } = kernel.definitions.get(scope.definitionKey).node(scope.elementId);
	// Variables of the instance itself stay with it.
	const local = scope.scopeKey === 0 ? undefined : { key: scopeKey };
	kernel.log.append('variable-set', { ...scope, type }, { name, value: parseJson(value), ...(setBy !== undefined && { setBy }) }, local);
}

function stringify(value: unknown): string {
	try {
		return stringifyJson(value);
	} catch (error) {
		throw invalidVariables('they must be JSON values', 'Pass a JSON object.', error);
	}
}

function invalidVariables(reason: string, fix = 'Pass a JSON object.', cause?: unknown): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `Invalid variables: ${reason}.`, fix, cause });
}
